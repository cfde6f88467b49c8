import { ln } from '../model/math.ts';

/** Uniform numbers in [0, 1) from a seed (Mulberry32), for tests that hold a formula to brute force. */
export function uniformNumbers(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Exponential numbers with mean 1. */
export function exponentialNumbers(seed: number): () => number {
	const uniform = uniformNumbers(seed);
	return () => -ln(1 - uniform());
}
