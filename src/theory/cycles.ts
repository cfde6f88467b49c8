import { exp } from '../model/math.ts';
import { transmissionTime, type Fraction, type Milliseconds } from '../model/units.ts';
import { DELAYED_ACK, HANDSHAKE_ROUND_TRIPS, leavesAck, type Leg } from '../model/wire.ts';
import type { PacketSource } from './battery.ts';
import { seen, type Conditions } from './conditions.ts';
import { constantJob, coresFor, exponentialJob, slowerThan, type Cores } from './cores.ts';
import { cdf, exponential, fixed, laplace, oneOf, sum, uniform, type Delay } from './delay.ts';
import { flightDelay, handshakeDelay, type Flights } from './link.ts';
import { meanCycle, type Cycle } from './longPolling.ts';
import { poissonCounts } from './poisson.ts';
import { postJobs, postPackets, postsBesideHold, type PostConnection } from './posts.ts';
import { firstBackOff, silencesOfReturn } from './reconnect.ts';
import { heldPackets, keptUp } from './sources.ts';
import { handshakeAirtime } from './traffic.ts';
import { keepDelay, meanSlowKeep, type Keeps } from './wake.ts';

/** Shares of cycles that end with one message, with the time-out, or with a backlog that was there at once. */
interface Ends {
	readonly message: Fraction;
	readonly timeout: Fraction;
	readonly backlog: Fraction;
}

/** The cycles of one client's long polls in the long run. */
export interface Cycles {
	readonly cycle: Cycle;
	readonly length: Milliseconds;
	readonly ends: Ends;
	/** Answers with a backlog, by what they carry. */
	readonly backlogs: Flights;
	/** The same behind another answer in the same second. */
	readonly repeatedBacklogs: Flights;
	readonly cores: Cores;
	/** From the end of a hold, or a backlog's answer, to the end of service of the next request. */
	readonly gap: Delay;
	/** The part of it before that request reaches the server. */
	readonly unasked: Delay;
	/** From a message ending a hold to its answer leaving. */
	readonly release: Delay;
	/** How the radio keeps that answer up. */
	readonly kept: Keeps;
	/** From a request reaching the server to the server knowing what it has for it. */
	readonly served: Delay;
	readonly packets: PacketSource;
	/** From a balancer's cut to the connection being there again; null where the server's time-out comes first. */
	readonly reopening: Delay | null;
	/** Share of cycles that begin with a new connection, and how long setting it up takes. */
	readonly cold: Fraction;
	readonly setUp: Milliseconds;
	/** Requests that are acknowledged at once, and those that are apart from their answer. */
	readonly acks: RequestAcks;
	/** The rounds came to rest: queue, backlog and gap agree with each other. */
	readonly settled: boolean;
}

interface RequestAcks {
	readonly atOnce: Fraction;
	readonly alone: Fraction;
	/** Requests whose answer is too late to carry their ACK. */
	readonly late: Fraction;
	readonly mixed: Mixed;
}

/** How cycles and posts on the same connection follow each other; without such posts, cycles alone. */
export interface Mixed {
	/** Of cycles that end in this way, those in which a post is answered. */
	readonly cycles: Ends;
	/** Posts that are the first of their cycle. */
	readonly posts: Fraction;
}

const UNMIXED: Mixed = { cycles: { message: 0, timeout: 0, backlog: 0 }, posts: 0 };

/** A cycle C, which is a gap and a hold, passes without a post with probability E[e^(−μC)]. */
function mixedOf(
	{ keepAlive, messageRate, scenario, uplinkRate }: Conditions,
	{ ends, gap, length, timeout }: Lengths,
): Mixed {
	if (scenario.http !== '2' || keepAlive === 0 || uplinkRate === 0) return UNMIXED;
	const both = messageRate + uplinkRate;
	const whole = exp(-messageRate * timeout);
	// Of holds that a message ends: the mean of e^(−μH) over H < T.
	const held = (messageRate * (1 - exp(-both * timeout))) / both / (1 - whole || 1);
	const quietGap = laplace(gap, uplinkRate);
	const cycles = {
		message: 1 - quietGap * held,
		timeout: 1 - quietGap * exp(-uplinkRate * timeout),
		backlog: 1 - quietGap,
	};
	const all =
		ends.message * cycles.message + ends.timeout * cycles.timeout + ends.backlog * cycles.backlog;
	return { cycles, posts: Math.min(1, all / (uplinkRate * length)) };
}

