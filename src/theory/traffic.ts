import { BYTE_PARTS, type BytePart } from '../model/figures.ts';
import type { Bytes } from '../model/units.ts';
import { acksFor, TCP_IP_HEADER, type Leg } from '../model/wire.ts';
import { meanRetransmissions, type Direction, type Flights } from './link.ts';
import type { Conditions } from './conditions.ts';
import { transmissionTime, type Milliseconds } from '../model/units.ts';

/** Bytes of one user a ms, by direction and by what they are for; and what the radio sends of them. */
export class Traffic {
	up: Bytes = 0;
	down: Bytes = 0;
	readonly parts: Record<BytePart, Bytes>;
	/** Data on the air, without ACKs: bytes, and ms that they take. */
	readonly onAir = { up: 0, down: 0, time: 0 };
	/** The same of set-ups and goodbyes, whose packets keep the radio awake without any length. */
	readonly setUps = { up: 0, down: 0, time: 0 };
	readonly #conditions: Conditions;

	constructor(conditions: Conditions) {
		this.#conditions = conditions;
		this.parts = Object.fromEntries(BYTE_PARTS.map((part) => [part, 0])) as Record<BytePart, Bytes>;
	}

	/** Flights of data, `rate` a ms, with their ACKs (less those that ride on data) and what is sent again. */
	send(direction: Direction, leg: Leg, rate: number, savedAcks = 0): void {
		for (const part of BYTE_PARTS) this.parts[part] += rate * leg.parts[part];
		this[direction] += rate * leg.total;
		const segment = leg.total / leg.segments;
		const again = rate * meanRetransmissions(leg, this.#conditions.loss) * segment;
		this.overhead(direction, 'tcpip', again);
		const acks = acksFor(leg.segments, { lastRides: savedAcks > 0 });
		this.overhead(direction === 'up' ? 'down' : 'up', 'tcpip', rate * acks * TCP_IP_HEADER);
		this.onAir[direction] += rate * leg.total;
		this.onAir.time += rate * transmissionTime(leg.total, this.#conditions.scenario[direction]);
	}

	/** Flights of one of several sizes. */
	sendOneOf(direction: Direction, flights: Flights, rate: number, savedAcks = 0): void {
		for (const [weight, leg] of flights) this.send(direction, leg, rate * weight, savedAcks);
	}

	/** Bytes that are all for one purpose: bare ACKs, set-up, tear-down. */
	overhead(direction: Direction, part: BytePart, bytes: Bytes): void {
		this[direction] += bytes;
		this.parts[part] += bytes;
	}

	bareAcks(direction: Direction, rate: number): void {
		this.overhead(direction, 'tcpip', rate * TCP_IP_HEADER);
	}

	/** New connections and closed ones, each so many a ms. */
	connections(opened: number, closed: number): void {
		const { handshake, teardown } = this.#conditions.wire;
		for (const direction of ['up', 'down'] as const) {
			const bytes = opened * handshake[direction] + closed * teardown[direction];
			this.overhead(direction, 'handshake', bytes);
			this.setUps[direction] += bytes;
			this.setUps.time += transmissionTime(bytes, this.#conditions.scenario[direction]);
		}
	}
}

/** How long setting up a connection occupies the link, both ways. */
export function handshakeAirtime({ wire, scenario }: Conditions): Milliseconds {
	const { up, down } = wire.handshake;
	return transmissionTime(up, scenario.up) + transmissionTime(down, scenario.down);
}
