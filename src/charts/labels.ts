/**
 * Moves labels apart: positions as near as possible to those wanted, in the same order, `gap`
 * pixels from one to the next and between `from` and `to` as long as they fit.
 */
export function apart(wanted: readonly number[], gap: number, from: number, to: number): number[] {
	const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
	const placed = new Array<number>(wanted.length).fill(0);
	let free = from;
	for (const index of order) {
		placed[index] = Math.max(wanted[index]!, free);
		free = placed[index] + gap;
	}
	let limit = to;
	for (const index of order.reverse()) {
		placed[index] = Math.min(placed[index]!, limit);
		limit = placed[index] - gap;
	}
	return placed;
}
