import type { Attachment } from 'svelte/attachments';

/**
 * Tells `onwidth` the width of the element, in whole pixels, before it is first painted and whenever
 * it changes. The observer measures all elements together; to ask each as it is made would have the
 * browser lay out the page once for each. The element's height must not depend on what is drawn, or
 * the browser reports a resize loop.
 */
export function measured(onwidth: (width: number) => void): Attachment<HTMLElement> {
	return (element) => {
		const observer = new ResizeObserver(([entry]) => onwidth(Math.floor(entry!.contentRect.width)));
		observer.observe(element);
		return () => observer.disconnect();
	};
}
