import { PATIENCE } from '../model/faults.ts';
import type { Scenario } from '../model/scenario.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type Milliseconds } from '../model/units.ts';
import { HANDSHAKE_ROUND_TRIPS, leavesAck } from '../model/wire.ts';
import type { Connections } from './connections.ts';
import type { Disruption } from './disruptions.ts';
import { Downstream, DOWNSTREAM_KINDS, type DownFlights } from './downstream.ts';
import { Journey } from './ledger.ts';
import { Trip, type Flight } from './link.ts';
import { draw, PURPOSE } from './random.ts';
import { reconnectDelay } from './reconnect.ts';
import { Job } from './servers.ts';
import { SteadyAge } from './steadyAge.ts';
import type { Workload, World } from './world.ts';

// Of events at the same time the smaller kind comes first: the balancer wins the race with a heartbeat.
const MAYBE_IDLE = 0;
const HEARTBEAT = 1;
const RECONNECTS = 2;
const CONNECTED = 3;
const NOTICES = 4;
/** Of what is under way. */
const FIRST_DOWNSTREAM_KIND = 5;
/** First kind that a particular stream may use for its own events. */
export const FREE_KIND = FIRST_DOWNSTREAM_KIND + DOWNSTREAM_KINDS;

/** A heartbeat that leaves so shortly before the balancer's time-out comes too late. */
const RACE: Milliseconds = 5;
/** Stands for "never": longer than any interval of a scenario. */
const LONG_SILENCE: Milliseconds = 36_000_000;

/** So many heartbeats before the last, at most, tell what state a radio is in. */
const TURNS = 3;

/** States of a client's connection. SILENT: broken, but neither end knows. */
const DOWN = 0;
const UP = 1;
const SILENT = 2;

/** What tells one kind of held stream from another. */
export interface StreamFlights extends DownFlights {
	/** The request that opens the stream, and its answer. */
	readonly opening: Flight;
	readonly opened: Flight;
	/** Whether what the client sends goes over the stream's connection. */
	readonly carriesUplink: boolean;
	/** Whether a proxy may refuse this kind of stream. */
	readonly canBeBlocked: boolean;
}

/**
 * A connection that the server keeps open and writes to: SSE, and the downward half of a
 * WebSocket. The server pushes each message at once; heartbeats keep the connection in use;
 * a balancer closes it when it is silent for too long.
 */
export class Stream {
	private readonly world: World;
	private readonly connections: Connections;
	private readonly flights: StreamFlights;
	private readonly downstream: Downstream;
	private readonly heartbeatInterval: Milliseconds;
	/** When each client's first heartbeat is due, after the start; until all have begun. */
	private phases: Float64Array;
	private readonly idleTimeout: Milliseconds;
	private readonly state: Uint8Array;
	/** Attempts to connect since the last success. */
	private readonly attempts: Uint8Array;
	/** Ages at the start: of the last message of one's own, of the last that was sent or received, of the last for all. */
	private readonly messageAge: SteadyAge;
	private readonly trafficAge: SteadyAge;
	private readonly sharedAge: Milliseconds;
	/** How long before a moment of the past a stream carried something, other than heartbeats. */
	private readonly gap: SteadyAge;
	/** When the balancer last saw a packet of each connection; only where it may close one. */
	private readonly lastTraffic: Float64Array | null;
	private readonly trip = new Trip();
	private readonly journey = new Journey();

	constructor(world: World, connections: Connections, flights: StreamFlights) {
		const { scenario, users } = world;
		this.world = world;
		this.connections = connections;
		this.flights = flights;
		this.downstream = new Downstream(world, flights, FIRST_DOWNSTREAM_KIND);
		this.heartbeatInterval = world.ms(scenario.pingInterval);
		this.phases = world.phases(this.heartbeatInterval);
		this.idleTimeout = world.ms(scenario.idleTimeout);
		this.state = new Uint8Array(users).fill(UP);
		this.attempts = new Uint8Array(users);
		this.lastTraffic = mayIdleOut(scenario) ? new Float64Array(users) : null;
		const shared = scenario.audience === 'shared';
		const own = shared ? 0 : scenario.messageRate;
		this.messageAge = this.ageAt(own);
		const sent = flights.carriesUplink ? scenario.uplinkRate : 0;
		this.trafficAge = this.ageAt(own + sent);
		this.gap = this.ageAt(scenario.messageRate + sent);
		this.sharedAge = shared
			? this.ageAt(scenario.messageRate).at(world.drawOfAll(PURPOSE.sharedAge))
			: Infinity;
	}

