import { HIDDEN_TIMER, LONG_HIDDEN, LONG_HIDDEN_TIMER } from '../model/faults.ts';
import type { Scenario } from '../model/scenario.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type Fraction, type Milliseconds } from '../model/units.ts';
import { HANDSHAKE_ROUND_TRIPS } from '../model/wire.ts';
import { Agenda } from './agenda.ts';
import { Answers } from './answers.ts';
import { Connections } from './connections.ts';
import type { Disruption } from './disruptions.ts';
import { Http, type RequestFlights } from './http.ts';
import type { EventQueue } from './eventQueue.ts';
import type { Ledger } from './ledger.ts';
import type { Inbox } from './messages.ts';
import { Posts } from './posts.ts';
import { PURPOSE } from './random.ts';
import { Requests, type RequestKind } from './requests.ts';
import type { Transport, TransportModule } from './transport.ts';
import { Unconfirmed } from './unconfirmed.ts';
import type { World } from './world.ts';

const DUE = 0;
const ARRIVES = 1;
const ARRIVES_ON_NEW_CONNECTION = 2;
const ANSWER_LANDS = 3;

/** The client asks at a fixed rate, whether or not anything changed. */
class Polling implements Transport {
	private readonly world: World;
	private readonly queue: EventQueue;
	private readonly inbox: Inbox;
	private readonly ledger: Ledger;
	private readonly interval: Milliseconds;
	private readonly http: Http;
	private readonly requests: Requests;
	private readonly posts: Posts;
	private readonly request: RequestFlights;
	private readonly kind: RequestKind;
	private readonly answers: Answers;
	/**
	 * Between a poll's arrival and the next poll nothing can happen to a client but that answers land: so
	 * the next may be sent at once, unless the poll is overtaken.
	 */
	private readonly asksAhead: boolean;
	/** Clients of whom a poll was still on its way when the next was due: until none is, the timer asks. */
	private readonly overtaken = new Set<number>();
	/** From an answer to the next poll. */
	private readonly silence: Milliseconds;
	/** How long a poll is kept back by the radio; where that alternates, each other one the second. */
	private readonly keptBack: Milliseconds;
	private readonly keptBackOdd: Milliseconds;
	/** When the run is over for good. */
	private readonly deadline: Milliseconds;
	/** When each client's next poll is due. */
	private readonly due: Float64Array;
	private readonly unconfirmed: Unconfirmed;
	/** When answers land that come after the next poll. Of clients that ask ahead; for others it is an event. */
	private readonly landings: Agenda;

	constructor(world: World) {
		const { link, scenario, wire } = world;
		this.world = world;
		this.queue = world.queue;
		this.inbox = world.inbox;
		this.ledger = world.ledger;
		this.interval = world.ms(scenario.pollInterval);
		this.asksAhead = scenario.uplinkRate === 0 && world.calm;
		this.http = new Http(world, new Connections(world), world.ms(scenario.keepAlive));
		this.requests = new Requests(world, this.http);
		this.posts = new Posts(world, this.requests);
		this.request = {
			first: link.flight('request', 'up', wire.firstPollRequest, { lastAckRides: true }),
			again: link.flight('request', 'up', wire.pollRequest, { lastAckRides: true }),
		};
		this.kind = {
			flights: this.request,
			arrives: ARRIVES,
			arrivesOnNewConnection: ARRIVES_ON_NEW_CONNECTION,
		};
		this.answers = new Answers(world);
		this.silence = this.interval - scenario.rtt;
		if (this.asksAhead) world.phones.ahead = { flight: this.request.again, silence: this.silence };
		const keptBack = (odd: boolean) =>
			world.phones.keepsBack(this.silence, this.request.again, odd);
		this.keptBack = keptBack(false);
		this.keptBackOdd = keptBack(true);
		this.deadline = world.clock.end + graceOf(scenario);
		this.landings = new Agenda(world.users);
		this.unconfirmed = new Unconfirmed(world.users);
		this.due =
			scenario.phases === 'random' ? world.phases(this.interval) : world.onePhase(this.interval);
		refuseTooManyWaiting(scenario);
	}

	recall(messages: number): boolean {
		const { backlog, clock, inbox } = this.world;
		const before = clock.start - this.interval;
		return inbox.fill(backlog, clock.start, messages, (client) => before + this.due[client]!);
	}

	/** The poll before the run was kept back as in the steady state, and took what had been published. */
	begin(client: number): void {
		const { clock, scenario, phones } = this.world;
		this.due[client]! += clock.start;
		const odd = this.world.drawOf(client, PURPOSE.turn) >= 0;
		const cold = this.silence > this.world.ms(scenario.keepAlive);
		const left =
			this.due[client]! -
			this.interval +
			(odd ? this.keptBackOdd : this.keptBack) +
			(cold ? HANDSHAKE_ROUND_TRIPS * scenario.rtt : 0);
		this.inbox.take(client, left + scenario.rtt / 2);
		this.http.begin(client, left + scenario.rtt);
		phones.begin(client, left + scenario.rtt);
		this.posts.begin(client);
		if (this.asksAhead) this.askAhead(client);
		else this.queue.schedule(this.due[client]!, DUE, client);
	}

	/** The timer fires: a poll leaves, if there is a network and a server, and the next one is due. */
	private poll(client: number): void {
		const { now } = this.world.clock;
		this.land(client, now);
		if (this.requests.countUnderWay(client) === 0 && this.overtaken.delete(client)) {
			this.askAhead(client);
			return;
		}
		if (!this.world.offline(now) && !this.http.isRefused(client, now)) {
			this.requests.send(client, this.due[client]!, this.kind);
		}
		this.due[client]! += this.intervalAt(now);
		this.queue.schedule(this.due[client]!, DUE, client);
	}

