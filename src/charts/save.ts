import type { Milliseconds } from '../model/units.ts';

/** Long enough for the slowest disk; the address of a blob keeps the blob in memory. */
const KEEP: Milliseconds = 60_000;

/**
 * Hands a file to the browser. True when it was surely taken; a page in a frame cannot know, since
 * a sandbox refuses in silence, and one without an origin need not try.
 */
export function save(blob: Blob, name: string): boolean {
	if (self.origin === 'null') return false;
	try {
		const link = document.createElement('a');
		link.href = URL.createObjectURL(blob);
		link.download = name;
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), KEEP);
		return self === self.top;
	} catch {
		return false;
	}
}