	begin(client: number): void {
		const { clock, ledger, queue, scenario } = this.world;
		const { heartbeatAnswer, message } = this.flights;
		const interval = this.heartbeatInterval;
		ledger.connectionsAtStart += 1;
		const bits = this.world.drawOf(client, PURPOSE.age);
		let silence = this.silence(bits, this.trafficAge);
		if (interval > 0) {
			const next = this.phases[client]!;
			const pinged = interval - next;
			if (heartbeatAnswer) {
				const answering = !leavesAck(message.leg) || pinged < this.silence(bits, this.messageAge);
				if (answering) this.downstream.beginAnswering(client);
			}
			this.hear(client, pinged, silence);
			silence = Math.min(silence, pinged);
			queue.schedule(clock.start + next, HEARTBEAT, client);
		} else this.hearAt(clock.start - silence + scenario.rtt / 2, client, message);
		if (client === this.world.users - 1) this.phases = new Float64Array(0);
		if (!this.lastTraffic) return;
		this.lastTraffic[client] = clock.start - silence;
		queue.schedule(clock.start - silence + this.idleTimeout, MAYBE_IDLE, client);
	}

	/**
	 * What a phone has heard before the run: heartbeats, the last one `pinged` ago, and perhaps something
	 * after that. One that wakes a radio may leave it awake for the next; clients are in either turn.
	 */
	private hear(client: number, pinged: Milliseconds, silence: Milliseconds): void {
		const { clock, phones, scenario } = this.world;
		const { heartbeat, message } = this.flights;
		const now = clock.start + scenario.rtt / 2;
		const turns = phones.sleepsAfter(this.heartbeatInterval) ? 0 : this.turnsOf(client);
		for (let turn = turns; turn >= 0; turn--) {
			this.hearAt(now - pinged - turn * this.heartbeatInterval, client, heartbeat);
		}
		if (silence < pinged) this.hearAt(now - silence, client, message);
	}

	/** A phone whose radio the message before may have left awake hears a flight. */
	private hearAt(time: Milliseconds, client: number, flight: Flight): void {
		const { phones } = this.world;
		const trip = this.trip;
		trip.time = time;
		this.world.keyTrip(client, trip);
		phones.awakeSince(client, time - this.gap.at(draw(trip.key, PURPOSE.age)));
		phones.receive(client, flight, trip);
	}

	/** Heartbeats before the run that tell what state the client's radio is in. */
	private turnsOf(client: number): number {
		return this.world.drawOf(client, PURPOSE.turn) >= 0 ? TURNS : TURNS - 1;
	}

	/** How long ago a stream that carries so much a minute last did, or was new, in the steady state. */
	private ageAt(perMinute: number): SteadyAge {
		const longest = this.lastTraffic ? this.idleTimeout : LONG_SILENCE;
		return new SteadyAge(perMinute / MS_PER_MINUTE, longest);
	}

	/** How long ago the stream of a client with these bits last carried something of its own, or a message for all. */
	private silence(bits: number, own: SteadyAge): Milliseconds {
		return Math.min(own.at(bits), this.sharedAge);
	}

	/** Whether the client's stream is open. */
	isConnected(client: number): boolean {
		return this.state[client] === UP;
	}

	happen(kind: number, client: number): void {
		if (kind === HEARTBEAT) this.heartbeat(client);
		else if (kind === MAYBE_IDLE) this.maybeIdle(client);
		else if (kind === RECONNECTS) this.reconnect(client);
		else if (kind === CONNECTED) this.connect(client);
		else if (kind === NOTICES) this.notice(client);
		else this.downstream.happen(kind, client);
	}

