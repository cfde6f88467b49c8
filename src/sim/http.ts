import type { Milliseconds } from '../model/units.ts';
import { DELAYED_ACK, HANDSHAKE_ROUND_TRIPS, leavesAck, TCP_IP_HEADER } from '../model/wire.ts';
import { overheadFlight, type Connections } from './connections.ts';
import type { HeadAge } from './dates.ts';
import { Trip, type Flight, type Link } from './link.ts';
import { Journey, type Ledger } from './ledger.ts';
import { Overlap } from './overlap.ts';
import type { Phones } from './phones.ts';
import { Job, type Servers } from './servers.ts';
import type { World } from './world.ts';

/** A request as the first on a new connection, and on one that has carried others. */
export interface RequestFlights {
	readonly first: Flight;
	readonly again: Flight;
}

/** Requests of one client after another on connections that idle, close and are opened again. */
export class Http {
	/** Of the request that was sent last: whether it opened a connection. */
	opened = false;
	/** Of the request in hand: when it reached its server, when a core took it up, and when its answer left. */
	arrived: Milliseconds = NaN;
	taken: Milliseconds = NaN;
	left: Milliseconds = NaN;
	/** When its answer reached the phone's network, and when the phone has it. */
	landed: Milliseconds = NaN;
	received: Milliseconds = NaN;
	/**
	 * An answer that lands after this may come behind other packets of the phone: then its radio is left
	 * to the caller, who has to touch it when the answer lands.
	 */
	before: Milliseconds = Infinity;
	/** The way of its answer. Its key is also that of the request's work. */
	readonly answer = new Trip();

	private readonly world: World;
	private readonly link: Link;
	private readonly phones: Phones;
	private readonly servers: Servers;
	private readonly ledger: Ledger;
	private readonly connections: Connections;
	private readonly limitsConnections: boolean;
	private readonly requestWait: Milliseconds;
	private readonly handshakeCpu: Milliseconds;
	private readonly keepAlive: Milliseconds;
	/** When a client's connections were last in use; the server closes them `keepAlive` later. */
	private readonly lastUse: Float64Array;
	/** How many connections a client has. */
	private readonly open: Uint8Array;
	/** When the last of a client's connections was ready: it cannot end before. Only once one was opened. */
	private lastOpened: Float64Array | null = null;
	private readonly bareAck: Flight;
	/** Whether the last answer on a client's connection was too late to carry the ACK of its request. */
	private readonly wasLate: Uint8Array;
	/** Whether the ACK of a client's last request has left, or is no more than that of each two segments. */
	private readonly acknowledged: Uint8Array;
	/** Only once requests of a client met each other: see {@link shared}. */
	private overlap: Overlap | null = null;
	private readonly job = new Job();
	private readonly journey = new Journey();

	/** With `beside`, on the connections of other requests: then the last answer may be one of theirs. */
	constructor(
		world: World,
		connections: Connections,
		keepAlive: Milliseconds,
		beside: Http | null = null,
	) {
		this.world = world;
		this.link = world.link;
		this.phones = world.phones;
		this.servers = world.servers;
		this.ledger = world.ledger;
		this.connections = connections;
		this.limitsConnections = world.scenario.http === '1.1';
		this.requestWait = world.scenario.requestWait;
		this.handshakeCpu = world.scenario.handshakeCpu;
		this.keepAlive = keepAlive;
		this.lastUse = new Float64Array(world.users).fill(-Infinity);
		this.open = new Uint8Array(world.users);
		this.bareAck = overheadFlight(world.link, 'ack', 'down', TCP_IP_HEADER);
		this.wasLate = beside ? beside.wasLate : new Uint8Array(world.users);
		this.acknowledged = new Uint8Array(world.users);
	}

	/** Before the run: a client's connection was last used at `at`. */
	begin(client: number, at: Milliseconds): void {
		if (this.keepAlive === Infinity || this.keepAlive === 0) return;
		this.lastUse[client] = Math.max(at, this.lastUse[client]!);
		this.overlap?.answered(client, this.lastUse[client]);
		if (this.open[client] === 0) this.beginOpen(client);
	}

