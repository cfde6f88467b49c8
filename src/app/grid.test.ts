import { describe, expect, test } from 'vitest';
import { completeScenario, DEFAULT_SCENARIO } from '../model/scenario.ts';
import { axesFor, keyOf, linesThrough, placesOf, standsOn, workOf } from './grid.ts';

const at = (pollInterval: number, messageRate: number) =>
	completeScenario({ pollInterval, messageRate });

describe('the axes of the map', () => {
	test('are three decades of round values around the usual scenario', () => {
		const { intervals, rates } = axesFor(DEFAULT_SCENARIO);
		expect(intervals).toEqual([1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000]);
		expect(rates).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]);
	});

	test.each([
		[0.1, 0.001],
		[3600, 6000],
		[700, 12],
		[0.37, 0],
		[1000, 10],
	])('have room for %d s and %d a minute, within the limits of the inputs', (interval, rate) => {
		const axes = axesFor(at(interval, rate));
		expect(standsOn(axes, at(interval, rate))).toBe(true);
		for (const values of [axes.intervals, axes.rates]) {
			expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
			expect(values[0]).toBeGreaterThan(0);
		}
		expect(axes.intervals.at(-1)).toBeLessThanOrEqual(3600);
		expect(axes.rates.at(-1)).toBeLessThanOrEqual(6000);
	});

	test('stay while today moves on them', () => {
		const axes = axesFor(DEFAULT_SCENARIO);
		expect(standsOn(axes, at(1000, 10))).toBe(true);
		expect(standsOn(axes, at(0.9, 1))).toBe(false);
		expect(standsOn(axes, at(3, 11))).toBe(false);
	});
});

test('the corners of the map come first, and in the end every place once', () => {
	const axes = axesFor(DEFAULT_SCENARIO);
	const places = placesOf(axes);
	expect(places).toHaveLength(130);
	expect(new Set(places.map(keyOf)).size).toBe(130);
	const early = places.slice(0, 16).map(keyOf);
	for (const corner of ['1 0.01', '1000 0.01', '1 10', '1000 10']) expect(early).toContain(corner);
});

test('the lines through today have today on them', () => {
	const axes = axesFor(at(7, 1));
	const { byInterval, byRate } = linesThrough(axes, at(7, 1));
	expect(byInterval.map(({ interval }) => interval)).toContain(7);
	expect(byInterval).toHaveLength(axes.intervals.length + 1);
	expect(byRate.every(({ interval }) => interval === 7)).toBe(true);
	expect(byRate).toHaveLength(axes.rates.length);
	expect(linesThrough(axes, at(7, 0)).byRate).toEqual([]);
});

test('a map takes the polls and the messages of all its places', () => {
	const axes = { intervals: [1, 10], rates: [60] };
	const work = workOf(axes, { ...DEFAULT_SCENARIO, users: 10, duration: 5 });
	// 10 users for 10 s: 1.1 polls a second, and a message a second on 3 transports and, until the
	// last poll, in 2 runs of polling.
	expect(work).toBeCloseTo(10 * (10 * 1.1 + 3 * 10 + 11 + 20));
});
