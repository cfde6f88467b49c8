import { RADIOS, type Radio, type RadioId } from '../model/radios.ts';
import type { Scenario } from '../model/scenario.ts';
import {
	MS_PER_SECOND,
	type Fraction,
	type Joules,
	type Milliseconds,
	type Seconds,
	type Watts,
} from '../model/units.ts';
import { named, type TransportId } from '../model/transports.ts';
import type { Traced } from '../sim/trace.ts';
import type { Pinned } from './difference.ts';
import { said, unitFor, withUnit } from './format.ts';
import { finished, type Reports } from './reports.ts';
import type { Row } from './rows.ts';
import { listed, sentence } from './words.ts';

/** What the radio does from one moment to another, s into the run. */
export interface RadioSpan {
	readonly state: 'idle' | 'promotion' | 'tail';
	/** Above the idle baseline. */
	readonly power: Watts;
	readonly from: Seconds;
	readonly to: Seconds;
}

/** What a radio did in all the time that its client was followed. */
export interface RadioTotals {
	readonly wakeUps: number;
	/** Share of the time it was awake, promotions not included. */
	readonly on: Fraction;
	/** Without what the bytes themselves cost: hardly any. */
	readonly energy: Joules;
}

const JOULES = unitFor('J', []);

interface Mark {
	readonly at: Milliseconds;
	readonly since: Milliseconds;
}

/** What the radio of the traced client did, without gaps, from 0 to the end of the trace. */
export function radioSpans({ radio, until }: Traced, id: RadioId): RadioSpan[] {
	const { promotionDelay, promotionPower, tail }: Radio = RADIOS[id];
	const spans = new Spans(until);
	const marks = marksOf(radio);
	const wakes = radio.wakes.toSorted();
	marks.forEach(({ since }, i) => {
		const next = marks[i + 1]?.at ?? until;
		const restarts = marks[i + 1]?.since === next;
		let end = since;
		for (const { duration, power, promotion } of tail) {
			end += duration;
			// Out of a slow phase the radio climbs before the packet that restarts the tail.
			const climb = promotion && restarts && next <= end + promotion.delay ? promotion : null;
			spans.spend('tail', power, Math.min(end, next - (climb?.delay ?? 0)));
			if (climb) spans.spend('promotion', climb.power, next);
		}
		const wake = wakes.find((time) => time >= spans.now && time <= next);
		spans.spend('idle', 0, wake ?? next);
		if (wake === undefined) return;
		spans.spend('promotion', promotionPower, Math.min(next, wake + promotionDelay));
		// Until the packet for which it woke has come.
		spans.spend('tail', tail[0]?.power ?? 0, next);
	});
	spans.spend('idle', 0, until);
	return spans.all;
}

/** Of marks at the same moment the last holds: a small packet first restarts the tail, then does not. */
function marksOf({ at, since }: Traced['radio']): Mark[] {
	const marks = new Map<Milliseconds, Mark>();
	at.forEach((time, i) => marks.set(time, { at: time, since: since[i]! }));
	return [...marks.values()].sort((a, b) => a.at - b.at);
}

class Spans {
	readonly all: RadioSpan[] = [];
	now: Milliseconds = 0;
	readonly #until: Milliseconds;

	constructor(until: Milliseconds) {
		this.#until = until;
	}

	/** Until `to` the radio is in this state; what lies before the last span's end is past. */
	spend(state: RadioSpan['state'], power: Watts, to: Milliseconds): void {
		const end = Math.min(to, this.#until);
		if (end <= this.now) return;
		const last = this.all.at(-1);
		const until = end / MS_PER_SECOND;
		if (last?.state === state && last.power === power)
			this.all.splice(-1, 1, { ...last, to: until });
		else this.all.push({ state, power, from: this.now / MS_PER_SECOND, to: until });
		this.now = end;
	}
}

/** Wake-ups, time and energy of the traced client's radio. */
export function radioTotals(trace: Traced, id: RadioId): RadioTotals {
	const spans = radioSpans(trace, id);
	const sum = (of: (span: RadioSpan) => number) =>
		spans.reduce((total, span) => total + of(span) * (span.to - span.from), 0);
	return {
		wakeUps: trace.radio.wakes.length,
		on:
			sum(({ state }) => (state === 'tail' ? 1 : 0)) /
			Math.max(
				1e-9,
				sum(() => 1),
			),
		energy: sum(({ power }) => power),
	};
}

/** Spans of the same state as one, whatever power it drew. */
export function statesOf(spans: readonly RadioSpan[]): Pick<RadioSpan, 'state' | 'from' | 'to'>[] {
	const states: Pick<RadioSpan, 'state' | 'from' | 'to'>[] = [];
	for (const { state, from, to } of spans) {
		const last = states.at(-1);
		if (last?.state === state) states.splice(-1, 1, { ...last, to });
		else states.push({ state, from, to });
	}
	return states;
}

/** A run, and the radio that it was simulated with. */
export interface RadioRun {
	readonly reports: Reports;
	readonly radio: RadioId;
}

/** For how much of the time the radio of this client was on, on screen and in the pinned run. */
export function radioPinned(
	now: RadioRun,
	then: RadioRun,
	transports: readonly TransportId[],
): Pinned {
	const on = ({ reports, radio }: RadioRun): Row => ({
		label: 'Radio on, share of the time',
		unit: unitFor('share', []),
		values: transports.map((id) => {
			const report = reports[id];
			return report ? wholePerCent(radioTotals(report.trace, radio).on) : null;
		}),
	});
	return { now: on(now), then: on(then), rows: [on(then)] };
}

/** "2 wake-ups, on 41 % of the time, 27 J". */
export function totalsText({ wakeUps, on, energy }: RadioTotals): string {
	const count = `${wakeUps} ${wakeUps === 1 ? 'wake-up' : 'wake-ups'}`;
	return `${count}, ${share(on)} on, ${withUnit(energy, JOULES)}`;
}

function share(on: Fraction): string {
	return `${Math.round(on * 100)}\u202f%`;
}

/** A picture shows no more. */
function wholePerCent(on: Fraction): Fraction {
	return Math.round(on * 100) / 100;
}

/** What the radio strips show: whom the radio never sleeps for, and what the others make of it. */
export function radioSentence(
	reports: Reports,
	transports: readonly TransportId[],
	{ pollInterval, radio }: Pick<Scenario, 'pollInterval' | 'radio'>,
): string {
	if (radio === 'none') return 'There is no radio in this scenario: the client is wired.';
	const all = finished(reports, transports).map(([id, { trace }]) => ({
		name: id === 'polling' ? `polling every ${said(pollInterval, 'count')}\u202fs` : named(id),
		totals: radioTotals(trace, radio),
		sleeps: radioSpans(trace, radio).some(({ state }) => state === 'idle'),
	}));
	const restless = all.filter(({ sleeps }) => !sleeps);
	const others = all
		.filter(({ sleeps }) => sleeps)
		.map(
			({ name, totals }) =>
				`${name} wakes it ${often(totals.wakeUps)} and keeps it on for ${share(totals.on)}`,
		);
	const label = RADIOS[radio].label.replace(/ \(.*/, '');
	const names = listed(restless.map(({ name }) => name));
	const verb = restless.length === 1 ? 'lets' : 'let';
	const first =
		restless.length === 0
			? []
			: [`${sentence(names)} never ${verb} the ${label} radio sleep: 0 wake-ups, ${share(1)} on.`];
	const rest = others.length === 0 ? [] : [`${sentence(listed(others))} of the time.`];
	return [...first, ...rest].join(' ');
}

function often(count: number): string {
	if (count === 0) return 'not once';
	return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
