import { getContext, setContext } from 'svelte';

const KEY = Symbol('under way');

/** Tells everything below the component that calls it whether newer figures are on their way. */
export function provideUnderWay(underWay: () => boolean): void {
	setContext(KEY, underWay);
}

/** Whether newer figures are on their way; where nobody tells, they are not. */
export function figuresUnderWay(): () => boolean {
	return getContext<(() => boolean) | undefined>(KEY) ?? (() => false);
}
