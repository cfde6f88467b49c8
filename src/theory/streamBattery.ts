import { exp } from '../model/math.ts';
import { transmissionTime } from '../model/units.ts';
import { DELAYED_ACK, leavesAck, type Leg } from '../model/wire.ts';
import { batteryOf, type Battery, type PacketSource } from './battery.ts';
import type { Conditions } from './conditions.ts';
import { fixed, sum, type Delay } from './delay.ts';
import { flappingPackets } from './flapping.ts';
import { flightDelay } from './link.ts';
import { postConnection, postExchange, postPackets } from './posts.ts';
import { meanPaging } from './radio.ts';
import { slowPhaseBattery, type PhaseBattery } from './slowPhase.ts';
import { cutInSlowPhase, streamInSlowPhase } from './slowTail.ts';
import { randomPackets, timedPackets } from './sources.ts';
import { tooLarge } from './wake.ts';
import { carriedRate, type Kind, type StreamRates } from './stream.ts';
import type { Traffic } from './traffic.ts';

const CUT_AND_PINGED =
	'heartbeats come later than the balancer’s patience: the two timers and the messages race';

const JUST_ASLEEP =
	'heartbeats come just after the radio falls asleep: one that wakes it makes it late for the next';

/** The radio of a phone that holds a stream open. */
export function batteryOfStream(
	conditions: Conditions,
	stream: StreamRates,
	traffic: Traffic,
): PhaseBattery | Battery | string {
	const { messageRate, pingInterval, radio, tail } = conditions;
	const { flapping, kind, queue } = stream;
	const silence = pingInterval - tail;
	if (silence > 0 && silence < radio.pagingCycle + radio.promotionDelay) return JUST_ASLEEP;
	const hasSlowPhase = radio.tail.some(({ promotion }) => promotion);
	if (hasSlowPhase) return slowBattery(conditions, stream, traffic);
	if (flapping.rate > 0 && pingInterval > 0) return CUT_AND_PINGED;
	const { wakeDelay, airtime } = fromServer(conditions, kind.message);
	const carried = carriedRate(conditions, kind);
	const cuts = flapping.rate > 0;
	const sources: PacketSource[] = [
		cuts
			? flappingPackets(conditions, carried, { ...kind, exchange: exchangeOf(conditions, stream) })
			: randomPackets(messageRate, { wakeDelay, airtime, gaps: heldAcks(conditions, kind) }),
	];
	if (pingInterval > 0)
		sources.push(timedPackets(pingInterval, { wakeDelay, apart: answering(conditions, kind) }));
	// What the connection carries itself has its part in when the balancer cuts.
	if (cuts && carried > messageRate) return batteryOf(conditions, sources, traffic);
	if (kind.frameUp) sources.push(framePackets(conditions, kind.frameUp));
	else {
		sources.push(...postPackets(conditions, queue.wait, postConnection(conditions)));
	}
	return batteryOf(conditions, sources, traffic);
}

function slowBattery(
	conditions: Conditions,
	{ flapping, kind }: StreamRates,
	traffic: Traffic,
): PhaseBattery | string {
	const { messageRate, pingInterval, radio } = conditions;
	const opened = kind.frameUp ? 0 : postConnection(conditions).opened;
	const reason =
		cutInSlowPhase(conditions, flapping.rate + opened) ??
		streamInSlowPhase(conditions, kind.heartbeatAnswer !== null);
	if (reason) return reason;
	const { wakeDelay } = fromServer(conditions, kind.message);
	const packets = (leg: Leg) => ({ wakeDelay, large: tooLarge(radio, 'down', leg) });
	return slowPhaseBattery(
		radio,
		[
			{ rate: messageRate, period: 0, ...packets(kind.message) },
			{ rate: 0, period: pingInterval, ...packets(kind.heartbeat) },
		],
		traffic,
	);
}

function fromServer({ radio, scenario }: Conditions, { total }: Leg) {
	const paged = { cycle: radio.pagingCycle, promotion: radio.promotionDelay };
	return { wakeDelay: meanPaging(paged), airtime: transmissionTime(total, scenario.down) };
}

/** The first push after a pong has its ACK held back. */
function heldAcks({ messageRate, pingInterval }: Conditions, { heartbeatAnswer, message }: Kind) {
	if (!heartbeatAnswer || pingInterval === 0 || messageRate === 0) return [];
	if (!leavesAck(message)) return [];
	const share = (1 - exp(-messageRate * pingInterval)) / (messageRate * pingInterval);
	return [{ gap: DELAYED_ACK, share }];
}

/** From a ping to the server's ACK of its pong. */
function answering({ scenario }: Conditions, { heartbeatAnswer }: Kind) {
	if (!heartbeatAnswer) return 0;
	return flightDelay(heartbeatAnswer, 'up', scenario).mean + scenario.rtt / 2;
}

/** From a frame leaving to the server's ACK of it. */
function acknowledged({ scenario }: Conditions, frameUp: Leg): Delay {
	return sum(flightDelay(frameUp, 'up', scenario), fixed(scenario.rtt / 2));
}

/** From a frame or a post leaving to the server's ACK or answer coming. */
function exchangeOf(conditions: Conditions, { kind, queue }: StreamRates): Delay {
	return kind.frameUp
		? acknowledged(conditions, kind.frameUp)
		: postExchange(conditions, queue.wait, 0);
}

/** A frame leaves, and the server's ACK of it comes back. */
function framePackets(conditions: Conditions, frameUp: Leg): PacketSource {
	const { radio, uplinkRate } = conditions;
	const { jitter, steps } = acknowledged(conditions, frameUp);
	const gaps = steps.map(({ length, weight }) => ({ gap: length + jitter.mean, share: weight }));
	return randomPackets(uplinkRate, { wakeDelay: radio.promotionDelay, gaps });
}
