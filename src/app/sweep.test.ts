import { describe, expect, test } from 'vitest';
import { DEFAULT_SCENARIO, FIELDS } from '../model/scenario.ts';
import { coarseToFine, SWEPT_INPUTS, sweptValues } from './sweep.ts';

describe('the values of a sweep', () => {
	test('are three decades around today, more of them where a run is less work', () => {
		const intervals = sweptValues('pollInterval', 3);
		expect(intervals).toHaveLength(25);
		expect(intervals.slice(0, 4)).toEqual([1, 1.33, 1.78, 2.37]);
		expect(intervals.at(-1)).toBe(1000);
		const users = sweptValues('users', 10_000);
		expect([users[0], users.at(-1)]).toEqual([100, 100_000]);
	});

	test('stay the same while today moves within a decade', () => {
		expect(sweptValues('pollInterval', 29)).toEqual(sweptValues('pollInterval', 3));
		expect(sweptValues('pollInterval', 30)).not.toEqual(sweptValues('pollInterval', 3));
	});

	test('are whole where the input is, and none comes twice', () => {
		const cores = sweptValues('cores', 4);
		expect(cores.slice(0, 4)).toEqual([1, 2, 3, 4]);
		expect(cores.at(-1)).toBe(128);
	});

	test('surround the usual value of an input that is off today', () => {
		expect(sweptValues('pingInterval', 0)).toEqual(sweptValues('pingInterval', 30));
		expect(sweptValues('requestWait', 0)[0]).toBeGreaterThan(0);
	});

	test.each(SWEPT_INPUTS)('%s: ascend within its limits, today among them', (name) => {
		const { min, max } = FIELDS[name];
		for (const today of [min, DEFAULT_SCENARIO[name], max]) {
			const values = sweptValues(name, today);
			expect(values).toEqual(values.toSorted((a, b) => a - b));
			expect(values.length).toBeGreaterThan(3);
			expect(values[0]).toBeGreaterThanOrEqual(min);
			expect(values[0]).toBeGreaterThan(0);
			expect(values.at(-1)).toBeLessThanOrEqual(max);
			if (today === 0) continue;
			expect(values[0]).toBeLessThanOrEqual(today);
			expect(values.at(-1)).toBeGreaterThanOrEqual(today);
		}
	});
});

test('both ends and the middle are simulated first, and in the end every value once', () => {
	const values = sweptValues('pollInterval', 3);
	const order = coarseToFine(values);
	expect(order.slice(0, 4)).toEqual([1, 1000, 10, 100]);
	expect(order.toSorted((a, b) => a - b)).toEqual(values);
	expect(coarseToFine([1, 2, 3])).toEqual([1, 3, 2]);
});
