import { MS_PER_MINUTE, type Milliseconds } from '../model/units.ts';
import type { Connections } from './connections.ts';
import type { Disruption } from './disruptions.ts';
import { Http, type RequestFlights } from './http.ts';
import type { HeadAge } from './dates.ts';
import type { Flight } from './link.ts';
import { PURPOSE } from './random.ts';
import { Requests, type RequestKind } from './requests.ts';
import type { World } from './world.ts';

/** Kinds of events that POSTs use; transports number theirs from 0. */
const MAYBE_IDLE = 13;
const ARRIVES = 14;
const ARRIVES_ON_NEW_CONNECTION = 15;

/** What a client without a WebSocket sends: one POST a message, answered by an empty response. */
export class Posts {
	private readonly world: World;
	private readonly requests: Requests;
	private readonly http: Http;
	private readonly kind: RequestKind;
	private readonly request: RequestFlights;
	private readonly answers: Readonly<Record<HeadAge, Flight>>;
	/** How long a connection that carries nothing else may idle; Infinity: it never does. */
	private readonly keepAlive: Milliseconds;
	private readonly answered: ((client: number, received: Milliseconds) => void) | undefined;

	/**
	 * `keepAlive` is set where POSTs have connections of their own, whose end comes amid other packets;
	 * `answered` is told when a client has the answer to one.
	 */
	constructor(
		world: World,
		requests: Requests,
		keepAlive: Milliseconds = Infinity,
		answered?: (client: number, received: Milliseconds) => void,
	) {
		const { link, wire } = world;
		this.world = world;
		this.requests = requests;
		this.http = requests.http;
		this.keepAlive = keepAlive || Infinity;
		this.answered = answered;
		this.request = {
			first: link.flight('send', 'up', wire.firstPost, { lastAckRides: true }),
			again: link.flight('send', 'up', wire.post, { lastAckRides: true }),
		};
		this.kind = {
			flights: this.request,
			arrives: ARRIVES,
			arrivesOnNewConnection: ARRIVES_ON_NEW_CONNECTION,
		};
		this.answers = {
			first: link.flight('sendAnswer', 'down', wire.firstPostAnswer),
			again: link.flight('sendAnswer', 'down', wire.postAnswer),
			sameSecond: link.flight('sendAnswer', 'down', wire.sameSecondPostAnswer),
		};
	}

	/** Before the run, the client's last POST was as long ago as it is in the steady state. */
	begin(client: number): void {
		const { clock, phones, scenario } = this.world;
		if (scenario.uplinkRate === 0) return;
		const key = this.world.key(client, 0);
		const age = this.world.exponential(key, PURPOSE.post) * (MS_PER_MINUTE / scenario.uplinkRate);
		this.http.begin(client, clock.start - age);
		phones.awakeSince(client, clock.start - age);
		if (this.keepAlive < Infinity) this.watch(client, clock.start);
	}

	/** Sends a POST, unless there is no network to send it on, or no server. */
	send(client: number): void {
		const { now } = this.world.clock;
		if (this.world.offline(now) || this.http.isRefused(client, now)) return;
		this.requests.send(client, now, this.kind);
	}

	private watch(client: number, now: Milliseconds): void {
		const next = this.http.expire(client, now);
		if (next < Infinity) this.watchAt(next, client);
	}

	private watchAt(time: Milliseconds, client: number): void {
		this.world.queue.schedule(time, MAYBE_IDLE, client);
	}

	/** Handles the event if it is one of a POST. */
	happen(kind: number, client: number): boolean {
		if (kind < MAYBE_IDLE) return false;
		if (kind === MAYBE_IDLE) this.watch(client, this.world.clock.now);
		else this.arrive(client, kind === ARRIVES_ON_NEW_CONNECTION);
		return true;
	}

	/** A POST reaches its server; where that is down, or the network by now, it is lost. */
	private arrive(client: number, opened: boolean): void {
		const { now } = this.world.clock;
		const { http } = this;
		if (opened && this.keepAlive < Infinity) this.watchAt(now + this.keepAlive, client);
		if (this.world.cutOff) http.lose(client);
		else this.answer(client, opened);
		this.requests.arrived(client);
	}

	private answer(client: number, opened: boolean): void {
		const { http } = this;
		http.serve(client, opened, this.request);
		const flight = this.answers[http.headAge(client, opened)];
		if (http.loses(client, flight)) return;
		http.reply(client, flight);
		if (opened) http.acknowledgeLate(client, http.received);
		this.answered?.(client, http.received);
	}

	disrupt({ kind, from }: Disruption): void {
		if (kind === 'drop') this.requests.breakAll(from, { goodbye: false });
		if (kind === 'restart') this.requests.breakAll(from, { goodbye: true });
	}

	finish(end: Milliseconds): void {
		this.http.finish(end);
	}
}

/**
 * Where POSTs go beside a held request or stream: over HTTP/1.1 a second connection, which idles
 * out; over HTTP/2 the held connection, which stays open.
 */
export function postsBesideHeld(world: World, connections: Connections): Posts {
	const { http, keepAlive } = world.scenario;
	const patience = world.ms(keepAlive);
	const own = http === '1.1' ? patience : Infinity;
	return new Posts(world, new Requests(world, new Http(world, connections, own)), own);
}
