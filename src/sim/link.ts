import type { BytePart } from '../model/figures.ts';
import type { Scenario } from '../model/scenario.ts';
import { RADIOS, type Radio } from '../model/radios.ts';
import {
	MS_PER_SECOND,
	transmissionTime,
	type Bytes,
	type Joules,
	type Milliseconds,
} from '../model/units.ts';
import {
	acksFor,
	lastSegmentTimeout,
	MIN_RETRANSMISSION_TIMEOUT,
	REORDERING_WINDOW,
	slowStartRounds,
	TCP_IP_HEADER,
	type Leg,
} from '../model/wire.ts';
import { addTo, sum } from './arrays.ts';
import type { Clock } from './clock.ts';
import { draw, PURPOSE, TWO_TO_32 } from './random.ts';
import { jitterSampler, type Sampler } from './sampler.ts';

export type Direction = 'up' | 'down';

/** What a packet, or a flight of packets, is for. */
export type PacketKind =
	| 'handshake'
	| 'refusal'
	| 'goodbye'
	| 'opening'
	| 'request'
	| 'answer'
	| 'emptyAnswer'
	| 'push'
	| 'ping'
	| 'pong'
	| 'send'
	| 'sendAnswer'
	| 'ack';

/** One kind of thing that travels one way: what it weighs, how long it takes, how often it was sent. */
export interface Flight {
	readonly kind: PacketKind;
	readonly direction: Direction;
	readonly leg: Leg;
	/** Pure ACKs that the other side answers with. */
	readonly acks: number;
	readonly airtime: Milliseconds;
	/** Without jitter and loss. */
	readonly delay: Milliseconds;
	/** Of the draws that a trip's key gives. */
	readonly jitterPurpose: number;
	readonly lossPurpose: number;
	/** Loss draws below these 32-bit numbers lose the last segment, or an earlier one. */
	readonly lastLoss: number;
	readonly earlyLoss: number;
	/** After which the last segment is sent again, when nothing that follows brings it back. */
	readonly timeout: Milliseconds;
	/** What the phone's radio spends on it, beyond being awake. */
	readonly energy: Joules;
	/** How often it was sent, for each bin. */
	readonly counts: Float64Array;
}

/** Something on its way, for those who move it along. In fields: engines make an object of each number that is handed on. */
export class Trip {
	/** When it is where it is by now: with its sender, out of a radio, at the other end of the path, with the phone. */
	time: Milliseconds = NaN;
	/** When it was sent on its path. */
	left: Milliseconds = NaN;
	/** From which all that is drawn on the way follows. */
	key = 0;
}

const MOST_RETRANSMISSIONS = 8;
/** Retransmission time-out of a SYN (RFC 6298, 2.1). */
const SYN_TIMEOUT: Milliseconds = 1000;
const EARLY = 0x5bd1e995;

/** Who is told of packets on their way. */
export interface PacketLog {
	/** Whether it wants to be told. */
	readonly on: boolean;
	/** One that never arrives does so at NaN; `resent` if its last segment was lost at first. */
	packet(flight: Flight, left: Milliseconds, arrived: Milliseconds, resent: boolean): void;
}

/** What travelled. */
export type LinkBooks = Pick<Link, 'flights' | 'retransmitted'>;

/** The path of each client: round-trip time, jitter, rates and loss. All clients have the same kind. */
export class Link {
	readonly flights: Flight[] = [];
	/** Bytes of retransmitted segments, for each bin. */
	readonly retransmitted: Record<Direction, Float64Array>;
	private readonly scenario: Scenario;
	private readonly clock: Clock;
	private readonly rtt: Milliseconds;
	private readonly jitter: Milliseconds;
	private readonly jitterShape: Sampler;
	private readonly lossThreshold: number;
	private readonly log: PacketLog | null;
	/** How long the sender of the last flight waits for a time-out; 0 where the last segment was not lost. */
	waited: Milliseconds = NaN;

	constructor(scenario: Scenario, clock: Clock, log: PacketLog | null = null) {
		this.scenario = scenario;
		this.clock = clock;
		this.log = log;
		this.rtt = scenario.rtt;
		this.jitter = scenario.jitter;
		this.jitterShape = jitterSampler();
		this.lossThreshold = (scenario.loss / 100) * TWO_TO_32;
		this.retransmitted = {
			up: new Float64Array(clock.bins),
			down: new Float64Array(clock.bins),
		};
	}

	/** Registers a kind of flight; the ACK of its last segment may ride on data that goes back anyway. */
	flight(kind: PacketKind, direction: Direction, leg: Leg, { lastAckRides = false } = {}): Flight {
		const { rtt, down, up, loss } = this.scenario;
		const isUp = direction === 'up';
		const airtime = transmissionTime(leg.total, isUp ? up : down);
		const flight: Flight = {
			kind,
			direction,
			leg,
			acks: acksFor(leg.segments, { lastRides: lastAckRides }),
			airtime,
			delay: rtt / 2 + airtime + slowStartRounds(leg.segments) * rtt,
			jitterPurpose: isUp ? PURPOSE.uplinkJitter : PURPOSE.downlinkJitter,
			lossPurpose: isUp ? PURPOSE.uplinkLoss : PURPOSE.downlinkLoss,
			lastLoss: (loss / 100) * TWO_TO_32,
			earlyLoss: anyOf(leg.segments - 1, loss / 100) * TWO_TO_32,
			timeout: lastSegmentTimeout(leg, rtt),
			energy: transferEnergy(RADIOS[this.scenario.radio], direction, leg.total, airtime),
			counts: new Float64Array(this.clock.bins),
		};
		this.flights.push(flight);
		return flight;
	}

