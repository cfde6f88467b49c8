/** Mulberry32: the same seed, the same numbers, from 0 to below 1. */
export function createRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let bits = Math.imul(state ^ (state >>> 15), state | 1);
		bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
		return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export function pick<T>(list: readonly T[], random: () => number): T {
	return list[Math.floor(random() * list.length)]!;
}
