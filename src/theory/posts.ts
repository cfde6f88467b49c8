import { exp } from '../model/math.ts';
import { transmissionTime, type Fraction, type Milliseconds } from '../model/units.ts';
import { DELAYED_ACK, HANDSHAKE_ROUND_TRIPS, leavesAck, type Leg } from '../model/wire.ts';
import type { PacketSource } from './battery.ts';
import type { Conditions } from './conditions.ts';
import { busyTime, furtherConnections } from './connections.ts';
import { atLeast } from './poisson.ts';
import { exponentialJob, slowerThan, type Job } from './cores.ts';
import { dated } from './dates.ts';
import { cdf, excess, exponential, fixed, oneOf, scaled, sum, type Delay } from './delay.ts';
import { flightDelay, handshakeDelay, type Flights } from './link.ts';
import { coldPostFraction } from './reconnect.ts';
import { tooLarge } from './wake.ts';
import { handshakeAirtime, type Traffic } from './traffic.ts';

/** What clients without a WebSocket send: one POST a message, each a request with an empty answer. */

/** Server work of the posts, of which `cold` open a connection. */
export function postJobs({ scenario, uplinkRate }: Conditions, cold: Fraction): Job[] {
	const { requestCpu, handshakeCpu } = scenario;
	return [
		exponentialJob(uplinkRate * (1 - cold), requestCpu),
		exponentialJob(uplinkRate * cold, requestCpu, handshakeCpu),
	];
}

/** From a post reaching the server to its answer reaching the client. */
export function postService({ scenario, wire }: Conditions, wait: Delay): Delay {
	const { requestCpu, requestWait } = scenario;
	const down = flightDelay(wire.postAnswer, 'down', scenario);
	return sum(wait, exponential(requestCpu), fixed(requestWait), down);
}

/** From a post being sent to the server having it: R/2 on a warm connection, 2.5 R on a cold one. */
export function postDelay(conditions: Conditions, cold: Fraction): Delay {
	const up = flightDelay(conditions.wire.post, 'up', conditions.scenario);
	const setUp = oneOf([
		[cold, postSetUp(conditions)],
		[1 - cold, fixed(0)],
	]);
	return sum(setUp, up);
}

/** From there on to the client having its answer as well. */
export function postExchange(conditions: Conditions, wait: Delay, cold: Fraction): Delay {
	return sum(postDelay(conditions, cold), postService(conditions, wait));
}

/** Until a post that opens a connection can leave on it. */
export function postSetUp(conditions: Conditions): Delay {
	const handshake = handshakeDelay(HANDSHAKE_ROUND_TRIPS, conditions.scenario);
	return sum(handshake, fixed(handshakeAirtime(conditions)));
}

/** How long the radio keeps a post back, on average: where nothing came or went for a tail. */
function postPromotion(conditions: Conditions, heard: Milliseconds): Milliseconds {
	const { messageRate, radio, tail, uplinkRate } = conditions;
	const unheard = heard > 0 ? Math.max(0, 1 - tail / heard) : 1;
	return radio.promotionDelay * unheard * exp(-(messageRate + uplinkRate) * tail);
}

/** What a phone hears of a post: two round trips if it is cold, and its answer; as the silences between. */
export function postPauses(conditions: Conditions, wait: Delay, cold: Fraction): Pauses {
	const { scenario, wire } = conditions;
	const trip = scaled(postSetUp(conditions), 1 / HANDSHAKE_ROUND_TRIPS);
	const airtime =
		transmissionTime(wire.post.total, scenario.up) +
		transmissionTime(wire.postAnswer.total, scenario.down);
	const answered = sum(postExchange(conditions, wait, 0), fixed(-airtime));
	return [
		{ pause: trip, share: HANDSHAKE_ROUND_TRIPS * cold },
		{ pause: answered, share: 1 },
	];
}

/**
 * Requests with an ACK of their own: the answer is later than the ACK waits, or so was the one before on
 * the connection, after which the server does not wait: 1 − (1 − l)². The first on one waits in any case.
 * Of two segments none is left to acknowledge.
 */
export function ackedAlone(
	{ scenario }: Conditions,
	requests: { readonly first: Leg; readonly again: Leg },
	wait: Delay,
	cold: Fraction,
	lastLate: LateBefore = same,
): Fraction {
	const spare = DELAYED_ACK - scenario.requestWait;
	const left = { first: leavesAck(requests.first), again: leavesAck(requests.again) };
	const again = left.again ? slowerThan(spare, wait, scenario.requestCpu) : 0;
	const first = left.first
		? slowerThan(spare - scenario.handshakeCpu, wait, scenario.requestCpu)
		: 0;
	const before = lastLate(cold * first + (1 - cold) * again);
	const atOnce = left.again ? before : 0;
	return cold * first + (1 - cold) * (1 - (1 - again) * (1 - atOnce));
}

