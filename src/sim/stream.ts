import { PATIENCE } from '../model/faults.ts';
import type { Scenario } from '../model/scenario.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type Milliseconds } from '../model/units.ts';
import { HANDSHAKE_ROUND_TRIPS, leavesAck } from '../model/wire.ts';
import type { Disruption } from './disruptions.ts';
import { Downstream, DOWNSTREAM_KINDS, type DownFlights } from './downstream.ts';
import type { Connections } from './http.ts';
import type { Flight } from './link.ts';
import { PURPOSE } from './random.ts';
import { reconnectDelay } from './reconnect.ts';
import { SteadyAge } from './steadyState.ts';
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

/** Heartbeats before the run that tell what state a radio is in. */
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
	/** When each client's first heartbeat is due, after the start. */
	private readonly phases: Float64Array;
	private readonly idleTimeout: Milliseconds;
	private readonly state: Uint8Array;
	/** Attempts to connect since the last success. */
	private readonly attempts: Uint8Array;
	/** Ages at the start: of the last message of one's own, of the last that was sent or received, of the last for all. */
	private readonly messageAge: SteadyAge;
	private readonly trafficAge: SteadyAge;
	private readonly sharedAge: Milliseconds;
	/** When the balancer last saw a packet of each connection; only where it may close one. */
	private readonly lastTraffic: Float64Array | null;

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
		this.trafficAge = this.ageAt(own + (flights.carriesUplink ? scenario.uplinkRate : 0));
		this.sharedAge = shared
			? this.ageAt(scenario.messageRate).at(world.uniformOfAll(PURPOSE.sharedAge))
			: Infinity;
	}

	begin(client: number): void {
		const { clock, ledger, phones, queue, scenario } = this.world;
		const { heartbeatAnswer, message } = this.flights;
		const interval = this.heartbeatInterval;
		ledger.connectionsAtStart += 1;
		let silence = this.silence(client, this.trafficAge);
		if (interval > 0) {
			const next = this.phases[client]!;
			const pinged = interval - next;
			const answering = !leavesAck(message.leg) || pinged < this.silence(client, this.messageAge);
			if (heartbeatAnswer && answering) this.downstream.beginAnswering(client);
			this.hear(client, pinged, silence);
			silence = Math.min(silence, pinged);
			queue.schedule(clock.start + next, HEARTBEAT, client);
		} else phones.begin(client, clock.start - silence + scenario.rtt / 2);
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
		const odd = this.world.uniformOf(client, PURPOSE.turn) < 0.5;
		const turns = phones.sleepsAfter(this.heartbeatInterval) ? 0 : odd ? TURNS : TURNS - 1;
		for (let turn = turns; turn >= 0; turn--) {
			const at = now - pinged - turn * this.heartbeatInterval;
			phones.receive(client, at, heartbeat, this.world.keyAt(client, at));
		}
		if (silence >= pinged) return;
		phones.receive(client, now - silence, message, this.world.keyAt(client, now - silence));
	}

	/** How long ago a stream that carries so much a minute last did, or was new, in the steady state. */
	private ageAt(perMinute: number): SteadyAge {
		const longest = this.lastTraffic ? this.idleTimeout : LONG_SILENCE;
		return new SteadyAge(perMinute / MS_PER_MINUTE, longest);
	}

	/** How long ago the client's stream last carried something of its own, or a message for all. */
	private silence(client: number, own: SteadyAge): Milliseconds {
		return Math.min(own.at(this.world.uniformOf(client, PURPOSE.age)), this.sharedAge);
	}

	/** Whether the client's stream is open. */
	isConnected(client: number): boolean {
		return this.state[client] === UP;
	}

	happen(kind: number, client: number, now: Milliseconds): void {
		if (kind === HEARTBEAT) this.heartbeat(client, now);
		else if (kind === MAYBE_IDLE) this.maybeIdle(client, now);
		else if (kind === RECONNECTS) this.reconnect(client, now);
		else if (kind === CONNECTED) this.connect(client, now);
		else if (kind === NOTICES) this.notice(client, now);
		else this.downstream.happen(kind, client, now);
	}

	publish(client: number, now: Milliseconds, count: number): void {
		const state = this.state[client];
		if (state === UP) this.push(client, now, now, now, this.world.key(client, count));
		else if (state === SILENT) this.pushIntoTheVoid(client, now);
		else if (this.world.scenario.reconnect === 'none') this.world.ledger.lose(now);
		else this.world.inbox.keep(client, now);
	}

	private push(
		client: number,
		published: Milliseconds,
		heard: Milliseconds,
		now: Milliseconds,
		key: number,
	): void {
		this.downstream.message(client, published, heard, this.write(client, now), key);
	}

	/** The server writes to a connection that is broken and does not know it. Without resume it then forgets the message. */
	private pushIntoTheVoid(client: number, now: Milliseconds): void {
		const { inbox, ledger, link, scenario } = this.world;
		link.waste(this.flights.message, this.write(client, now));
		if (scenario.resume) {
			inbox.keep(client, now);
			return;
		}
		ledger.lose(now);
		inbox.missFromNow(client);
	}

	/** CPU time of one write; returns when it leaves. */
	private write(client: number, now: Milliseconds): Milliseconds {
		const { scenario, servers } = this.world;
		const left = servers.serve(client, now, scenario.pushCpu) + scenario.pushCpu;
		this.traffic(client, left);
		return left;
	}

	/** The balancer sees a packet. */
	traffic(client: number, at: Milliseconds): void {
		if (this.lastTraffic) this.lastTraffic[client] = at;
	}

	/** The timer runs at a fixed rate, whatever else is sent. */
	private heartbeat(client: number, now: Milliseconds): void {
		this.world.queue.schedule(now + this.heartbeatInterval, HEARTBEAT, client);
		const state = this.state[client];
		if (state === SILENT) this.world.queue.schedule(now + PATIENCE, NOTICES, client);
		if (state !== UP) return;
		if (this.lastTraffic && now - this.lastTraffic[client]! > this.idleTimeout - RACE) return;
		const key = this.world.keyAt(client, now);
		this.downstream.heartbeat(client, this.write(client, now), key);
	}

	private maybeIdle(client: number, now: Milliseconds): void {
		if (this.state[client] !== UP) return;
		const closes = this.lastTraffic![client]! + this.idleTimeout;
		if (closes > now) this.world.queue.schedule(closes, MAYBE_IDLE, client);
		else this.cut(client, now);
	}

	/** Somebody closes the connection and says so; the client tries again. */
	private cut(client: number, now: Milliseconds): void {
		if (this.state[client] === UP) this.world.inbox.missFromNow(client);
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

	private reconnect(client: number, now: Milliseconds): void {
		const { link, phones, queue, scenario } = this.world;
		const dropped = this.world.disruptions.at('drop', now);
		if (dropped) {
			this.retry(client, scenario.reconnect === 'immediate' ? dropped.until : now);
			return;
		}
		const { opening } = this.flights;
		const key = this.world.keyAt(client, now);
		const left = phones.transmit(client, now, opening);
		if (this.refuses(left + scenario.rtt / 2)) {
			this.connections.refuse(client, left + scenario.rtt);
			this.retry(client, left + scenario.rtt);
			return;
		}
		const ready = this.connections.open(client, left, HANDSHAKE_ROUND_TRIPS, key);
		queue.schedule(link.travel(opening, ready, key), CONNECTED, client);
	}

	/** Whether nobody lets a new stream in. */
	private refuses(now: Milliseconds): boolean {
		if (this.world.serversDown(now)) return true;
		return this.flights.canBeBlocked && this.world.disruptions.at('block', now) !== undefined;
	}

	/** A heartbeat is overdue: the client gives the connection up. */
	private notice(client: number, now: Milliseconds): void {
		if (this.state[client] !== SILENT) return;
		this.world.ledger.close(now);
		this.goDown(client, now);
	}

	disrupt({ kind, from }: Disruption): void {
		if (kind === 'slow') this.downstream.slowDown();
		const cuts = kind === 'restart' || (kind === 'block' && this.flights.canBeBlocked);
		for (let client = 0; client < this.state.length; client++) {
			if (cuts && this.state[client] !== DOWN) this.cut(client, from);
			if (kind === 'drop' && this.state[client] === UP) {
				this.state[client] = SILENT;
				this.world.inbox.missFromNow(client);
			}
		}
	}

	/** The server accepts the stream and, if clients resume, writes what was missed. */
	private connect(client: number, now: Milliseconds): void {
		const { inbox, ledger, link, phones, queue, scenario, servers } = this.world;
		const { opened } = this.flights;
		const key = this.world.keyAt(client, now);
		if (this.refuses(now) || this.world.offline(now)) {
			ledger.close(now);
			this.retry(client, now);
			return;
		}
		ledger.request(now);
		const cpu = this.world.requestCpu(key) + scenario.handshakeCpu;
		const left = servers.serve(client, now, cpu) + cpu + scenario.requestWait;
		phones.receive(client, link.travel(opened, left, key), opened, key);
		this.state[client] = UP;
		this.attempts[client] = 0;
		this.traffic(client, left);
		if (this.lastTraffic) queue.schedule(left + this.idleTimeout, MAYBE_IDLE, client);
		const missed = inbox.take(client, now);
		for (let i = 0; i < missed; i++) {
			const published = inbox.taken[i]!;
			if (!scenario.resume) ledger.lose(published);
			else this.push(client, published, now, now, this.world.keyAt(client, published));
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
