import type { Milliseconds } from '../src/model/units.ts';
import { at, now } from './clock.ts';

/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/** Mulberry32: the lab's traffic need not be the engine's, only as random. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Calls `each` at the events of a Poisson process of `rate` per ms, in real time, until it is stopped. */
export class PoissonClock {
	#timer: NodeJS.Timeout | undefined;

	constructor(rate: number, random: Random, each: () => void) {
		if (rate <= 0) return;
		const gap = (): Milliseconds => -Math.log(1 - random()) / rate;
		let due = now() + gap();
		const wake = () => {
			for (; due <= now(); due += gap()) each();
			this.#timer = at(due, wake);
		};
		this.#timer = at(due, wake);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}
