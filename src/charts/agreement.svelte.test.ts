import fc from 'fast-check';
import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import { FIGURES } from '../model/figures.ts';
import { completeScenario, FIELDS } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import type { Series } from '../sim/report.ts';
import { simulate } from '../sim/simulate.ts';
import { scenarios } from '../sim/testScenarios.ts';
import BandwidthChart from './BandwidthChart.svelte';
import BatteryChart from './BatteryChart.svelte';
import type { BreakEven } from './breakEven.ts';
import BreakEvenChart from './BreakEvenChart.svelte';
import type { ChoiceMap } from './choiceMap.ts';
import ChoiceMapChart from './ChoiceMap.svelte';
import { digits, NARROW, titled } from './format.ts';
import LatencyChart from './LatencyChart.svelte';
import MemoryChart from './MemoryChart.svelte';
import MoneyChart from './MoneyChart.svelte';
import type { Reports } from './reports.ts';
import RequestsChart from './RequestsChart.svelte';
import ServerChart from './ServerChart.svelte';
import TimeChart from './TimeChart.svelte';

type Inputs = Parameters<typeof completeScenario>[0];

function simulated(inputs: Inputs): Reports {
	const scenario = completeScenario({ users: 200, duration: 20, ...inputs });
	return Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]));
}

function energies(polling: number) {
	return { polling, longPolling: 1720.5, sse: 1700, webSocket: 1740 };
}

const breakEven: BreakEven = {
	input: FIELDS.pollInterval,
	figure: FIGURES.find(({ path }) => path === 'battery.energyPerHour')!,
	transports: TRANSPORT_IDS,
	samples: [1, 3, 20, 60, 1000].map((x) => ({ x, values: energies(4000 / x) })),
	crossings: [{ lower: 'polling', upper: 'sse', x: 2.35, y: 1700 }],
	range: [1, 1000],
	today: 3,
	pinned: { now: { x: 3, values: energies(4000 / 3) }, then: { x: 30, values: energies(170) } },
	running: false,
};

const map: ChoiceMap = {
	transports: TRANSPORT_IDS,
	intervals: [1, 10],
	rates: [0.5],
	cells: [1, 10].map((interval) => ({
		interval,
		rate: 0.5,
		winner: 'sse',
		tied: false,
		troubled: false,
		times: { polling: 12.345 / interval, longPolling: 4, sse: 1, webSocket: 1.5 },
	})),
	today: { interval: 1, rate: 0.5 },
	running: false,
};

interface Chart {
	draw(target: HTMLElement): PromiseLike<{ container: HTMLElement }>;
	/** Columns of numbers in the picture. */
	columns: number;
}

function chart<P extends Record<string, unknown>>(
	Component: Component<P, object>,
	props: P,
	columns: number,
): Chart {
	return { columns, draw: (target) => render(Component, { target, props }) };
}

const bytesDown = (series: Series) => series.bytesDown;
const latencyP95 = (series: Series) => series.latencyP95;

/** Every chart of runs: its file, what is drawn, and how many columns of numbers its picture has. */
function chartsOf(inputs: Inputs): readonly (readonly [file: string, Chart])[] {
	const runs = {
		reports: simulated(inputs),
		ghost: simulated({ ...inputs, pollInterval: 30 }),
		transports: TRANSPORT_IDS,
	};
	const time = { ...runs, title: 'Over time', time: null };
	return [
		['RequestsChart', chart(RequestsChart, runs, 2 + 1)],
		['LatencyChart', chart(LatencyChart, runs, 4)],
		['BandwidthChart', chart(BandwidthChart, runs, 2)],
		['BatteryChart', chart(BatteryChart, runs, 3)],
		['ServerChart', chart(ServerChart, runs, 3)],
		['MemoryChart', chart(MemoryChart, runs, 3)],
		['MoneyChart', chart(MoneyChart, runs, 1)],
		['TimeChart', chart(TimeChart, { ...time, unit: 'B/s', pick: bytesDown }, 1)],
		['TimeChart', chart(TimeChart, { ...time, unit: 'ms', pick: latencyP95 }, 1)],
	];
}

const CHARTS = [
	...chartsOf({}),
	['BreakEvenChart', chart(BreakEvenChart, { picture: breakEven }, 1)],
	['ChoiceMap', chart(ChoiceMapChart, { map, onmove: vi.fn(), onstep: vi.fn() }, 0)],
] as const;

/** What is handed to the browser to be saved. */
let files: Blob[] = [];

beforeEach(() => {
	files = [];
	vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
		files.push(file as Blob);
		return '#';
	});
	vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
});

afterEach(() => {
	vi.restoreAllMocks();
});

