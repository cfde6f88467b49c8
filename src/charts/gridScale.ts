import type { ValueScale } from './scales.ts';

/** A log axis cut into a band for each of some values, which ascend and are positive. */
export interface GridScale extends ValueScale {
	/** Pixels: the ends of the band of each value. */
	readonly bands: readonly (readonly [number, number])[];
	/** The value at a pixel, within the axis. */
	readonly valueAt: (pixel: number) => number;
	/** Index of the band at a pixel, or of the nearest. */
	readonly bandAt: (pixel: number) => number;
}

/** Bands end halfway between neighbouring values, by ratio; the outer ones reach as far out as in. */
export function gridScale(
	values: readonly number[],
	range: readonly [number, number],
	tickSpacing: number,
): GridScale {
	const logs = values.map(Math.log10);
	const last = logs.length - 1;
	const middles = logs.slice(1).map((log, index) => (log + logs[index]!) / 2);
	const from = 2 * logs[0]! - (middles[0] ?? logs[0]! + 0.5);
	const to = 2 * logs[last]! - (middles.at(-1) ?? logs[0]! - 0.5);
	const [start, end] = range;
	const pixelOf = (log: number) => start + ((log - from) / (to - from)) * (end - start);
	const logAt = (pixel: number) => from + ((pixel - start) / (end - start)) * (to - from);
	const within = (log: number) => Math.min(to, Math.max(from, log));
	const edges = [from, ...middles, to].map(pixelOf);
	const bands = values.map((_, index) => [edges[index]!, edges[index + 1]!] as const);
	const decades = values.filter((value) => Number.isInteger(Math.log10(value)));
	const ticks = bands.every(([a, b]) => Math.abs(b - a) >= tickSpacing) ? values : decades;
	return {
		kind: 'log',
		range,
		breakAt: null,
		ticks,
		bands,
		position: (value) => (value > 0 ? pixelOf(within(Math.log10(value))) : start),
		valueAt: (pixel) => 10 ** Math.min(logs[last]!, Math.max(logs[0]!, logAt(pixel))),
		bandAt(pixel) {
			const log = logAt(pixel);
			const above = middles.findIndex((middle) => log < middle);
			return above === -1 ? last : above;
		},
	};
}
