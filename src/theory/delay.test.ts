import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	cdf,
	cdfWithUniform,
	excess,
	exponential,
	fixed,
	laplace,
	lead,
	lognormal,
	oneOf,
	quantile,
	secondMoment,
	sum,
	uniform,
	type Delay,
} from './delay.ts';

const delays = fc.record({
	length: fc.double({ min: 0, max: 500, noNaN: true }),
	work: fc.double({ min: 0, max: 50, noNaN: true }),
	jitter: fc.double({ min: 1, max: 60, noNaN: true }),
	width: fc.double({ min: 0, max: 1000, noNaN: true }),
});

function delayOf(parts: { length: number; work: number; jitter: number; width: number }): Delay {
	const { length, work, jitter, width } = parts;
	return sum(
		fixed(length),
		exponential(work),
		lognormal(jitter, jitter * jitter),
		oneOf([
			[0.9, fixed(0)],
			[0.1, uniform(width)],
		]),
	);
}

describe('for any sum of a fixed, an exponential, a lognormal and a rare uniform delay', () => {
	test('mean and variance are those of the parts', () => {
		fc.assert(
			fc.property(delays, (parts) => {
				const delay = delayOf(parts);
				const { length, work, jitter, width } = parts;
				expect(delay.mean).toBeCloseTo(length + work + jitter + width / 20, 6);
				const rare = (0.1 * width * width) / 3 - (width / 20) ** 2;
				expect(delay.variance).toBeCloseTo(work * work + jitter * jitter + rare, 5);
				expect(secondMoment(delay)).toBeCloseTo(delay.mean ** 2 + delay.variance, 5);
			}),
		);
	});

	test('lead is the integral of the distribution, excess what is left of the mean', () => {
		fc.assert(
			fc.property(delays, (parts) => {
				const delay = delayOf(parts);
				let integral = 0;
				const step = delay.mean / 500;
				for (let t = step / 2; t < 2 * delay.mean; t += step) integral += cdf(delay, t) * step;
				// The rule of midpoints errs by a step at each of the two dozen jumps, by their heights.
				expect(Math.abs(lead(delay, 2 * delay.mean) - integral)).toBeLessThan(step);
				expect(excess(delay, 2 * delay.mean)).toBeCloseTo(
					lead(delay, 2 * delay.mean) - delay.mean,
					6,
				);
			}),
			{ numRuns: 30 },
		);
	});

	test('a quantile is where the distribution reaches it', () => {
		fc.assert(
			fc.property(delays, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (parts, u) => {
				const delay = delayOf(parts);
				const t = quantile((time) => cdf(delay, time), u, 0, 1e5);
				expect(cdf(delay, t)).toBeGreaterThanOrEqual(u - 1e-9);
				expect(cdf(delay, t - 1e-3 * (1 + t))).toBeLessThanOrEqual(u);
			}),
		);
	});
});

test('a lognormal as in the tables: median and 95th percentile', () => {
	const median = 10;
	const [mean, sigma] = [median * Math.exp(0.5), 1];
	const delay = lognormal(mean, mean * mean * (Math.exp(sigma) - 1));
	expect(cdf(delay, median)).toBeCloseTo(0.5, 6);
	expect(cdf(delay, median * Math.exp(1.644853627))).toBeCloseTo(0.95, 6);
});

test('a fixed delay is there at once or not at all', () => {
	expect([35.9, 36].map((t) => cdf(fixed(36), t))).toEqual([0, 1]);
	expect(quantile((t) => cdf(fixed(36), t), 0.99, 0, 1000)).toBeCloseTo(36, 4);
});

test('beside a uniform wait the distribution is a ramp', () => {
	expect(cdfWithUniform(fixed(40), 3000, 1540)).toBeCloseTo(0.5, 12);
	expect(cdfWithUniform(fixed(40), 3000, 40)).toBe(0);
	expect(cdfWithUniform(fixed(40), 0, 40)).toBe(1);
});

test('a stream stays silent for an exponential delay with 1/(1 + rs)', () => {
	// A few pieces stand for the exponential delay, each by its mean: 0.05 % off.
	expect(laplace(exponential(20), 1 / 100)).toBeCloseTo(1 / 1.2, 3);
	expect(laplace(fixed(100), 1 / 100)).toBeCloseTo(Math.exp(-1), 12);
	expect(laplace(lognormal(20, 400), 0)).toBeCloseTo(1, 12);
});
