import { describe, expect, test } from 'vitest';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import {
	cellWords,
	choiceRows,
	choiceSentence,
	stretchWords,
	type Cell,
	type ChoiceMap,
} from './choiceMap.ts';
import { NARROW } from './format.ts';

const INTERVALS = [1, 10, 100];
const RATES = [0.1, 1];

/** Winners by rate and interval, ascending; a dot is a place that is not known. */
function mapOf(rows: readonly string[], running = false): ChoiceMap {
	const letters: Record<string, TransportId> = { p: 'polling', s: 'sse', w: 'webSocket' };
	const cells = rows.flatMap((row, up) =>
		Array.from(row, (letter, across): Cell => ({
			interval: INTERVALS[across]!,
			rate: RATES[up]!,
			winner: letters[letter] ?? null,
			...{ tied: false, troubled: false },
			times: letters[letter] ? { polling: 2, longPolling: 4, sse: 1.3, webSocket: 1.5 } : {},
		})),
	);
	const today = { interval: 1, rate: 1 };
	return { transports: TRANSPORT_IDS, intervals: INTERVALS, rates: RATES, cells, today, running };
}

const plain = (text: string) => text.replaceAll(NARROW, ' ');
const say = (...args: Parameters<typeof mapOf>) => plain(choiceSentence(mapOf(...args)));

describe('the map says where each transport fits', () => {
	test.each([
		[['sss', 'sss'], 'SSE fits everywhere on this map.'],
		[
			['spp', 'sss'],
			'Polling fits only from 10 s between polls on and at up to 0.1 messages a minute; elsewhere SSE.',
		],
		[['ssp', 'ssp'], 'Polling fits only from 100 s between polls on; elsewhere SSE.'],
		[['sps', 'sps'], 'Polling fits only with 10 s between polls; elsewhere SSE.'],
		[
			['sss', 'wws'],
			'WebSocket fits only up to 10 s between polls and from 1 message a minute on; elsewhere SSE.',
		],
		[['pss', 'ssp'], 'Polling fits in places; elsewhere SSE.'],
	])('%j', (rows, sentence) => {
		expect(say(rows)).toBe(sentence);
	});

	test('and while it is not complete, that it is not', () => {
		expect(say(['s..', 's..'], true)).toBe('So far SSE fits everywhere on this map.');
		expect(say(['...', '...'], true)).toBe('The figures are being simulated.');
		expect(say(['...', '...'])).toBe('No place of the map is simulated yet.');
	});
});

test('a place is said with its winner and the next', () => {
	const [cell] = mapOf(['sss', 'sss']).cells;
	expect(plain(cellWords(cell!))).toBe(
		'1 s between polls, 0.1 messages a minute: SSE; next WebSocket',
	);
	expect(cellWords({ ...cell!, tied: true })).toMatch(/a tie with WebSocket$/);
	expect(cellWords({ ...cell!, troubled: true })).toContain('none is without trouble');
	expect(cellWords({ ...cell!, winner: null, times: {} })).toMatch(/not simulated yet$/);
});

test('the table has a line for each known place, with all scores', () => {
	const rows = choiceRows(mapOf(['s..', '...']));
	expect(rows).toHaveLength(1);
	expect(plain(rows[0]!.label)).toBe('1 s, 0.1/min: SSE');
	expect(rows[0]!.values).toEqual([2, 4, 1.3, 1.5]);
});

test.each([
	[
		{ axis: 'interval', side: 'above', near: 28.34, far: null },
		'From about 28 s between polls on, polling would be named.',
	],
	[
		{ axis: 'interval', side: 'above', near: 28, far: 75 },
		'From about 28 s to 75 s between polls, polling would be named.',
	],
	[
		{ axis: 'rate', side: 'below', near: 0.5, far: null },
		'At about 0.5 messages a minute and below, polling would be named.',
	],
] as const)('a stretch: %j', (stretch, sentence) => {
	expect(plain(stretchWords({ ...stretch, winner: 'polling' }))).toBe(sentence);
});
