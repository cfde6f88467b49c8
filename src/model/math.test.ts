import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exp, ln } from './math.ts';
import { errorOfExp, errorOfLn } from './testPrecise.ts';

/** `npm run test:long` tries more. */
const POINTS = process.env['LONG'] !== undefined ? 100_000 : 10_000;
/** One unit in the last place of a result just above a power of two. */
const TOLERANCE = 2 ** -52;

/** Evenly over the range; fast-check's own doubles are nearly all close to 0. */
function evenly(from: number, to: number): fc.Arbitrary<number> {
	const most = 2 ** 52;
	return fc.maxSafeInteger().map((n) => from + (to - from) * ((Math.abs(n) % most) / most));
}

function each(points: fc.Arbitrary<number>, error: (x: number) => number): void {
	fc.assert(
		fc.property(points, (x) => {
			expect(error(x)).toBeLessThanOrEqual(TOLERANCE);
		}),
		{ numRuns: POINTS, seed: 1 },
	);
}

test('the reference has ln 2 and e to all digits of a double, and sees an error of one digit', () => {
	expect([errorOfLn(Math.LN2, 2), errorOfExp(Math.E, 1)].every((e) => e < 2 ** -53)).toBe(true);
	// Tabulated: ln 2 = 0.693147180559945309417…, e = 2.718281828459045235360…
	expect(errorOfLn(Math.LN2, 2)).toBeCloseTo(3.344e-17, 19);
	expect(errorOfExp(Math.E, 1)).toBeCloseTo(5.323e-17, 19);
	expect(errorOfLn(Math.LN2 * (1 + 2 ** -51), 2)).toBeGreaterThan(TOLERANCE);
	expect(errorOfExp(Math.E * (1 + 2 ** -51), 1)).toBeGreaterThan(TOLERANCE);
});

test('ln is within 2⁻⁵² of the logarithm, whatever the number', () => {
	const any = fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true });
	each(any, (x) => errorOfLn(ln(x), x));
});

test('ln is within 2⁻⁵² around 1 too, where the result is nearly 0', () => {
	each(evenly(0.5, 2), (x) => errorOfLn(ln(x), x));
	// As near as doubles come.
	each(fc.double({ min: 0.999, max: 1.001, noNaN: true }), (x) => errorOfLn(ln(x), x));
});

/** Below, results have fewer digits than a double. */
const LEAST = -708;

test('exp is within 2⁻⁵² of the exponential, as far as doubles go', () => {
	each(evenly(LEAST, 709.78), (x) => errorOfExp(exp(x), x));
	each(fc.double({ min: LEAST, max: 709.78, noNaN: true }), (x) => errorOfExp(exp(x), x));
});

test('where exp has fewer digits than a double, it is right to the last of them', () => {
	const smallest = 5e-324;
	for (let x = -745; x < LEAST; x += 0.01) {
		expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(2 * smallest);
	}
});

test('the ends of the range are those of the platform', () => {
	expect([ln(0), ln(-1), ln(Infinity), ln(1)]).toEqual([-Infinity, NaN, Infinity, 0]);
	expect([exp(-800), exp(800), exp(0), exp(NaN)]).toEqual([0, Infinity, 1, NaN]);
});
