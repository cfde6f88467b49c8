import { SLOW_READER_RATE } from '../model/faults.ts';
import type { Scenario } from '../model/scenario.ts';
import {
	MS_PER_MINUTE,
	MS_PER_SECOND,
	transmissionTime,
	type Fraction,
	type Milliseconds,
} from '../model/units.ts';
import { wireOf, type Wire } from '../model/wire.ts';
import { Bus } from './bus.ts';
import { Clock } from './clock.ts';
import { Disruptions } from './disruptions.ts';
import { EventQueue } from './eventQueue.ts';
import { Ledger, type Journey, type LedgerBooks } from './ledger.ts';
import { Link, type Flight, type LinkBooks, type Trip } from './link.ts';
import { EVERYBODY, Inbox, PoissonStream, type InboxBooks } from './messages.ts';
import { Phones, type PhoneBooks } from './phones.ts';
import { draw, keyAt, keyOf, PURPOSE, scrambleSeed, TWO_TO_32 } from './random.ts';
import { exponentialSampler } from './sampler.ts';
import { Job, Servers, type ServerBooks } from './servers.ts';
import { wholeOf, type Share } from './shares.ts';
import { Trace } from './trace.ts';

/** What a transport says of itself before a run, so that the event queue has the right shape. */
export interface Workload {
	/** Events that wait at the same time. */
	readonly waiting: number;
	/** Events a ms. */
	readonly rate: number;
	/** How far ahead most events lie. */
	readonly horizon: Milliseconds;
	/** How long before the run messages begin, so that what waits at its start is in the steady state. */
	readonly backlog: Milliseconds;
	/** The share of the phones that is enough to tell of the radio's time and energy; all, unless it says so. */
	readonly phoneShare?: Fraction;
}

/** What is counted of some users: numbers and arrays of their own, which can move to another thread. */
export interface WorldBooks {
	/** Who they tell of. */
	readonly users: number;
	readonly ledger: LedgerBooks;
	readonly link: LinkBooks;
	readonly servers: ServerBooks;
	readonly phones: PhoneBooks;
	readonly inbox: InboxBooks;
}

/** All that a transport may touch: clock, events, path, servers, phones, messages and the books. */
export class World {
	readonly scenario: Scenario;
	readonly users: number;
	readonly wire: Wire;
	readonly clock: Clock;
	readonly trace: Trace;
	readonly queue: EventQueue;
	readonly link: Link;
	readonly servers: Servers;
	readonly phones: Phones;
	readonly ledger: Ledger;
	/** Messages from before the run, for transports that let them wait. Apart, so that all transports meet the same messages in the run. */
	readonly backlog: PoissonStream;
	readonly messages: PoissonStream;
	readonly inbox: Inbox;
	/** Between the servers. */
	readonly bus: Bus;
	readonly disruptions: Disruptions;
	/** Whether nothing goes wrong in all of the run. */
	readonly calm: boolean;
	/** What clients send. */
	readonly uplink: PoissonStream;
	private readonly exponentials = exponentialSampler();
	private readonly seed: number;
	/** Among all clients: draws belong to a client wherever it is simulated. */
	private readonly firstUser: number;
	/** Users that the books tell of. */
	private counted: number;
	private readonly meanRequestCpu: Milliseconds;
	/** When what was {@link write written} last leaves. */
	written: Milliseconds = NaN;
	private readonly job = new Job();