/** The chart, 600 pixels wide, with its table open, and the crosshair in what has one. */
async function shown({ draw }: Chart) {
	const target = document.body.appendChild(document.createElement('div'));
	target.style.width = '600px';
	const { container } = await draw(target);
	await expect.poll(() => container.querySelectorAll('summary').length).toBe(2);
	const [table, save] = container.querySelectorAll('summary');
	table!.click();
	save!.click();
	await expect.poll(() => container.querySelectorAll('tbody td').length).toBeGreaterThan(0);
	await expect.poll(() => container.querySelector('.kinds button')).not.toBeNull();
	const slider = container.querySelector<HTMLElement>('.picture [role=slider]');
	slider?.focus();
	if (slider) await userEvent.keyboard('{PageUp}');
	return container;
}

/**
 * The columns of numbers in a picture, each in the order of the transports: numbers of a column begin
 * or end at the same place. Numbers inside a bar stand in none.
 */
function columnsIn(picture: Element): readonly (readonly string[])[] {
	return [...picture.querySelectorAll('svg')].flatMap((svg) => {
		const columns = new Map<string, string[]>();
		for (const text of svg.querySelectorAll<SVGTextElement>('text.value')) {
			const { textAnchor } = getComputedStyle(text);
			if (textAnchor === 'middle') continue;
			const { x } = new DOMPoint(Number(text.getAttribute('x'))).matrixTransform(text.getCTM()!);
			const key = `${textAnchor} ${x.toFixed(1)}`;
			columns.set(key, [...(columns.get(key) ?? []), text.textContent.trim()]);
		}
		return [...columns.values()];
	});
}

/** What a line of a table is called, and what stands in its cells. */
type Line = readonly [string, ...string[]];

function linesOf(container: Element): readonly Line[] {
	return [...container.querySelectorAll('tbody tr')].map((line) => {
		const [head = '', ...cells] = [...line.children].map(({ textContent }) => textContent.trim());
		return [head, ...cells];
	});
}

/** Digits of a CSV file beyond these are cut off. */
const ROUNDING = 1e-12;

/** The lines of a CSV file, written as a table writes them; `nudge` says which way halves were rounded. */
function linesOfCsv(csv: string, nudge = 1): readonly Line[] {
	const [, ...lines] = csv.trim().split('\r\n');
	return lines.map((line) => {
		const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
			cell.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'),
		);
		const [label = '', unit = '', ...rest] = cells;
		const numbers = rest.slice(0, TRANSPORT_IDS.length);
		return [
			titled(label.replace(/^'/, ''), { label: unit, factor: 1, from: 0, after: '' }),
			...numbers.map((cell) => digits(cell === '' ? null : Number(cell) * nudge)),
		];
	});
}

/** Holds a chart to this: its picture, its table and its CSV say the same numbers. */
async function agrees(one: Chart): Promise<void> {
	const container = await shown(one);
	const picture = container.querySelector('.picture')!;
	const table = linesOf(container);

	await expect.poll(() => columnsIn(picture)).toHaveLength(one.columns);
	const lines = table.map(([, ...cells]) => cells);
	for (const column of columnsIn(picture)) expect(lines).toContainEqual(column);
	for (const { textContent } of picture.querySelectorAll('text.value'))
		expect(lines.flat()).toContain(textContent.trim());

	container.querySelector<HTMLElement>('.kinds button')!.click();
	const text = await files[0]!.text();
	const [csv, less, more] = [1, 1 - ROUNDING, 1 + ROUNDING].map((nudge) => linesOfCsv(text, nudge));
	expect(csv).toHaveLength(table.length);
	for (const [i, [head, ...cells]] of table.entries()) {
		expect(csv![i]![0]).toBe(head.replaceAll(NARROW, ' '));
		for (const [j, cell] of cells.entries())
			expect(
				[csv, less, more].map((lines) => lines![i]![j + 1]),
				head,
			).toContain(cell);
	}
}

test.each(CHARTS)('%s: its picture, its table and its CSV say the same numbers', async (_, one) => {
	await agrees(one);
});

/** `npm run test:long` draws a thousand charts. */
const SCENARIOS = import.meta.env['VITE_LONG'] === undefined ? 1 : 120;

test('so they do whatever was simulated', { timeout: 60_000 + SCENARIOS * 60_000 }, async () => {
	for (const inputs of fc.sample(scenarios, { numRuns: SCENARIOS, seed: 7 })) {
		for (const [file, one] of chartsOf({ ...inputs, users: 200 })) {
			await agrees(one).catch((error: unknown) => {
				throw new Error(`${file} of ${JSON.stringify(inputs)}`, { cause: error });
			});
			document.body.replaceChildren();
			files = [];
		}
	}
});

test('no chart is left out', () => {
	const sources = import.meta.glob<string>('./*.svelte', {
		query: '?raw',
		import: 'default',
		eager: true,
	});
	const charts = Object.entries(sources)
		.filter(([, text]) => text.includes('<ChartFrame'))
		.map(([path]) => path.replace(/^\.\/|\.svelte$/g, ''));
	expect([...new Set(CHARTS.map(([file]) => file))].sort()).toEqual(charts.sort());
});
