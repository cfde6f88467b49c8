import { ticks as roundTicks } from 'd3-array';

/** Where values stand on an axis, in pixels. */
export interface ValueScale {
	readonly kind: 'linear' | 'log';
	/** On a log axis zero (and what lies below the axis) stands at the floor. */
	readonly position: (value: number) => number;
	readonly ticks: readonly number[];
	/** First and last pixel. */
	readonly range: readonly [number, number];
	/** On a log axis with a zero among its values: the pixel where the logarithm starts. */
	readonly breakAt: number | null;
}

export interface ScaleOptions {
	readonly values: Iterable<number | null>;
	/** Pixels; a vertical axis counts down. */
	readonly range: readonly [number, number];
	/** Decided by the values if absent: log when they span more than {@link LINEAR_DECADES}. */
	readonly kind?: ValueScale['kind'];
	/** A linear axis reaches at least to here. */
	readonly atLeast?: number;
	/** Smallest distance between two ticks, pixels. */
	readonly tickSpacing?: number;
}

const LINEAR_DECADES = 2;
/** Pixels between zero's floor and the start of the logarithm. */
const FLOOR_GAP = 22;
const ROUND = [1, 2, 5] as const;

/** An axis for `values`: linear from zero, or log where they span decades, with zeros at a floor. */
export function valueScale(options: ScaleOptions): ValueScale {
	const values = [...options.values].filter((value) => value !== null && Number.isFinite(value));
	const positive = (values as number[]).filter((value) => value > 0);
	const largest = positive.reduce((a, b) => Math.max(a, b), 0);
	const smallest = positive.reduce((a, b) => Math.min(a, b), Infinity);
	const wide = largest / smallest > 10 ** LINEAR_DECADES;
	const kind = options.kind ?? (wide ? 'log' : 'linear');
	if (kind === 'linear' || positive.length === 0) return linear(largest, options);
	return logarithmic(smallest, largest, positive.length < values.length, options);
}

function linear(largest: number, { range, atLeast = 0, tickSpacing = 64 }: ScaleOptions) {
	const end = Math.max(largest, atLeast);
	const [first, last] = range;
	const position = (value: number) => first + (value / (end > 0 ? end : 1)) * (last - first);
	const count = Math.max(1, Math.floor(Math.abs(last - first) / tickSpacing));
	// A hair beyond the end, so that a sum like 19.999999 still gets its tick at 20.
	const ticks = end > 0 ? roundTicks(0, end * (1 + 1e-9), count) : [0];
	return { kind: 'linear', position, ticks, range, breakAt: null } as const;
}

function logarithmic(
	smallest: number,
	largest: number,
	zero: boolean,
	{ range, tickSpacing = 40 }: ScaleOptions,
): ValueScale {
	const [start, end] = range;
	const breakAt = zero ? start + Math.sign(end - start) * FLOOR_GAP : start;
	// The smallest value keeps a little length of its own: a bar of no length would read as none.
	const domain = [roundBelow(smallest / 1.5), largest] as const;
	const decades = Math.log10(domain[1] / domain[0]);
	const share = (value: number) => Math.log10(value / domain[0]) / decades;
	const inside = (value: number) => Math.min(1, Math.max(0, share(value)));
	const ticks = logTicks(domain, Math.abs(end - breakAt) / tickSpacing);
	return {
		kind: 'log',
		position: (value) => (value > 0 ? breakAt + inside(value) * (end - breakAt) : start),
		ticks: zero ? [0, ...ticks] : ticks,
		range,
		breakAt: zero ? breakAt : null,
	};
}

/** The largest of 1, 2 and 5 times a power of ten that does not exceed `value`. */
function roundBelow(value: number): number {
	const power = 10 ** Math.floor(Math.log10(value));
	return (ROUND.findLast((round) => round * power <= value * (1 + 1e-9)) ?? 1) * power;
}

/** The title of an axis: a log axis says so. */
export function axisTitle(text: string, { kind }: ValueScale): string {
	return kind === 'log' ? `${text}, log scale` : text;
}

/** 1, 2, 5 of each decade if that fits into `most` ticks, else powers of ten, else every n-th. */
function logTicks([from, to]: readonly [number, number], most: number): number[] {
	const first = Math.floor(Math.log10(from));
	const last = Math.floor(Math.log10(to * (1 + 1e-9)));
	const powers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
	const inside = (tick: number) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9);
	const fine = powers.flatMap((power) => ROUND.map((round) => powerOfTen(power, round)));
	if (fine.filter(inside).length <= most) return fine.filter(inside);
	const decades = powers.map((power) => powerOfTen(power)).filter(inside);
	const step = Math.max(1, Math.ceil(decades.length / Math.max(1, most)));
	return decades.filter((_, index) => index % step === 0);
}

/** Exact where 10 ** -3 would be 0.0010000000000000002. */
function powerOfTen(power: number, factor = 1): number {
	return Number(`${factor}e${power}`);
}
