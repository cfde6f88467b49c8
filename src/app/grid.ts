import { FIELDS, type Scenario } from '../model/scenario.ts';
import type { PerMinute, Seconds } from '../model/units.ts';

/** A place on the map of poll intervals and message rates. */
export interface Place {
	readonly interval: Seconds;
	readonly rate: PerMinute;
}

/** The values along the two axes of the map, ascending. */
export interface Axes {
	readonly intervals: readonly Seconds[];
	readonly rates: readonly PerMinute[];
}

const INTERVAL_STEPS = [1, 2, 3, 5];
const RATE_STEPS = [1, 2, 5];
/** Both axes show three decades, unless today lies outside. */
const INTERVALS = [1, 1000] as const;
/** Where twice the rate is twice the work, the axis ends here unless today lies above. */
const BUSIEST = 10;
const SPAN = 1000;
/** Transports that know no poll interval, and so run once for each rate. */
const PUSHED = 3;
/** Simulated before the measured time, s. */
const WARM_UP = 5;

/** Axes on which the scenario of today stands; a rate of 0 stands on no log axis. */
export function axesFor({ pollInterval, messageRate }: Scenario): Axes {
	const [shortest, longest] = INTERVALS;
	const busiest = Math.max(BUSIEST, messageRate > 0 ? decadeFrom(messageRate) : 0);
	const quietest = messageRate > 0 ? decadeUpTo(messageRate) : busiest;
	return {
		intervals: stepsBetween(
			[Math.min(shortest, decadeUpTo(pollInterval)), Math.max(longest, pollInterval)],
			INTERVAL_STEPS,
		),
		rates: stepsBetween(
			[Math.min(busiest / SPAN, quietest), Math.min(busiest, FIELDS.messageRate.max)],
			RATE_STEPS,
		),
	};
}

/** Whether the scenario of today stands on the axes, so that they may stay as they are. */
export function standsOn(
	{ intervals, rates }: Axes,
	{ pollInterval, messageRate }: Scenario,
): boolean {
	const inside = (values: readonly number[], value: number) =>
		value >= values[0]! && value <= values.at(-1)!;
	return inside(intervals, pollInterval) && (messageRate === 0 || inside(rates, messageRate));
}

/** The power of ten that is not above `value`. */
function decadeUpTo(value: number): number {
	return Number(`1e${Math.floor(Math.log10(value) + 1e-9)}`);
}

/** The power of ten that is not below `value`. */
function decadeFrom(value: number): number {
	return Number(`1e${Math.ceil(Math.log10(value) - 1e-9)}`);
}

/** From a power of ten, by the steps of each decade, to an end that is always there. */
function stepsBetween(
	[from, to]: readonly [number, number],
	ofDecade: readonly number[],
): readonly number[] {
	const decades = Math.floor(Math.log10(to / from) + 1e-9);
	const first = Math.round(Math.log10(from));
	const values = Array.from({ length: decades + 1 }, (_, decade) =>
		ofDecade.map((step) => Number(`${step}e${first + decade}`)),
	).flat();
	return [...values.filter((value) => value < to), to];
}

/** All places of the map, in an order that shows the whole of it early: every fourth, then those between. */
export function placesOf({ intervals, rates }: Axes): readonly Place[] {
	const places = [4, 2, 1].flatMap((step) =>
		every(step, rates).flatMap((rate) =>
			every(step, intervals).map((interval) => ({ interval, rate })),
		),
	);
	return [...new Map(places.map((place) => [keyOf(place), place])).values()];
}

/**
 * About how many events it takes to simulate all places: their polls, and their messages on each
 * transport. A run goes on until the last poll has brought what was published.
 */
export function workOf({ intervals, rates }: Axes, { users, duration }: Scenario): number {
	const whole = duration + WARM_UP;
	const polls = sum(intervals.map((interval) => 1 / interval)) * rates.length * whole;
	const messageTime = sum(intervals.map((interval) => whole + interval)) + PUSHED * whole;
	return users * (polls + (sum(rates) / 60) * messageTime);
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

function every(step: number, values: readonly number[]): readonly number[] {
	return values.filter((_, index) => index % step === 0 || index === values.length - 1);
}

export function keyOf({ interval, rate }: Place): string {
	return `${interval} ${rate}`;
}

/** Places through today along each axis: those of the map, and today itself. */
export function linesThrough(
	{ intervals, rates }: Axes,
	{ pollInterval, messageRate }: Scenario,
): { readonly byInterval: readonly Place[]; readonly byRate: readonly Place[] } {
	const among = (values: readonly number[], today: number) =>
		[...new Set([...values, today])].sort((a, b) => a - b);
	return {
		byInterval: among(intervals, pollInterval).map((interval) => ({ interval, rate: messageRate })),
		byRate:
			messageRate > 0
				? among(rates, messageRate).map((rate) => ({ interval: pollInterval, rate }))
				: [],
	};
}