	/** Before the run: a client has a connection on which a request was acknowledged and waits for its answer. */
	beginHeld(client: number, { again }: RequestFlights): void {
		this.wasLate[client] = leavesAck(again.leg) ? 1 : 0;
		this.acknowledged[client] = 1;
		this.beginOpen(client);
	}

	private beginOpen(client: number): void {
		this.open[client] = 1;
		this.world.ledger.connectionsAtStart += 1;
	}

	/**
	 * Whether a request at `at` finds all connections busy of which some carry `underWay` others to the
	 * server: only when those are there it is known which one will be free first. Or until they break.
	 */
	mustWait(client: number, at: Milliseconds, underWay: number): boolean {
		if (!this.limitsConnections) return false;
		if (underWay > 0) return this.shared().earliest(client, at, underWay) > at;
		return this.world.fails(this.leaves(client, at, 0));
	}

	/** When a request at `at` may leave at the soonest, while `underWay` others are on their way to the server. */
	leaves(client: number, at: Milliseconds, underWay: number): Milliseconds {
		return this.overlap?.earliest(client, at, underWay) ?? at;
	}

	/** A client sends a request, which is then on its way until it reaches the server, while `underWay` others are. */
	request(client: number, flights: RequestFlights, trip: Trip, underWay = 0): void {
		const at = trip.time;
		let from = at;
		let cold = this.endIdle(client, at);
		if (this.limitsConnections && this.meets(client, at, cold, underWay)) {
			const shared = this.shared();
			from = shared.earliest(client, at, underWay);
			cold = shared.take(client, from) || this.keepAlive === 0;
		} else if (cold && this.keepAlive > 0 && this.open[client]! > 0) {
			// Over HTTP/2 it waits for the connection that is being set up.
			from = Math.max(at, this.lastOpened![client]!);
			cold = false;
		}
		this.opened = cold;
		const flight = cold ? flights.first : flights.again;
		trip.time = from;
		this.phones.transmit(client, flight, trip);
		if (cold) this.connect(client, trip);
		else if (from > this.lastUse[client]!) this.lastUse[client] = from;
		this.link.travel(flight, trip);
	}

	/** Whether it matters to a request at `at` that there may be several of its client. */
	private meets(client: number, at: Milliseconds, cold: boolean, underWay: number): boolean {
		if (this.overlap !== null || this.keepAlive === 0) return true;
		return cold ? this.open[client]! > 0 : underWay > 0 || at < this.lastUse[client]!;
	}

	private shared(): Overlap {
		return (this.overlap ??= new Overlap(this.lastUse));
	}

	private connect(client: number, trip: Trip): void {
		this.open[client]! += 1;
		this.connections.open(client, HANDSHAKE_ROUND_TRIPS, trip);
		this.lastOpened ??= new Float64Array(this.world.users).fill(-Infinity);
		// One whose set-up was not lost may be ready before an older one.
		if (trip.time > this.lastOpened[client]!) this.lastOpened[client] = trip.time;
	}

	/** Whether a request that leaves at `at` finds no server, so that its connection is refused; books the attempt. */
	isRefused(client: number, at: Milliseconds): boolean {
		const { scenario } = this.world;
		if (!this.world.serversDown(at + scenario.rtt / 2)) return false;
		this.connections.refuse(client, at + scenario.rtt);
		return true;
	}

	/** A request reaches its server now, the first on its connection or not, and waits for a core. */
	serve(client: number, opened: boolean, flights: RequestFlights): void {
		const { now } = this.world.clock;
		const job = this.job;
		this.ledger.request();
		this.answer.time = now;
		this.world.keyTrip(client, this.answer);
		const waits = leavesAck((opened ? flights.first : flights.again).leg);
		if (!waits) this.phones.touch(client, now + this.world.scenario.rtt / 2);
		else if (this.wasLate[client]) this.acknowledge(client, now);
		this.acknowledged[client] = waits && !this.wasLate[client] ? 0 : 1;
		job.arrived = now;
		this.world.weigh(job, this.answer);
		if (opened) job.cpu += this.handshakeCpu;
		this.servers.serve(client, job);
		this.arrived = now;
		this.before = Infinity;
		this.taken = job.start;
		this.left = job.start + job.cpu + this.requestWait;
	}

