import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apart } from './labels.ts';

test('labels that have room stay where they belong', () => {
	expect(apart([10, 50, 90], 16, 0, 100)).toEqual([10, 50, 90]);
});

test('labels that would overlap move apart and keep their order', () => {
	expect(apart([50, 48], 16, 0, 100)).toEqual([64, 48]);
	expect(apart([98, 99], 16, 0, 100)).toEqual([84, 100]);
});

test('wherever four lines end, their labels neither overlap nor leave the plot', () => {
	const end = fc.double({ min: 0, max: 100, noNaN: true });
	fc.assert(
		fc.property(fc.tuple(end, end, end, end), (ends) => {
			const places = apart(ends, 16, 0, 100).sort((a, b) => a - b);
			expect(places[0]).toBeGreaterThanOrEqual(0);
			expect(places[3]).toBeLessThanOrEqual(100);
			for (const index of [1, 2, 3]) {
				expect(places[index]! - places[index - 1]!).toBeGreaterThanOrEqual(16 - 1e-9);
			}
		}),
	);
});