	publish(client: number, count: number): void {
		const { clock, inbox, ledger, scenario } = this.world;
		const { now } = clock;
		const down = this.state[client] === DOWN;
		this.journey.published = now;
		this.trip.key = this.world.key(client, count);
		if (!down && this.push(client)) inbox.catchUp(client);
		else if (down ? scenario.reconnect !== 'none' : scenario.resume) inbox.keep(client, now);
		else {
			// The server forgets what it has written, and nobody comes back for the rest.
			ledger.lose(now);
			inbox.catchUp(client);
		}
	}

	/** Writes the message of which the journey tells when it was published, with the key of its trip; whether it gets anywhere. */
	private push(client: number): boolean {
		const journey = this.journey;
		const { message } = this.flights;
		journey.heard = this.world.clock.now;
		this.write(client);
		journey.left = this.world.written;
		if (this.fails(client, message, journey.left)) return false;
		this.trip.time = journey.left;
		this.downstream.message(client, journey, this.trip);
		return true;
	}

	/** Whether a flight that leaves at `left` gets nowhere: its connection is broken, or will be by then. */
	private fails(client: number, flight: Flight, left: Milliseconds): boolean {
		const { world } = this;
		const fails = this.state[client] === SILENT || world.fails(left);
		if (fails) world.waste(flight, left);
		return fails;
	}

	/** The server writes to the client's connection, and the balancer sees it. */
	private write(client: number): void {
		this.world.write(client);
		this.traffic(client, this.world.written);
	}

	/** The balancer sees a packet. */
	traffic(client: number, at: Milliseconds): void {
		if (this.lastTraffic) this.lastTraffic[client] = at;
	}

	/** The timer runs at a fixed rate, whatever else is sent. */
	private heartbeat(client: number): void {
		const { now } = this.world.clock;
		const trip = this.trip;
		this.world.queue.schedule(now + this.heartbeatInterval, HEARTBEAT, client);
		const state = this.state[client];
		if (state === SILENT) this.world.queue.schedule(now + PATIENCE, NOTICES, client);
		if (state !== UP) return;
		if (this.lastTraffic && now - this.lastTraffic[client]! > this.idleTimeout - RACE) return;
		trip.time = now;
		this.world.keyTrip(client, trip);
		this.write(client);
		trip.time = this.world.written;
		if (!this.fails(client, this.flights.heartbeat, trip.time))
			this.downstream.heartbeat(client, trip);
	}

	private maybeIdle(client: number): void {
		const { now } = this.world.clock;
		if (this.state[client] !== UP) return;
		const closes = this.lastTraffic![client]! + this.idleTimeout;
		if (closes > now) this.world.queue.schedule(closes, MAYBE_IDLE, client);
		else this.cut(client, now);
	}

	/** Somebody closes the connection and says so; the client tries again. */
	private cut(client: number, now: Milliseconds): void {
		this.connections.close(client, now);
		this.goDown(client, now + this.world.scenario.rtt / 2);
	}

	/** The client knows that it is not connected. */
	private goDown(client: number, now: Milliseconds): void {
		this.state[client] = DOWN;
		this.attempts[client] = 0;
		this.retry(client, now);
	}

	private retry(client: number, now: Milliseconds): void {
		const { inbox, ledger, queue, scenario } = this.world;
		const attempt = this.attempts[client]!;
		const delay = reconnectDelay(scenario.reconnect, attempt, this.world.keyAt(client, now));
		if (delay < Infinity) {
			this.attempts[client] = Math.min(255, attempt + 1);
			queue.schedule(now + delay, RECONNECTS, client);
			return;
		}
		const missed = inbox.take(client, now);
		for (let i = 0; i < missed; i++) ledger.lose(inbox.taken[i]!);
	}

