import { describe, expect, test } from 'vitest';
import { FIGURES } from '../model/figures.ts';
import { FIELDS } from '../model/scenario.ts';
import {
	breakEvenPinned,
	breakEvenRows,
	breakEvenSentence,
	breakEvenTitle,
	crossingPlace,
	drawnValues,
	type BreakEven,
	type Crossing,
} from './breakEven.ts';
import { differenceSentence, pinnedRows } from './difference.ts';
import { NARROW } from './format.ts';

const ENERGY = FIGURES.find(({ path }) => path === 'battery.energyPerHour')!;

function picture(changes: Partial<BreakEven>): BreakEven {
	return {
		input: FIELDS.pollInterval,
		figure: ENERGY,
		transports: ['polling', 'sse', 'webSocket'],
		samples: [
			{ x: 1, values: { polling: 4000, sse: 1700, webSocket: 1740 } },
			{ x: 1000, values: { polling: 90, sse: 1700, webSocket: 1740 } },
		],
		crossings: [],
		range: [1, 1000],
		today: 3,
		running: false,
		...changes,
	};
}

function crossing(lower: Crossing['lower'], upper: Crossing['upper'], x: number): Crossing {
	return { lower, upper, x, y: 1 };
}

function say(changes: Partial<BreakEven>): string {
	return breakEvenSentence(picture(changes)).replaceAll(NARROW, ' ');
}

describe('where the answer changes is said', () => {
	test('with both names, the place and its unit, to two digits', () => {
		expect(say({ crossings: [crossing('polling', 'webSocket', 23.74)] })).toBe(
			'Poll interval above 24 s: polling takes less energy than WebSocket.',
		);
	});

	test('once for pairs that cross at the same place', () => {
		const crossings = [crossing('polling', 'sse', 24.1), crossing('polling', 'webSocket', 23.7)];
		expect(say({ crossings })).toBe(
			'Poll interval above 24 s: polling takes less energy than SSE and WebSocket.',
		);
	});

	test('as a range where the lines cross back', () => {
		const crossings = [crossing('polling', 'sse', 24), crossing('sse', 'polling', 75)];
		expect(say({ crossings })).toBe(
			'Poll interval from 24 s to 75 s: polling takes less energy than SSE.',
		);
		expect(say({ crossings: [...crossings, crossing('polling', 'sse', 260)] })).toBe(
			'Poll interval from 24 s to 75 s and above 260 s: polling takes less energy than SSE.',
		);
	});

	test('in a sentence for each place', () => {
		const crossings = [crossing('polling', 'sse', 24), crossing('polling', 'webSocket', 60)];
		expect(say({ crossings }).split('. ')).toHaveLength(2);
	});

	test('in the words of the figure', () => {
		const crossings = [crossing('sse', 'polling', 12)];
		const bill = FIGURES.find(({ path }) => path === 'cost.monthly')!;
		const busy = FIGURES.find(({ path }) => path === 'server.utilisation')!;
		expect(say({ crossings, figure: bill })).toContain('SSE costs less than polling.');
		expect(say({ crossings, figure: busy })).toContain('SSE stays below polling.');
	});

	test('as a whole number where the input is one', () => {
		const at = crossing('sse', 'polling', 3.6);
		expect(crossingPlace(at, FIELDS.cores)).toBe('3');
		expect(crossingPlace(at, FIELDS.messageRate)).toBe('3.6/min');
	});
});

describe('where no lines cross', () => {
	test('the whole range is named, and who is lowest throughout', () => {
		const samples = [
			{ x: 1, values: { polling: 40, sse: 10, webSocket: 20 } },
			{ x: 1000, values: { polling: 30, sse: 10, webSocket: 20 } },
		];
		expect(say({ samples })).toBe(
			'No two lines cross between 1 and 1 000 s; SSE takes less energy than the others.',
		);
	});

	test('nobody is lowest if another is at one value', () => {
		expect(say({})).toBe('No two lines cross between 1 and 1 000 s.');
	});

	test('a sweep under way may still find a crossing', () => {
		expect(say({ running: true })).toBe('So far no two lines cross.');
		expect(say({ running: true, samples: [] })).toBe('The figures are being simulated.');
	});
});

test('a figure without a value anywhere is not drawn as nothing', () => {
	const samples = [{ x: 1, values: { polling: null, sse: null } }];
	expect(say({ samples })).toBe('This figure has no value here.');
});

test('the title is made of the names on the page; abbreviations stay', () => {
	expect(breakEvenTitle(picture({}))).toBe('Radio energy by poll interval');
	expect(breakEvenTitle(picture({ input: FIELDS.requestCpu }))).toBe(
		'Radio energy by CPU of a request',
	);
});

test('the table has a line for each value, in one unit, with gaps where nothing is known', () => {
	const samples = [{ x: 1, values: { polling: 12_000 } }];
	const [row] = breakEvenRows(picture({ samples }));
	expect(row).toMatchObject({ label: `1${NARROW}s`, values: [12_000, null, null] });
	expect(row!.unit.label).toBe('kJ/h');
});

describe('the pinned run', () => {
	const now = { x: 3, values: { polling: 2000, sse: 1700, webSocket: 1740 } };
	const then = { x: 30, values: { polling: 900, sse: 1700, webSocket: 5000 } };

	test('stands beside the one on screen, each at its own value of the input', () => {
		const pinned = breakEvenPinned(picture({ pinned: { now, then } }))!;
		expect(differenceSentence(pinned, picture({}).transports).replaceAll(NARROW, ' ')).toBe(
			'Radio energy at poll interval 3 s instead of 30 s: polling 2 000 J/h instead of 900 J/h, ' +
				'WebSocket 1 740 J/h instead of 5 000 J/h; SSE hardly differs.',
		);
		expect(pinnedRows(pinned)).toMatchObject([
			{ label: `30${NARROW}s, pinned`, values: [900, 1700, 5000] },
		]);
	});

	test('says its value once where both have the same', () => {
		const pinned = breakEvenPinned(picture({ pinned: { now, then: { ...then, x: 3 } } }))!;
		expect(pinned.now.label).toBe(`Radio energy at poll interval 3${NARROW}s`);
	});

	test('is not there while nothing is pinned, or outside the range', () => {
		expect(breakEvenPinned(picture({}))).toBeUndefined();
		const outside = picture({ pinned: { now, then: { ...then, x: 3600 } } });
		expect(breakEvenPinned(outside)).toBeUndefined();
		expect(drawnValues(outside)).not.toContain(5000);
	});
});
