import type { Milliseconds } from '../model/units.ts';
import { leavesAck, TCP_IP_HEADER } from '../model/wire.ts';
import { Acks } from './acks.ts';
import { overheadFlight } from './connections.ts';
import { Journey } from './ledger.ts';
import { Trip, type Flight } from './link.ts';
import { Losses } from './losses.ts';
import { SendBuffers } from './sendBuffers.ts';
import type { World } from './world.ts';

/** Kinds of events, counted from the first that is free. */
const ACK_LANDS = 0;
const TIMES_OUT = 1;
export const DOWNSTREAM_KINDS = 2;

/** What goes down an open stream, and what comes back. */
export interface DownFlights {
	/** A message, without the ACK of its last segment. */
	readonly message: Flight;
	readonly heartbeat: Flight;
	/** What the client sends back to a heartbeat. */
	readonly heartbeatAnswer: Flight | null;
}

/** Of a message that finds a full send buffer. */
const NEVER = Infinity;

/**
 * The way of what is written to open streams: over the path, which may lose it, to the phone, and to the
 * reader, in the order in which it was written; with ACKs and the answers to heartbeats.
 */
export class Downstream {
	private readonly world: World;
	private readonly flights: DownFlights;
	private readonly ackUp: Flight;
	private readonly ackDown: Flight;
	/** When each client had its last message: a later one is never delivered before. */
	private readonly lastDelivered: Float64Array;
	/** What each client leaves in its send buffer while it reads slowly; only where that can happen. */
	private readonly buffers: SendBuffers | null;
	private readonly acks: Acks;
	private readonly losses: Losses;
	private readonly firstKind: number;

	/** Its events have the kinds from `firstKind` on, {@link DOWNSTREAM_KINDS} of them. */
	constructor(world: World, flights: DownFlights, firstKind: number) {
		const { disruptions, link, users } = world;
		this.world = world;
		this.flights = flights;
		this.ackUp = overheadFlight(link, 'ack', 'up', TCP_IP_HEADER);
		this.ackDown = overheadFlight(link, 'ack', 'down', TCP_IP_HEADER);
		this.lastDelivered = new Float64Array(users).fill(-Infinity);
		const slow = disruptions.next('slow', -Infinity) < Infinity;
		this.buffers = slow ? new SendBuffers(users) : null;
		this.acks = new Acks(users);
		this.losses = new Losses(world, firstKind + TIMES_OUT);
		this.firstKind = firstKind;
	}

	/** Before the run: the last that a client did was to answer. */
	beginAnswering(client: number): void {
		this.acks.answered(client);
	}

	happen(kind: number, client: number): void {
		const { clock, phones } = this.world;
		const which = kind - this.firstKind;
		if (which === ACK_LANDS) phones.touch(client, clock.now);
		else if (which === TIMES_OUT) this.losses.timeOut(client, clock.now);
	}

	/** From now on clients read slowly. */
	slowDown(): void {
		this.buffers?.clear();
	}

	/** A message leaves; the client has it after all earlier ones. */
	message(client: number, journey: Journey, trip: Trip): void {
		const { link } = this.world;
		const { message } = this.flights;
		link.launch(message, trip);
		if (link.waited > 0) {
			this.losses.add(client, message, trip.left, trip.time, this.reading(client, journey, trip));
			return;
		}
		link.land(message, trip, false);
		this.receive(client, journey, trip);
		this.losses.show(client, trip.left);
		if (this.losses.blocks(client)) this.hold(client, journey);
		else this.read(client, journey);
	}

	/** A heartbeat leaves, and the client answers it. */
	heartbeat(client: number, trip: Trip): void {
		const { link } = this.world;
		const { heartbeat } = this.flights;
		link.launch(heartbeat, trip);
		if (link.waited > 0) {
			this.losses.add(client, heartbeat, trip.left, trip.time, this.hearing(client, trip));
			return;
		}
		const { left } = trip;
		link.land(heartbeat, trip, false);
		this.hear(client, trip);
		this.losses.show(client, left);
	}

