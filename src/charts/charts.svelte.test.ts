import type { Component } from 'svelte';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { completeScenario } from '../model/scenario.ts';
import { BYTE_PARTS } from '../model/figures.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import BandwidthChart from './BandwidthChart.svelte';
import BatteryChart from './BatteryChart.svelte';
import { LAYOUT } from './layout.ts';
import LatencyChart from './LatencyChart.svelte';
import MemoryChart from './MemoryChart.svelte';
import MoneyChart from './MoneyChart.svelte';
import type { Reports } from './reports.ts';
import RequestsChart from './RequestsChart.svelte';
import ServerChart from './ServerChart.svelte';

interface Props {
	reports: Reports;
	ghost?: Reports;
	transports: readonly TransportId[];
}

const CHARTS: [string, Component<Props>][] = [
	['requests', RequestsChart],
	['latency', LatencyChart],
	['bandwidth', BandwidthChart],
	['battery', BatteryChart],
	['server', ServerChart],
	['memory', MemoryChart],
	['money', MoneyChart],
];

function simulated(inputs: Parameters<typeof completeScenario>[0]): Reports {
	const scenario = completeScenario({ users: 200, duration: 20, ...inputs });
	return Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]));
}

const reports = simulated({});
const silent = simulated({ messageRate: 0, network: 'fibre' });

/** The chart in a column of `width` pixels, drawn, with its table open. */
async function shown(Chart: Component<Props>, props: Props, width: number) {
	const target = document.body.appendChild(document.createElement('div'));
	target.style.width = `${width}px`;
	const { container } = await render(Chart, { target, props });
	const picture = () => container.querySelector('svg[role=img]');
	await expect.poll(picture).not.toBeNull();
	await expect.poll(() => container.querySelector('summary')).not.toBeNull();
	container.querySelector('summary')!.click();
	await expect.poll(() => container.querySelectorAll('tbody td').length).toBeGreaterThan(0);
	return { container, picture: picture()! };
}

function texts(parent: Element, selector: string): string[] {
	return [...parent.querySelectorAll(selector)].map((element) => element.textContent);
}

test.each(CHARTS)('%s: every number in the picture stands in the table', async (_, Chart) => {
	const { container, picture } = await shown(Chart, { reports, transports: TRANSPORT_IDS }, 500);
	const cells = new Set(texts(container, 'tbody td'));
	const values = texts(picture, 'text.value');
	expect(values.length).toBeGreaterThanOrEqual(TRANSPORT_IDS.length);
	for (const value of values) expect(cells).toContain(value);
});

test.each(CHARTS)(
	'%s: a report that is still missing changes nothing of the layout',
	async (_, Chart) => {
		const all = await shown(Chart, { reports, transports: TRANSPORT_IDS }, 500);
		const one = await shown(
			Chart,
			{ reports: { sse: reports.sse! }, transports: TRANSPORT_IDS },
			500,
		);
		expect(one.picture.getAttribute('height')).toBe(all.picture.getAttribute('height'));
		expect(texts(one.picture, 'text.value')).toContain('–');
		expect(texts(one.picture, 'text')).toContain('WebSocket');
	},
);

test.each(CHARTS)('%s: nothing is drawn at a place that is not a number', async (_, Chart) => {
	const cases: Props[] = [
		{ reports: {}, transports: TRANSPORT_IDS },
		{ reports: silent, transports: TRANSPORT_IDS },
		{ reports: silent, transports: ['webSocket'] },
	];
	for (const props of cases) {
		const { picture } = await shown(Chart, props, 280);
		const drawn = new XMLSerializer().serializeToString(picture);
		expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
	}
});

test.each(CHARTS)('%s: fits into 280 pixels', async (_, Chart) => {
	const { picture } = await shown(Chart, { reports, transports: TRANSPORT_IDS }, 280);
	const { left, right } = picture.getBoundingClientRect();
	for (const text of picture.querySelectorAll('text')) {
		const box = text.getBoundingClientRect();
		expect(box.left, text.textContent).toBeGreaterThanOrEqual(left - 1);
		expect(box.right, text.textContent).toBeLessThanOrEqual(right + 1);
	}
});

