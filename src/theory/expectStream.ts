import { transmissionTime, type Fraction, type Milliseconds } from '../model/units.ts';
import type { Leg } from '../model/wire.ts';
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
import type { Battery } from './battery.ts';
import type { Conditions } from './conditions.ts';
import type { Cores } from './cores.ts';
import {
	exponential,
	fixed,
	lead,
	longest,
	oneOf,
	quantile,
	secondMoment,
	sum,
	uniform,
	type Delay,
} from './delay.ts';
import { flightDelay } from './link.ts';
import { NO_POSTS, postConnection } from './posts.ts';
import { cdfInTurn, longestTurn, meanTurn, overRounds } from './pushes.ts';
import { meanWaitConstant } from './queue.ts';
import type { PhaseBattery } from './slowPhase.ts';
import type { Kind } from './stream.ts';
import { streamsOf, type Streams } from './streams.ts';
import { cdfKept, longestKeep, meanKeep, type Keep, type Keeps, tooLarge } from './wake.ts';

/** The figures of Server-Sent Events. */
export function expectServerSentEvents(conditions: Conditions): Expectations {
	const { wire } = conditions;
	return expectStream(conditions, {
		opening: wire.eventStreamRequest,
		opened: wire.eventStreamHead,
		message: wire.event,
		heartbeat: wire.heartbeat,
		heartbeatAnswer: null,
		frameUp: null,
	});
}

/** The figures of a WebSocket. */
export function expectWebSocket(conditions: Conditions): Expectations {
	const { wire } = conditions;
	return expectStream(conditions, {
		opening: wire.upgradeRequest,
		opened: wire.upgradeAnswer,
		message: wire.frame,
		heartbeat: wire.ping,
		heartbeatAnswer: wire.pong,
		frameUp: wire.frameUp,
	});
}

function expectStream(conditions: Conditions, kind: Kind): Expectations {
	const { scenario, uplinkRate } = conditions;
	const streams = streamsOf(conditions, kind);
	const { flapping, queue, traffic } = streams;
	if (flapping.broken) return unsteady(conditions, flapping.broken);
	if (linkLoad(conditions, kind.message) > FULL) return unsteady(conditions, LINK_IS_FULL);
	if (flapping.rate > 0 && scenario.reconnect === 'none') return unsteady(conditions, NEVER_BACK);
	const posts = kind.frameUp ? NO_POSTS : postConnection(conditions);
	const postRate = kind.frameUp ? 0 : uplinkRate;
	const delivered = scenario.resume ? 1 : 1 - flapping.awayFraction;
	const setUp = flapping.away.mean - flightDelay(kind.opening, 'up', scenario).mean;
	const away = flapping.rate * setUp;
	const figures = assemble(conditions, {
		requests: flapping.rate + postRate,
		emptyFraction: 0,
		delivered,
		latency: latency(conditions, streams),
		traffic,
		battery: streams.battery,
		cores: withDoubts(conditions, streams),
		connections: 1 - away + posts.open,
		handshakes: flapping.rate + posts.opened,
		frames: streams.pushRate + streams.frameRate,
	});
	const { broken } = queue.cores;
	if (!broken) return conditions.shared ? unlessAllAway(figures, away) : figures;
	return { ...unsteady(conditions, broken), 'server.utilisation': queue.cores.utilisation };
}

const BEHIND_REQUEST =
	'a client that comes back has what it missed written right behind its request, so jobs do not come one by one';
const ALL_BACK = 'a shared silence closes all streams at once, and all clients come back at once';

function latency(conditions: Conditions, streams: Streams): Expectations {
	if (conditions.messageRate === 0) return latencyUnknown(NO_MESSAGES);
	const { flapping, queue } = streams;
	const doubt = flapping.rate > 0 && conditions.shared ? ALL_BACK : undefined;
	return unlessDoubtful(latencyOf(conditions, streams), queue.wait.mean, doubt);
}

/** What a queue sees of streams that close and come back is not a stream of random arrivals. */
function withDoubts({ shared }: Conditions, { flapping, queue: { cores } }: Streams): Cores {
	if (flapping.rate === 0) return cores;
	const doubt = shared ? ALL_BACK : BEHIND_REQUEST;
	return { ...cores, meanWait: doubt, p99Wait: doubt };
}

const LINK_IS_FULL =
	'the client’s link is too slow for its messages, or so nearly that the run is too short to tell';
/** At this utilisation of the link a queue is long, and takes long to become so. */
const FULL = 0.9;

/** Share of time that messages occupy the client's link. */
function linkLoad({ messageRate, scenario }: Conditions, { total }: Leg): Fraction {
	return messageRate * transmissionTime(total, scenario.down);
}