	/** Books a flight that is known to arrive at `arrived`. */
	book(flight: Flight, left: Milliseconds, arrived: Milliseconds): void {
		this.count(flight, left);
		if (this.log?.on) this.log.packet(flight, left, arrived, false);
	}

	/** Books a flight that nobody receives. */
	waste(flight: Flight, left: Milliseconds): void {
		this.book(flight, left, NaN);
	}

	/** Counts a flight without following it; returns the bin it falls into. */
	count(flight: Flight, time: Milliseconds): number {
		const bin = this.clock.bin(time);
		if (bin >= 0) flight.counts[bin]! += 1;
		return bin;
	}

	/** Sends a flight, and nothing behind it, until its last byte arrives. */
	travel(flight: Flight, trip: Trip): void {
		this.launch(flight, trip);
		this.land(flight, trip, this.waited > 0);
	}

	/** A flight has arrived. */
	land(flight: Flight, trip: Trip, resent: boolean): void {
		if (this.log?.on) this.log.packet(flight, trip.left, trip.time, resent);
	}

	/**
	 * Sends a flight until its last byte arrives if only time brings back a lost last segment: then
	 * {@link waited} tells how much of that is the first time-out.
	 */
	launch(flight: Flight, trip: Trip): void {
		const { key } = trip;
		trip.left = trip.time;
		const bin = this.count(flight, trip.time);
		let arrival = trip.time + flight.delay;
		this.waited = 0;
		if (this.jitter > 0) {
			const bits = draw(key, flight.jitterPurpose);
			arrival += this.jitter * this.jitterShape.at(bits);
		}
		if (flight.lastLoss > 0) {
			const bits = draw(key, flight.lossPurpose);
			if (bits >>> 0 < flight.lastLoss) {
				this.waited = flight.timeout;
				arrival += flight.timeout + this.recover(flight, bin, bits);
			}
			if (flight.earlyLoss > 0 && draw(bits, EARLY) >>> 0 < flight.earlyLoss) {
				this.resend(flight, bin);
				arrival += (1 + REORDERING_WINDOW) * this.rtt;
			}
		}
		trip.time = arrival;
	}

	/** One round trip of set-up after another, each way with its own jitter; a lost SYN costs a second. */
	roundTrips(count: number, key: number): Milliseconds {
		let total = count * this.rtt;
		for (let way = 0; way < 2 * count; way++) {
			const bits = draw(key + way, PURPOSE.handshake);
			total += this.jitter * this.jitterShape.at(bits);
		}
		let timeout = SYN_TIMEOUT;
		for (let lost = 0; lost < MOST_RETRANSMISSIONS; lost++) {
			if (draw(key + lost, PURPOSE.handshakeLoss) >>> 0 >= this.lossThreshold) break;
			total += timeout;
			timeout *= 2;
		}
		return total;
	}

	/** Sends the last segment again until it arrives; returns the time-outs that its sender waits meanwhile. */
	private recover(flight: Flight, bin: number, bits: number): Milliseconds {
		let waited = 0;
		let timeout = MIN_RETRANSMISSION_TIMEOUT + this.rtt;
		for (let sent = 1; ; sent++) {
			this.resend(flight, bin);
			const lost = draw(bits + sent - 1, PURPOSE.handshake) >>> 0 < this.lossThreshold;
			if (!lost || sent === MOST_RETRANSMISSIONS) return waited;
			waited += timeout;
			timeout *= 2;
		}
	}

	private resend({ direction, leg }: Flight, bin: number): void {
		if (bin >= 0) this.retransmitted[direction][bin]! += leg.total / leg.segments;
	}

	/** Adds what others sent. */
	add({ flights, retransmitted }: LinkBooks): void {
		this.flights.push(...flights);
		addTo(this.retransmitted.up, retransmitted.up);
		addTo(this.retransmitted.down, retransmitted.down);
	}

	/** Bytes of each direction in each bin, ACKs and retransmissions included. */
	bytesIn(direction: Direction): Float64Array {
		const bytes = Float64Array.from(this.retransmitted[direction]);
		for (const { direction: way, leg, acks, counts } of this.flights) {
			const each = way === direction ? leg.total : acks * TCP_IP_HEADER;
			for (let bin = 0; bin < bytes.length; bin++) bytes[bin]! += each * counts[bin]!;
		}
		return bytes;
	}

	/** Bytes of both directions by what they were for, over the first `bins` bins. */
	bytesByPart(bins: number): Record<BytePart, Bytes> {
		const parts = { payload: 0, framing: 0, headers: 0, tls: 0, tcpip: 0, handshake: 0 };
		for (const { leg, acks, counts } of this.flights) {
			const sent = sum(counts, bins);
			for (const part of Object.keys(parts) as BytePart[]) parts[part] += sent * leg.parts[part];
			parts.tcpip += sent * acks * TCP_IP_HEADER;
		}
		parts.tcpip += sum(this.retransmitted.up, bins) + sum(this.retransmitted.down, bins);
		return parts;
	}
}

/** The probability that at least one of `count` segments is lost. */
function anyOf(count: number, loss: number): number {
	let none = 1;
	for (let i = 0; i < count; i++) none *= 1 - loss;
	return 1 - none;
}

const BITS_PER_MEGABIT = 1_000_000;

/** What sending or receiving `bytes` in `airtime` costs, beyond keeping the radio awake. */
export function transferEnergy(
	{ activePower, uplinkSlope, downlinkSlope }: Radio,
	direction: Direction,
	bytes: Bytes,
	airtime: Milliseconds,
): Joules {
	const megabits = (bytes * 8) / BITS_PER_MEGABIT;
	const slope = direction === 'up' ? uplinkSlope : downlinkSlope;
	return megabits * slope + (airtime / MS_PER_SECOND) * activePower;
}
