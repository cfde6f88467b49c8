import { describe, expect, test } from 'vitest';
import { draw } from './random.ts';
import { SteadyAge } from './steadyAge.ts';
import { deviationOf, meanOf } from './testScenario.ts';

const DRAWS = 100_000;
/** Renewals a ms. */
const RATE = 1e-3;

function ages(age: SteadyAge): number[] {
	return Array.from({ length: DRAWS }, (_, key) => age.at(draw(key, 1)));
}

/** Mean of an exponential time with rate 1 that is cut off at `longest`. */
function meanCutOff(longest: number): number {
	return 1 - longest / Math.expm1(longest);
}

describe('the age of the last renewal', () => {
	test.each([0.01, 1, 5, 20, 23, 50])(
		'is an exponential time cut off at the longest, %s mean times',
		(longest) => {
			const found = ages(new SteadyAge(RATE, longest / RATE));
			const error = deviationOf(found) / Math.sqrt(DRAWS);
			expect(Math.abs(meanOf(found) - meanCutOff(longest) / RATE)).toBeLessThan(4 * error);
			expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
			expect(Math.max(...found)).toBeLessThanOrEqual(longest / RATE);
		},
	);

	test('is uniform where only the longest age renews', () => {
		const found = ages(new SteadyAge(0, 600));
		expect(Math.abs(meanOf(found) - 300)).toBeLessThan((4 * 600) / Math.sqrt(12 * DRAWS));
		expect(Math.max(...found)).toBeLessThan(600);
	});

	test.each([0.5, 100])(
		'is never more where renewals come more often, %s mean times',
		(longest) => {
			const rarer = ages(new SteadyAge(RATE, longest / RATE));
			const oftener = ages(new SteadyAge(2 * RATE, longest / RATE));
			expect(oftener.every((age, i) => age <= rarer[i]!)).toBe(true);
		},
	);
});
