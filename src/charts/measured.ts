import type { Attachment } from 'svelte/attachments';

/**
 * Tells `onwidth` the width of the element, in whole pixels: at once, or the page would be seen without
 * the pictures and then move, and whenever it changes. All that come together are asked before any is
 * drawn, so the browser lays out the page once. The element's height must not depend on what is drawn,
 * or the browser reports a resize loop.
 */
export function measured(onwidth: (width: number) => void): Attachment<HTMLElement> {
	return (element) => {
		onwidth(element.clientWidth);
		const observer = new ResizeObserver(([entry]) => onwidth(Math.floor(entry!.contentRect.width)));
		observer.observe(element);
		return () => observer.disconnect();
	};
}