test('the picture goes by the sentence under the title', async () => {
	const { container, picture } = await shown(
		ServerChart,
		{ reports, transports: TRANSPORT_IDS },
		500,
	);
	const sentence = container.querySelector(`#${picture.getAttribute('aria-labelledby')!}`)!;
	expect(sentence.textContent).toContain('busy');
});

test('a number is nothing to click on where no explanation is offered', async () => {
	const { picture } = await shown(LatencyChart, { reports, transports: TRANSPORT_IDS }, 500);
	const number = picture.querySelector<SVGTextElement>('text.value')!;
	expect(getComputedStyle(number).cursor).not.toBe('pointer');
	number.dispatchEvent(new MouseEvent('click', { bubbles: true }));
});

test('the hatched share of a bar is the share of empty answers', async () => {
	const { picture } = await shown(RequestsChart, { reports, transports: ['polling'] }, 500);
	const hatched = Number(picture.querySelector('rect.hatched')!.getAttribute('width'));
	expect(hatched / 500).toBeCloseTo(reports.polling!.emptyResponseFraction, 2);
});

test('work beyond what the cores can do is hatched and called overloaded', async () => {
	const { server } = reports.polling!;
	const overloaded = { ...reports.polling!, server: { ...server, utilisation: 2 } };
	const { picture } = await shown(
		ServerChart,
		{ reports: { ...reports, polling: overloaded }, transports: TRANSPORT_IDS },
		500,
	);
	expect(texts(picture, 'text.overloaded')).toEqual(['overloaded: the queue grows']);
	const [solid, beyond] = picture.querySelectorAll('rect');
	const widthOf = (bar: Element) => Number(bar.getAttribute('width'));
	expect(widthOf(solid!)).toBe(250);
	// Half of its outline lies outside.
	expect(widthOf(beyond!)).toBe(249.5);
});

test.each(CHARTS)(
	'%s: a pinned run is drawn hollow, said in words, and in the table',
	async (_, Chart) => {
		const { ghost, ...rest } = {
			reports,
			ghost: simulated({ pollInterval: 30 }),
			transports: TRANSPORT_IDS,
		};
		const plain = await shown(Chart, rest, 500);
		expect(plain.picture.querySelector('.ghost')).toBeNull();
		const { container, picture } = await shown(Chart, { ...rest, ghost }, 500);
		const ghosts = [...picture.querySelectorAll('.ghost')];
		expect(ghosts.length).toBeGreaterThanOrEqual(TRANSPORT_IDS.length);
		for (const drawn of ghosts) expect(getComputedStyle(drawn).fill).toBe('none');
		expect(texts(container, 'p').join()).toMatch(/Pinned\. [^:]+: .*polling/);
		expect(
			texts(container, 'tbody th').filter((head) => head.includes(', pinned')).length,
		).toBeGreaterThan(0);
	},
);

test('the parts of the pinned run are as long as their shares', async () => {
	const ghost = simulated({ pollInterval: 30, payload: 20_000 });
	const { picture } = await shown(BandwidthChart, { reports, ghost, transports: ['sse'] }, 500);
	const [, ...hollow] = [...picture.querySelectorAll('rect.ghost')];
	const { parts, up, down } = ghost.sse!.bytes;
	const shares = BYTE_PARTS.map((part) => parts[part] / (up + down));
	expect(hollow).toHaveLength(shares.filter((share) => share > 0).length);
	// Half of its outline lies outside, at either end, and a hairline sets it off.
	const payload = Number(hollow[0]!.getAttribute('width')) + 2;
	expect(payload / (500 - LAYOUT.name)).toBeCloseTo(shares[0]!, 6);
});

test('the hollow bar is as long as the pinned figure on the axis of both', async () => {
	const ghost = simulated({ pollInterval: 30 });
	const { picture } = await shown(RequestsChart, { reports, ghost, transports: ['polling'] }, 500);
	const hollow = Number(picture.querySelector('rect.ghost')!.getAttribute('width'));
	const { requestsPerSecond } = ghost.polling!;
	// Half of its outline lies outside, at either end.
	expect((hollow + 1) / 500).toBeCloseTo(requestsPerSecond / reports.polling!.requestsPerSecond, 6);
});
