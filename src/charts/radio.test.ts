import { describe, expect, test } from 'vitest';
import { RADIOS } from '../model/radios.ts';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import type { Traced } from '../sim/trace.ts';
import {
	radioPinned,
	radioSentence,
	radioSpans,
	radioTotals,
	statesOf,
	totalsText,
} from './radio.ts';
import type { Reports } from './reports.ts';

const scenario = completeScenario({ users: 200, duration: 60, messageRate: 4 });
const reports: Reports = Object.fromEntries(
	TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]),
);
const [BUSY, SHORT, LONG] = RADIOS.lte.tail.map(({ power }) => power);

/** A trace of half a minute in which only the radio did something. */
function radioTrace(wakes: number[], marks: (readonly [at: number, since: number])[]): Traced {
	const none = new Float64Array();
	return {
		client: 0,
		until: 30_000,
		flights: [],
		packets: { flight: none, left: none, arrived: none, resent: none },
		messages: { published: none, heard: none, left: none, radio: none, delivered: none },
		radio: {
			wakes: Float64Array.from(wakes),
			at: Float64Array.from(marks, ([at]) => at),
			since: Float64Array.from(marks, ([, since]) => since),
		},
	};
}

describe('the spans of a radio', () => {
	test('are a promotion, a tail and sleep for a lone packet on LTE', () => {
		const trace = radioTrace(
			[10_000],
			[
				[-60_000, -60_000],
				[10_260, 10_260],
			],
		);
		expect(radioSpans(trace, 'lte')).toEqual([
			{ state: 'idle', power: 0, from: 0, to: 10 },
			{ state: 'promotion', power: 1.21, from: 10, to: 10.26 },
			{ state: 'tail', power: BUSY, from: 10.26, to: 10.36 },
			{ state: 'tail', power: SHORT, from: 10.36, to: 10.38 },
			{ state: 'tail', power: LONG, from: 10.38, to: 20.38 },
			{ state: 'idle', power: 0, from: 20.38, to: 30 },
		]);
	});

	test('on 3G sink into the slow phase, where a small packet stays', () => {
		const trace = radioTrace(
			[],
			[
				[0, 0],
				[9000, 9000],
				[9000, 5000],
			],
		);
		expect(radioSpans(trace, '3g')).toEqual([
			{ state: 'tail', power: 1.3, from: 0, to: 4 },
			{ state: 'tail', power: 0.3, from: 4, to: 19 },
			{ state: 'idle', power: 0, from: 19, to: 30 },
		]);
	});

	test('on 3G climb out of the slow phase for a large packet', () => {
		const trace = radioTrace(
			[],
			[
				[0, 0],
				[9000, 9000],
			],
		);
		expect(radioSpans(trace, '3g').slice(1, 4)).toEqual([
			{ state: 'tail', power: 0.3, from: 4, to: 7.5 },
			{ state: 'promotion', power: 0.8, from: 7.5, to: 9 },
			{ state: 'tail', power: 1.3, from: 9, to: 13 },
		]);
	});

	test.each(TRANSPORT_IDS)('of a run on %s fill all its time, without gaps', (id) => {
		const spans = radioSpans(reports[id]!.trace, scenario.radio);
		expect(spans[0]!.from).toBe(0);
		expect(spans.at(-1)!.to).toBe(60);
		spans.slice(1).forEach(({ from }, i) => expect(from).toBe(spans[i]!.to));
	});
});

test.each(TRANSPORT_IDS)('a lone phone on %s is as the report says', (id) => {
	const alone = completeScenario({ users: 1, duration: 300, messageRate: 2, pollInterval: 20 });
	const { battery, trace } = simulate(id, alone);
	const { wakeUps, on, energy } = radioTotals(trace, alone.radio);
	const hours = alone.duration / 3600;
	expect(wakeUps).toBeCloseTo(battery.wakeUpsPerHour * hours, 6);
	// What is on the air, rather than in a tail, is milliseconds and millijoules.
	expect(on).toBeCloseTo(battery.radioOnFraction, 2);
	expect(energy / (battery.energyPerHour * hours)).toBeCloseTo(1, 2);
});

test('the states of a radio are its spans, a tail in one piece', () => {
	const trace = radioTrace(
		[10_000],
		[
			[-60_000, -60_000],
			[10_260, 10_260],
		],
	);
	expect(statesOf(radioSpans(trace, 'lte'))).toEqual([
		{ state: 'idle', from: 0, to: 10 },
		{ state: 'promotion', from: 10, to: 10.26 },
		{ state: 'tail', from: 10.26, to: 20.38 },
		{ state: 'idle', from: 20.38, to: 30 },
	]);
});

test('against the pinned run, each radio is on as its own strip says', () => {
	const now = { reports, radio: scenario.radio };
	const wired = radioPinned(now, { reports, radio: 'none' }, ['polling']);
	expect(wired.now.values).toEqual([1]);
	expect(wired.then.values).toEqual([0]);
	expect(radioPinned(now, { reports: {}, radio: 'lte' }, ['polling']).then.values).toEqual([null]);
});

describe('the sentence', () => {
	test('says for whom the radio never sleeps, and what the others make of it', () => {
		const text = radioSentence(reports, TRANSPORT_IDS, scenario);
		expect(text).toMatch(
			/^Polling every 3\u202fs .*never lets? the LTE radio sleep: 0 wake-ups, 100\u202f% on\./,
		);
		const rare = completeScenario({ users: 50, duration: 120, messageRate: 1, pollInterval: 60 });
		const sleepy = { polling: simulate('polling', rare) };
		const { wakeUps } = radioTotals(sleepy.polling.trace, rare.radio);
		expect(wakeUps).toBe(2);
		expect(radioSentence(sleepy, ['polling'], rare)).toMatch(
			/^Polling every 60\u202fs wakes it twice and keeps it on for \d+\u202f% of the time\.$/,
		);
	});

	test('says that there is no radio, and nothing before there is a report', () => {
		expect(radioSentence(reports, TRANSPORT_IDS, { ...scenario, radio: 'none' })).toContain(
			'no radio',
		);
		expect(radioSentence({}, TRANSPORT_IDS, scenario)).toBe('');
	});

	test('counts in the singular and the plural', () => {
		expect(totalsText({ wakeUps: 1, on: 0.5, energy: 12 })).toBe(
			'1 wake-up, 50\u202f% on, 12\u202fJ',
		);
		expect(totalsText({ wakeUps: 0, on: 1, energy: 66 })).toBe(
			'0 wake-ups, 100\u202f% on, 66\u202fJ',
		);
	});
});