/** What says how long the cycles are. */
interface Lengths {
	readonly ends: Ends;
	readonly gap: Delay;
	readonly timeout: Milliseconds;
	readonly length: Milliseconds;
}

/** What does not depend on how the cycles turn out. */
interface Parts {
	readonly timeout: Milliseconds;
	readonly reopening: Delay | null;
	/** Silences on the way back from a cut. */
	readonly pauses: readonly Delay[];
	/** The server keeps no connection alive, so every request needs a new one. */
	readonly cold: boolean;
	readonly handshake: Delay;
	readonly up: Delay;
	readonly message: Delay;
	readonly empty: Delay;
	readonly work: Delay;
	readonly posts: PostConnection;
}

function partsOf(conditions: Conditions): Parts {
	const { holdTimeout, idleTimeout, keepAlive, scenario, wire } = conditions;
	const cut = idleTimeout > 0 && idleTimeout <= holdTimeout;
	const cold = keepAlive === 0;
	const pause = sum(firstBackOff(scenario.reconnect), fixed(scenario.rtt / 2));
	const handshake = sum(
		handshakeDelay(HANDSHAKE_ROUND_TRIPS, scenario),
		fixed(handshakeAirtime(conditions)),
	);
	return {
		timeout: cut ? idleTimeout : holdTimeout,
		cold,
		handshake: cold ? handshake : fixed(0),
		reopening: cut ? sum(pause, handshake) : null,
		// A connection that ends with its answer is followed by the next one at once.
		pauses: silencesOfReturn(scenario.rtt, cold ? fixed(0) : pause, handshake),
		up: flightDelay(wire.longPollRequest, 'up', scenario),
		message: flightDelay(wire.pollAnswer(1), 'down', scenario),
		empty: flightDelay(wire.pollAnswer(0), 'down', scenario),
		work: sum(
			exponential(scenario.requestCpu),
			fixed(scenario.requestWait + (cold ? scenario.handshakeCpu : 0)),
		),
		posts: postsBesideHold(conditions),
	};
}

const MOST_ROUNDS = 8;
const AT_REST = 1e-3;

/** Queue, backlog and gap depend on each other: rounds of working them out, until they agree. */
export function cyclesOf(conditions: Conditions): Cycles {
	const parts = partsOf(conditions);
	let cycles = roundOf(conditions, parts, null);
	for (let round = 1; round < MOST_ROUNDS && !cycles.settled; round++) {
		cycles = roundOf(conditions, parts, cycles);
	}
	return cycles;
}

