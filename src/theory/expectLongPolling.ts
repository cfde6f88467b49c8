import { transmissionTime, type Fraction, type Milliseconds } from '../model/units.ts';
import {
	assemble,
	latencyUnknown,
	LONGEST_IS_OPEN,
	NEVER_BACK,
	NO_MESSAGES,
	unlessAllAway,
	unlessDoubtful,
	unsteady,
	type Expectations,
} from './assemble.ts';
import { batteryOf } from './battery.ts';
import type { Conditions } from './conditions.ts';
import { type Cores } from './cores.ts';
import { burstOf, cyclesOf, type Cycles } from './cycles.ts';
import {
	answersAckedAlone,
	answersOf,
	backlogAnswers,
	postingOf,
	postPacketsBeside,
	repeatsOfCycles,
} from './cycleTraffic.ts';
import { cdfWithUniform, lead, longest, quantile, secondMoment, sum, uniform } from './delay.ts';
import { flightDelay, type Flights } from './link.ts';
import { gapFraction } from './longPolling.ts';
import { postBytes, postsBesideHold } from './posts.ts';
import { holdsInSlowPhase } from './slowTail.ts';
import { Traffic } from './traffic.ts';
import { cdfKept, longestKeep, meanKeep } from './wake.ts';

const SATURATED =
	'the servers or the link are saturated: each long poll waits for what others left';
const BURSTS =
	'after a shared message all clients ask at once; the next message comes before that burst is over';
const BURST_QUEUE =
	'after a shared message all clients ask at once; such a burst has no simple formula';
const CLOSE_UPON =
	'each answer is followed by a request before the queue has forgotten it, so arrivals are not random';
/** Below this utilisation nearly no job waits, whatever the arrivals. */
const NOTABLE = 0.2;
/** Mean number of messages during a burst above which bursts run into each other. */
const MOST_DURING_BURST = 0.2;
/** The figures of long polling. */
export function expectLongPolling(conditions: Conditions): Expectations {
	const { messageRate, scenario, shared, uplinkRate } = conditions;
	if (linkIsFull(conditions)) return unsteady(conditions, SATURATED);
	const slow = holdsInSlowPhase(conditions);
	if (slow) return unsteady(conditions, slow);
	const cycles = cyclesOf(conditions);
	const { cores, ends, length, reopening } = cycles;
	if (reopening && scenario.reconnect === 'none') return unsteady(conditions, NEVER_BACK);
	const burst = burstOf(conditions);
	const crowded = shared && messageRate * (burst.answers + burst.requests) > MOST_DURING_BURST;
	const broken = cores.broken || !cycles.settled ? SATURATED : crowded ? BURSTS : undefined;

	const traffic = trafficOf(conditions, cycles);
	const rate = 1 / length;
	const cutRate = reopening ? rate * ends.timeout : 0;
	const posts = postsBesideHold(conditions);
	const away = cutRate * (reopening ? reopening.mean : 0) + (rate - cutRate) * cycles.setUp;
	const answers = 1 - (reopening ? ends.timeout : 0);
	const figures = assemble(conditions, {
		requests: rate + uplinkRate,
		emptyFraction: reopening ? 0 : ends.timeout / answers,
		delivered: 1,
		latency: latency(conditions, cycles),
		traffic,
		battery: batteryOf(
			conditions,
			[cycles.packets, ...postPacketsBeside(conditions, cycles)],
			traffic,
		),
		cores: withDoubts(conditions, cores),
		connections: 1 - away + posts.open,
		handshakes: rate * cycles.cold + posts.opened,
		frames: 0,
	});
	if (broken) return unsteady(conditions, broken);
	return shared ? unlessAllAway(figures, away) : figures;
}

/** Each message of an answer lengthens it; at this share of the link's rate answers grow without end. */
const FULL = 0.95;

function linkIsFull({ messageRate, scenario, wire }: Conditions): boolean {
	const further = wire.pollAnswer(101).total - wire.pollAnswer(1).total;
	return messageRate * (transmissionTime(further, scenario.down) / 100) > FULL;
}

/** What a queue sees of long polls is not always a stream of random arrivals. */
function withDoubts({ scenario, shared }: Conditions, cores: Cores): Cores {
	const close = scenario.rtt < cores.memory && cores.utilisation > NOTABLE;
	const doubt = shared ? BURST_QUEUE : close ? CLOSE_UPON : undefined;
	return doubt ? { ...cores, meanWait: doubt, p99Wait: doubt } : cores;
}

