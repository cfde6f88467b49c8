import { describe, expect, test } from 'vitest';
import { draw, keyOf, PURPOSE } from './random.ts';
import { exponentialSampler, jitterSampler, normalQuantile, type Sampler } from './sampler.ts';
import { CHI_SQUARE_50, chiSquare, deviationOf, fiveSigma, meanOf } from './testScenario.ts';

const COUNT = 1_000_000;

function drawsOf(sampler: Sampler): Float64Array {
	return Float64Array.from({ length: COUNT }, (_, count) =>
		sampler.at(draw(keyOf(1, 0, count), PURPOSE.service)),
	);
}

/** A quantile's standard error is √(q(1 − q)/n) over the density there: five of them. */
function quantileTolerance(q: number, density: number): number {
	return fiveSigma(Math.sqrt(q * (1 - q)), COUNT) / density;
}

/** Five standard errors of a sample's standard deviation σ: σ/2·√((κ − 1)/n) with kurtosis κ. */
function deviationTolerance(deviation: number, kurtosis: number): number {
	return (deviation / 2) * fiveSigma(Math.sqrt(kurtosis - 1), COUNT);
}

/** Counts of sorted draws in fifty equally likely bins, given where the bins begin. */
function binned(sorted: Float64Array, quantile: (p: number) => number): Float64Array {
	const counts = new Float64Array(50);
	let draw = 0;
	for (let bin = 0; bin < 50; bin++) {
		const edge = bin === 49 ? Infinity : quantile((bin + 1) / 50);
		const from = draw;
		while (draw < sorted.length && sorted[draw]! < edge) draw += 1;
		counts[bin] = draw - from;
	}
	return counts;
}

/** P(Z ≤ z) of a standard normal variable by its power series; good to 1e−12 for |z| < 5. */
function normalCdf(z: number): number {
	let term = z;
	let sum = z;
	for (let n = 1; n < 120; n++) {
		term *= (-z * z) / (2 * n);
		sum += term / (2 * n + 1);
	}
	return 0.5 + sum / Math.sqrt(2 * Math.PI);
}

/** The inverse of {@link normalCdf} by bisection, so that the test does not lean on what it tests. */
function bisected(p: number): number {
	let [low, high] = [-5, 5];
	while (high - low > 1e-12) {
		const middle = (low + high) / 2;
		if (normalCdf(middle) < p) low = middle;
		else high = middle;
	}
	return low;
}

describe('exponential draws', () => {
	const draws = drawsOf(exponentialSampler());
	const sorted = draws.toSorted();

	test('have mean 1 and standard deviation 1', () => {
		expect(Math.abs(meanOf(draws) - 1)).toBeLessThan(fiveSigma(1, COUNT));
		expect(Math.abs(deviationOf(draws) - 1)).toBeLessThan(deviationTolerance(1, 9));
	});

	test.each([0.01, 0.5, 0.9, 0.99, 0.9999])(
		'stay below −ln(1 − q) with probability q = %f',
		(q) => {
			const error = Math.abs(sorted[Math.ceil(q * COUNT) - 1]! + Math.log(1 - q));
			expect(error).toBeLessThan(quantileTolerance(q, 1 - q));
		},
	);

	test('fill fifty equally likely bins evenly', () => {
		const bins = binned(sorted, (p) => -Math.log(1 - p));
		expect(chiSquare(bins)).toBeGreaterThan(CHI_SQUARE_50.min);
		expect(chiSquare(bins)).toBeLessThan(CHI_SQUARE_50.max);
	});

	test('are never below 0, and are the inverse of the distribution up to straight lines', () => {
		const sampler = exponentialSampler();
		// Pieces are 1/256 of the upper tail wide: off by at most (1/256)²/8.
		for (let i = 0; i < 1000; i++) {
			const bits = draw(i, PURPOSE.phase) | 128;
			const exact = -Math.log((bits >>> 0) / 4_294_967_296);
			expect(Math.abs(sampler.at(bits) - exact)).toBeLessThan(2e-6);
		}
		expect(sampler.at(-1)).toBeGreaterThanOrEqual(0);
		expect(sampler.at(0)).toBeCloseTo(25 * Math.LN2, 6);
	});
});

describe('jitter', () => {
	const draws = drawsOf(jitterSampler());
	const sorted = draws.toSorted();
	/** Lognormal with σ = 1 of the logarithm, scaled to standard deviation 1. */
	const mean = 1 / Math.sqrt(Math.E - 1);
	const median = mean / Math.sqrt(Math.E);
	const kurtosis = Math.E ** 4 + 2 * Math.E ** 3 + 3 * Math.E ** 2 - 3;

	test('has mean 1/√(e − 1) of its standard deviation', () => {
		expect(Math.abs(meanOf(draws) - mean)).toBeLessThan(fiveSigma(1, COUNT));
		expect(Math.abs(deviationOf(draws) - 1)).toBeLessThan(deviationTolerance(1, kurtosis));
	});

	test.each([
		[0.025, -1.959963984540054],
		[0.5, 0],
		[0.95, 1.6448536269514722],
		[0.99, 2.3263478740408408],
		[0.999, 3.090232306167813],
	])('has its %f quantile where the normal has %f', (q, z) => {
		const exact = median * Math.exp(z);
		const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / exact;
		const error = Math.abs(sorted[Math.ceil(q * COUNT) - 1]! - exact);
		expect(error).toBeLessThan(quantileTolerance(q, density));
	});

	test('fills fifty equally likely bins evenly', () => {
		const bins = binned(sorted, (p) => median * Math.exp(bisected(p)));
		expect(chiSquare(bins)).toBeGreaterThan(CHI_SQUARE_50.min);
		expect(chiSquare(bins)).toBeLessThan(CHI_SQUARE_50.max);
	});

	test('is never negative', () => {
		expect(sorted[0]).toBeGreaterThanOrEqual(0);
	});
});

test.each([
	[0.5, 0],
	[0.75, 0.6744897501960817],
	[0.95, 1.6448536269514722],
	[0.975, 1.959963984540054],
	[0.98, 2.0537489106318225],
	[0.999, 3.090232306167813],
	[0.999999, 4.753424308822899],
])('the normal quantile of %f is %f, and of its complement the opposite', (p, z) => {
	// Relative error of the approximation; the complement 1 − p itself is rounded.
	expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(1.2e-9 * z + 1e-12);
	expect(Math.abs(normalQuantile(1 - p) + z)).toBeLessThanOrEqual(1.2e-9 * z + 1e-9);
});
