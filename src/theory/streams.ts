import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import { DELAYED_ACK, leavesAck, type Leg } from '../model/wire.ts';
import type { Battery } from './battery.ts';
import type { Conditions } from './conditions.ts';
import { constantJob, exponentialJob, type Job } from './cores.ts';
import { repeatsOfPosts } from './dates.ts';
import { flappingOf } from './flapping.ts';
import { pushDelay, type Push } from './inOrder.ts';
import { postBytes, postConnection, postJobs } from './posts.ts';
import { pushQueue } from './pushes.ts';
import { meanPaging } from './radio.ts';
import type { PhaseBattery } from './slowPhase.ts';
import { carriedRate, type Kind, type StreamRates } from './stream.ts';
import { batteryOfStream } from './streamBattery.ts';
import { Traffic } from './traffic.ts';
import { tooLarge } from './wake.ts';

/** What the formulas of a stream are made of. */
export interface Streams extends StreamRates {
	readonly push: Push;
	readonly traffic: Traffic;
	readonly battery: PhaseBattery | Battery | string;
}

/** Works out what a stream does in the long run. */
export function streamsOf(conditions: Conditions, kind: Kind): Streams {
	const { messageRate, pingInterval, scenario, uplinkRate } = conditions;
	const { pushCpu, requestCpu, handshakeCpu, resume } = scenario;
	const ownUplink = kind.frameUp ? uplinkRate : 0;
	const flapping = flappingOf(conditions, carriedRate(conditions, kind), kind.opening);
	const there = 1 - flapping.awayFraction;
	const rates = {
		pushRate: messageRate * (resume ? 1 : there),
		heartbeatRate: pingInterval > 0 ? there / pingInterval : 0,
		frameRate: ownUplink * there,
	};
	const others: Job[] = [
		constantJob(rates.heartbeatRate + rates.frameRate, pushCpu),
		exponentialJob(flapping.rate, requestCpu, handshakeCpu),
		...(kind.frameUp ? [] : postJobs(conditions, postConnection(conditions).cold)),
	];
	const queue = pushQueue(conditions, rates.pushRate, others);
	const known = { kind, flapping, queue, ...rates };
	const traffic = trafficOf(conditions, known);
	const battery = batteryOfStream(conditions, known, traffic);
	const push = pushDelay(kind.message, scenario, {
		messages: messageRate,
		heartbeats: rates.heartbeatRate,
	});
	return { ...known, push, traffic, battery };
}

function trafficOf(conditions: Conditions, rates: StreamRates): Traffic {
	const { flapping, frameRate, heartbeatRate, kind, pushRate, queue } = rates;
	const traffic = new Traffic(conditions);
	traffic.send('down', kind.message, pushRate, 1);
	traffic.send('down', kind.heartbeat, heartbeatRate, 1);
	if (kind.heartbeatAnswer) {
		traffic.send('up', kind.heartbeatAnswer, heartbeatRate, 1);
		traffic.bareAcks('down', heartbeatRate);
		const { alone, shared } = pingAcks(conditions, pushRate, kind.message);
		traffic.bareAcks('up', heartbeatRate * (alone - shared));
	} else traffic.bareAcks('up', heartbeatRate);
	if (leavesAck(kind.message)) traffic.bareAcks('up', pushRate);
	traffic.send('up', kind.opening, flapping.rate, 1);
	traffic.send('down', kind.opened, flapping.rate);
	let [opened, closed] = [flapping.rate, flapping.rate];
	if (kind.frameUp) {
		traffic.send('up', kind.frameUp, frameRate, 1);
		if (leavesAck(kind.frameUp)) traffic.bareAcks('down', frameRate);
	} else {
		const posts = postConnection(conditions);
		const repeats = repeatsOfPosts(conditions);
		postBytes(conditions, traffic, { cold: posts.cold, repeats, wait: queue.wait });
		opened += posts.opened;
		closed += posts.closed;
	}
	traffic.connections(opened, closed);
	return traffic;
}

/**
 * How a WebSocket's client acknowledges. Each push has an ACK of its own, at once; but after a pong the
 * first one's ACK is held back, and a second push shares it. Of a push of two segments no ACK is left to
 * hold back, so the client goes on answering.
 */
export interface PingAcks {
	/** Pings that are acknowledged apart from their pong: something was pushed since the last one. */
	readonly alone: Fraction;
	/** Pings that a second push follows so close upon the first that both share an ACK. */
	readonly shared: Fraction;
}

/** Pushes of `rate` a ms between pings. */
export function pingAcks(
	{ pingInterval, radio, tail }: Conditions,
	rate: number,
	message: Leg,
): PingAcks {
	if (!leavesAck(message)) return { alone: 0, shared: 0 };
	const silent = exp(-rate * pingInterval);
	const within = (time: Milliseconds) => 1 - exp(-rate * time);
	// What comes while the first is waking the radio, or leaving a slow phase, arrives together with it.
	const asleep = Math.max(0, exp(-rate * tail) - silent);
	const waking = meanPaging({ cycle: radio.pagingCycle, promotion: radio.promotionDelay });
	let shared = asleep * within(DELAYED_ACK + waking);
	let awake = 1 - silent - asleep;
	let begin = 0;
	for (const { duration, promotion } of radio.tail) {
		if (promotion && tooLarge(radio, 'down', message)) {
			const slow = Math.max(
				0,
				exp(-rate * begin) - Math.max(silent, exp(-rate * (begin + duration))),
			);
			shared += slow * within(DELAYED_ACK + promotion.delay);
			awake -= slow;
		}
		begin += duration;
	}
	return { alone: 1 - silent, shared: shared + awake * within(DELAYED_ACK) };
}
