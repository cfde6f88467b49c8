import { expect, test } from 'vitest';
import { FIGURES } from '../model/figures.ts';
import type { Report } from '../sim/report.ts';
import { figureRows } from './figureRows.ts';

const overload = 'The queue grows, so there is no average.';
const polling = {
	requestsPerSecond: 3330,
	latency: { mean: 1560, p50: null, parts: { wait: 1500 } },
	expected: { requestsPerSecond: 3333.3, latency: { mean: null, p50: null } },
	unexpected: { 'latency.mean': overload, 'latency.p50': overload, 'latency.max': 'Luck.' },
} as unknown as Report;
const sse = { ...polling, requestsPerSecond: 0, unexpected: {} } as Report;

const { rows, reasons } = figureRows({ polling, sse }, ['polling', 'sse']);
const cells = (path: string) => rows.find((row) => row.path === path)!.cells;

test('every figure has a row, with a cell for each transport', () => {
	expect(rows.map(({ path }) => path)).toEqual(FIGURES.map(({ path }) => path));
	expect(cells('requestsPerSecond')).toEqual([
		{ transport: 'polling', simulated: 3330, expected: 3333.3, pinned: null, reason: null },
		{ transport: 'sse', simulated: 0, expected: 3333.3, pinned: null, reason: null },
	]);
});

test('a reason that several figures share is said once', () => {
	expect(reasons).toEqual([overload, 'Luck.']);
	expect(cells('latency.mean')[0]).toMatchObject({ expected: null, reason: 1 });
	expect(cells('latency.p50')[0]).toMatchObject({ simulated: null, reason: 1 });
	expect(cells('latency.max')[0]).toMatchObject({ reason: 2 });
	expect(cells('latency.mean')[1]).toMatchObject({ expected: null, reason: null });
});

test('parts are told from what they add up to', () => {
	expect(rows.find(({ path }) => path === 'latency.parts.wait')!.part).toBe(true);
	expect(rows.find(({ path }) => path === 'latency.mean')!.part).toBe(false);
});

test('a transport without a report has no cells', () => {
	const { rows } = figureRows({ polling }, ['polling', 'webSocket']);
	expect(rows[0]!.cells.map(({ transport }) => transport)).toEqual(['polling']);
});

test('beside a pinned run, a cell also has its figure', () => {
	const pinned = { polling: { ...polling, requestsPerSecond: 333 } };
	const { rows } = figureRows({ polling, sse }, ['polling', 'sse'], pinned);
	expect(rows[0]!.cells.map((cell) => cell.pinned)).toEqual([333, null]);
});