/** The cycles that follow from those of the round before. */
function roundOf(conditions: Conditions, parts: Parts, before: Cycles | null): Cycles {
	const { messageRate, scenario, shared } = conditions;
	const { cold, handshake, reopening, timeout, up } = parts;
	const ask = sum(handshake, up);
	const cores = coresOf(conditions, parts, before);
	const { pollAnswer, sameSecondPollAnswer } = conditions.wire;
	const backlogs = backlogsOf(conditions, before?.gap, pollAnswer);
	const served = sum(cores.wait, parts.work);
	// A shared message finds the cores idle: its answers wait for each other, see below.
	const release = sum(shared ? fixed(0) : cores.wait, fixed(scenario.pushCpu));
	const burst = shared ? burstOf(conditions) : { answers: 0, requests: 0 };
	const { message: byMessage } = before?.ends ?? { message: 1 };
	const inTurn = oneOf([
		[byMessage, sum(uniform(burst.answers), uniform(burst.requests))],
		[1 - byMessage, fixed(0)],
	]);
	const hold = {
		messageRate,
		timeout,
		...silences(conditions, parts, { server: sum(served, release, inTurn), acks: before?.acks }),
	};
	const ackWaits = before ? before.acks.mixed.posts : 0;
	const others = postPackets(conditions, cores.wait, parts.posts, parts.posts.cold || ackWaits);
	const unposted = (age: Milliseconds) =>
		others.reduce((product, source) => product * source.silence(age), 1);
	const kept = keptUp(conditions, hold, unposted);

	const unasked = {
		message: sum(release, uniform(burst.answers), parts.message, keepDelay(kept.afterMessage), ask),
		timeout: reopening
			? sum(reopening, up)
			: sum(release, parts.empty, keepDelay(kept.afterTimeout), ask),
		backlog: sum(flightDelay(backlogs, 'down', scenario), ask),
	};
	const gaps = {
		message: sum(unasked.message, served, uniform(burst.requests)),
		timeout: sum(unasked.timeout, served, fixed(reopening && !cold ? scenario.handshakeCpu : 0)),
		backlog: sum(unasked.backlog, served),
	};
	const ends = endsOf(gaps, messageRate, timeout);
	const gap = mixed(ends, gaps);
	const cycle = { messageRate, gap: gap.mean, timeout, quietGap: 1 - ends.backlog };
	const length = meanCycle(cycle);
	const cuts = seen(conditions, cutShare(ends, reopening) / length) ? cutShare(ends, reopening) : 0;
	return {
		cycle,
		length,
		ends,
		backlogs,
		repeatedBacklogs: backlogsOf(conditions, before?.gap, sameSecondPollAnswer),
		cores,
		gap,
		unasked: mixed(ends, unasked),
		release,
		kept: kept.message,
		served,
		packets: heldPackets(conditions, {
			...hold,
			held: cycle.quietGap,
			length,
			cut: cold ? 1 : cutShare(ends, reopening),
			pauses: parts.pauses,
			slow:
				ends.message * meanSlowKeep(kept.afterMessage) +
				ends.timeout * (reopening ? 0 : meanSlowKeep(kept.afterTimeout)),
		}),
		reopening,
		cold: cold ? 1 : cuts,
		acks: requestAcks(conditions, parts, {
			ends,
			served,
			wait: cores.wait,
			mixed: mixedOf(conditions, { ends, gap, length, timeout }),
		}),
		setUp: parts.handshake.mean,
		settled: before !== null && Math.abs(length - before.length) < AT_REST * length,
	};
}

function mixed(ends: Ends, each: Readonly<Record<keyof Ends, Delay>>): Delay {
	return oneOf([
		[ends.message, each.message],
		[ends.timeout, each.timeout],
		[ends.backlog, each.backlog],
	]);
}

/**
 * How cycles end, where the next gap depends on how the last one ended: the share Q of gaps without a
 * message solves Q = Σ share·P(quiet), with the shares Q(1 − e^(−λT)), Q·e^(−λT) and 1 − Q.
 */
function endsOf(
	gaps: Readonly<Record<keyof Ends, Delay>>,
	rate: number,
	timeout: Milliseconds,
): Ends {
	const unheard = exp(-rate * timeout);
	const quiet = {
		message: laplace(gaps.message, rate),
		timeout: laplace(gaps.timeout, rate),
		backlog: laplace(gaps.backlog, rate),
	};
	const afterHold = (1 - unheard) * quiet.message + unheard * quiet.timeout;
	const quietShare = Math.min(1, quiet.backlog / (1 - afterHold + quiet.backlog));
	return {
		message: quietShare * (1 - unheard),
		timeout: quietShare * unheard,
		backlog: 1 - quietShare,
	};
}

function cutShare({ timeout }: Ends, reopening: Delay | null): Fraction {
	return reopening ? timeout : 0;
}

function coresOf(
	conditions: Conditions,
	{ cold, posts, reopening }: Parts,
	before: Cycles | null,
): Cores {
	const { requestCpu, pushCpu, handshakeCpu } = conditions.scenario;
	const rate = before ? 1 / before.length : 0;
	const { message, timeout } = before?.ends ?? { message: 1, timeout: 0 };
	const cut = reopening ? timeout : 0;
	const opened = cold ? 1 : cut;
	const jobs = [
		exponentialJob(rate * (1 - opened), requestCpu),
		exponentialJob(rate * opened, requestCpu, handshakeCpu),
		constantJob(rate * (message + timeout - cut), pushCpu),
		...postJobs(conditions, posts.cold),
	];
	return coresFor(conditions, jobs, { timed: timeout > 0.5, oneAtATime: true });
}

