import { PATIENCE } from '../model/faults.ts';
import type { Scenario } from '../model/scenario.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type Milliseconds } from '../model/units.ts';
import { DELAYED_ACK, leavesAck, TCP_IP_HEADER } from '../model/wire.ts';
import { Answers } from './answers.ts';
import { Connections, overheadFlight } from './connections.ts';
import type { HeadAge } from './dates.ts';
import type { Disruption } from './disruptions.ts';
import { Http, type RequestFlights } from './http.ts';
import { Trip, type Flight } from './link.ts';
import { Posts, postsBesideHeld } from './posts.ts';
import { PURPOSE } from './random.ts';
import { Requests } from './requests.ts';
import { reconnectDelay } from './reconnect.ts';
import { SteadyAge } from './steadyAge.ts';
import type { Transport, TransportModule } from './transport.ts';
import type { World } from './world.ts';

const ARRIVES = 0;
const ARRIVES_ON_NEW_CONNECTION = 1;
const SERVED = 2;
const HOLD_ENDS = 3;
const RECONNECTS = 4;
const ACK_DUE = 5;

/** Of a connection that is broken without either end knowing: whether the server has wasted its answer. */
const BROKEN = 1;
const ANSWERED = 2;

/** Ask, and let the server hold the question until it has something to say. */
class LongPolling implements Transport {
	private readonly world: World;
	private readonly connections: Connections;
	private readonly http: Http;
	/** Where somebody sends. */
	private readonly posts: Posts | null;
	private readonly ack: Flight;
	/** Whether the last thing between both ends was an answer to a POST, which the client has nothing to say to. */
	private readonly listens: Uint8Array;
	private readonly request: RequestFlights;
	private readonly answers: Answers;
	/** How long a request can be held: until the server gives up, or the balancer does. */
	private readonly longestHold: Milliseconds;
	private readonly cutByBalancer: boolean;
	/** How long ago, at a random moment, the last answer left. */
	private readonly answered: SteadyAge;
	/** When the server began to hold each client's request; NaN while it holds none. */
	private readonly heldSince: Float64Array;
	/** When each client's last request reached, or will reach, the server. */
	private readonly arrived: Float64Array;
	/** Connections that are broken without either end knowing: the server will answer into the void. */
	private readonly broken: Uint8Array;
	/** Attempts to connect since the last success. */
	private readonly attempts: Uint8Array;
	/** Whether a HOLD_ENDS event is on its way; one for each client at most, moved on when it comes too early. */
	private readonly timing: Uint8Array;
	/** Clients that lost their connection and do not try again. */
	private readonly gone: Uint8Array;
	private readonly trip = new Trip();

	constructor(world: World) {
		const { link, scenario, users, wire } = world;
		this.world = world;
		this.connections = new Connections(world);
		this.http = new Http(world, this.connections, world.ms(scenario.keepAlive));
		this.posts = scenario.uplinkRate > 0 ? this.createPosts() : null;
		this.ack = overheadFlight(link, 'ack', 'up', TCP_IP_HEADER);
		this.listens = new Uint8Array(users);
		this.request = {
			first: link.flight('request', 'up', wire.firstLongPollRequest, { lastAckRides: true }),
			again: link.flight('request', 'up', wire.longPollRequest, { lastAckRides: true }),
		};
		this.answers = new Answers(world, { lastAckRides: true });
		this.cutByBalancer = isCutByBalancer(scenario);
		this.longestHold = world.ms(
			this.cutByBalancer ? scenario.idleTimeout : scenario.longPollTimeout,
		);
		this.answered = new SteadyAge(
			scenario.messageRate / MS_PER_MINUTE,
			this.longestHold + this.away(this.longestHold),
		);
		this.heldSince = new Float64Array(users).fill(NaN);
		this.arrived = new Float64Array(users);
		this.timing = new Uint8Array(users);
		this.gone = new Uint8Array(users);
		this.broken = new Uint8Array(users);
		this.attempts = new Uint8Array(users);
	}

	private createPosts(): Posts {
		const { connections, world } = this;
		if (!postsShareConnection(world.scenario)) return postsBesideHeld(world, connections);
		const requests = new Requests(world, new Http(world, connections, Infinity, this.http));
		return new Posts(world, requests, Infinity, (client, received) =>
			this.heardOfPost(client, received),
		);
	}

	/** As in the steady state: the client's request has been held for a while, or will soon be there. */
	begin(client: number): void {
		const { clock, phones, queue, scenario } = this.world;
		const quiet = this.world.exponential(this.world.key(client, 0), PURPOSE.turn);
		const held = Math.min(this.longestHold, (quiet * MS_PER_MINUTE) / scenario.messageRate);
		const answered = this.answered.at(this.world.drawOf(client, PURPOSE.age));
		const arrived = clock.start - answered + this.away(held);
		this.arrived[client] = arrived;
		this.http.beginHeld(client, this.request);
		// The last that the phone has heard is the ACK of its request.
		phones.begin(client, arrived + scenario.rtt / 2);
		this.posts?.begin(client);
		if (arrived > clock.start) queue.schedule(arrived, ARRIVES, client);
		else this.hold(client, arrived + scenario.requestCpu + scenario.requestWait);
	}

