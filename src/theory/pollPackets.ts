import type { Fraction, Milliseconds } from '../model/units.ts';
import type { PacketSource } from './battery.ts';
import type { Conditions } from './conditions.ts';
import { cdf, excess, lead, type Delay } from './delay.ts';
import {
	endingOf,
	ends,
	reachedSinceGoodbye,
	sinceGoodbye,
	unposted,
	type Pauses,
} from './posts.ts';
import { slowPhaseBegin, tooLarge } from './wake.ts';

/** What a phone's radio sees of polls, and of posts at random times on the same connection. */
export interface PollTimes {
	/** From a poll being due to its answer. */
	readonly response: Delay;
	/** From a request leaving to its answer coming, less the time that both take on the link. */
	readonly answerGap: Delay;
	/** Set-up of a connection, and the share of polls that need it. */
	readonly handshake: Delay;
	readonly cold: Fraction;
	/** Share of polls and posts that are the first on their connection. */
	readonly firstUses: Fraction;
	/** Of a post, while it is under way. */
	readonly postPauses: Pauses;
	/** Mean time a poll spends leaving a slow phase. */
	readonly slow: Milliseconds;
}

/**
 * The last use of the connection at a random moment is older than x with probability
 * Q(x) = E[(N − x − response)⁺]/N · P(no post). Between a request and its answer there is silence as well.
 */
export function pollPackets(
	conditions: Conditions,
	{ answerGap, cold, firstUses, handshake, postPauses, response, slow }: PollTimes,
): PacketSource {
	const { keepAlive, pollInterval, radio, tail, uplinkRate, wire } = conditions;
	const closing = endingOf(conditions, firstUses);
	const quiet = (age: Milliseconds) => unposted(uplinkRate, postPauses, age);
	const unused = (age: Milliseconds) => quiet(age) * lead(response, pollInterval - age);
	const used = (age: Milliseconds) =>
		uplinkRate * ends(postPauses, age) * unused(age) +
		quiet(age) * cdf(response, pollInterval - age);
	const silence = (age: Milliseconds) => {
		const asked = excess(answerGap, age) + cold * excess(handshake, age);
		const leaving = age <= slowPhaseBegin(radio) ? slow : 0;
		const total = sinceGoodbye(unused, age, closing) + quiet(age) * asked + leaving;
		return Math.min(1, total / pollInterval);
	};
	const reaching = (age: Milliseconds) => {
		const asked = 1 - cdf(answerGap, age) + cold * (1 - cdf(handshake, age));
		return (reachedSinceGoodbye(used, age, closing) + quiet(age) * asked) / pollInterval;
	};
	// That a poll is kept back until the radio is on is part of its response; a post moves the tail.
	const byPosts = uplinkRate === 0 ? 0 : (uplinkRate * silence(tail)) / (reaching(tail) || 1);
	return {
		silence,
		reaching,
		alone: (age) => (age < keepAlive ? quiet(age) * Math.max(0, 1 - age / pollInterval) : 0),
		nextRate: uplinkRate + 1 / pollInterval,
		wakeDelay: radio.promotionDelay * Math.min(1, byPosts),
		large: tooLarge(radio, 'up', wire.pollRequest),
	};
}
