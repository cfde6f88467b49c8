import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Histogram } from './histogram.ts';

const PRECISION = 7;
/** Half a bucket of 2⁻⁷. */
const ERROR = 1 / 256;
/** Below the first bucket's end all values look alike. */
const LEAST = 1 / 1024;

/** The smallest value that at least `q` of the values do not exceed. */
function nearestRank(values: readonly number[], q: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(1, Math.ceil(q * values.length)) - 1]!;
}

function histogramOf(values: readonly number[]): Histogram {
	const histogram = new Histogram(PRECISION);
	for (const value of values) histogram.add(value);
	return histogram;
}

/** Evenly distributed; fast-check's own doubles are nearly all close to 0. */
const between = (min: number, max: number) =>
	fc.integer({ min: 0, max: 1_000_000 }).map((i) => min + ((max - min) * i) / 1_000_000);

/** From a microsecond to a hundred days, evenly over the magnitudes. */
const magnitude = fc
	.tuple(between(1, 10), fc.integer({ min: -2, max: 9 }))
	.map(([mantissa, exponent]) => Number(`${mantissa}e${exponent}`));
const cluster = fc
	.tuple(magnitude, fc.array(between(0, 0.3), { maxLength: 100 }))
	.map(([base, shares]) => shares.map((share) => base * (1 + share)));
const quantiles = fc.constantFrom(0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1);

describe('quantiles', () => {
	const holdsFor = (samples: fc.Arbitrary<number[]>) => {
		fc.assert(
			fc.property(samples, quantiles, (values, q) => {
				const exact = nearestRank(values, q);
				const error = Math.abs(histogramOf(values).quantile(q) - exact);
				expect(error).toBeLessThanOrEqual(ERROR * exact + LEAST);
			}),
			{ numRuns: 500 },
		);
	};

	test('of values of all magnitudes are within 0.4 % of the nearest rank', () => {
		holdsFor(fc.array(magnitude, { minLength: 1, maxLength: 300 }));
	});

	test('of values close to each other are within 0.4 % of the nearest rank', () => {
		holdsFor(cluster.filter((values) => values.length > 0));
	});

	test('of a thousand equal values are that value', () => {
		fc.assert(
			fc.property(magnitude, quantiles, (value, q) => {
				const error = Math.abs(
					histogramOf(new Array<number>(1000).fill(value)).quantile(q) - value,
				);
				expect(error).toBeLessThanOrEqual(ERROR * value + LEAST);
			}),
		);
	});

	test('of nothing are not a number', () => {
		expect(new Histogram(PRECISION).quantile(0.5)).toBeNaN();
	});

	test('of one row of several are those of its own values', () => {
		const histogram = new Histogram(PRECISION, 3);
		histogram.add(10, 0);
		histogram.add(1000, 2);
		expect(Math.abs(histogram.quantile(0.5, 0) - 10)).toBeLessThanOrEqual(10 * ERROR);
		expect(histogram.quantile(0.5, 1)).toBeNaN();
		expect(Math.abs(histogram.quantile(0.5, 2) - 1000)).toBeLessThanOrEqual(1000 * ERROR);
		expect([0, 1, 2].map((row) => histogram.total(row))).toEqual([1, 0, 1]);
	});
});

describe('the published distribution', () => {
	test('holds every value between its two edges', () => {
		fc.assert(
			fc.property(fc.array(magnitude, { minLength: 1, maxLength: 200 }), (values) => {
				const { edges, counts } = histogramOf(values).distribution(8);
				const counted = Array.from(
					counts,
					(_, i) =>
						// Values are read in single precision, so one close below an edge may be rounded up to it.
						values.filter((v) => Math.fround(v) >= edges[i]! && Math.fround(v) < edges[i + 1]!)
							.length,
				);
				expect(Array.from(counts)).toEqual(counted);
				expect(edges).toHaveLength(counts.length + 1);
				expect(counts[0]! * counts.at(-1)!).toBeGreaterThan(0);
			}),
			{ numRuns: 300 },
		);
	});

	test('doubles in as many steps as it was asked for', () => {
		const { edges } = histogramOf([1, 1000]).distribution(8);
		for (let i = 0; i + 8 < edges.length; i++) expect(edges[i + 8]).toBe(2 * edges[i]!);
	});

	test('of nothing is empty', () => {
		const { edges, counts } = new Histogram(PRECISION).distribution(8);
		expect([edges.length, counts.length]).toEqual([0, 0]);
	});
});

test('values beyond both ends are counted in the outermost buckets', () => {
	const histogram = histogramOf([0, 1e-9, 1e15]);
	expect(histogram.total()).toBe(3);
	expect(histogram.quantile(0.1)).toBeLessThan(LEAST);
	expect(histogram.quantile(1)).toBeGreaterThan(1e10);
});
