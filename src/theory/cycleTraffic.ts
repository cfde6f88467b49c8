import type { Fraction } from '../model/units.ts';
import { leavesAck, type Leg } from '../model/wire.ts';
import type { PacketSource } from './battery.ts';
import type { Conditions } from './conditions.ts';
import type { Cycles } from './cycles.ts';
import { dated, repeatsOfHolds, type Repeats } from './dates.ts';
import type { Flights } from './link.ts';
import { postsBesideHold, postPackets, type Posting } from './posts.ts';

/** Bytes of posts beside these cycles: the first post of a cycle finds that a request has just been held. */
export function postingOf(conditions: Conditions, cycles: Cycles): Posting {
	const { acks, cores } = cycles;
	const first = acks.mixed.posts;
	return {
		cold: postsBesideHold(conditions).cold,
		repeats: repeatsOfCycles(conditions, cycles).posts,
		wait: cores.wait,
		lastLate: (ofPosts) => first * acks.late + (1 - first) * ofPosts,
	};
}

/** What the radio sees of these posts. */
export function postPacketsBeside(conditions: Conditions, { acks, cores }: Cycles): PacketSource[] {
	const posts = postsBesideHold(conditions);
	return postPackets(conditions, cores.wait, posts, posts.cold || acks.mixed.posts);
}

/** Answers whose ACK does not ride on the next request, since the client has just heard of a post: shares of cycles. */
export function answersAckedAlone({ wire }: Conditions, cycles: Cycles): Fraction {
	const { acks, backlogs, ends, reopening } = cycles;
	const posted = acks.mixed.cycles;
	const odd = (leg: Leg) => (leavesAck(leg) ? 1 : 0);
	const ofBacklogs = backlogs.reduce((sum, [weight, leg]) => sum + weight * odd(leg), 0);
	return (
		ends.message * posted.message * odd(wire.pollAnswer(1)) +
		(reopening ? 0 : ends.timeout * posted.timeout * odd(wire.pollAnswer(0))) +
		ends.backlog * posted.backlog * ofBacklogs
	);
}

/** Answers that are dated already, as shares of those of long polls and of posts. */
export function repeatsOfCycles(conditions: Conditions, cycles: Cycles): Repeats {
	const { cold, cycle, gap, length } = cycles;
	return repeatsOfHolds(conditions, { cold, gap, length, timeout: cycle.timeout });
}

/** Answers of a long poll, as HPACK makes them: with so many messages at the end of a hold, or a backlog. */
export function answersOf({ wire }: Conditions, messages: number, repeats: Fraction): Flights {
	const again = wire.pollAnswer(messages);
	const sameSecond = wire.sameSecondPollAnswer(messages);
	return dated({ first: again, again, sameSecond }, 0, repeats);
}

export function backlogAnswers({ backlogs, repeatedBacklogs }: Cycles, repeats: Fraction): Flights {
	if (repeats === 0) return backlogs;
	const weighted = (share: Fraction, flights: Flights): Flights =>
		flights.map(([weight, leg]) => [share * weight, leg]);
	return [...weighted(1 - repeats, backlogs), ...weighted(repeats, repeatedBacklogs)];
}
