import { exp } from '../model/math.ts';
import { MS_PER_SECOND, type Fraction, type Milliseconds } from '../model/units.ts';
import type { Leg } from '../model/wire.ts';
import type { Conditions } from './conditions.ts';
import { cdf, type Delay } from './delay.ts';
import type { Flights } from './link.ts';

/** Shares of answers that come behind another one of their connection in the same second; see `src/sim/dates.ts`. */
export interface Repeats {
	readonly polls: Fraction;
	readonly posts: Fraction;
}

/** Answers of one connection, apart from those to posts, which are Poisson. */
interface Answers {
	/** P(the next answer comes more than so much later). */
	readonly later: (age: Milliseconds) => Fraction;
	/** Mean time between two of them. */
	readonly period: Milliseconds;
	/** After so much silence the connection closes. */
	readonly keepAlive: Milliseconds;
}

const STEPS = 200;

/**
 * An answer falls anywhere in its second. At u from the second's beginning none came before it with
 * P(later > u)·e^(−μu) for a poll, and for a post, which comes at a random time, with
 * (1 − ∫₀ᵘ P(later)/period)·e^(−μu). The means of these over the second are the shares of spelt-out dates.
 */
function repeatsOf(
	{ scenario, uplinkRate }: Conditions,
	{ keepAlive, later, period }: Answers,
): Repeats {
	if (scenario.http !== '2') return { polls: 0, posts: 0 };
	const width = MS_PER_SECOND / STEPS;
	let [polls, posts, unasked] = [0, 0, 1];
	for (let step = 0; step < STEPS; step++) {
		const age = Math.min((step + 0.5) * width, keepAlive);
		const unposted = exp(-uplinkRate * age);
		const quiet = later(age);
		// Half of the step lies before its middle, half behind it.
		const fades = age < keepAlive ? (width * quiet) / period / 2 : 0;
		unasked -= fades;
		polls += (quiet * unposted) / STEPS;
		posts += (Math.max(0, unasked) * unposted) / STEPS;
		unasked -= fades;
	}
	return { polls: Math.max(0, 1 - polls), posts: Math.max(0, 1 - posts) };
}

/** Of polls, from one of which to the next it is `cycle`. */
export function repeatsOfPolls(conditions: Conditions, cycle: Delay): Repeats {
	const { keepAlive, pollInterval: period } = conditions;
	return repeatsOf(conditions, { later: (age) => 1 - cdf(cycle, age), period, keepAlive });
}

/** What long polls come to: the gap from an answer to the next request served, then the hold. */
interface Holds {
	readonly gap: Delay;
	readonly timeout: Milliseconds;
	readonly length: Milliseconds;
	readonly cold: Fraction;
}

/** Of long polls: an answer comes after the gap, if a message has come by then, or else with the next one. */
export function repeatsOfHolds(
	conditions: Conditions,
	{ gap, timeout, length, cold }: Holds,
): Repeats {
	if (cold === 1) return { polls: 0, posts: repeatsOfPosts(conditions) };
	const later = (age: Milliseconds) => {
		if (age >= gap.mean + timeout) return 0;
		return 1 - cdf(gap, age) * (1 - exp(-conditions.messageRate * age));
	};
	return repeatsOf(conditions, { later, period: length, keepAlive: Infinity });
}

/** Of posts beside a stream, whose own date is long past. */
export function repeatsOfPosts(conditions: Conditions): Fraction {
	return repeatsOf(conditions, { later: () => 1, period: Infinity, keepAlive: Infinity }).posts;
}

/** An answer in the forms that HPACK gives it. */
interface Forms {
	readonly first: Leg;
	readonly again: Leg;
	readonly sameSecond: Leg;
}

/** These forms by how often they occur: a share `cold` of answers is the first on a connection. */
export function dated(
	{ first, again, sameSecond }: Forms,
	cold: Fraction,
	repeats: Fraction,
): Flights {
	const repeated = Math.min(repeats, 1 - cold);
	const forms: Flights = [
		[1 - cold - repeated, again],
		[repeated, sameSecond],
		[cold, first],
	];
	return forms.filter(([weight]) => weight > 0);
}
