import { expect, test } from 'vitest';
import { factor, figure, often, percent, spans } from './words.ts';

/** Narrow and no-break blanks are compared as plain ones, so that a failure can be read. */
const said = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test.each([
	[3333.4, '3 333'],
	[1_000_000, '1 000 000'],
	[123.4, '123'],
	[12.345, '12.3'],
	[0.05512, '0.0551'],
	[0, '0'],
])('%d is written %s', (value, text) => {
	expect(said(figure(value))).toBe(text);
});

test.each([
	[
		[1563, 549],
		['1.56 s', '0.55 s'],
	],
	[
		[85.3, 4.21],
		['85 ms', '4.21 ms'],
	],
	[
		[28_400, 85],
		['28 s', '0.085 s'],
	],
	[
		[1_800_000, 600],
		['30 min', '600 ms'],
	],
	[
		[1500, 0.02],
		['1.5 s', '0.02 ms'],
	],
	[
		[0.5, 0.02],
		['0.5 ms', '0.02 ms'],
	],
	[
		[999.9, 0],
		['1 000 ms', '0 ms'],
	],
])('latencies of %j ms are written in one unit where that says enough, %j', (values, texts) => {
	expect(spans(...values).map(said)).toEqual(texts);
});

test.each([
	[3333.33, '3 333 times a second'],
	[1, 'once a second'],
	[0.5, '30 times a minute'],
	[1 / 30, 'twice a minute'],
	[0.001, '3.6 times an hour'],
])('%d a second happens %s', (rate, text) => {
	expect(said(often(rate))).toBe(text);
});

test.each([
	[1.44, '1.4 times'],
	[2.01, 'twice'],
	[41.7, '42 times'],
	[417, '420 times'],
])('a ratio of %d is %s as much', (ratio, text) => {
	expect(said(factor(ratio))).toBe(text);
});

test.each([
	[0.947, '95 %'],
	[0.9957, '99.6 %'],
	[0.99999, 'over 99.9 %'],
	[1, '100 %'],
	[0.0312, '3.1 %'],
	[0.0001, 'under 0.1 %'],
	[0, '0 %'],
])('a share of %d is %s', (share, text) => {
	expect(said(percent(share))).toBe(text);
});