	/** A message has landed; the phone has it. */
	private receive(client: number, journey: Journey, trip: Trip): void {
		const landed = trip.time;
		this.world.phones.receive(client, this.flights.message, trip);
		journey.radio = trip.time - landed;
		journey.delivered = trip.time;
	}

	// What is to be done later is put together apart, so that what is done at once costs no memory.

	/** What the client does with a message that comes back after all. */
	private reading(client: number, journey: Journey, { key }: Trip): (landed: Milliseconds) => void {
		const later = Object.assign(new Journey(), journey);
		return (landed) => {
			const trip = new Trip();
			trip.time = landed;
			trip.key = key;
			this.receive(client, later, trip);
			this.read(client, later);
		};
	}

	/** What has come behind something lost is read when that is there. */
	private hold(client: number, journey: Journey): void {
		const later = Object.assign(new Journey(), journey);
		this.losses.hold(client, () => this.read(client, later));
	}

	/** A message is in the client's phone; the client reads it when it has all earlier ones. */
	private read(client: number, journey: Journey): void {
		const { ledger } = this.world;
		const { message } = this.flights;
		const had = journey.delivered;
		// Messages share the client's link, one after the other.
		const last = this.lastDelivered[client]!;
		const inOrder = Math.max(had, last + message.airtime);
		const delivered = this.buffers ? this.readSlowly(client, had, inOrder) : inOrder;
		if (delivered === NEVER) {
			ledger.lose(journey.published);
			return;
		}
		if (delivered > had) ledger.buffer(message.leg.total, had, delivered);
		this.lastDelivered[client] = delivered;
		if (leavesAck(message.leg)) this.acknowledge(client, delivered, last);
		ledger.frame(journey.left);
		journey.delivered = delivered;
		this.world.deliver(journey);
	}

	/** When the client has read a message that is there at `had`; NEVER where its send buffer is full. */
	private readSlowly(client: number, had: Milliseconds, inOrder: Milliseconds): Milliseconds {
		const slow = this.world.disruptions.at('slow', had);
		if (!slow) return inOrder;
		const { message } = this.flights;
		const done = this.buffers!.add(client, had, message.leg.total);
		if (done === NEVER) return NEVER;
		// When readers recover, what is left comes at the rate of the link.
		return Math.max(inOrder, Math.min(done, slow.until));
	}

	/** What is written behind a lost heartbeat waits for it. */
	private hearing(client: number, { key }: Trip): (landed: Milliseconds) => void {
		return (landed) => {
			const trip = new Trip();
			trip.time = landed;
			trip.key = key;
			this.lastDelivered[client] = Math.max(this.lastDelivered[client]!, landed);
			this.hear(client, trip);
		};
	}

	/** A heartbeat has landed. */
	private hear(client: number, trip: Trip): void {
		const { link, phones } = this.world;
		const { heartbeat, heartbeatAnswer } = this.flights;
		phones.receive(client, heartbeat, trip);
		if (!heartbeatAnswer) {
			this.acknowledge(client, trip.time, this.lastDelivered[client]!);
			return;
		}
		const half = this.world.scenario.rtt / 2;
		if (this.acks.answered(client)) link.book(this.ackUp, trip.time, trip.time + half);
		phones.transmit(client, heartbeatAnswer, trip);
		link.travel(heartbeatAnswer, trip);
		const landed = trip.time + half;
		link.book(this.ackDown, trip.time, landed);
		this.world.queue.schedule(landed, this.firstKind + ACK_LANDS, client);
	}

	/** Something to be acknowledged reaches the client at `at`; the message before it did at `last`. */
	private acknowledge(client: number, at: Milliseconds, last: Milliseconds): void {
		const left = this.acks.message(client, at, last);
		if (left === Infinity) return;
		this.world.link.book(this.ackUp, left, left + this.world.scenario.rtt / 2);
		if (left > at) this.world.phones.touch(client, left);
	}
}