	/** What HPACK knows of the head of the answer that leaves next, the first on its connection or not. */
	headAge(client: number, first: boolean): HeadAge {
		const { dates } = this.connections;
		if (dates) return dates.stamp(client, this.left, first);
		return first ? 'first' : 'again';
	}

	/** The answer to the request in hand goes its way, until the phone has it. */
	reply(client: number, flight: Flight): void {
		const answer = this.answer;
		const late = this.left - this.arrived > DELAYED_ACK;
		if (late) this.acknowledgeAlone(client, this.arrived);
		else this.wasLate[client] = 0;
		answer.time = this.left;
		this.link.travel(flight, answer);
		this.landed = answer.time;
		if (this.landed <= this.before) this.phones.receive(client, flight, answer);
		if (!this.world.calm) answer.time += this.world.slowReading(flight, this.landed);
		const received = answer.time;
		this.received = received;
		if (received > this.lastUse[client]!) this.lastUse[client] = received;
		this.overlap?.answered(client, received);
		if (this.keepAlive === 0) this.closeUsed(client, received);
	}

	/** Whether the answer in hand gets nowhere. */
	loses(client: number, flight: Flight): boolean {
		const loses = this.world.fails(this.left);
		if (loses) this.waste(client, flight);
		return loses;
	}

	/** The connection of an answer that gets nowhere waits for it until it leaves, or breaks. */
	private waste(client: number, flight: Flight): void {
		const until = this.world.waste(flight, this.left);
		if (until > this.lastUse[client]!) this.lastUse[client] = until;
		this.overlap?.answered(client, until);
		if (this.keepAlive === 0) this.closeUsed(client, until);
	}

	/** The answer in hand delivers the first `count` messages of those published at such times. */
	deliver(published: Float64Array, count: number): void {
		const journey = this.journey;
		journey.heard = this.arrived;
		journey.left = this.left;
		journey.radio = this.received - this.landed;
		journey.delivered = this.received;
		for (let i = 0; i < count; i++) {
			journey.published = published[i]!;
			this.world.deliver(journey);
		}
	}

	/** A request finds its server down: its connection ends, and whatever others the client has there. */
	lose(client: number): void {
		const { now } = this.world.clock;
		if (this.keepAlive === 0) {
			this.overlap?.answered(client, now);
			this.closeUsed(client, now);
		} else {
			this.close(client, now, { goodbye: true });
			this.drop(client);
		}
	}

	/** The client's connection was cut by somebody else, who books it. */
	drop(client: number): void {
		this.connections.dates?.forget(client);
		this.overlap?.forget(client);
		this.lastUse[client] = -Infinity;
		this.open[client] = 0;
		this.wasLate[client] = 0;
	}

	/** All connections break at `now`: with a goodbye, or such that the server finds out only later. */
	breakAll(now: Milliseconds, { goodbye }: { goodbye: boolean }): void {
		// Each that carries one request alone ends with that, answered or lost.
		if (this.keepAlive === 0) {
			this.overlap = null;
			this.lastUse.fill(-Infinity);
			return;
		}
		for (let client = 0; client < this.world.users; client++) {
			this.endIdle(client, now);
			if (goodbye) this.close(client, now, { goodbye });
			else this.abandon(client, now);
			this.drop(client);
		}
		this.overlap = null;
	}

	/** The server waits for as long as it does after a last use; where the first answer is still to come, from `now` on. */
	private abandon(client: number, now: Milliseconds): void {
		for (; this.open[client]! > 0; this.open[client]! -= 1) {
			const expires = this.expires(client);
			const ends = expires === Infinity ? now + this.keepAlive : expires;
			this.ledger.close(Math.max(ends, this.lastOpened?.[client] ?? ends));
			this.overlap?.endOldest(client);
		}
	}

