import fc from 'fast-check';
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

/** `npm run test:long` draws more; a browser sees only variables of this beginning. */
const PICTURES = import.meta.env['VITE_LONG'] === undefined ? 300 : 10_000;

const SVG = 'http://www.w3.org/2000/svg';
const XHTML = 'http://www.w3.org/1999/xhtml';
const XLINK = 'http://www.w3.org/1999/xlink';

/** Text that is markup, code or an address, if anything takes it for that. */
const hostile = fc.oneof(
	fc.constantFrom(
		...['<script>hit()</script>', '"><image href="//x.invalid/"/>', ']]><script/>', '&lt;b&gt;'],
		...['javascript:hit()', 'url(https://x.invalid/a.png)', 'url("https://x.invalid/#a")', '-->'],
		...['url(#a)', 'url(//x.invalid/)', '&x;', "' onload='hit()", '<!DOCTYPE x [<!ENTITY x "y">]>'],
	),
	fc.string({ maxLength: 12 }),
);

interface Drawn {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly text: string;
	readonly parts: readonly Drawn[];
}

const ELEMENTS = [
	...['g', 'path', 'rect', 'circle', 'line', 'text', 'tspan', 'defs', 'pattern', 'clipPath'],
	...[
		'script',
		'style',
		'a',
		'image',
		'use',
		'foreignObject',
		'animate',
		'set',
		'filter',
		'feImage',
	],
	...['iframe', 'switch', 'title', 'svg', 'metadata', 'marker', 'linearGradient'],
];

const ATTRIBUTES = [
	...['id', 'x', 'y', 'd', 'points', 'transform', 'width', 'fill', 'stroke', 'clip-path', 'class'],
	...[
		'style',
		'href',
		'xlink:href',
		'src',
		'onload',
		'onclick',
		'onbegin',
		'font-family',
		'filter',
	],
	...['mask', 'marker-end', 'cursor', 'tabindex', 'from', 'to', 'values', 'attributeName'],
];

const STYLES = ['fill', 'stroke', 'clip-path', 'font-family', 'mask', 'filter', 'opacity'];

const { picture } = fc.letrec<{ picture: Drawn; parts: Drawn[] }>((tie) => ({
	picture: fc.record({
		name: fc.constantFrom(...ELEMENTS),
		attributes: fc.dictionary(fc.constantFrom(...ATTRIBUTES), hostile, { maxKeys: 4 }),
		text: hostile,
		parts: tie('parts'),
	}),
	parts: fc.oneof(
		{ maxDepth: 3 },
		fc.constant<Drawn[]>([]),
		fc.array(tie('picture'), { maxLength: 3 }),
	),
}));

/** Elements as they are described, but for what this page itself would run or load. */
function elementOf({ name, attributes, text, parts }: Drawn, styles: readonly string[]): Element {
	const element = document.createElementNS(name === 'iframe' ? XHTML : SVG, name);
	for (const [key, value] of Object.entries(attributes)) {
		const harmless = key.startsWith('on') ? 'void 0' : /href|src/.test(key) ? 'data:,' : value;
		element.setAttributeNS(key === 'xlink:href' ? XLINK : null, key, harmless);
	}
	if (element instanceof SVGElement) {
		for (const [index, style] of styles.entries()) element.style.setProperty(STYLES[index]!, style);
	}
	if (name !== 'script' && name !== 'style') element.append(text);
	element.append(...parts.map((part) => elementOf(part, styles)));
	return element;
}

test(
	'whatever is in a picture and its words, the file has only shapes and words, and loads nothing',
	() => {
		const shown = document.body.appendChild(document.createElement('div'));
		const words = fc.tuple(hostile, hostile);
		const styles = fc.array(hostile, { maxLength: STYLES.length });
		fc.assert(
			fc.property(fc.array(picture, { maxLength: 3 }), styles, words, (pictures, looks, said) => {
				const svg = document.createElementNS(SVG, 'svg');
				svg.append(...pictures.map((each) => elementOf(each, looks)));
				shown.replaceChildren(svg);
				const [title, description] = said;
				const text = svgOf(shown, title, description);
				shown.replaceChildren();

				const file = parsed(text);
				expect(file.querySelector('parsererror')).toBeNull();
				expect(file.doctype).toBeNull();
				expect(file.querySelector('svg > title')?.textContent).toBe(title);
				expect(file.querySelector('svg > desc')?.textContent).toBe(description);
				for (const element of file.querySelectorAll('*')) {
					expect(element.namespaceURI).toBe(SVG);
					expect(element.localName).toMatch(
						/^(svg|title|desc|g|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|defs|pattern|clipPath)$/,
					);
					for (const { name, value } of element.attributes) {
						expect(name).not.toMatch(/^on|^class$|^style$|href|^src$|base/i);
						// Elsewhere, as in a place or an id, an address is only a text.
						if (/^(fill|stroke|clip|font)/.test(name)) expect(value).not.toMatch(/url\((?!#)/i);
					}
				}
			}),
			{ numRuns: PICTURES, seed: 8 },
		);
		shown.remove();
	},
	60_000 + PICTURES * 100,
);