interface Answering {
	readonly ends: Ends;
	readonly served: Delay;
	/** For a core. */
	readonly wait: Delay;
	readonly mixed: Mixed;
}

/**
 * The ACK of a request waits for its answer, which is too late where the request was held for longer;
 * after such an answer the next request's waits no longer, unless it comes on a new connection. Two
 * segments are acknowledged at once and leave nothing. An answer to a post in between was in time.
 */
function requestAcks(
	{ messageRate, scenario, wire }: Conditions,
	{ cold, reopening, timeout }: Parts,
	{ ends, served, wait, mixed }: Answering,
): RequestAcks {
	const request = cold ? wire.firstLongPollRequest : wire.longPollRequest;
	if (!leavesAck(request)) return { atOnce: 1, alone: 0, late: 0, mixed };
	const spare = Math.max(0, DELAYED_ACK - served.mean - scenario.pushCpu);
	const held = ends.message * heldFor(spare, messageRate, timeout);
	const backlog = ends.backlog * (1 - cdf(served, DELAYED_ACK));
	const late = held + ends.timeout + backlog;
	const { cycles } = mixed;
	const postIsLate = slowerThan(DELAYED_ACK - scenario.requestWait, wait, scenario.requestCpu);
	const stays = (posted: Fraction) => 1 - posted * (1 - postIsLate);
	const atOnce = cold
		? 0
		: held * stays(cycles.message) +
			(ends.timeout - cutShare(ends, reopening)) * stays(cycles.timeout) +
			backlog * stays(cycles.backlog);
	return { atOnce, alone: 1 - (1 - atOnce) * (1 - late), late, mixed };
}

/** P(a hold that a message ends lasts longer than `time`). */
function heldFor(time: Milliseconds, rate: number, timeout: Milliseconds): Fraction {
	const unheard = exp(-rate * timeout);
	return unheard === 1 ? 0 : Math.max(0, (exp(-rate * time) - unheard) / (1 - unheard));
}

/** What an answer carries that had to wait for its request: the messages of a gap, at least one. */
function backlogsOf(
	{ messageRate }: Conditions,
	gap: Delay | undefined,
	answer: (messages: number) => Leg,
): Flights {
	const weights = new Map<number, number>();
	for (const step of gap?.steps ?? []) {
		for (const { count, weight } of poissonCounts(messageRate * (step.length + gap!.jitter.mean))) {
			if (count > 0) weights.set(count, (weights.get(count) ?? 0) + step.weight * weight);
		}
	}
	const counts = [...weights].sort(([a], [b]) => a - b);
	const total = counts.reduce((sum, [, weight]) => sum + weight, 0);
	if (total === 0) return [[1, answer(1)]];
	return counts.map(([count, weight]) => [weight / total, answer(count)]);
}

/**
 * A shared message ends all holds at once: the answers leave one after the other, and the requests
 * that follow queue for what serving them takes longer.
 */
export function burstOf({ scenario }: Conditions) {
	const { users, nodes, cores, pushCpu, requestCpu } = scenario;
	const rounds = Math.max(0, users / nodes / cores - 1);
	const answers = rounds * pushCpu;
	return { answers, requests: Math.max(0, rounds * requestCpu - answers) };
}

/** A phone hears nothing until the ACK of its request, and from then on until the answer. */
function silences(
	{ scenario, wire }: Conditions,
	{ message, up }: Parts,
	{ server, acks }: { readonly server: Delay; readonly acks: RequestAcks | undefined },
) {
	const { rtt } = scenario;
	const ack = (1 - (acks?.atOnce ?? 1)) * DELAYED_ACK + rtt / 2;
	const upward = transmissionTime(wire.longPollRequest.total, scenario.up);
	const downward = transmissionTime(wire.pollAnswer(1).total, scenario.down);
	return {
		untilAck: sum(up, fixed(ack - upward)),
		sinceAck: sum(server, message, fixed(-ack - downward)),
	};
}
