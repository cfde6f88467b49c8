import { getContext, setContext } from 'svelte';

/** Where the numbers of a saved picture or table come from. */
export interface Origin {
	/** Address that shows them again. */
	readonly link: string;
	readonly seed: number;
}

const ORIGIN = Symbol('origin');

/** Tells all charts below where their numbers come from, at the time they ask. */
export function provideOrigin(origin: () => Origin): void {
	setContext(ORIGIN, origin);
}

/** What {@link provideOrigin} told; undefined for a chart on its own. */
export function originAbove(): (() => Origin) | undefined {
	return getContext<(() => Origin) | undefined>(ORIGIN);
}