function latency(conditions: Conditions, cycles: Cycles): Expectations {
	if (conditions.messageRate === 0) return latencyUnknown(NO_MESSAGES);
	const { requests } = burstOf(conditions);
	const doubt = conditions.shared ? BURST_QUEUE : undefined;
	return unlessDoubtful(latencyOf(conditions, cycles), gapFraction(cycles.cycle) * requests, doubt);
}

function trafficOf(conditions: Conditions, cycles: Cycles): Traffic {
	const { wire } = conditions;
	const { cold, ends, length, reopening } = cycles;
	const traffic = new Traffic(conditions);
	const rate = 1 / length;
	const cuts = reopening ? ends.timeout : 0;
	const timeouts = ends.timeout - cuts;
	traffic.send('up', wire.longPollRequest, rate * (1 - cold), 1);
	traffic.send('up', wire.firstLongPollRequest, rate * cold, 1);
	const repeats = repeatsOfCycles(conditions, cycles);
	const answers = (messages: number) => answersOf(conditions, messages, repeats.polls);
	traffic.sendOneOf('down', answers(1), rate * ends.message, 1);
	traffic.sendOneOf('down', answers(0), rate * timeouts, 1);
	traffic.sendOneOf('down', backlogAnswers(cycles, repeats.polls), rate * ends.backlog, 1);
	traffic.bareAcks('down', rate * cycles.acks.alone);
	const posts = postsBesideHold(conditions);
	postBytes(conditions, traffic, postingOf(conditions, cycles));
	traffic.bareAcks('up', rate * answersAckedAlone(conditions, cycles));
	traffic.connections(rate * cold + posts.opened, rate * cold + posts.closed);
	return traffic;
}

/** A message that ends a hold leaves at once; one that comes in the gap waits until the gap closes. */
function latencyOf(conditions: Conditions, cycles: Cycles): Expectations {
	const { scenario, shared, wire } = conditions;
	const { cycle, gap, kept, release, unasked } = cycles;
	const share = gapFraction(cycle);
	const down = flightDelay(wire.pollAnswer(1), 'down', scenario);
	const downOfBacklog = flightDelay(seenByMessages(cycles.backlogs, conditions), 'down', scenario);
	const burst = shared ? burstOf(conditions).answers : 0;

	// The rest of a gap that is met at random: E[g²]/2E[g]; of that, until the request is there.
	const rest = secondMoment(gap) / (2 * gap.mean);
	const wait = secondMoment(unasked) / (2 * gap.mean);
	const server = share * (rest - wait) + (1 - share) * (release.mean + burst / 2);
	const network = share * downOfBacklog.mean + (1 - share) * down.mean;
	const radio = (1 - share) * meanKeep(kept);

	const held = sum(release, down);
	const heldInBurst = sum(held, uniform(burst));
	const inGap = sum(gap, downOfBacklog);
	const onTime = (t: Milliseconds): Fraction => {
		const heldOnTime =
			meanKeep(kept) > 0 ? cdfKept(heldInBurst, kept, t) : cdfWithUniform(held, burst, t);
		const gapOnTime = (lead(downOfBacklog, t) - lead(inGap, t)) / gap.mean;
		return (1 - share) * heldOnTime + share * gapOnTime;
	};
	const most = longest(held) + burst + longestKeep(kept) + longest(inGap);
	return {
		'latency.mean': share * wait + server + network + radio,
		'latency.p50': quantile(onTime, 0.5, 0, most),
		'latency.p95': quantile(onTime, 0.95, 0, most),
		'latency.p99': quantile(onTime, 0.99, 0, most),
		'latency.max': LONGEST_IS_OPEN,
		'latency.parts.wait': share * wait,
		'latency.parts.server': server,
		'latency.parts.network': network,
		'latency.parts.radio': radio,
	};
}

/** A message sees larger answers than an answer does: each size counts once for every message in it. */
function seenByMessages(backlogs: Flights, { scenario }: Conditions): Flights {
	const messages = backlogs.map(([weight, { parts }], i) =>
		scenario.payload > 0 ? (weight * parts.payload) / scenario.payload : weight * (i + 1),
	);
	const total = messages.reduce((sum, count) => sum + count, 0);
	return backlogs.map(([, leg], i) => [messages[i]! / total, leg]);
}
