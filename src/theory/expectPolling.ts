import type { Fraction, Milliseconds } from '../model/units.ts';
import {
	assemble,
	latencyUnknown,
	LONGEST_IS_OPEN,
	NO_MESSAGES,
	unlessDoubtful,
	unsteady,
	type Expectations,
} from './assemble.ts';
import { batteryOf } from './battery.ts';
import type { Conditions } from './conditions.ts';
import { cdf, fixed, lead, longest, quantile, sum, type Delay } from './delay.ts';
import { emptyFraction, meanWaitForPoll } from './polling.ts';
import { pollAnswers, pollsAckedAlone, pollsOf, type Polls } from './polls.ts';
import { postBytes } from './posts.ts';
import { pollsInSlowPhase } from './slowTail.ts';
import { Traffic } from './traffic.ts';
import { keepDelay, longestKeep, meanKeep } from './wake.ts';

const OVERLAP = 'the polls overlap: an answer takes longer than the interval';
/** Share of polls whose answer may come after the next poll is due before the formulas are off. */
const MOST_OVERLAP = 1e-3;
/** Share of polls from which on they count as more than exceptions. */
const MIXED = 0.02;

/** The figures of polling at a fixed rate. */
export function expectPolling(conditions: Conditions): Expectations {
	const polls = pollsOf(conditions);
	const { connections, cores } = polls;
	const { messageRate, pollInterval, uplinkRate } = conditions;
	const late = 1 - cdf(polls.response, pollInterval);
	const slow = pollsInSlowPhase(conditions);
	// Some polls set up a connection and some do not, and the radio keeps each kind back differently.
	const mixes = slow && polls.cold > MIXED && polls.cold < 1 - MIXED ? slow : undefined;
	const broken = cores.broken ?? (late > MOST_OVERLAP ? OVERLAP : mixes);
	const traffic = trafficOf(conditions, polls);
	const empty = emptyFraction(messageRate, cycleOf(conditions, polls));
	const figures = assemble(conditions, {
		requests: 1 / pollInterval + uplinkRate,
		emptyFraction: empty,
		delivered: 1,
		latency: slow ? latencyUnknown(slow) : latency(conditions, polls),
		traffic,
		battery: slow ?? batteryOf(conditions, [polls.packets], traffic),
		cores,
		connections: connections.open,
		handshakes: connections.opened,
		frames: 0,
	});
	if (!broken) {
		const pauses = rarePauses(conditions, empty);
		const irregular = slow ? { emptyResponseFraction: slow, 'messages.duplicated': slow } : {};
		return { ...figures, ...ofLateAnswers(conditions, polls), ...pauses, ...irregular };
	}
	return {
		...unsteady(conditions, broken),
		...(cores.broken
			? { 'server.utilisation': cores.utilisation }
			: { requestsPerSecond: figures['requestsPerSecond']! }),
	};
}

const NOW_AND_THEN =
	'now and then an answer is later than the next poll: too seldom for a formula, but often enough to change this';
/** Share of the handshakes that late answers may cause. */
const FEW = 0.01;

/** What answers change that are there only after the next poll has left. */
function ofLateAnswers(conditions: Conditions, polls: Polls): Expectations {
	const { duration, messageRate, pollInterval, scenario } = conditions;
	const late = 1 - cdf(polls.response, pollInterval);
	const lateMessages = 1 - cdf(polls.responseToMessage, pollInterval);
	const opening = scenario.http === '1.1' && late / pollInterval > FEW * polls.connections.opened;
	const kept = (late * duration) / pollInterval > FEW / 2;
	const seldom = (paths: readonly string[]) =>
		Object.fromEntries(paths.map((path) => [path, NOW_AND_THEN]));
	return {
		// Such a poll brings the messages of that answer once more.
		'messages.duplicated': lateMessages * messageRate * scenario.users * duration,
		...(opening ? seldom(['bytes.parts.handshake', 'server.handshakesPerSecond']) : {}),
		...(opening && kept ? seldom(['server.connections', 'server.memory']) : {}),
	};
}

