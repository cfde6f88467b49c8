import { getContext, setContext } from 'svelte';
import type { TransportId } from '../model/transports.ts';

/** Opens the explanation of the figure at a dotted path, of one transport if one is meant. */
export type Explain = (path: string, transport?: TransportId) => void;

const KEY = Symbol('explain');

/** Offers explanations to everything below the component that calls it. */
export function offerExplanations(explain: Explain): void {
	setContext(KEY, explain);
}

/** The way to an explanation; undefined where none is offered. */
export function explanations(): Explain | undefined {
	return getContext<Explain | undefined>(KEY);
}
