import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import type { PacketSource } from './battery.ts';
import type { Conditions } from './conditions.ts';
import { cdf, excess, type Delay } from './delay.ts';
import { meanHold } from './longPolling.ts';
import { pairs, poissonGroups } from './radio.ts';
import { keeps, slowPhaseBegin, tooLarge } from './wake.ts';

/** Streams of packets as the scenarios have them. Rates are per ms. */

interface Packets {
	readonly wakeDelay: Milliseconds;
	readonly large?: boolean;
	/** Later packets of a group: how long after the one before, and how likely. */
	readonly gaps?: readonly { readonly gap: Milliseconds; readonly share: Fraction }[];
	/** How long the first one takes. */
	readonly airtime?: Milliseconds;
}

/** Packets at random times, or groups of them (what goes up, and its answer). */
export function randomPackets(rate: number, packets: Packets): PacketSource {
	const { wakeDelay, large = false, gaps = [], airtime = 0 } = packets;
	return {
		...poissonGroups(rate, gaps, airtime),
		wakeDelay,
		large,
		alone: (age) => exp(-rate * age),
		nextRate: rate,
	};
}

/** Packets of a timer, each with another one `apart` from it. */
export function timedPackets(
	period: Milliseconds,
	{ wakeDelay, apart }: { readonly wakeDelay: Milliseconds; readonly apart: Milliseconds },
): PacketSource {
	return {
		...pairs(period, apart),
		wakeDelay,
		large: false,
		alone: (age) => (period - apart > age ? 1 : 0),
		nextRate: 0,
	};
}

/** A request that is held until a message or the time-out. */
export interface Hold {
	readonly messageRate: number;
	readonly timeout: Milliseconds;
	/** From the end of the request to the phone having the server's ACK of it. */
	readonly untilAck: Delay;
	/** From there to the start of its answer, were it not held; below 0 where it comes before the ACK. */
	readonly sinceAck: Delay;
}

/** How the radio keeps up the answer to a held request, and with it the next request; `unposted`: the silence of all others. */
export function keptUp(
	conditions: Conditions,
	{ messageRate, timeout, sinceAck }: Hold,
	unposted: (age: Milliseconds) => Fraction,
) {
	const { radio, wire } = conditions;
	const unheard = exp(-messageRate * timeout);
	const byMessage = (age: Milliseconds) => {
		const hold = age - sinceAck.mean;
		if (hold <= 0) return unposted(age);
		const held = Math.max(0, exp(-messageRate * hold) - unheard) / (1 - unheard || 1);
		return held * unposted(age);
	};
	const byTimeout = (age: Milliseconds) => (1 - cdf(sinceAck, age - timeout)) * unposted(age);
	const slowRequest = tooLarge(radio, 'up', wire.longPollRequest);
	const slowAnswer = tooLarge(radio, 'down', wire.pollAnswer(1));
	return {
		afterMessage: keeps(conditions, byMessage, slowRequest || slowAnswer),
		afterTimeout: keeps(conditions, byTimeout, slowRequest || slowAnswer),
		message: keeps(conditions, byMessage, slowAnswer),
	};
}

/** How such requests follow each other. */
interface Holds extends Hold {
	/** Share of cycles that hold. */
	readonly held: Fraction;
	/** E[C]. */
	readonly length: Milliseconds;
	/** Share of cycles that the balancer cuts, and the silences while the client comes back. */
	readonly cut: Fraction;
	readonly pauses: readonly Delay[];
	/** Mean time of a cycle that goes into leaving a slow phase of the tail: the radio is on then. */
	readonly slow: Milliseconds;
}

/** What the radio sees of held requests: silence from each request to its ACK, and from that to its answer. */
export function heldPackets({ radio, wire }: Conditions, holds: Holds): PacketSource {
	const { messageRate, timeout, untilAck, sinceAck, held, length, cut, pauses, slow } = holds;
	const unheard = exp(-messageRate * timeout);
	const heldBeyond = (hold: Milliseconds) => (hold < timeout ? exp(-messageRate * hold) : 0);
	// An answer that leaves before the ACK carries it, and ends the first silence so much earlier.
	const early = Math.max(0, -sinceAck.mean);
	const saved = early - meanHold(messageRate, early);
	const atOnce = Math.max(0, sinceAck.mean);
	const acked = (age: Milliseconds) => {
		const first = held * (excess(untilAck, age) - (age < untilAck.mean - early ? saved : 0));
		return first + (1 - held) * (excess(untilAck, age + early) + Math.max(0, atOnce - age));
	};
	// A message may end a hold at any time, so the mean silence beside it will do; a time-out may not.
	const answered = (age: Milliseconds) => {
		const hold = age - sinceAck.mean;
		const timedOut = excess(sinceAck, age - timeout) - Math.max(0, timeout - hold);
		if (hold < 0) return held * (meanHold(messageRate, timeout) + unheard * timedOut - hold);
		const rest = heldBeyond(hold) * meanHold(messageRate, Math.max(0, timeout - hold));
		return held * (rest + unheard * timedOut);
	};
	const reached = (age: Milliseconds) => {
		const hold = age - sinceAck.mean;
		const timedOut = 1 - cdf(sinceAck, age - timeout) - (timeout > hold ? 1 : 0);
		const byAck = held * (1 - cdf(untilAck, age)) + (1 - held) * (1 - cdf(untilAck, age + early));
		const unheld = atOnce > age ? 1 - held : 0;
		return byAck + unheld + held * ((hold < 0 ? 1 : heldBeyond(hold)) + unheard * timedOut);
	};
	const backFor = (age: Milliseconds) =>
		cut === 0 ? 0 : cut * pauses.reduce((total, pause) => total + excess(pause, age), 0);
	const backReached = (age: Milliseconds) =>
		cut === 0 ? 0 : cut * pauses.reduce((total, pause) => total + 1 - cdf(pause, age), 0);
	const leaving = (age: Milliseconds) => (age <= slowPhaseBegin(radio) ? slow : 0);
	return {
		silence: (age) => (acked(age) + answered(age) + backFor(age) + leaving(age)) / length,
		reaching: (age) => (reached(age) + backReached(age)) / length,
		alone: reached,
		nextRate: 0,
		// Being woken is part of the cycle already.
		wakeDelay: 0,
		large: tooLarge(radio, 'up', wire.longPollRequest),
	};
}
