import { getContext, setContext } from 'svelte';

const WIDTH = Symbol('width');

/** Has all charts below drawn `width` pixels wide and without controls: paper cannot be measured. */
export function onPaper(width: number): void {
	setContext(WIDTH, width);
}

/** The width of charts on paper, pixels; undefined on a screen. */
export function paperWidth(): number | undefined {
	return getContext<number | undefined>(WIDTH);
}
