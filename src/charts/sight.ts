import { getContext, setContext } from 'svelte';

const KEY = Symbol('sight');

/** Tells everything below the component that calls it whether the reader sees it. */
export function provideSight(seen: () => boolean): void {
	setContext(KEY, seen);
}

/** Whether the reader sees what is drawn here; where nobody tells, he does. */
export function sight(): () => boolean {
	return getContext<(() => boolean) | undefined>(KEY) ?? (() => true);
}

/** Long enough for a page that never rests, ms. */
const RESTLESS = 2000;

/** Calls back when the browser has nothing else to do. The function that comes back prevents it. */
export function whenIdle(callback: () => void): () => void {
	// Safari does not tell.
	if (typeof requestIdleCallback === 'undefined') {
		const timer = setTimeout(callback);
		return () => clearTimeout(timer);
	}
	const request = requestIdleCallback(callback, { timeout: RESTLESS });
	return () => cancelIdleCallback(request);
}