	/** Of a share of the scenario's servers and their users. */
	constructor(
		scenario: Scenario,
		{ waiting, rate, horizon, backlog, phoneShare = 1 }: Workload,
		share: Share = wholeOf(scenario),
	) {
		const { users, nodes } = share;
		const { audience, messageRate, uplinkRate } = scenario;
		const exponential = this.exponentials;
		const shared = audience === 'shared';
		const scrambledSeed = scrambleSeed(scenario.seed);
		this.scenario = scenario;
		this.seed = scrambledSeed;
		this.firstUser = share.firstUser;
		this.counted = users;
		this.meanRequestCpu = scenario.requestCpu;
		this.users = users;
		this.wire = wireOf(scenario);
		this.clock = new Clock(scenario.duration);
		const { start } = this.clock;
		this.queue = new EventQueue({ waiting, spacing: 1 / Math.max(rate, 1e-6), horizon, start });
		this.servers = new Servers(this.clock, nodes, scenario.cores);
		this.ledger = new Ledger(this.clock);
		this.disruptions = new Disruptions(scenario.faults);
		this.calm = scenario.faults.length === 0;
		const published = {
			seed: scrambledSeed,
			bursts: this.disruptions.all.filter(({ kind }) => kind === 'burst'),
			rate: (messageRate / MS_PER_MINUTE) * (shared ? 1 : users),
			users: shared ? 0 : users,
			// What all hear is the same wherever they are simulated.
			number: shared ? 0 : share.number,
			exponential,
		};
		this.backlog = new PoissonStream({
			...published,
			gapPurpose: PURPOSE.backlogGap,
			userPurpose: PURPOSE.backlogUser,
			start: start - backlog,
		});
		const live = { ...published, gapPurpose: PURPOSE.messageGap, userPurpose: PURPOSE.messageUser };
		this.messages = new PoissonStream({ ...live, start });
		const preview = new PoissonStream({ ...live, start });
		const followed = share.number === 0 ? worthFollowing(preview, this.clock.end) : NOBODY;
		this.trace = new Trace(followed, this.clock.end, scenario.rtt);
		this.link = new Link(scenario, this.clock, this.trace);
		this.phones = new Phones(scenario.radio, this.clock, users, {
			share: phoneShare,
			trace: this.trace,
		});
		this.uplink = new PoissonStream({
			seed: scrambledSeed,
			gapPurpose: PURPOSE.sendGap,
			userPurpose: PURPOSE.sendUser,
			rate: (uplinkRate / MS_PER_MINUTE) * users,
			users,
			number: share.number,
			start,
			bursts: [],
			exponential,
		});
		this.inbox = new Inbox(this.messages, this.clock, users, shared);
		this.bus = new Bus(scenario, scrambledSeed, share, published.number);
	}

	/** How many times the users stand for that the books tell of. */
	get times(): number {
		return this.scenario.users / this.counted;
	}

	/** The books, once so much of the measured time is simulated. */
	books(observed: Milliseconds): WorldBooks {
		const { ledger, servers } = this;
		const { flights, retransmitted } = this.link;
		const { published, publishedByBin } = this.inbox;
		return {
			users: this.counted,
			ledger,
			servers,
			link: { flights, retransmitted },
			phones: this.phones.books(observed),
			inbox: { published, publishedByBin },
		};
	}

	/** Adds the books of another share. */
	absorb(books: WorldBooks): void {
		this.counted += books.users;
		this.ledger.add(books.ledger);
		this.link.add(books.link);
		this.servers.add(books.servers);
		this.phones.add(books.phones);
		this.inbox.add(books.inbox);
	}

	/** The key of the `count`-th thing that happens to `client`. */
	key(client: number, count: number): number {
		return keyOf(this.seed, this.firstUser + client, count);
	}

	/** Gives a trip of `client` that begins at its time, and has no number of its own, its key. */
	keyTrip(client: number, trip: Trip): void {
		trip.key = keyAt(this.seed, this.firstUser + client, trip.time);
	}

	/** The key of something that happens to `client` at `time` and has no number of its own. */
	keyAt(client: number, time: Milliseconds): number {
		return keyAt(this.seed, this.firstUser + client, time);
	}

	/** 32 random bits that belong to `client` alone. */
	drawOf(client: number, purpose: number): number {
		return draw(this.key(client, 0), purpose);
	}

	/** 32 random bits for all clients together. */
	drawOfAll(purpose: number): number {
		return draw(keyOf(this.seed, 0, 0), purpose);
	}

	/** An exponential number with mean 1. */
	exponential(key: number, purpose: number): number {
		return this.exponentials.at(draw(key, purpose));
	}

	/** A server writes to an open connection of `client` now; what it writes leaves at {@link written}. */
	write(client: number): void {
		const job = this.job;
		job.arrived = this.clock.now;
		job.cpu = this.scenario.pushCpu;
		this.servers.serve(client, job);
		this.written = job.start + job.cpu;
	}

	/** Tells the job of a request its CPU time: exponential around its mean. */
	weigh(job: Job, { key }: Trip): void {
		job.cpu = this.meanRequestCpu * this.exponentials.at(draw(key, PURPOSE.service));
	}

