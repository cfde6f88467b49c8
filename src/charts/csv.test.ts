import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvOf } from './csv.ts';
import { fileName } from './fileName.ts';
import { unitFor } from './format.ts';

const origin = { link: 'https://example.org/?users=7&faults=drop@1+2,drop@5+1', seed: 4 };
const row = { label: 'Bytes, up', unit: unitFor('B/s', [2_000]), values: [1234.5, null] };

/** Reads CSV by the grammar of RFC 4180, and nothing else of it. */
function cellsOf(csv: string): string[][] {
	const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
	const lines: string[][] = [[]];
	for (let match = cell.exec(csv); match; match = cell.exec(csv)) {
		lines.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
		if (match[3] !== ',') lines.push([]);
		if (cell.lastIndex === csv.length) return lines.slice(0, -1);
	}
	throw new Error(`not CSV: ${csv}`);
}

test('a table has a line of heads, units, all digits, and where it is from', () => {
	expect(cellsOf(csvOf([row], ['polling', 'sse'], origin))).toEqual([
		['Figure', 'Unit', 'Polling', 'SSE', 'Scenario', 'Seed', 'Version'],
		['Bytes, up', 'kB/s', '1.2345', '', origin.link, '4', expect.stringMatching(/^\d+\.\d+\.\d+$/)],
	]);
});

test('no cell of text is a formula, and every cell reads back', () => {
	const starts = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '');
	const texts = fc.tuple(starts, fc.string({ unit: 'binary' })).map((parts) => parts.join(''));
	fc.assert(
		fc.property(texts, (text) => {
			const [[read]] = cellsOf(`${csvCell(text)}\r\n`) as [[string]];
			expect(read).not.toMatch(/^[=+\-@\t\r]/);
			expect(read.replace(/^'(?=[=+\-@\t\r])/, '')).toBe(text.replaceAll('\u202f', ' '));
		}),
		{ numRuns: 2000 },
	);
});

test('a negative number stays a number', () => {
	expect(csvCell(-1.5)).toBe('-1.5');
});

test('a file has a name that every system takes', () => {
	expect(fileName('Latency, p95', 'csv')).toBe('push-or-poll-latency-p95.csv');
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
			const name = fileName(title, 'json');
			expect(name).toMatch(/^[a-z0-9][a-z0-9._-]*\.json$/);
			expect(name.length).toBeLessThanOrEqual(80);
		}),
	);
});
