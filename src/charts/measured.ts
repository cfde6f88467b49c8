import type { Attachment } from 'svelte/attachments';

/** Narrower pictures would have no room beside their labels. */
const LEAST = 160;

/**
 * Tells `onwidth` the width of the element, in whole pixels, or 0 while it is hidden: at once, or the
 * page would be seen without the pictures and then move, and with the next frame whenever it changes. All
 * that come together are asked before any is drawn, so the browser lays out the page once; what is drawn
 * may change the height of the page, which in the same frame the browser would report as a resize loop.
 */
export function measured(onwidth: (width: number) => void): Attachment<HTMLElement> {
	const tell = (width: number) => onwidth(width > 0 ? Math.max(LEAST, Math.floor(width)) : 0);
	return (element) => {
		tell(element.clientWidth);
		let frame = 0;
		const observer = new ResizeObserver(([entry]) => {
			cancelAnimationFrame(frame);
			frame = requestAnimationFrame(() => tell(entry!.contentRect.width));
		});
		observer.observe(element);
		return () => {
			cancelAnimationFrame(frame);
			observer.disconnect();
		};
	};
}