	/**
	 * The answer to a request that arrived at `arrived` is too late to carry its ACK: {@link DELAYED_ACK}
	 * later that leaves alone. From then on Linux does not wait: it acknowledges the next request at once.
	 */
	acknowledgeAlone(client: number, arrived: Milliseconds): void {
		if (this.acknowledged[client]) return;
		this.acknowledged[client] = 1;
		this.wasLate[client] = 1;
		this.acknowledge(client, arrived + DELAYED_ACK);
	}

	/** Whether a client's last request has its ACK. */
	isAcknowledged(client: number): boolean {
		return this.acknowledged[client] === 1;
	}

	private acknowledge(client: number, left: Milliseconds): void {
		const landed = left + this.world.scenario.rtt / 2;
		this.link.book(this.bareAck, left, landed);
		this.phones.touch(client, landed);
	}

	/**
	 * Ends the connection of a client that has been idle for longest, if that has idled out by `now`, else
	 * returns when to look again; Infinity if there is nothing to look for.
	 */
	expire(client: number, now: Milliseconds): Milliseconds {
		if (this.open[client] === 0) return Infinity;
		const expires = this.expires(client);
		if (expires === Infinity) return now + this.keepAlive;
		if (expires > now) return expires;
		this.idleOut(client);
		return Infinity;
	}

	/** A client that has just shaken hands lets the ACK of its first answer wait for a next request. */
	acknowledgeLate(client: number, received: Milliseconds): void {
		this.phones.touch(client, received + DELAYED_ACK);
	}

	/** Books the end of connections that idled out before `end` and were not used again. */
	finish(end: Milliseconds): void {
		for (let client = 0; client < this.world.users; client++) this.endIdle(client, end);
	}

	/** Whether the client has no connection that it may use at `at`; books the end of those that idled out. */
	private endIdle(client: number, at: Milliseconds): boolean {
		if (this.keepAlive === 0) return true;
		if (this.open[client]! > 1) this.endFurther(client, at);
		if (this.keepAlive === Infinity || this.lastUse[client]! + this.keepAlive >= at) return false;
		this.idleOut(client);
		return true;
	}

	private endFurther(client: number, at: Milliseconds): void {
		while (this.open[client]! > 1 && this.expires(client) < at) this.idleOut(client);
	}

	/** When the connection that has been idle for longest ends; Infinity while its first answer is still to come, or all are in use. */
	private expires(client: number): Milliseconds {
		const idle = this.open[client]! > 1 ? this.overlap!.oldest(client) : this.lastUse[client]!;
		return idle === -Infinity ? Infinity : idle + this.keepAlive;
	}

	/** Of connections that have been idle for too long the one that was so first ends. */
	private idleOut(client: number): void {
		const closed = this.expires(client);
		if (closed === Infinity) return;
		if (this.open[client]! > 1) {
			this.open[client]! -= 1;
			this.overlap!.endOldest(client);
			this.connections.close(client, closed);
		} else {
			this.close(client, closed, { goodbye: true });
			this.drop(client);
		}
	}

	/** Without keep-alive a connection ends with its answer. */
	private closeUsed(client: number, at: Milliseconds): void {
		this.wasLate[client] = 0;
		if (this.open[client] === 0) return;
		this.open[client]! -= 1;
		this.connections.close(client, at);
	}

	/** All of a client's connections end at `at`, or as soon as they are there: {@link drop} forgets them. */
	close(client: number, at: Milliseconds, { goodbye }: { goodbye: boolean }): void {
		const last = this.lastOpened ? Math.max(at, this.lastOpened[client]!) : at;
		for (let open = this.open[client]!; open > 0; open--) {
			if (goodbye) this.connections.close(client, last);
			else this.ledger.close(last);
		}
	}
}