/** From the start of service of one poll to that of the next: some are delayed on their way, the next ones not. */
function cycleOf({ pollInterval }: Conditions, { shift }: Polls): Delay {
	return sum(fixed(pollInterval), shift);
}

const RARE_PAUSES =
	'a pause in the shared messages as long as the interval is rare: a run has none, or one for all clients at once';
/** Pauses in a run below which luck decides, and the share of empty answers that does not show. */
const FEW_PAUSES = 3;
const HARDLY_ANY = 1e-4;

function rarePauses({ duration, messageRate, shared }: Conditions, empty: Fraction): Expectations {
	const rare = messageRate * duration * empty < FEW_PAUSES;
	return shared && rare && empty > HARDLY_ANY ? { emptyResponseFraction: RARE_PAUSES } : {};
}

function latency(conditions: Conditions, polls: Polls): Expectations {
	if (conditions.messageRate === 0) return latencyUnknown(NO_MESSAGES);
	const { meanWait, wait } = polls.cores;
	const doubt = typeof meanWait === 'string' ? meanWait : undefined;
	return unlessDoubtful(latencyOf(conditions, polls), wait.mean, doubt);
}

function trafficOf(conditions: Conditions, polls: Polls): Traffic {
	const { pollInterval, wire } = conditions;
	const { cold, coldPosts, cores, counts, repeats } = polls;
	const traffic = new Traffic(conditions);
	const rate = 1 / pollInterval;
	traffic.send('up', wire.pollRequest, rate * (1 - cold), 1);
	traffic.send('up', wire.firstPollRequest, rate * cold, 1);
	for (const { count, weight } of counts) {
		traffic.sendOneOf('down', pollAnswers(conditions, polls, count), rate * weight);
	}
	traffic.bareAcks('down', rate * pollsAckedAlone(conditions, polls));
	postBytes(conditions, traffic, { cold: coldPosts, repeats: repeats.posts, wait: cores.wait });
	traffic.connections(polls.connections.opened, polls.connections.closed);
	return traffic;
}

/** A message waits for the next poll, is read when service starts, and travels with the answer. */
function latencyOf(conditions: Conditions, polls: Polls): Expectations {
	const { pollInterval } = conditions;
	const { cores, downOfMessage, kept, service, shift } = polls;
	const queue = cores.wait.mean;
	// Published while the poll queues: no longer waiting for it, but for the server.
	const queued = queue + (cores.wait.variance - queue * queue) / (2 * pollInterval);
	const wait = meanWaitForPoll(pollInterval, shift.variance) - queued;
	const server = queued + service.mean;
	const network = downOfMessage.mean;
	const radio = meanKeep(kept);
	const onTime = latencyCdf(conditions, polls);
	const after = longest(service) + longest(downOfMessage) + longestKeep(kept);
	const most = pollInterval + longest(shift) + after;
	return {
		'latency.mean': wait + server + network + radio,
		'latency.p50': quantile(onTime, 0.5, 0, most),
		'latency.p95': quantile(onTime, 0.95, 0, most),
		'latency.p99': quantile(onTime, 0.99, 0, most),
		'latency.max': LONGEST_IS_OPEN,
		'latency.parts.wait': wait,
		'latency.parts.server': server,
		'latency.parts.network': network,
		'latency.parts.radio': radio,
	};
}

/**
 * The wait V for the next start of service has density P(C > v)/N, where the cycle C = N + D and D is
 * the difference of two polls' delays; and then Z passes until delivery. So
 * P(V + Z ≤ t) = (E[(t − Z)⁺] − E[(t − N − D − Z)⁺])/N, uniform plus Z where D is 0.
 */
function latencyCdf({ pollInterval }: Conditions, polls: Polls): (t: Milliseconds) => Fraction {
	const after = sum(polls.service, polls.downOfMessage, keepDelay(polls.kept));
	const beforeNext = sum(after, polls.shift);
	return (t) => (lead(after, t) - lead(beforeNext, t - pollInterval)) / pollInterval;
}