	private reconnect(client: number): void {
		const { clock, link, phones, queue, scenario } = this.world;
		const { now } = clock;
		const trip = this.trip;
		const dropped = this.world.disruptions.at('drop', now);
		if (dropped) {
			this.retry(client, scenario.reconnect === 'immediate' ? dropped.until : now);
			return;
		}
		const { opening } = this.flights;
		trip.time = now;
		this.world.keyTrip(client, trip);
		phones.transmit(client, opening, trip);
		if (this.refuses(trip.time + scenario.rtt / 2)) {
			const refused = trip.time + scenario.rtt;
			this.connections.refuse(client, refused);
			this.retry(client, refused);
			return;
		}
		this.connections.open(client, HANDSHAKE_ROUND_TRIPS, trip);
		link.travel(opening, trip);
		queue.schedule(trip.time, CONNECTED, client);
	}

	/** Whether nobody lets a new stream in. */
	private refuses(now: Milliseconds): boolean {
		if (this.world.serversDown(now)) return true;
		return this.flights.canBeBlocked && this.world.disruptions.at('block', now) !== undefined;
	}

	/** A heartbeat is overdue: the client gives the connection up. */
	private notice(client: number): void {
		const { now } = this.world.clock;
		if (this.state[client] !== SILENT) return;
		this.world.ledger.close(now);
		this.goDown(client, now);
	}

	disrupt({ kind, from }: Disruption): void {
		if (kind === 'slow') this.downstream.slowDown();
		const cuts = kind === 'restart' || (kind === 'block' && this.flights.canBeBlocked);
		for (let client = 0; client < this.state.length; client++) {
			if (cuts && this.state[client] !== DOWN) this.cut(client, from);
			if (kind === 'drop' && this.state[client] === UP) this.state[client] = SILENT;
		}
	}

	/** The server accepts the stream and, if clients resume, writes what was missed. */
	private connect(client: number): void {
		const { clock, inbox, ledger, link, phones, queue, scenario, servers } = this.world;
		const { opened } = this.flights;
		const { now } = clock;
		const trip = this.trip;
		if (this.refuses(now) || this.world.offline(now)) {
			ledger.close(now);
			this.retry(client, now);
			return;
		}
		ledger.request();
		trip.time = now;
		this.world.keyTrip(client, trip);
		const job = new Job();
		job.arrived = now;
		this.world.weigh(job, trip);
		job.cpu += scenario.handshakeCpu;
		servers.serve(client, job);
		const left = job.start + job.cpu + scenario.requestWait;
		trip.time = left;
		this.state[client] = UP;
		if (!this.fails(client, opened, left)) {
			link.travel(opened, trip);
			phones.receive(client, opened, trip);
		}
		this.attempts[client] = 0;
		this.traffic(client, left);
		if (this.lastTraffic) queue.schedule(left + this.idleTimeout, MAYBE_IDLE, client);
		const missed = inbox.take(client, now);
		for (let i = 0; i < missed; i++) {
			const published = inbox.taken[i]!;
			if (!scenario.resume) ledger.lose(published);
			else {
				this.journey.published = published;
				trip.key = this.world.keyAt(client, published);
				if (!this.push(client)) {
					inbox.putBack(client, i, missed);
					return;
				}
			}
		}
	}
}

/** Whether heartbeats are too rare for the balancer's patience. */
function mayIdleOut({ idleTimeout, pingInterval }: Scenario): boolean {
	return idleTimeout > 0 && (pingInterval === 0 || pingInterval >= idleTimeout);
}

/** How long after the measured time a pushed message is waited for. */
export const GRACE: Milliseconds = 10_000;

/** Heartbeats of all clients, their messages, and what they send. */
export function streamWorkload(scenario: Scenario): Workload {
	const { users, pingInterval, idleTimeout, messageRate, uplinkRate } = scenario;
	const period = (pingInterval || idleTimeout || 60) * MS_PER_SECOND;
	return {
		waiting: users,
		rate: users * (1 / period + (messageRate + uplinkRate) / MS_PER_MINUTE),
		horizon: period,
		backlog: 0,
	};
}
