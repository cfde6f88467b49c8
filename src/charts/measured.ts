import type { Attachment } from 'svelte/attachments';

/** Narrower pictures would have no room beside their labels. */
const LEAST = 160;

/**
 * Tells `onwidth` the width of the element, in whole pixels, or 0 while it is hidden: at once, or the
 * page would be seen without the pictures and then move, and whenever it changes. All that come together
 * are asked before any is drawn, so the browser lays out the page once. The element's height must not
 * depend on what is drawn, or the browser reports a resize loop.
 */
export function measured(onwidth: (width: number) => void): Attachment<HTMLElement> {
	const tell = (width: number) => onwidth(width > 0 ? Math.max(LEAST, Math.floor(width)) : 0);
	return (element) => {
		tell(element.clientWidth);
		const observer = new ResizeObserver(([entry]) => tell(entry!.contentRect.width));
		observer.observe(element);
		return () => observer.disconnect();
	};
}
