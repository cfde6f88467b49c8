import type { Radio } from '../model/radios.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Leg } from '../model/wire.ts';
import type { Conditions } from './conditions.ts';
import { cdfWithUniform, fixed, oneOf, sum, uniform, type Delay } from './delay.ts';
import type { Direction } from './link.ts';

/** How a radio keeps a packet up: with this probability for `length` and a further uniform time up to `spread`. */
export interface Keep {
	readonly share: Fraction;
	readonly length: Milliseconds;
	readonly spread: Milliseconds;
	/** The radio is on meanwhile: it only leaves a slow phase. */
	readonly slow?: boolean;
}

/** The shares add up to 1. */
export type Keeps = readonly Keep[];

export const NOT_KEPT: Keeps = [{ share: 1, length: 0, spread: 0 }];

/**
 * How packets for the client are kept up, where `older(x)` says how often the last packet is older
 * than x: paging and promotion of a radio asleep, the slow phase of one that is half awake.
 */
export function keeps(
	{ radio, scenario, tail }: Conditions,
	older: (age: Milliseconds) => Fraction,
	slow: boolean,
): Keeps {
	if (scenario.radio === 'none') return NOT_KEPT;
	const asleep = older(tail);
	const kept: Keep[] = [{ share: asleep, length: radio.promotionDelay, spread: radio.pagingCycle }];
	let begin = 0;
	for (const { duration, promotion } of radio.tail) {
		const share = older(begin) - older(begin + duration);
		if (promotion && slow) kept.push({ share, length: promotion.delay, spread: 0, slow: true });
		begin += duration;
	}
	const awake = kept.reduce((rest, { share }) => rest - share, 1);
	return [{ share: Math.max(0, awake), length: 0, spread: 0 }, ...kept].filter(
		({ share }) => share > 1e-6,
	);
}

/** The same as a delay, its uniform parts in pieces. */
export function keepDelay(kept: Keeps): Delay {
	return oneOf(
		kept.map(({ share, length, spread }) => [share, sum(fixed(length), uniform(spread))]),
	);
}

export function meanKeep(kept: Keeps): Milliseconds {
	return kept.reduce(
		(total, { share, length, spread }) => total + share * (length + spread / 2),
		0,
	);
}

/** Mean time that goes into leaving a slow phase. */
export function meanSlowKeep(kept: Keeps): Milliseconds {
	return meanKeep(kept.filter(({ slow }) => slow));
}

export function longestKeep(kept: Keeps): Milliseconds {
	return kept.reduce((most, { length, spread }) => Math.max(most, length + spread), 0);
}

/** P(delay + keeping ≤ t). */
export function cdfKept(delay: Delay, kept: Keeps, t: Milliseconds): Fraction {
	return kept.reduce(
		(total, { share, length, spread }) => total + share * cdfWithUniform(delay, spread, t - length),
		0,
	);
}

/** Whether a flight must not ride in a slow phase of the radio's tail. */
export function tooLarge({ tail }: Radio, direction: Direction, { total }: Leg): boolean {
	return tail.some(({ promotion }) => promotion && total > promotion.upTo[direction]);
}

/** Age at which a slow phase of the tail begins; Infinity where there is none. */
export function slowPhaseBegin({ tail }: Radio): Milliseconds {
	let begin = 0;
	for (const { duration, promotion } of tail) {
		if (promotion) return begin;
		begin += duration;
	}
	return Infinity;
}

/** How long the radio keeps a poll back, in the long run. */
export interface Promotion {
	readonly delay: Delay;
	/** By how much longer than the poll before: a chain, so not the difference of two such delays. */
	readonly change: Delay;
	/** Of its mean, the time that goes into leaving a slow phase of the tail. */
	readonly slow: Milliseconds;
}

export const NO_PROMOTION: Promotion = { delay: fixed(0), change: fixed(0), slow: 0 };

/**
 * A poll that was kept back itself leaves less silence before the next, so this is a chain from poll
 * to poll. `silent` is the probability that a poll meets a last packet of at least that age, where the
 * poll before was kept back by `delay`.
 */
export function promotionOf(
	{ radio, scenario, tail, wire }: Conditions,
	silent: (age: Milliseconds, delay: Milliseconds) => Fraction,
): Promotion {
	if (scenario.radio === 'none') return NO_PROMOTION;
	const states = [{ delay: 0, after: -Infinity }];
	let begin = 0;
	for (const { duration, promotion } of radio.tail) {
		if (promotion && tooLarge(radio, 'up', wire.pollRequest)) {
			states.push({ delay: promotion.delay, after: begin });
		}
		begin += duration;
	}
	states.push({ delay: radio.promotionDelay, after: tail });
	// met[i][j]: after a poll kept back as in state i, the next one meets at least the age of state j.
	const met = states.map(({ delay }) =>
		states.map(({ after }) => (after < 0 ? 1 : silent(after, delay))),
	);
	const steps = met.map((row) => row.map((p, j) => p - (row[j + 1] ?? 0)));
	const shares = longRun(steps);
	const changes = shares.flatMap((share, i) =>
		states.map(({ delay }, j) => [share * steps[i]![j]!, fixed(delay - states[i]!.delay)] as const),
	);
	return {
		delay: oneOf(shares.map((share, i) => [share, fixed(states[i]!.delay)] as const)),
		change: oneOf(changes),
		slow: shares.slice(1, -1).reduce((sum, share, i) => sum + share * states[i + 1]!.delay, 0),
	};
}

const ROUNDS = 64;

/** The long-run shares of a Markov chain that starts in its first state; the mean over cycles if it has any. */
function longRun(steps: readonly (readonly Fraction[])[]): Fraction[] {
	let shares: Fraction[] = steps.map((_, i) => (i === 0 ? 1 : 0));
	const total: Fraction[] = steps.map(() => 0);
	for (let round = 0; round < 2 * ROUNDS; round++) {
		if (round >= ROUNDS) shares.forEach((share, i) => (total[i]! += share / ROUNDS));
		shares = shares.map((_, j) =>
			shares.reduce<number>((sum, share, i) => sum + share * steps[i]![j]!, 0),
		);
	}
	return total;
}
