import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds, PerSecond } from '../model/units.ts';
import { MS_PER_SECOND } from '../model/units.ts';
import type { Scenario } from '../model/scenario.ts';
import { fixed, scaled, sum, uniform, type Delay } from './delay.ts';

/** All clients lose their connection at once and come back. */

/** Ceiling of attempt `attempt` (from 0): min(cap, base·2^attempt). */
function ceilingOf(base: Milliseconds, cap: Milliseconds, attempt: number): Milliseconds {
	let ceiling = base;
	for (let i = 0; i < attempt && ceiling < cap; i++) ceiling *= 2;
	return Math.min(cap, ceiling);
}

/** Mean wait of an attempt with full jitter: uniform up to its ceiling, so half of it. */
export function meanBackOff(base: Milliseconds, cap: Milliseconds, attempt: number): Milliseconds {
	return ceilingOf(base, cap, attempt) / 2;
}

/** Its variance, that of a uniform wait: a twelfth of the ceiling's square, ms². */
export function backOffVariance(base: Milliseconds, cap: Milliseconds, attempt: number): number {
	const ceiling = ceilingOf(base, cap, attempt);
	return (ceiling * ceiling) / 12;
}

/** New connections a second just after all were cut: `users` spread evenly over the first wait. */
export function firstAttemptRate(users: number, base: Milliseconds): PerSecond {
	return (users / base) * MS_PER_SECOND;
}

/**
 * After an outage much longer than the cap all clients wait in equilibrium: what is left of a
 * uniform wait, found at a random moment, has density 2(1 − r/cap)/cap.
 */
export function meanResidualWait(cap: Milliseconds): Milliseconds {
	return cap / 3;
}

/** The peak of that density, at the moment the servers return: 2U/cap. */
export function returnPeakRate(users: number, cap: Milliseconds): PerSecond {
	return ((2 * users) / cap) * MS_PER_SECOND;
}

/** Least time until all are back: their handshakes fill all cores. */
export function drainTime(users: number, handshakeCpu: Milliseconds, cores: number): Milliseconds {
	return (users * handshakeCpu) / cores;
}

/**
 * Until a client has what is published just after its connection broke unnoticed: a heartbeat is overdue
 * (up to P, and the patience with it), it backs off, and connects and is answered in three round trips.
 */
export function longestOutageDelay(
	{
		pingInterval,
		patience,
	}: { readonly pingInterval: Milliseconds; readonly patience: Milliseconds },
	backOff: Milliseconds,
	rtt: Milliseconds,
): Milliseconds {
	return pingInterval + patience + backOff + 3 * rtt;
}

/** Messages that a client without resume misses when it is away for `away`: those published then. */
export function missedMessages(messageRate: number, away: Milliseconds): number {
	return messageRate * away;
}

/** A POST on a connection of its own finds it closed when the one before is older than `keepAlive`. */
export function coldPostFraction(postRate: number, keepAlive: Milliseconds): Fraction {
	return exp(-postRate * keepAlive);
}

/** First waits of a client that reconnects (AWS Architecture Blog, "Exponential Backoff and Jitter"). */
export const BACK_OFF_BASE: Milliseconds = 1000;

/** How long a client waits before its first attempt to come back; one that never does has no delay. */
export function firstBackOff(policy: Scenario['reconnect']): Delay {
	if (policy === 'jitter') return uniform(BACK_OFF_BASE);
	return fixed(policy === 'backoff' ? BACK_OFF_BASE : 0);
}

/**
 * What a phone hears of a close by the balancer, and of its way back: the ACK of its own goodbye after a
 * round trip, its SYN after `pause`, and the two round trips of the set-up; as the silences between.
 */
export function silencesOfReturn(rtt: Milliseconds, pause: Delay, setUp: Delay): Delay[] {
	const goodbye = fixed(rtt);
	const back = sum(pause, fixed(-rtt));
	const trip = scaled(setUp, 1 / 2);
	return back.mean > 0 ? [goodbye, back, trip, trip] : [goodbye, sum(back, trip), trip];
}
