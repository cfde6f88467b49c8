import { expect, test } from 'vitest';
import { gridScale } from './gridScale.ts';

const scale = gridScale([1, 10, 100], [0, 300], 30);

test('bands ascend, meet, and fill the axis', () => {
	expect(scale.bands.map(([from, to]) => [Math.round(from), Math.round(to)])).toEqual([
		[0, 100],
		[100, 200],
		[200, 300],
	]);
});

test('a value stands in its band, and a pixel finds its way back', () => {
	expect(scale.position(10)).toBeCloseTo(150);
	expect(scale.valueAt(150)).toBeCloseTo(10);
	expect([10, 150, 290].map(scale.bandAt)).toEqual([0, 1, 2]);
});

test('beyond the axis there is only its end; zero stands at its start', () => {
	expect(scale.valueAt(-50)).toBeCloseTo(1);
	expect(scale.valueAt(900)).toBeCloseTo(100);
	expect(scale.bandAt(900)).toBe(2);
	expect(scale.position(0)).toBe(0);
	expect(scale.position(1e9)).toBe(300);
});

test('an axis that counts down puts the largest on top', () => {
	const up = gridScale([1, 10], [200, 0], 12);
	expect(up.bandAt(20)).toBe(1);
	expect(up.position(10)).toBeCloseTo(50);
});

test('all values are labelled where there is room, else powers of ten', () => {
	expect(gridScale([1, 2, 5, 10], [0, 400], 30).ticks).toEqual([1, 2, 5, 10]);
	expect(gridScale([1, 2, 5, 10], [0, 80], 30).ticks).toEqual([1, 10]);
});
