import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Leg } from '../model/wire.ts';
import type { Conditions } from './conditions.ts';
import { excess, longest, type Delay } from './delay.ts';
import type { Flapping } from './flapping.ts';
import type { PushQueue } from './pushes.ts';

/** Connections that stay open: Server-Sent Events and WebSocket. Rates are per ms. */

/** What tells one kind of held stream from another. */
export interface Kind {
	readonly opening: Leg;
	readonly opened: Leg;
	readonly message: Leg;
	readonly heartbeat: Leg;
	/** What the client sends back to a heartbeat; an ACK if nothing. */
	readonly heartbeatAnswer: Leg | null;
	/** What the client has to say, on the same connection; else it posts. */
	readonly frameUp: Leg | null;
}

/** What is known of a stream before its bytes and its radio. Rates are those of one user per ms. */
export interface StreamRates {
	readonly kind: Kind;
	readonly flapping: Flapping;
	/** Messages pushed, heartbeats, and what is sent on the same connection. */
	readonly pushRate: number;
	readonly heartbeatRate: number;
	readonly frameRate: number;
	readonly queue: PushQueue;
}

/** Messages both ways on the stream's connection, which HTTP/2 shares with the posts. */
export function carriedRate(
	{ messageRate, scenario, uplinkRate }: Conditions,
	{ frameUp }: Kind,
): number {
	return messageRate + (frameUp || scenario.http === '2' ? uplinkRate : 0);
}

/** Heartbeats a ms from a timer that traffic resets: one for each silence of `period`; 1/P without traffic. */
export function resettingHeartbeatRate(rate: number, period: Milliseconds): number {
	const product = rate * period;
	if (product < 1e-9) return 1 / period;
	const quiet = exp(-product);
	return (rate * quiet) / (1 - quiet);
}

/**
 * On a stream that keeps its order a message waits for those before it. Each earlier one, sent y
 * ago, must have taken less than t + y; for a Poisson stream that multiplies the probability of at
 * most t by exp(−λ·E[(D − t)⁺]). `late` is E[(D − t)⁺], `onTime` is P(D ≤ t).
 */
export function inOrderCdf(rate: number, onTime: Fraction, late: Milliseconds): Fraction {
	return onTime * exp(-rate * late);
}

const POINTS = 200;

/**
 * Mean of that in-order delay: ∫(1 − e^(−λR(t)))dt + (1 − e^(−λR(0)))/λ with R(t) = E[(D − t)⁺], from
 * the shortest delay on. The grid is fine where delays are short and coarse in the tail.
 */
export function meanInOrder(delay: Delay, rate: number): Milliseconds {
	if (rate === 0) return delay.mean;
	const shortest = delay.steps.reduce((least, { length }) => Math.min(least, length), Infinity);
	const span = longest(delay) - shortest;
	let integral = 0;
	let [time, value] = [0, late(0)];
	for (let i = 1; i <= POINTS; i++) {
		const next = span * (i / POINTS) * (i / POINTS) * (i / POINTS);
		const following = late(next);
		integral += ((next - time) * (value + following)) / 2;
		[time, value] = [next, following];
	}
	return shortest + integral + late(0) / rate;

	function late(t: Milliseconds): Fraction {
		return 1 - exp(-rate * excess(delay, shortest + t));
	}
}
