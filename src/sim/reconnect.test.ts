import { expect, test } from 'vitest';
import { keyOf } from './random.ts';
import { reconnectDelay } from './reconnect.ts';
import { fiveSigma, meanOf } from './testScenario.ts';

const ATTEMPTS = [0, 1, 2, 3, 4, 5, 6, 100];

test('back-off starts at a second, doubles each time, and stays at half a minute', () => {
	expect(ATTEMPTS.map((attempt) => reconnectDelay('backoff', attempt, 1))).toEqual([
		1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
	]);
});

test.each(ATTEMPTS)(
	'full jitter spreads attempt %i evenly between none and all of it',
	(attempt) => {
		const ceiling = reconnectDelay('backoff', attempt, 1);
		const delays = Array.from({ length: 20_000 }, (_, i) =>
			reconnectDelay('jitter', attempt, keyOf(1, i, attempt)),
		);
		// Uniform: its standard deviation is the range over √12.
		const tolerance = fiveSigma(ceiling / Math.sqrt(12), delays.length);
		expect(Math.abs(meanOf(delays) - ceiling / 2)).toBeLessThan(tolerance);
		expect(Math.min(...delays)).toBeLessThan(0.001 * ceiling);
		expect(Math.max(...delays)).toBeLessThan(ceiling);
		expect(Math.max(...delays)).toBeGreaterThan(0.999 * ceiling);
	},
);

test('at once is at once the first time, then as often as a refusal can be noticed; never is never', () => {
	expect(reconnectDelay('immediate', 0, 1)).toBe(0);
	expect(ATTEMPTS.slice(1).map((attempt) => reconnectDelay('immediate', attempt, 1))).toEqual(
		ATTEMPTS.slice(1).map(() => 100),
	);
	expect(reconnectDelay('none', 0, 1)).toBe(Infinity);
});