	/** Books the delivery of a message. */
	deliver(journey: Journey): void {
		this.ledger.deliver(journey);
		if (this.trace.on) this.trace.journey(journey);
	}

	/** How much longer a slow reader takes for a flight that reaches it at `time`; what is left when it recovers comes at once. */
	slowReading(flight: Flight, time: Milliseconds): Milliseconds {
		const slow = this.disruptions.at('slow', time);
		if (!slow) return 0;
		return Math.min(transmissionTime(flight.leg.total, SLOW_READER_RATE), slow.until - time);
	}

	/** Whether what is to leave its server at `left` gets nowhere: servers restart before, or the network drops before it is there. */
	fails(left: Milliseconds): boolean {
		return !this.calm && this.breaks(left);
	}

	// Apart, as engines put only short functions in place, and nearly always nothing goes wrong.
	private breaks(left: Milliseconds): boolean {
		const { clock, disruptions, scenario } = this;
		const drops = disruptions.next('drop', clock.now);
		return left > disruptions.next('restart', clock.now) || left + scenario.rtt / 2 > drops;
	}

	/** Books a flight that gets nowhere, if its server is there to send it; returns when it leaves, or its server restarts. */
	waste(flight: Flight, left: Milliseconds): Milliseconds {
		const until = Math.min(left, this.disruptions.next('restart', this.clock.now));
		if (left === until) this.link.waste(flight, left);
		return until;
	}

	/** Whether the path is broken at `time`. */
	offline(time: Milliseconds): boolean {
		return !this.calm && this.disruptions.at('drop', time) !== undefined;
	}

	/** Whether what is on its way to a server now does not get there. */
	get cutOff(): boolean {
		const { now } = this.clock;
		return this.serversDown(now) || this.offline(now);
	}

	/** Whether no server answers at `time`. */
	serversDown(time: Milliseconds): boolean {
		return !this.calm && this.disruptions.at('restart', time) !== undefined;
	}

	/**
	 * Random phases for all clients, in ascending order: the gaps between so many uniform points are
	 * exponential. Clients numbered in the order of their phase keep memory access in sequence.
	 */
	phases(period: Milliseconds): Float64Array {
		const phases = new Float64Array(this.users);
		let sum = 0;
		for (let client = 0; client <= this.users; client++) {
			sum += this.exponentials.at(draw(this.key(client, 0), PURPOSE.phase));
			if (client < this.users) phases[client] = sum;
		}
		for (let client = 0; client < this.users; client++) phases[client]! *= period / sum;
		return phases;
	}

	/** One random phase for all clients. */
	onePhase(period: Milliseconds): Float64Array {
		return new Float64Array(this.users).fill(
			(period * (this.drawOfAll(PURPOSE.phase) >>> 0)) / TWO_TO_32,
		);
	}

	/** A time of the scenario on the simulation's clock. */
	ms(seconds: number): Milliseconds {
		return seconds * MS_PER_SECOND;
	}
}

/** No client: another share's is followed. */
const NOBODY = -1;
/** Soon enough to be seen at once. */
const SOON: Milliseconds = MS_PER_MINUTE;
/** So far apart that one can be told from the other at a glance. */
const APART: Milliseconds = 4 * MS_PER_SECOND;
/** Among so many messages some client has had two long since, unless there is hardly any. */
const MOST_MESSAGES = 20_000;

/**
 * The first client who has two messages soon, and rather one whose messages lie apart; else the first
 * who has one: there is something to see. Transports agree on it.
 */
function worthFollowing(messages: PoissonStream, end: Milliseconds): number {
	const until = Math.min(end, SOON);
	const begin = Math.min(end / 10, MS_PER_SECOND);
	const known = new Map<number, Milliseconds>();
	let pair = -1;
	while (messages.time < until && messages.count < MOST_MESSAGES) {
		const { time, user } = messages;
		messages.next();
		if (time < begin) continue;
		if (user === EVERYBODY) return 0;
		const first = known.get(user);
		if (first === undefined) known.set(user, time);
		else if (time - first >= APART) return user;
		else if (pair < 0) pair = user;
	}
	return pair >= 0 ? pair : (known.keys().next().value ?? 0);
}
