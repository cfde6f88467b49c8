import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BYTE_PARTS, COST_PARTS } from '../model/figures.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';

const CSS = readFileSync(new URL('theme.css', import.meta.url), 'utf8');

/** The colours that the block after `selector` sets. */
function tokens(selector: string): Record<string, string> {
	const start = CSS.indexOf(`${selector} {`);
	const block = CSS.slice(start, CSS.indexOf('}', start));
	return Object.fromEntries(
		[...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name!, colour!]),
	);
}

const light = tokens(':root');
const dark = tokens("[data-theme='dark']");
const projector = { ...light, ...tokens("[data-theme='projector']") };
const themes = { light, dark, projector };

/** WCAG 2.2, relative luminance of an sRGB colour. */
function luminance(colour: string): number {
	const [red, green, blue] = [1, 3, 5].map((at) => {
		const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
	const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
		number,
		number,
	];
	return (lighter + 0.05) / (darker + 0.05);
}

const TEXT = [
	'ink',
	'ink-2',
	'ink-3',
	'link',
	'warning',
	...TRANSPORT_IDS.map((id) => `${id}-text`),
];
const GRAPHICS = ['edge', 'focus', ...TRANSPORT_IDS, ...BYTE_PARTS, ...COST_PARTS];

test.each(Object.entries(themes))('%s: text reaches 4.5 : 1 on the paper', (_, theme) => {
	for (const name of TEXT) {
		for (const paper of ['paper', 'paper-2']) {
			expect(contrast(theme[name]!, theme[paper]!), `${name} on ${paper}`).toBeGreaterThan(4.5);
		}
	}
});

test.each(Object.entries(themes))('%s: lines and bars reach 3 : 1 on the paper', (_, theme) => {
	for (const name of GRAPHICS) {
		expect(contrast(theme[name]!, theme['paper']!), name).toBeGreaterThanOrEqual(3);
	}
});

// What a checker of pages cannot decide: it does not see what lies behind words in a picture.
test.each(Object.entries(themes))('%s: a number inside a bar reaches 4.5 : 1 on it', (_, theme) => {
	for (const parts of [BYTE_PARTS, COST_PARTS]) {
		for (const [place, part] of parts.entries()) {
			const text = place % 2 === 0 ? 'paper' : 'ink';
			expect(contrast(theme[part]!, theme[text]!), part).toBeGreaterThan(4.5);
		}
	}
});

test('the dark theme is the same whether chosen or preferred by the system', () => {
	const preferred = tokens(":root:not([data-theme='light'], [data-theme='projector'])");
	expect(preferred).toEqual(dark);
});

test('the dark theme leaves no light colour behind', () => {
	expect(Object.keys(dark).sort()).toEqual(Object.keys(light).sort());
});

test('parts that touch in a bar never have the same tone', () => {
	for (const theme of Object.values(themes)) {
		for (const parts of [BYTE_PARTS, COST_PARTS]) {
			for (const [index, part] of parts.slice(1).entries()) {
				expect(contrast(theme[part]!, theme[parts[index]!]!), part).toBeGreaterThan(1.4);
			}
		}
	}
});

test.each(Object.entries(themes))(
	'%s: numbers inside the parts of a bar reach 4.5 : 1',
	(_, theme) => {
		for (const parts of [BYTE_PARTS, COST_PARTS]) {
			for (const [index, part] of parts.entries()) {
				const text = index % 2 === 0 ? theme['paper']! : theme['ink']!;
				expect(contrast(theme[part]!, text), part).toBeGreaterThan(4.5);
			}
		}
	},
);
