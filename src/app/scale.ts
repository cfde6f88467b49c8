import type { NumberField } from '../model/fields.ts';

/** Steps of about a tenth, rounded to figures that people say: twenty to a decade. */
const NICE = [1, 1.1, 1.2, 1.3, 1.5, 1.7, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9];
/** A linear slider has about this many stops. */
const LINEAR_STOPS = 200;
/** A range with more stops than this is typed, not slid: the seed. */
const MOST_STOPS = 1000;

type Range = Pick<NumberField, 'min' | 'max' | 'scale' | 'integer' | 'fallback'>;

/**
 * The values that a slider stops at, in ascending order: round ones, both limits, and `home`, the
 * value that the input has when nobody touched it. Empty where no slider makes sense.
 */
export function stopsOf(range: Range, home: number): readonly number[] {
	const round = range.scale === 'log' ? logarithmicStops(range) : linearStops(range);
	if (round.length === 0) return [];
	const inside = round.filter((value) => value > range.min && value < range.max);
	return [...new Set([range.min, ...inside, range.max, home])].sort((a, b) => a - b);
}

function logarithmicStops(range: Range): number[] {
	const stops: number[] = [];
	for (let decade = smallestDecade(range); 10 ** decade <= range.max; decade++) {
		// Written as text and read back, so that 3e-1 is 0.3 and not 0.30000000000000004.
		stops.push(...NICE.map((step) => Number(`${step}e${decade}`)));
	}
	return range.integer ? stops.filter(Number.isInteger) : stops;
}

/**
 * Where a logarithmic slider starts that has zero as its first stop, as a power of ten: two decades
 * below its usual value, or four below its end.
 */
function smallestDecade({ min, max, fallback, integer }: Range): number {
	if (min > 0) return Math.floor(Math.log10(min));
	if (integer) return 0;
	return Math.floor(Math.log10(fallback > 0 ? fallback / 100 : max / 10_000));
}

function linearStops({ min, max, integer }: Range): number[] {
	const exact = (max - min) / LINEAR_STOPS;
	const step = integer ? 1 : 10 ** Math.round(Math.log10(exact));
	const count = Math.floor((max - min) / step);
	if (count > MOST_STOPS) return [];
	return Array.from({ length: count }, (_, index) => Number((min + index * step).toPrecision(12)));
}

/** The index of the stop nearest to `value`, by ratio where there is one. */
export function positionOf(stops: readonly number[], value: number): number {
	const above = stops.findIndex((stop) => stop >= value);
	if (above === -1) return stops.length - 1;
	if (above === 0) return 0;
	const low = stops[above - 1]!;
	const high = stops[above]!;
	const middle = low > 0 ? Math.sqrt(low * high) : (low + high) / 2;
	return value < middle ? above - 1 : above;
}

/** The next stop above (`direction` 1) or below (-1) `value`, which need not be a stop itself. */
export function nextStop(stops: readonly number[], value: number, direction: 1 | -1): number {
	const next =
		direction > 0 ? stops.find((stop) => stop > value) : stops.findLast((stop) => stop < value);
	return next ?? value;
}

/** The stop ten times as far up or down; on a linear slider, a tenth of its range away. */
export function farStop(
	stops: readonly number[],
	value: number,
	{ direction, scale }: { readonly direction: 1 | -1; readonly scale: NumberField['scale'] },
): number {
	const first = stops[0] ?? value;
	const last = stops.at(-1) ?? value;
	const smallest = stops.find((stop) => stop > 0) ?? value;
	if (scale === 'linear') return nearest(stops, value + (direction * (last - first)) / 10);
	if (direction > 0) return nearest(stops, Math.max(value * 10, smallest));
	// Below the smallest stop there is only zero. A tenth less than it is still rounding.
	return value / 10 < smallest * 0.9 ? first : nearest(stops, value / 10);
}

function nearest(stops: readonly number[], value: number): number {
	return stops[positionOf(stops, value)] ?? value;
}
