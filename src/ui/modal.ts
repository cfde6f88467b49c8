import type { Attachment } from 'svelte/attachments';

/**
 * Shows a dialog above the page, and tells when the reader has closed it. A busy browser says so late:
 * what is asked for meanwhile, in another dialog, is not closed by it.
 */
export function modal(closed: () => void): Attachment<HTMLDialogElement> {
	return (dialog) => {
		dialog.showModal();
		dialog.addEventListener('close', () => {
			if (dialog.isConnected) closed();
		});
	};
}
