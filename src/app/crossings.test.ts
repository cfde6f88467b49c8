import { describe, expect, test } from 'vitest';
import { crossingsOf, refinements, type Sample } from './crossings.ts';

/** Polling and SSE at each value of the input. */
function samples(...rows: readonly (readonly [number, number | null, number | null])[]): Sample[] {
	return rows.map(([x, polling, sse]) => ({ x, values: { polling, sse } }));
}

function found(rows: readonly Sample[]) {
	return crossingsOf(rows, ['polling', 'sse']);
}

describe('a crossing', () => {
	test('lies where the lines between neighbours meet, on the log axis', () => {
		expect(found(samples([1, 30, 20], [100, 10, 20]))).toEqual([
			{ lower: 'polling', upper: 'sse', x: 10, y: 20, between: [1, 100] },
		]);
	});

	test('of each pair is found for itself', () => {
		const rows: Sample[] = [
			{ x: 1, values: { polling: 40, longPolling: 20, sse: 10 } },
			{ x: 10, values: { polling: 5, longPolling: 20, sse: 10 } },
		];
		const pairs = crossingsOf(rows, ['polling', 'longPolling', 'sse']);
		expect(pairs.map(({ lower, upper }) => [lower, upper])).toEqual([
			['polling', 'longPolling'],
			['polling', 'sse'],
		]);
	});

	test('is not seen in two equal lines that luck moves a little', () => {
		expect(found(samples([1, 100, 101], [2, 101, 100], [4, 100, 101]))).toEqual([]);
	});

	test('after a stretch where the lines are alike is one, not many', () => {
		const rows = samples(
			[1, 200, 100],
			[2, 101, 100],
			[4, 99.5, 100],
			[8, 100.5, 100],
			[16, 50, 100],
		);
		expect(found(rows)).toMatchObject([{ lower: 'polling', between: [2, 4] }]);
	});

	test('is none where lines only touch', () => {
		expect(found(samples([1, 2, 1], [2, 1, 1], [4, 2, 1]))).toEqual([]);
	});

	test('may leave from nothing: zero is below everything', () => {
		expect(found(samples([1, 0, 5], [10, 10, 5]))).toMatchObject([{ lower: 'sse' }]);
		expect(found(samples([1, 0, 0], [10, 0, 0]))).toEqual([]);
	});

	test('is looked for only where both have a value', () => {
		expect(found(samples([1, 2, 1], [2, null, 1], [4, 1, 2]))).toMatchObject([{ between: [1, 4] }]);
		expect(found(samples([1, null, 1], [4, null, 2]))).toEqual([]);
	});

	test('there and back is two', () => {
		const rows = samples([1, 2, 1], [10, 1, 2], [100, 2, 1]);
		expect(found(rows).map(({ lower }) => lower)).toEqual(['polling', 'sse']);
	});
});

describe('a crossing is known better', () => {
	const between = (left: number, right: number) => ({
		lower: 'sse' as const,
		upper: 'polling' as const,
		x: left,
		y: 1,
		between: [left, right] as const,
	});

	test('by a run halfway between its neighbours, by ratio', () => {
		expect(refinements([between(1, 100)], false)).toEqual([10]);
		expect(refinements([between(1, 100), between(1, 100)], false)).toEqual([10]);
	});

	test('until they are within two per cent, or whole numbers without one between', () => {
		expect(refinements([between(50, 50.9)], false)).toEqual([]);
		expect(refinements([between(3, 4)], true)).toEqual([]);
		expect(refinements([between(3, 5)], true)).toEqual([4]);
	});
});