	/** How long it takes, on average, from an answer to a request that was held for a while to the next request. */
	private away(held: Milliseconds): Milliseconds {
		return this.world.scenario.rtt + this.world.phones.meanDelay(held);
	}

	private ask(client: number, at: Milliseconds): void {
		const trip = this.trip;
		trip.time = at;
		this.world.keyTrip(client, trip);
		this.http.request(client, this.request, trip);
		const kind = this.http.opened ? ARRIVES_ON_NEW_CONNECTION : ARRIVES;
		this.arrived[client] = trip.time;
		this.world.queue.schedule(trip.time, kind, client);
	}

	happen(kind: number, client: number): void {
		if (this.posts?.happen(kind, client)) return;
		if (kind === SERVED) this.served(client);
		else if (kind === HOLD_ENDS) this.holdEnds(client);
		else if (kind === RECONNECTS) this.reconnect(client);
		else if (kind === ACK_DUE) this.ackDue(client);
		else this.arrives(client, kind === ARRIVES_ON_NEW_CONNECTION);
	}

	private arrives(client: number, opened: boolean): void {
		const { now } = this.world.clock;
		// A request from before a fault that cut its connection is not worth an answer.
		if (this.arrived[client] !== now) return;
		if (this.world.serversDown(now)) {
			this.retry(client, now + this.world.scenario.rtt / 2);
			return;
		}
		this.attempts[client] = 0;
		this.http.serve(client, opened, this.request);
		this.world.queue.schedule(this.http.left, SERVED, client);
	}

	/** The server knows what it has for the client: it answers at once, or holds. */
	private served(client: number): void {
		const { now } = this.world.clock;
		if (!(this.arrived[client]! <= now)) return;
		const messages = this.world.inbox.take(client, now);
		this.http.left = now;
		if (messages > 0) this.answer(client, messages);
		else {
			this.hold(client, now);
			this.awaitAck(client);
		}
	}

	/** The server waits for an answer that carries the ACK of the request it holds, but not for long. */
	private awaitAck(client: number): void {
		if (this.http.isAcknowledged(client)) return;
		this.world.queue.schedule(this.arrived[client]! + DELAYED_ACK, ACK_DUE, client);
	}

	private ackDue(client: number): void {
		const { now } = this.world.clock;
		const arrived = this.arrived[client]!;
		const holds = !Number.isNaN(this.heldSince[client]);
		if (holds && arrived + DELAYED_ACK <= now) this.http.acknowledgeAlone(client, arrived);
	}

	private hold(client: number, since: Milliseconds): void {
		this.heldSince[client] = since;
		if (this.timing[client]) return;
		this.timing[client] = 1;
		this.world.queue.schedule(since + this.longestHold, HOLD_ENDS, client);
	}

	publish(client: number): void {
		const { clock, inbox, ledger } = this.world;
		const { now } = clock;
		if (this.gone[client]) {
			ledger.lose(now);
			return;
		}
		inbox.keep(client, now);
		if (this.broken[client]) this.answerIntoTheVoid(client);
		if (Number.isNaN(this.heldSince[client])) return;
		this.release(client, inbox.take(client, now));
	}

	private holdEnds(client: number): void {
		const { now } = this.world.clock;
		this.timing[client] = 0;
		const since = this.heldSince[client]!;
		if (Number.isNaN(since)) return;
		if (since + this.longestHold > now) this.hold(client, since);
		else if (this.cutByBalancer) this.cut(client, now);
		else this.release(client, 0);
	}

	/** Ends a hold: writing the answer takes the CPU time of a push. */
	private release(client: number, messages: number): void {
		this.world.write(client);
		this.http.left = this.world.written;
		this.answer(client, messages);
	}

	/** The answer leaves, as `http` knows; as soon as the client has it, it asks again. */
	private answer(client: number, messages: number): void {
		const { inbox, ledger } = this.world;
		const http = this.http;
		const { left } = http;
		this.heldSince[client] = NaN;
		const flight = this.answers.flight(messages, this.headAge(client));
		if (http.loses(client, flight)) {
			this.lose(client, messages);
			return;
		}
		ledger.answer(left, messages);
		http.arrived = this.arrived[client]!;
		http.answer.time = left;
		this.world.keyTrip(client, http.answer);
		http.reply(client, flight);
		const { received } = http;
		if (messages > 0) http.deliver(inbox.taken, messages);
		if (this.listens[client] && leavesAck(flight.leg)) this.acknowledge(received);
		this.listens[client] = 0;
		this.ask(client, received);
	}

