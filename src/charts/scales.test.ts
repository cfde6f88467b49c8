import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisTitle, valueScale } from './scales.ts';

const range = [0, 400] as const;

test('values within two decades share a linear axis that begins at zero', () => {
	const scale = valueScale({ values: [100, 3333], range });
	expect(scale.kind).toBe('linear');
	expect(scale.position(0)).toBe(0);
	expect(scale.position(3333)).toBe(400);
});

test('the last tick survives a sum that falls a hair short of it', () => {
	const { ticks } = valueScale({ values: [19.999999999999996], range });
	expect(ticks).toEqual([0, 5, 10, 15, 20]);
});

test('values that span more get a log axis, and it says so', () => {
	const scale = valueScale({ values: [16.7, 3333], range });
	expect(scale.kind).toBe('log');
	expect(scale.ticks).toEqual([10, 20, 50, 100, 200, 500, 1000, 2000]);
	expect(axisTitle('Requests', scale)).toBe('Requests, log scale');
});

test('on a log axis zero stands at a floor, apart from the smallest value', () => {
	const scale = valueScale({ values: [0, 1, 3333], range });
	expect(scale.position(0)).toBe(0);
	expect(scale.breakAt).toBeGreaterThan(0);
	expect(scale.position(1)).toBeGreaterThan(scale.breakAt!);
	expect(scale.ticks[0]).toBe(0);
});

test('zeros alone need no logarithm', () => {
	const scale = valueScale({ values: [0, 0, null], range, kind: 'log' });
	expect(scale.kind).toBe('linear');
	expect(scale.ticks).toEqual([0]);
});

test('nothing measured, nothing drawn out of place', () => {
	expect(valueScale({ values: [null, NaN], range }).position(0)).toBe(0);
});

test('an axis from below to above counts upwards', () => {
	const scale = valueScale({ values: [0, 1, 1000], range: [100, 0] });
	expect(scale.position(0)).toBe(100);
	expect(scale.position(1)).toBeLessThan(scale.breakAt!);
	expect(scale.position(1000)).toBe(0);
});

test('whatever the values, each has its place on the axis, and a larger one is never before a smaller', () => {
	const value = fc.double({ min: 0, max: 1e12, noNaN: true }).map((x) => (x < 1e-9 ? 0 : x));
	fc.assert(
		fc.property(fc.array(value, { minLength: 1 }), (values) => {
			const { position } = valueScale({ values, range });
			const places = values.sort((a, b) => a - b).map(position);
			for (const [index, place] of places.entries()) {
				expect(place).toBeGreaterThanOrEqual(0);
				expect(place).toBeLessThanOrEqual(400 + 1e-6);
				expect(place).toBeGreaterThanOrEqual((places[index - 1] ?? 0) - 1e-6);
			}
		}),
	);
});

test('whatever the values, tick labels have room', () => {
	fc.assert(
		fc.property(
			fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
			fc.double({ min: 1, max: 1e12, noNaN: true }),
			(smallest, factor) => {
				const values = [smallest, smallest * factor];
				const scale = valueScale({ values, range, kind: 'log', tickSpacing: 40 });
				expect(scale.ticks.length).toBeLessThanOrEqual(10);
			},
		),
	);
});
