import type { Milliseconds } from '../model/units.ts';
import { Agenda } from './agenda.ts';
import type { Http, RequestFlights } from './http.ts';
import { Trip } from './link.ts';
import type { World } from './world.ts';

/** A kind of request, and of the event at which one reaches its server. */
export interface RequestKind {
	readonly flights: RequestFlights;
	readonly arrives: number;
	readonly arrivesOnNewConnection: number;
}

/**
 * Sends the requests of clients, and keeps those back that come while, over HTTP/1.1, all connections are
 * busy and nobody knows yet which will be free first.
 */
export class Requests {
	readonly http: Http;
	private readonly world: World;
	/** Kinds of those kept back, by the event at which one arrives. */
	private readonly kinds: RequestKind[] = [];
	/** How many requests of each client are on their way to its server, among others; only once one was. */
	private underWay: Uint16Array | null = null;
	/** When those kept back would have left, if they had been free to. */
	private waiting: Agenda;
	private readonly trip = new Trip();

	constructor(world: World, http: Http) {
		this.http = http;
		this.world = world;
		this.waiting = new Agenda(world.users);
	}

	/** A client sends a request at `at`, or as soon after as it can. */
	send(client: number, at: Milliseconds, kind: RequestKind): void {
		const behind = this.waiting.next(client) < Infinity;
		if (behind || this.mustWait(client, at)) this.keepBack(client, at, kind);
		else this.leave(client, at, kind);
	}

	private keepBack(client: number, at: Milliseconds, kind: RequestKind): void {
		this.kinds[kind.arrives] = kind;
		this.waiting.add(client, at, kind.arrives);
	}

	/** A request has reached its server, and has been answered or lost: others may leave. */
	arrived(client: number): void {
		this.underWay![client]! -= 1;
		for (;;) {
			const at = this.waiting.next(client);
			if (at === Infinity || this.mustWait(client, at)) return;
			this.waiting.take(client, at);
			this.leave(client, at, this.kinds[this.waiting.what]!);
		}
	}

	/** All connections break at `now`, and with them what waited for one: see {@link Http.breakAll}. */
	breakAll(now: Milliseconds, how: { goodbye: boolean }): void {
		this.waiting = new Agenda(this.world.users);
		this.http.breakAll(now, how);
	}

	private mustWait(client: number, at: Milliseconds): boolean {
		return this.http.mustWait(client, at, this.countUnderWay(client));
	}

	private leave(client: number, at: Milliseconds, kind: RequestKind): void {
		this.sendAlone(client, at, kind, this.countUnderWay(client));
		this.depart(client);
	}

	/** A request that was sent may meet others: it is under way until it has {@link arrived}. */
	depart(client: number): void {
		this.underWay ??= new Uint16Array(this.world.users);
		this.underWay[client]! += 1;
	}

	/** How many requests of a client are under way. */
	countUnderWay(client: number): number {
		return this.underWay?.[client] ?? 0;
	}

	/**
	 * Sends a request at once, and returns when it reaches its server. One that meets no others is not
	 * under way, and nothing need be told when it has {@link arrived}.
	 */
	sendAlone(client: number, at: Milliseconds, kind: RequestKind, underWay = 0): Milliseconds {
		const trip = this.trip;
		trip.time = at;
		this.world.keyTrip(client, trip);
		this.http.request(client, kind.flights, trip, underWay);
		const event = this.http.opened ? kind.arrivesOnNewConnection : kind.arrives;
		this.world.queue.schedule(trip.time, event, client);
		return trip.time;
	}
}