	/** Browsers slow the timers of hidden tabs. */
	private intervalAt(now: Milliseconds): Milliseconds {
		const hidden = this.world.disruptions.at('background', now);
		if (!hidden) return this.interval;
		const timer = now - hidden.from < LONG_HIDDEN ? HIDDEN_TIMER : LONG_HIDDEN_TIMER;
		return Math.max(this.interval, timer);
	}

	/** Sends the next poll before it is due. Where that is on its way for longer than to the one after, the timer takes over. */
	private askAhead(client: number): void {
		const due = this.due[client]!;
		const next = due + this.interval;
		const arrives = this.requests.sendAlone(client, due, this.kind);
		this.due[client] = next;
		if (arrives <= next || arrives <= this.http.leaves(client, next, 1)) return;
		this.overtaken.add(client);
		this.requests.depart(client);
		this.queue.schedule(next, DUE, client);
	}

	happen(kind: number, client: number): void {
		if (kind === ARRIVES) this.arrive(client, false);
		else if (kind === ARRIVES_ON_NEW_CONNECTION) this.arrive(client, true);
		else if (kind === DUE) this.poll(client);
		else if (kind === ANSWER_LANDS) this.world.phones.touch(client, this.world.clock.now);
		else this.posts.happen(kind, client);
	}

	/** A poll reaches its server; where that is down, or the network by now, it is lost. */
	private arrive(client: number, opened: boolean): void {
		if (this.world.cutOff) this.http.lose(client);
		else this.answer(client, opened);
		if (this.asksAhead && !this.overtaken.has(client)) {
			this.land(client, this.due[client]!);
			this.askAhead(client);
		} else this.requests.arrived(client);
	}

	/** The server answers with all that was published until it took the request up. */
	private answer(client: number, opened: boolean): void {
		const { now } = this.world.clock;
		const inbox = this.inbox;
		const http = this.http;
		this.land(client, now);
		http.serve(client, opened, this.request);
		// A queue that only grows would reach far beyond the run.
		const until = http.taken < this.deadline ? http.taken : this.deadline;
		inbox.advance(until);
		const messages = inbox.take(client, until);
		const next = this.due[client]!;
		const again = this.unconfirmed.again(client, next - this.interval);
		const flight = this.answers.flight(messages + again, http.headAge(client, opened));
		if (http.loses(client, flight)) {
			inbox.putBack(client, 0, messages);
			return;
		}
		this.ledger.answer(now, messages + again);
		http.before = next;
		http.reply(client, flight);
		const { received } = http;
		this.ledger.repeat(received, again);
		if (messages > 0 && received > next) this.unconfirmed.add(client, messages, received);
		if (http.landed > next && http.landed < this.world.clock.end) {
			if (this.asksAhead) this.landings.add(client, http.landed);
			else this.queue.schedule(http.landed, ANSWER_LANDS, client);
		}
		if (opened) http.acknowledgeLate(client, received);
		if (messages > 0) http.deliver(inbox.taken, messages);
	}

	/** The radio hears of answers that have landed up to `time`. */
	private land(client: number, time: Milliseconds): void {
		for (let at; (at = this.landings.take(client, time)) < Infinity;)
			this.world.phones.touch(client, at);
	}

	disrupt(disruption: Disruption): void {
		this.posts.disrupt(disruption);
	}

	send(client: number): void {
		this.posts.send(client);
	}

	finish(end: Milliseconds): void {
		for (let client = 0; client < this.world.users; client++) this.land(client, end);
		this.http.finish(end);
	}
}

/** In their inboxes these take 200 MB. */
const MOST_WAITING = 16_000_000;

/** Throws a RangeError with what to change where more messages wait for polls than a page can hold. */
function refuseTooManyWaiting({ audience, users, messageRate, pollInterval }: Scenario): void {
	if (audience === 'shared') return;
	const waiting = (users * (messageRate / 60) * pollInterval) / 2;
	if (waiting <= MOST_WAITING) return;
	throw new RangeError(
		`pollInterval: with polls ${pollInterval} s apart about ${Math.round(waiting / 1e6)} million messages wait at a time, and a page holds ${MOST_WAITING / 1e6} million; a shorter interval, fewer users or a lower messageRate will do`,
	);
}

/** Beyond the next poll, for its answer and a queue that is not yet empty. */
const SLACK: Milliseconds = 10_000;

function graceOf({ pollInterval }: Scenario): Milliseconds {
	return pollInterval * MS_PER_SECOND + SLACK;
}

/**
 * Phones that poll do all the same: an eighth of them use, for each, what all use to within a part in
 * a thousand, and to add up what all use would take a seventh of the run.
 */
const FEWEST: Fraction = 1 / 8;
const ENOUGH_PHONES = 1000;
const ENOUGH_POLLS = 25_000;

export const polling: TransportModule = {
	workload({ users, duration, pollInterval, uplinkRate }: Scenario) {
		const interval = pollInterval * MS_PER_SECOND;
		const polls = (users * duration) / pollInterval;
		return {
			waiting: users,
			rate: users * (1 / interval + (2 * uplinkRate) / MS_PER_MINUTE),
			horizon: interval,
			backlog: interval,
			phoneShare: Math.min(1, Math.max(FEWEST, ENOUGH_PHONES / users, ENOUGH_POLLS / polls)),
		};
	},
	grace: graceOf,
	create: (world) => new Polling(world),
};