	/**
	 * A client that has just asked expects to answer again, and lets the ACK of a POST's answer wait for
	 * that in vain; after it, the client acknowledges at once whatever it has read, until it asks again.
	 */
	private heardOfPost(client: number, received: Milliseconds): void {
		if (!this.listens[client]) this.world.phones.touch(client, received + DELAYED_ACK);
		this.listens[client] = 1;
	}

	private acknowledge(at: Milliseconds): void {
		this.world.link.book(this.ack, at, at + this.world.scenario.rtt / 2);
	}

	/** Where each answer ends its connection, none knows of another. */
	private headAge(client: number): HeadAge {
		return this.world.scenario.keepAlive === 0 ? 'again' : this.http.headAge(client, false);
	}

	/** Somebody closes the connection and says so; the client tries again. */
	private cut(client: number, now: Milliseconds): void {
		this.http.close(client, now, { goodbye: true });
		this.forget(client);
		this.retry(client, now + this.world.scenario.rtt / 2);
	}

	/** Nothing is on its way for the client any more. */
	private forget(client: number): void {
		this.heldSince[client] = NaN;
		this.arrived[client] = NaN;
		this.http.drop(client);
	}

	private retry(client: number, now: Milliseconds): void {
		const { queue, scenario } = this.world;
		const attempt = this.attempts[client]!;
		const delay = reconnectDelay(scenario.reconnect, attempt, this.world.keyAt(client, now));
		this.attempts[client] = Math.min(255, attempt + 1);
		if (delay < Infinity) queue.schedule(now + delay, RECONNECTS, client);
		else this.giveUp(client, now);
	}

	private giveUp(client: number, now: Milliseconds): void {
		const { inbox, ledger } = this.world;
		this.gone[client] = 1;
		const missed = inbox.take(client, now);
		for (let i = 0; i < missed; i++) ledger.lose(inbox.taken[i]!);
	}

	private reconnect(client: number): void {
		const { clock, scenario } = this.world;
		const { now } = clock;
		if (scenario.reconnect === 'none') {
			this.giveUp(client, now);
			return;
		}
		const dropped = this.world.disruptions.at('drop', now);
		if (dropped) this.retry(client, scenario.reconnect === 'immediate' ? dropped.until : now);
		else if (this.http.isRefused(client, now)) this.retry(client, now + scenario.rtt);
		else {
			this.broken[client] = 0;
			this.http.drop(client);
			this.ask(client, now);
		}
	}

	/** The server answers the request that it still holds; nobody gets the answer. */
	private answerIntoTheVoid(client: number): void {
		const { world } = this;
		if (this.broken[client] === ANSWERED) return;
		this.broken[client] = ANSWERED;
		world.write(client);
		world.waste(this.answers.flight(1, 'again'), world.written);
		this.lose(client, world.inbox.take(client, world.clock.now));
	}

	/** What was taken for the client never reaches it: with a cursor it asks for it again, without one it counts as fetched. */
	private lose(client: number, messages: number): void {
		const { inbox, ledger, scenario } = this.world;
		if (scenario.resume) inbox.putBack(client, 0, messages);
		else for (let i = 0; i < messages; i++) ledger.lose(inbox.taken[i]!);
	}

	disrupt(disruption: Disruption): void {
		const { kind, from } = disruption;
		this.posts?.disrupt(disruption);
		for (let client = 0; client < this.broken.length; client++) {
			const asked = !Number.isNaN(this.arrived[client]);
			if (kind === 'restart' && asked) this.cut(client, from);
			if (kind === 'drop' && asked) this.break(client);
		}
	}

	/** The client waits as long as a hold may last, and a little, before it gives its request up. */
	private break(client: number): void {
		const { clock, queue } = this.world;
		const noticed = Math.max(clock.now, this.arrived[client]! + this.longestHold + PATIENCE);
		this.broken[client] = BROKEN;
		this.http.close(client, noticed, { goodbye: false });
		this.forget(client);
		queue.schedule(noticed, RECONNECTS, client);
	}

	send(client: number): void {
		this.posts?.send(client);
	}

	finish(end: Milliseconds): void {
		this.posts?.finish(end);
	}
}

/** Whether POSTs go on the connection of the held request, and that stays open. */
function postsShareConnection({ http, keepAlive }: Scenario): boolean {
	return http === '2' && keepAlive > 0;
}

/** Whether the balancer's patience ends before the server's. */
function isCutByBalancer({ idleTimeout, longPollTimeout }: Scenario): boolean {
	return idleTimeout > 0 && idleTimeout <= longPollTimeout;
}

const SLACK: Milliseconds = 10_000;

export const longPolling: TransportModule = {
	workload({ users, longPollTimeout, messageRate, uplinkRate }) {
		const cycles = 1 / (longPollTimeout * MS_PER_SECOND) + messageRate / MS_PER_MINUTE;
		return {
			waiting: 2 * users,
			rate: users * (3 * cycles + uplinkRate / MS_PER_MINUTE),
			horizon: longPollTimeout * MS_PER_SECOND,
			backlog: 0,
		};
	},
	grace: () => SLACK,
	create: (world) => new LongPolling(world),
};
