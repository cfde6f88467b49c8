import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import { laplace, type Delay } from './delay.ts';

/**
 * Polling at a fixed rate with random phase. Rates are per ms. All of it holds as long as an answer
 * is there before the next poll leaves.
 */

/**
 * Mean wait for the next poll, where the time C between polls has this variance: a message finds C at
 * a random point, so E[C²]/2E[C] = N/2 + v/2N (the inspection paradox). Without any, half the interval.
 */
export function meanWaitForPoll(interval: Milliseconds, variance = 0): Milliseconds {
	return interval / 2 + variance / (2 * interval);
}

/** Quantile `u` of the wait: uniform over the interval, since Poisson messages know no phase. */
export function waitForPollQuantile(interval: Milliseconds, u: Fraction): Milliseconds {
	return u * interval;
}

/** Answers without a message: none of a Poisson stream falls between two polls, e^(−λN); E[e^(−λC)] where that varies. */
export function emptyFraction(messageRate: number, cycle: Delay): Fraction {
	return Math.min(1, laplace(cycle, messageRate));
}

/** Mean number of messages in an answer that has any: λN/(1 − e^(−λN)); 1 in the limit of none. */
export function messagesPerFullAnswer(messageRate: number, interval: Milliseconds): number {
	const mean = messageRate * interval;
	return mean < 1e-9 ? 1 : mean / (1 - exp(-mean));
}

/**
 * Polls that find their connection closed, where the client also posts at random times on the same
 * connection: nothing may have used it for longer than `keepAlive`. `response` is the time from a
 * poll's start to the end of its answer. Without posts a cliff: none, or all once N − response > K.
 */
export function coldPollFraction(
	interval: Milliseconds,
	keepAlive: Milliseconds,
	response: Milliseconds,
	postRate = 0,
): Fraction {
	return interval - response > keepAlive ? exp(-postRate * keepAlive) : 0;
}

/** Open connections of one client on average: open for `busy` + K of each interval, at most always. */
export function openConnections(
	interval: Milliseconds,
	keepAlive: Milliseconds,
	busy: Milliseconds,
): number {
	return Math.min(1, (keepAlive + busy) / interval);
}
