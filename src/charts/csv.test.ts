import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TRANSPORT_IDS } from '../model/transports.ts';
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

/** `npm run test:long` makes more files. */
const FILES = process.env['LONG'] === undefined ? 300 : 10_000;

/** What begins a formula somewhere, ends a cell or a line, or calls a program. */
const hostile = fc.oneof(
	fc
		.tuple(
			fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', "'", ' =', '=\t', '\r\n=', ''),
			fc.oneof(
				fc.string({ unit: 'binary', maxLength: 20 }),
				fc.constantFrom('HYPERLINK("//x.invalid","x")', "cmd|' /C calc'!A0", '1+1', 'x,y', '"",""'),
			),
		)
		.map((parts) => parts.join('')),
	fc.string({ unit: 'binary', maxLength: 20 }),
);

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

test(
	'whatever stands in a table, its file has the same lines and cells, and no formula',
	() => {
		const units = fc.constantFrom(...(['B/s', 'ms', 'per s', 'share'] as const));
		const numbers = fc.oneof(
			fc.double({ min: -1e15, max: 1e15 }),
			fc.constantFrom(Infinity, -Infinity, NaN),
		);
		const values = fc.array(fc.option(numbers), { minLength: 4, maxLength: 4 });
		const rows = fc.array(fc.tuple(hostile, units, values), { maxLength: 4 });
		const origins = fc.record({ link: hostile, seed: fc.nat() });
		const some = fc.subarray([...TRANSPORT_IDS], { minLength: 1 });
		fc.assert(
			fc.property(rows, some, origins, (table, transports, from) => {
				const made = table.map(([label, unit, all]) => ({
					label,
					unit: unitFor(
						unit,
						all.map((value) => value ?? 0),
					),
					values: all,
				}));
				const [head, ...lines] = cellsOf(csvOf(made, transports, from));
				expect(head).toHaveLength(5 + transports.length);
				expect(lines).toHaveLength(table.length);
				lines.forEach((cells, index) => {
					expect(cells).toHaveLength(head!.length);
					const [label = '', unit = '', ...others] = cells;
					const [link = '', seed, version] = others.splice(transports.length);
					expect([label, link, seed]).toEqual([
						plain(table[index]![0]),
						plain(from.link),
						String(from.seed),
					]);
					for (const text of [label, unit, link]) expect(text).not.toMatch(/^[=+\-@\t\r]/);
					expect(version).toMatch(/^\d+\.\d+\.\d+$/);
					for (const cell of others) expect(cell).toMatch(/^(-?\d[\d.]*(e[+-]\d+)?)?$/);
				});
			}),
			{ numRuns: FILES, seed: 8 },
		);
	},
	60_000 + FILES * 30,
);

/** A text as it stands in a cell: marked as text where a program would calculate it. */
function plain(text: string): string {
	const spaced = text.replaceAll('\u202f', ' ');
	return /^[=+\-@\t\r]/.test(spaced) ? `'${spaced}` : spaced;
}

test('a negative number stays a number', () => {
	expect(csvCell(-1.5)).toBe('-1.5');
});

test('a file has a name that every system takes', () => {
	expect(fileName('Latency, p95', 'csv')).toBe('push-or-poll-latency-p95.csv');
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ unit: 'binary', maxLength: 300 }),
				hostile,
				fc.constant('../'.repeat(99)),
			),
			fc.constantFrom('json', 'csv', 'svg', 'png'),
			(title, extension) => {
				const name = fileName(title, extension);
				expect(name).toMatch(/^[a-z0-9][a-z0-9_-]*\.[a-z]+$/);
				expect(name.endsWith(`.${extension}`)).toBe(true);
				expect(name.length).toBeLessThanOrEqual(80);
			},
		),
		{ numRuns: FILES, seed: 8 },
	);
});
