import type { Attachment } from 'svelte/attachments';

/** What a reader may do with a picture over time. Places are pixels from its left edge. */
export interface TimeActions {
	/** Whether a drag that begins here carries the playhead, not the view. */
	carries(x: number): boolean;
	/** The playhead goes to a place. */
	place(x: number): void;
	/** The view moves by so many pixels. */
	pan(pixels: number): void;
	/** A stretch so many times as long comes into view, around a place if one is given. */
	zoom(factor: number, x?: number): void;
}

/** A pointer that moves less than this, in pixels, only presses. */
const STILL = 4;
/** The share of the width by which a page key moves the view. */
const PAGE = 0.5;
const ZOOM = 2;
/** How much one pixel of the wheel zooms. */
const WHEEL = 0.002;

/**
 * Lets the reader drag time, carry the playhead, zoom with `+`, `-` and the wheel with Ctrl, and page
 * with Page Up and Page Down. Without Ctrl the wheel, and a vertical touch, go on scrolling the page.
 */
export function pointing(actions: TimeActions): Attachment<HTMLElement> {
	return (element) => {
		const listening = new AbortController();
		const on = <K extends keyof HTMLElementEventMap>(
			type: K,
			listener: (event: HTMLElementEventMap[K]) => void,
			options: AddEventListenerOptions = {},
		) => element.addEventListener(type, listener, { ...options, signal: listening.signal });
		const placeOf = ({ clientX }: MouseEvent) => clientX - element.getBoundingClientRect().left;
		let drag: { x: number; carries: boolean; moved: boolean } | null = null;

		on('pointerdown', (event) => {
			if (event.button !== 0) return;
			const x = placeOf(event);
			drag = { x, carries: actions.carries(x), moved: false };
		});
		on('pointermove', (event) => {
			if (!drag) return;
			const x = placeOf(event);
			if (!drag.moved && Math.abs(x - drag.x) < STILL) return;
			if (!drag.moved) element.setPointerCapture(event.pointerId);
			if (drag.carries) actions.place(x);
			else actions.pan(drag.x - x);
			drag = { ...drag, x, moved: true };
		});
		on('pointerup', (event) => {
			if (drag && !drag.moved) actions.place(placeOf(event));
			drag = null;
		});
		on('pointercancel', () => (drag = null));
		on(
			'wheel',
			(event) => {
				if (!event.ctrlKey) return;
				event.preventDefault();
				actions.zoom(Math.exp(event.deltaY * WHEEL), placeOf(event));
			},
			{ passive: false },
		);
		on('keydown', (event) => {
			const { clientWidth } = element;
			const keys: Readonly<Record<string, () => void>> = {
				'+': () => actions.zoom(1 / ZOOM),
				'=': () => actions.zoom(1 / ZOOM),
				'-': () => actions.zoom(ZOOM),
				PageUp: () => actions.pan(-PAGE * clientWidth),
				PageDown: () => actions.pan(PAGE * clientWidth),
			};
			const modified = event.ctrlKey || event.metaKey || event.altKey;
			if (modified || !Object.hasOwn(keys, event.key)) return;
			event.preventDefault();
			keys[event.key]!();
		});
		return () => listening.abort();
	};
}
