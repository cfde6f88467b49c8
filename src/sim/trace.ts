import type { BytePart } from '../model/figures.ts';
import { MS_PER_SECOND, type Bytes, type Milliseconds } from '../model/units.ts';
import { TCP_IP_HEADER } from '../model/wire.ts';
import type { Journey } from './ledger.ts';
import type { Direction, Flight, PacketKind, PacketLog } from './link.ts';

/** One kind of packet that the followed client sent or received. */
export interface TracedFlight {
	readonly kind: PacketKind;
	readonly direction: Direction;
	readonly parts: Readonly<Record<BytePart, Bytes>>;
	readonly total: Bytes;
	/** How long it takes without jitter and loss. */
	readonly usual: Milliseconds;
}

/** What happened to one client; the same client in all transports. Times are ms into the measured time. */
export interface Traced {
	readonly client: number;
	/** Nothing is recorded from here on. */
	readonly until: Milliseconds;
	readonly flights: readonly TracedFlight[];
	/**
	 * For each packet: its place in `flights`; when it left; when its last byte was there, NaN where it
	 * never was; and 1 where its last segment was lost and sent again, else 0.
	 */
	readonly packets: {
		readonly flight: Float64Array;
		readonly left: Float64Array;
		readonly arrived: Float64Array;
		readonly resent: Float64Array;
	};
	/** For each message: published; heard by a request or stream; sent; arrived at a radio network; delivered. */
	readonly messages: {
		readonly published: Float64Array;
		readonly heard: Float64Array;
		readonly left: Float64Array;
		readonly radio: Float64Array;
		readonly delivered: Float64Array;
	};
	/** When the radio woke; and, from `at` on, since when its tail runs (earlier only in a slow phase). */
	readonly radio: {
		readonly wakes: Float64Array;
		readonly at: Float64Array;
		readonly since: Float64Array;
	};
}

/** Longer than any lesson looks at one client. */
const WINDOW: Milliseconds = 5 * 60 * MS_PER_SECOND;
/** A client that polls ten times a second fills this in half a minute. */
const MOST = 2000;

/** Follows one client through the run: its packets, messages and radio. */
export class Trace implements PacketLog {
	readonly client: number;
	/** Nothing is recorded from here on: the window ends, or a list is full. */
	private until: Milliseconds;
	/** Whether what happens now happens to the followed client: else there is nothing to tell. */
	on = false;
	private readonly places = new Map<Flight, number>();
	private readonly flights: TracedFlight[] = [];
	private readonly packets = {
		flight: [] as number[],
		left: [] as number[],
		arrived: [] as number[],
		resent: [] as number[],
	};
	private readonly messages = {
		published: [] as number[],
		heard: [] as number[],
		left: [] as number[],
		radio: [] as number[],
		delivered: [] as number[],
	};
	private readonly radio = { wakes: [] as number[], at: [] as number[], since: [] as number[] };
	private readonly halfWay: Milliseconds;

	constructor(client: number, end: Milliseconds, rtt: Milliseconds) {
		this.client = client;
		this.halfWay = rtt / 2;
		this.until = Math.min(end, WINDOW);
	}

	/** What happens from now on happens to this client. */
	turnTo(client: number): void {
		this.on = client === this.client;
	}

	packet(flight: Flight, left: Milliseconds, arrived: Milliseconds, resent: boolean): void {
		if (!this.on) return;
		const [from, to] = this.onTheWire(flight, left, arrived);
		this.add(this.placeOf(flight), from, to, resent);
		if (Number.isNaN(to)) return;
		for (let ack = 0; ack < flight.acks; ack++) {
			const place = this.ackPlaceOf(flight.direction === 'up' ? 'down' : 'up');
			this.add(place, to, to + this.halfWay, false);
		}
	}

	/** The end of a connection is booked at one moment: a goodbye is said then, a refusal heard then. */
	private onTheWire(
		{ kind, direction }: Flight,
		left: Milliseconds,
		arrived: Milliseconds,
	): readonly [Milliseconds, Milliseconds] {
		if (kind !== 'goodbye' && kind !== 'refusal') return [left, arrived];
		const half = this.halfWay;
		const asks = kind === 'goodbye' ? 'down' : 'up';
		const first = kind === 'goodbye' ? left : left - 2 * half;
		return direction === asks ? [first, first + half] : [first + half, first + 2 * half];
	}

	private add(flight: number, left: Milliseconds, arrived: Milliseconds, resent: boolean): void {
		if (!this.sees(left, this.packets.left)) return;
		this.packets.flight.push(flight);
		this.packets.left.push(left);
		this.packets.arrived.push(arrived);
		this.packets.resent.push(resent ? 1 : 0);
	}

	journey({ published, heard, left, radio, delivered }: Journey): void {
		if (!this.on || !this.sees(published, this.messages.published)) return;
		this.messages.published.push(published);
		this.messages.heard.push(Math.max(heard, published));
		this.messages.left.push(left);
		this.messages.radio.push(delivered - radio);
		this.messages.delivered.push(delivered);
	}

	wake(time: Milliseconds): void {
		if (this.on && this.sees(time, this.radio.wakes)) this.radio.wakes.push(time);
	}

	/** From `at` on the radio's tail runs, as if since `since`. */
	tail(at: Milliseconds, since: Milliseconds): void {
		if (!this.on || at >= this.until || !this.hasRoom(at, this.radio.at, 2 * MOST)) return;
		this.radio.at.push(at);
		this.radio.since.push(since);
	}

	/** What is known of the client when so much of the run is simulated. */
	report(observed: Milliseconds): Traced {
		return {
			client: this.client,
			until: Math.min(observed, this.until),
			flights: [...this.flights],
			packets: inArrays(this.packets),
			messages: inArrays(this.messages),
			radio: inArrays(this.radio),
		};
	}

	private sees(time: Milliseconds, known: readonly number[]): boolean {
		return time >= 0 && time < this.until && this.hasRoom(time, known, MOST);
	}

	/** What a full list does not hold is not known: then the trace ends there. */
	private hasRoom(time: Milliseconds, known: readonly number[], most: number): boolean {
		if (known.length < most) return true;
		this.until = Math.max(0, time);
		return false;
	}

	private placeOf(flight: Flight): number {
		const known = this.places.get(flight);
		if (known !== undefined) return known;
		const { kind, direction, leg, delay } = flight;
		const { parts, total } = leg;
		this.places.set(flight, this.flights.length);
		return this.flights.push({ kind, direction, parts, total, usual: delay }) - 1;
	}

	/** ACKs that go with a flight are nothing that a transport sends. */
	private ackPlaceOf(direction: Direction): number {
		const place = this.flights.findIndex(
			(flight) => flight.kind === 'ack' && flight.direction === direction,
		);
		if (place >= 0) return place;
		const total = TCP_IP_HEADER;
		const parts = { payload: 0, framing: 0, headers: 0, tls: 0, tcpip: total, handshake: 0 };
		return this.flights.push({ kind: 'ack', direction, parts, total, usual: this.halfWay }) - 1;
	}
}

function inArrays<K extends string>(lists: Record<K, number[]>): Record<K, Float64Array> {
	const entries = Object.entries<number[]>(lists).map(([name, list]) => [
		name,
		Float64Array.from(list),
	]);
	return Object.fromEntries(entries) as Record<K, Float64Array>;
}
