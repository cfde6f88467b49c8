import { describe, expect, test } from 'vitest';
import { draw, keyAt, keyOf, mix, PURPOSE, scrambleSeed, uniform } from './random.ts';
import { CHI_SQUARE_50, chiSquare, meanOf } from './testScenario.ts';

const COUNT = 50_000;
/** The correlation of independent streams has a standard deviation of 1/√n: five of them. */
const CORRELATION = 5 / Math.sqrt(COUNT);

/** A stream of uniform draws, shifted to mean 0. */
function streamOf(at: (count: number) => number): Float64Array {
	return Float64Array.from({ length: COUNT }, (_, count) => at(count) - 0.5);
}

const drawsOf = (seed: number, client: number, purpose: number) =>
	streamOf((count) => uniform(keyOf(scrambleSeed(seed), client, count), purpose));

/** Of two such streams: the variance of a uniform variable is 1/12. */
function correlation(a: Float64Array, b: Float64Array): number {
	return 12 * meanOf(a.map((value, i) => value * b[i]!));
}

test('a million draws fill fifty bins evenly, and stay in [0, 1)', () => {
	const bins = new Float64Array(50);
	for (let count = 0; count < 1_000_000; count++) {
		const value = uniform(keyOf(1, count & 1023, count >> 10), PURPOSE.phase);
		bins[Math.floor(value * 50)]! += 1;
	}
	const sum = bins.reduce((total, bin) => total + bin);
	expect(sum).toBe(1_000_000);
	expect(chiSquare(bins)).toBeGreaterThan(CHI_SQUARE_50.min);
	expect(chiSquare(bins)).toBeLessThan(CHI_SQUARE_50.max);
});

test('one bit more or less changes each bit of the result half of the time', () => {
	const inputs = 4096;
	// A fair coin thrown 4096 times: five standard deviations of its mean, 0.5/√4096 each. 1024 bits
	// are looked at, so five become six.
	const tolerance = (6 * 0.5) / Math.sqrt(inputs);
	for (let from = 0; from < 32; from++) {
		const flips = new Float64Array(32);
		for (let i = 0; i < inputs; i++) {
			const x = Math.imul(i, 0x9e3779b1);
			const changed = mix(x) ^ mix(x ^ (1 << from));
			for (let to = 0; to < 32; to++) flips[to]! += (changed >>> to) & 1;
		}
		const worst = flips.map((count) => Math.abs(count / inputs - 0.5)).sort()[31]!;
		expect(worst, `bit ${from}`).toBeLessThan(tolerance);
	}
});

describe('draws have nothing to do with each other', () => {
	const { service } = PURPOSE;

	test('for any two purposes', () => {
		const streams = Object.entries(PURPOSE).map(
			([name, purpose]) => [name, drawsOf(1, 0, purpose)] as const,
		);
		const alike = streams.flatMap(([name, stream], i) =>
			streams
				.slice(i + 1)
				.filter(([, other]) => Math.abs(correlation(stream, other)) > CORRELATION)
				.map(([other]) => `${name} and ${other}`),
		);
		expect(alike).toEqual([]);
	});

	test('for one client and the next', () => {
		const r = correlation(drawsOf(1, 7, service), drawsOf(1, 8, service));
		expect(Math.abs(r)).toBeLessThan(CORRELATION);
	});

	test('for one seed and the next', () => {
		const r = correlation(drawsOf(1, 7, service), drawsOf(2, 7, service));
		expect(Math.abs(r)).toBeLessThan(CORRELATION);
	});

	test('for one count and the next', () => {
		const draws = drawsOf(1, 7, service);
		const next = streamOf((count) => uniform(keyOf(scrambleSeed(1), 7, count + 1), service));
		expect(Math.abs(correlation(draws, next))).toBeLessThan(CORRELATION);
	});

	test.each([3.7, 1000])('for one moment and that %f ms later', (gap) => {
		const at = (time: number) => uniform(keyAt(1, 7, time), service);
		const draws = streamOf((count) => at(count * gap - 5000));
		const later = streamOf((count) => at((count + 1) * gap - 5000));
		expect(Math.abs(correlation(draws, later))).toBeLessThan(CORRELATION);
	});
});

test('no client of one seed does what some client of the next seed does', () => {
	const keysOf = (seed: number) =>
		Array.from({ length: 20_000 }, (_, i) =>
			keyOf(scrambleSeed(seed), i % 2000, Math.floor(i / 2000)),
		);
	const first = new Set(keysOf(1));
	// By chance 20 000² / 2³² = 0.09 keys are the same.
	expect(keysOf(2).filter((key) => first.has(key)).length).toBeLessThan(5);
});

test('a draw depends on seed, client, count and purpose, and on nothing else', () => {
	const once = draw(keyOf(3, 4, 5), PURPOSE.paging);
	expect(draw(keyOf(3, 4, 5), PURPOSE.paging)).toBe(once);
	const others = [keyOf(2, 4, 5), keyOf(3, 5, 5), keyOf(3, 4, 6)].map((key) =>
		draw(key, PURPOSE.paging),
	);
	expect(others).not.toContain(once);
});
