import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exp, ln } from './math.ts';

/** Two units in the last place: the platform's own functions are off by up to one. */
const TOLERANCE = 2 * 2 ** -52;

function relativeError(value: number, reference: number): number {
	return value === reference ? 0 : Math.abs(value - reference) / Math.abs(reference);
}

test('ln agrees with the platform to the last bits over the whole range', () => {
	fc.assert(
		fc.property(fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true }), (x) => {
			expect(relativeError(ln(x), Math.log(x))).toBeLessThanOrEqual(TOLERANCE);
		}),
		{ numRuns: 20_000, seed: 1 },
	);
});

test('ln keeps its precision around 1, where the result is nearly 0', () => {
	fc.assert(
		fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => {
			expect(relativeError(ln(x), Math.log(x))).toBeLessThanOrEqual(TOLERANCE);
		}),
		{ numRuns: 20_000, seed: 2 },
	);
});

test('exp agrees with the platform to the last bits', () => {
	fc.assert(
		fc.property(fc.double({ min: -700, max: 709, noNaN: true }), (x) => {
			expect(relativeError(exp(x), Math.exp(x))).toBeLessThanOrEqual(TOLERANCE);
		}),
		{ numRuns: 20_000, seed: 3 },
	);
});

test('the ends of the range are those of the platform', () => {
	expect([ln(0), ln(-1), ln(Infinity), ln(1)]).toEqual([-Infinity, NaN, Infinity, 0]);
	expect([exp(-800), exp(800), exp(0), exp(NaN)]).toEqual([0, Infinity, 1, NaN]);
});