/** The share of requests before which the last answer on the connection was late, from that of posts alone. */
type LateBefore = (ofPosts: Fraction) => Fraction;
const same: LateBefore = (ofPosts) => ofPosts;

/** The same of posts. */
export function postsAckedAlone(
	conditions: Conditions,
	{ cold, lastLate, wait }: Pick<Posting, 'cold' | 'lastLate' | 'wait'>,
): Fraction {
	const { firstPost: first, post: again } = conditions.wire;
	return ackedAlone(conditions, { first, again }, wait, cold, lastLate);
}

/** What bytes of posts rest on. */
export interface Posting {
	readonly cold: Fraction;
	/** Answers behind another one in the same second. */
	readonly repeats: Fraction;
	/** For a core. */
	readonly wait: Delay;
	/** Where other requests share the connection. */
	readonly lastLate?: LateBefore;
}

export function postAnswers({ wire }: Conditions, cold: Fraction, repeats: Fraction): Flights {
	const { firstPostAnswer: first, postAnswer: again, sameSecondPostAnswer: sameSecond } = wire;
	return dated({ first, again, sameSecond }, cold, repeats);
}

export function postBytes(conditions: Conditions, traffic: Traffic, posting: Posting): void {
	const { cold, repeats } = posting;
	const { uplinkRate, wire } = conditions;
	traffic.send('up', wire.post, uplinkRate * (1 - cold), 1);
	traffic.send('up', wire.firstPost, uplinkRate * cold, 1);
	traffic.sendOneOf('down', postAnswers(conditions, cold, repeats), uplinkRate);
	traffic.bareAcks('down', uplinkRate * postsAckedAlone(conditions, posting));
}

/** The radio's view, where posts have a connection of their own. */
export function postPackets(
	conditions: Conditions,
	wait: Delay,
	{ cold, furtherClosed }: PostConnection,
	/** Share of posts the ACK of whose answer waits; of those on connections of their own it is the first. */
	ackWaits = cold,
): PacketSource[] {
	const { radio, scenario, tail, uplinkRate, wire } = conditions;
	if (uplinkRate === 0) return [];
	// What idles out within a tail does so with the first: nobody was in between.
	const goodbyes = conditions.keepAlive > tail ? furtherClosed : 0;
	const keepAlive = scenario.http === '2' ? Infinity : conditions.keepAlive;
	const ending = { ...endingOf(conditions, ackWaits), keepAlive };
	const pauses = postPauses(conditions, wait, cold);
	const unused = (age: Milliseconds) => unposted(uplinkRate, pauses, age);
	const used = (age: Milliseconds) => uplinkRate * ends(pauses, age) * unused(age);
	return [
		{
			silence: (age) => sinceGoodbye(unused, age, ending),
			reaching: (age) => reachedSinceGoodbye(used, age, ending),
			alone: (age) => (age < keepAlive ? unused(age) : 0),
			nextRate: uplinkRate,
			wakeDelay: radio.promotionDelay,
			large: tooLarge(radio, 'up', wire.post),
		},
		goodbyePackets(goodbyes, scenario.rtt),
	];
}

/** Connections that idle out while others are in use, so many a ms: a goodbye, and a round trip later its ACK. */
function goodbyePackets(rate: number, rtt: Milliseconds): PacketSource {
	const pauses = [{ pause: fixed(rtt), share: 1 }];
	const silence = (age: Milliseconds) => unposted(rate, pauses, age);
	return {
		silence,
		reaching: (age) => rate * ends(pauses, age) * silence(age),
		alone: silence,
		nextRate: rate,
		wakeDelay: 0,
		large: false,
	};
}

/** How a connection that nobody uses ends. */
export interface Ending {
	readonly keepAlive: Milliseconds;
	readonly rtt: Milliseconds;
	/** Mean time from its last use to the client's ACK of that answer: the first one on a connection waits. */
	readonly ack: Milliseconds;
}

/** How many of the uses of a connection are its first. */
export function endingOf({ keepAlive, scenario }: Conditions, first: Fraction): Ending {
	const ack = first * DELAYED_ACK;
	// A connection that ends with its answer has its ACK and its goodbye under way at the same time.
	const rtt = keepAlive === 0 ? Math.max(scenario.rtt, ack) : scenario.rtt;
	return { keepAlive, rtt, ack };
}

/**
 * K after its last use a connection says goodbye, and a round trip later the phone hears the ACK of its
 * own goodbye. So the last packet is older than x when the last use is older than x but not than K, or
 * older than K + x but not than K + R, or than K + R + x: of Q(x), the share of time without a use for x.
 */