/** Messages of one client follow each other on its link: M/D/1. Its wait in two forms, both with the right mean. */
function linkWait(load: Fraction, airtime: Milliseconds): Delay {
	if (load === 0) return fixed(0);
	const mean = meanWaitConstant(load, airtime) / load;
	return oneOf([
		[1 - load, fixed(0)],
		[load, load < 0.5 ? uniform(2 * mean) : exponential(mean)],
	]);
}

/** A message is written at once, travels, and wakes a sleeping radio; what was missed waits for the client to come back. */
function latencyOf(conditions: Conditions, streams: Streams): Expectations {
	const { scenario } = conditions;
	const { battery, flapping, kind, push, queue } = streams;
	if (typeof battery === 'string') return latencyUnknown(battery);
	const down = push.delay;
	const load = linkLoad(conditions, kind.message);
	const linkQueue = linkWait(load, transmissionTime(kind.message.total, scenario.down));
	const base = sum(queue.wait, fixed(scenario.pushCpu), linkQueue, down);
	// What piles up behind a late message leaves one after the other, while more comes.
	const stalled = push.stalled / (1 - load) + linkQueue.mean;
	const missed = scenario.resume ? flapping.awayFraction : 0;

	const { kept, own, behind } = keptUp(conditions, battery, kind.message);
	const wait = missed === 0 ? 0 : (missed * secondMoment(flapping.away)) / (2 * flapping.away.mean);
	const turn = meanTurn(queue.turns);
	// With one core, what was missed waits for the work on the request that brought the client back.
	const work = scenario.cores === 1 ? scenario.requestCpu + scenario.handshakeCpu : 0;
	const behindRequest = missed * work;
	const server = queue.wait.mean + turn + scenario.pushCpu + behindRequest;
	const network = down.mean + stalled + (1 - missed) * behind;
	const radioMean = (1 - missed) * own;

	const spread = sum(base, uniform(queue.turns.spread));
	const afterAway = sum(base, flapping.away);
	const onTime = (t: Milliseconds): Fraction => {
		const unblocked = push.unblocked(t - scenario.pushCpu - turn);
		const there = cdfInTurn(base, queue.turns, t) * unblocked;
		const awake = 1 - kept.reduce((total, { share }) => total + share, 0);
		const late = overRounds(queue.turns, (at) => cdfKept(spread, kept, t - at));
		const connected = awake * there + late;
		if (missed === 0) return connected;
		const back = (lead(base, t) - lead(afterAway, t)) / flapping.away.mean;
		return (1 - missed) * connected + missed * back;
	};
	const most = longestTurn(queue.turns) + longestKeep(kept) + longest(afterAway);
	return {
		'latency.mean': wait + server + network + radioMean,
		'latency.p50': quantile(onTime, 0.5, 0, most),
		'latency.p95': quantile(onTime, 0.95, 0, most),
		'latency.p99': quantile(onTime, 0.99, 0, most),
		'latency.max': LONGEST_IS_OPEN,
		'latency.parts.wait': wait,
		'latency.parts.server': server,
		'latency.parts.network': network,
		'latency.parts.radio': radioMean,
	};
}

/** How the radio keeps messages up: each itself, and behind another that it keeps up. */
interface KeptUp {
	readonly kept: Keeps;
	/** Mean of the first, and of the second, over all messages. */
	readonly own: Milliseconds;
	readonly behind: Milliseconds;
}

/**
 * Asleep, a message takes all of paging and promotion; while another one is doing that, the rest of
 * it. The same holds for a large message that a slow phase has to be left for.
 */
function keptUp({ radio }: Conditions, battery: Battery | PhaseBattery, message: Leg): KeptUp {
	const { pagingCycle: cycle, promotionDelay: promotion } = radio;
	const waking = battery.waking[0] ?? 0;
	const inPromotion = cycle + promotion === 0 ? 0 : promotion / (cycle / 2 + promotion);
	const own: Keep[] = [{ share: battery.asleep, length: promotion, spread: cycle }];
	const behind: Keep[] = [
		{ share: waking * inPromotion, length: 0, spread: promotion },
		// What is left beyond the promotion falls linearly to none: a uniform with the same mean.
		{ share: waking * (1 - inPromotion), length: promotion, spread: (2 * cycle) / 3 },
	];
	if ('slow' in battery && tooLarge(radio, 'down', message)) {
		const delay = radio.tail.find((phase) => phase.promotion)?.promotion?.delay ?? 0;
		own.push({ share: battery.slow, length: delay, spread: 0 });
		behind.push({ share: battery.promoting, length: 0, spread: delay });
	}
	const kept = [...own, ...behind].filter(({ share }) => share > 1e-6);
	return { kept, own: meanKeep(own), behind: meanKeep(behind) };
}
