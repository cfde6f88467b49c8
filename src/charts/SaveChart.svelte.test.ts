import type { Component } from 'svelte';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import BandwidthChart from './BandwidthChart.svelte';
import { csvOf } from './csv.ts';
import { digits } from './format.ts';
import LatencyChart from './LatencyChart.svelte';
import { pngOf } from './pngFile.ts';
import type { Reports } from './reports.ts';
import RequestsChart from './RequestsChart.svelte';
import { bandwidthRows } from './rows.ts';
import { svgOf } from './svgFile.ts';

interface Props {
	reports: Reports;
	transports: readonly TransportId[];
}

const scenario = completeScenario({ users: 200, duration: 20 });
const reports: Reports = Object.fromEntries(
	TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]),
);

/** What holds the picture of a chart, drawn 500 pixels wide, and the chart around it. */
async function drawn(Chart: Component<Props>) {
	const target = document.body.appendChild(document.createElement('div'));
	target.style.width = '500px';
	const { container } = await render(Chart, {
		target,
		props: { reports, transports: TRANSPORT_IDS },
	});
	await expect.poll(() => container.querySelector('.picture svg')).not.toBeNull();
	return { container, shown: container.querySelector<HTMLElement>('.picture')! };
}

function parsed(svg: string): Document {
	return new DOMParser().parseFromString(svg, 'image/svg+xml');
}

function texts(parent: ParentNode, selector: string): string[] {
	return [...parent.querySelectorAll(selector)].map((element) => element.textContent.trim());
}

const CHARTS: [string, Component<Props>][] = [
	['requests', RequestsChart],
	['latency', LatencyChart],
	['bandwidth', BandwidthChart],
];

test.each(CHARTS)(
	'%s: the file has the words and shapes of the picture, and no style sheet',
	async (_, Chart) => {
		const { shown } = await drawn(Chart);
		const file = parsed(svgOf(shown, 'Title', 'Description'));
		expect(file.querySelector('parsererror')).toBeNull();
		expect(texts(file, 'svg > title, svg > desc')).toEqual(['Title', 'Description']);
		expect(texts(file, 'g text')).toEqual(texts(shown, 'text'));
		expect(file.querySelectorAll('g path, g rect').length).toBe(
			shown.querySelectorAll('path, rect').length,
		);
		const attributes = [...file.querySelectorAll('*')].flatMap((each) => [...each.attributes]);
		for (const { name, value } of attributes) {
			expect(name).not.toMatch(/^on|^class$|^style$|href/);
			expect(value).not.toMatch(/var\(|url\((?!#)|NaN/);
		}
		for (const [, id] of svgOf(shown, '', '').matchAll(/url\(#([^)]+)\)/g)) {
			expect(file.getElementById(id!), id).not.toBeNull();
		}
	},
);

test('a picture is written as it looks: colours and sizes of the page stand in the file', async () => {
	const { shown } = await drawn(RequestsChart);
	document.documentElement.style.backgroundColor = 'rgb(1, 2, 3)';
	const foreign = shown
		.querySelector('svg')!
		.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'foreignObject'));
	foreign.textContent = 'not drawn';
	const file = parsed(svgOf(shown, 'Title', ''));
	document.documentElement.style.backgroundColor = '';
	expect(file.querySelector('rect')!.getAttribute('fill')).toBe('rgb(1, 2, 3)');
	expect(file.querySelector('foreignObject')).toBeNull();
	const value = [...file.querySelectorAll('text')].find(
		(text) => text.textContent === 'requests/s',
	)!;
	expect(value.getAttribute('font-size')).toBe('11px');
	expect(value.getAttribute('text-anchor')).toBe('end');
});

test('the painted picture has twice the pixels', async () => {
	const { shown } = await drawn(BandwidthChart);
	const svg = svgOf(shown, 'Bandwidth', '');
	const { blob } = await pngOf(svg);
	const bytes = new DataView(await blob.arrayBuffer());
	expect(bytes.getUint32(0)).toBe(0x89504e47);
	const width = Number(parsed(svg).documentElement.getAttribute('width'));
	expect(width).toBeGreaterThanOrEqual(500);
	expect(bytes.getUint32(16)).toBe(2 * width);
});

test('picture, table and CSV say the same numbers', async () => {
	const { container, shown } = await drawn(BandwidthChart);
	await expect.poll(() => container.querySelector('summary')).not.toBeNull();
	container.querySelector('summary')!.click();
	await expect.poll(() => container.querySelectorAll('tbody td').length).toBeGreaterThan(0);
	const { total, up, down, perMessage, parts, shares } = bandwidthRows(reports, TRANSPORT_IDS);
	const rows = [total, up, down, perMessage, ...Object.values(parts), ...Object.values(shares)];
	const lines = csvOf(rows, TRANSPORT_IDS, undefined).trim().split('\r\n').slice(1);
	// From the end, since a label may contain a comma.
	const csv = lines
		.flatMap((line) => line.split(',').slice(-7, -3))
		.map((cell) => digits(cell === '' ? null : Number(cell)));
	expect(csv).toEqual(texts(container, 'tbody td'));
	const pictured = texts(parsed(svgOf(shown, '', '')), 'text').filter((text) =>
		/^[\d.\u202f]+$/.test(text),
	);
	expect(pictured).toEqual(expect.arrayContaining(csv.slice(0, 4)));
});