export function sinceGoodbye(
	unused: (age: Milliseconds) => number,
	age: Milliseconds,
	{ keepAlive, rtt, ack }: Ending,
): number {
	const acked = age + Math.min(age, ack);
	const before = acked < keepAlive ? unused(acked) - unused(keepAlive) : 0;
	const between = age < rtt ? unused(keepAlive + age) - unused(keepAlive + rtt) : 0;
	return before + between + unused(keepAlive + rtt + age);
}

/** How often such a silence reaches the age x, from how often the last use does: −S′(x) from −Q′(x). */
export function reachedSinceGoodbye(
	used: (age: Milliseconds) => number,
	age: Milliseconds,
	{ keepAlive, rtt, ack }: Ending,
): number {
	const acked = age + Math.min(age, ack);
	const before = acked < keepAlive ? used(acked) * (age < ack ? 2 : 1) : 0;
	const between = age < rtt ? used(keepAlive + age) : 0;
	return before + between + used(keepAlive + rtt + age);
}

/** Silences within what one event brings, and how many of each. */
export type Pauses = readonly { readonly pause: Delay; readonly share: number }[];

/** Nothing of a post for `age`: none in that time, nor in as much of each of its pauses as that covers. */
export function unposted(rate: number, pauses: Pauses, age: Milliseconds): Fraction {
	const covered = pauses.reduce(
		(total, { pause, share }) => total + share * (pause.mean - excess(pause, age)),
		age,
	);
	return exp(-rate * covered);
}

/** Silences of at least `age` that one event ends or begins, on average. */
export function ends(pauses: Pauses, age: Milliseconds): number {
	return pauses.reduce((total, { pause, share }) => total + share * (1 - cdf(pause, age)), 1);
}

/** Where posts go beside a held request or stream. */
export interface PostConnection {
	/** Share of posts that open a connection. */
	readonly cold: Fraction;
	/** New connections of one client a ms, and connections that close. */
	readonly opened: number;
	readonly closed: number;
	/** Of those, while others stayed open. */
	readonly furtherClosed: number;
	/** Open connections of one client for posts. */
	readonly open: number;
}

/** Where none go beside it, but on what is held, if anywhere. */
export const NO_POSTS: PostConnection = {
	cold: 0,
	opened: 0,
	closed: 0,
	furtherClosed: 0,
	open: 0,
};

/** {@link postConnection} beside a held request. */
export function postsBesideHold(conditions: Conditions): PostConnection {
	return postConnection(conditions, conditions.holdTimeout);
}

/**
 * Over HTTP/1.1 a second connection that idles out; over HTTP/2 the held one, a stream of which something
 * is heard after `heard` at the latest.
 */
export function postConnection(
	conditions: Conditions,
	heard = conditions.pingInterval,
): PostConnection {
	const { keepAlive, scenario, uplinkRate, wire } = conditions;
	if (scenario.http === '2' || uplinkRate === 0) return NO_POSTS;
	const answering = postService(conditions, fixed(0)).mean;
	const up = flightDelay(wire.post, 'up', scenario).mean;
	const setUp = postSetUp(conditions).mean;
	const coldAfter = (setUpBefore: Milliseconds) =>
		keepAlive === 0 ? 1 : coldPostFraction(uplinkRate, keepAlive + setUpBefore + up + answering);
	const cold = coldAfter(coldAfter(0) * setUp);
	const exchange = { asking: postPromotion(conditions, heard) + up, answering, setUp, first: cold };
	const busyFor = (opened: number) => busyTime({ ...exchange, further: opened / uplinkRate });
	const furtherAfter = (before: number) =>
		furtherConnections(conditions, {
			// While one more is set up there is one more: what comes then opens none, unless others are busy.
			meeting: (busy) => uplinkRate * atLeast(busy, uplinkRate * busyFor(busy === 1 ? 0 : before)),
			meetingNew: (others) => uplinkRate * cold * atLeast(others, uplinkRate * (setUp + up)),
			rate: uplinkRate,
			exchange: up + answering,
		});
	const further = furtherAfter(furtherAfter(furtherAfter(0).opened).opened);
	const opened = uplinkRate * cold + further.opened;
	return {
		cold: Math.min(1, opened / uplinkRate),
		opened,
		closed: uplinkRate * cold + further.closed,
		furtherClosed: further.closed,
		// Closed from K after the last use until the next post has set it up again.
		open:
			keepAlive === 0
				? uplinkRate * (up + answering)
				: Math.max(0, 1 - cold - uplinkRate * cold * setUp) + further.open,
	};
}
