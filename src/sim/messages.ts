import { BURST_FACTOR } from '../model/faults.ts';
import { addTo, grown } from './arrays.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { Disruption } from './disruptions.ts';
import type { Milliseconds } from '../model/units.ts';
import { draw, keyOf, uniform } from './random.ts';
import type { Sampler } from './sampler.ts';

/** Everybody at once, in place of one client. */
export const EVERYBODY = -1;

interface Source {
	readonly seed: number;
	readonly gapPurpose: number;
	readonly userPurpose: number;
	/** Of the whole stream, per ms. */
	readonly rate: number;
	/** Each event belongs to one of so many users; 0: to everybody. */
	readonly users: number;
	/** Which of several streams of one kind it is. */
	readonly number: number;
	readonly start: Milliseconds;
	/** While one of these is on, the rate is so many times higher. */
	readonly bursts: readonly Disruption[];
	/** Draws with mean 1. */
	readonly exponential: Sampler;
}

/**
 * One Poisson stream for all users together: the next event's time, its user and its number. It
 * depends on seed, rate and users alone, so all transports meet the same messages.
 */
export class PoissonStream {
	time: Milliseconds;
	user = EVERYBODY;
	count = -1;
	private readonly seed: number;
	private readonly number: number;
	private readonly gapPurpose: number;
	private readonly userPurpose: number;
	private readonly rate: number;
	private readonly users: number;
	private readonly bursts: readonly Disruption[];
	private readonly exponential: Sampler;

	constructor(source: Source) {
		this.seed = source.seed;
		this.number = source.number;
		this.gapPurpose = source.gapPurpose;
		this.userPurpose = source.userPurpose;
		this.rate = source.rate;
		this.users = source.users;
		this.bursts = source.bursts;
		this.exponential = source.exponential;
		this.time = source.start;
		this.next();
	}

	/** Moves on to the next event. */
	next(): void {
		this.count += 1;
		const { rate, users } = this;
		const key = keyOf(this.seed, this.number, this.count);
		const gap = rate > 0 ? this.exponential.at(draw(key, this.gapPurpose)) / rate : Infinity;
		this.time = this.bursts.length === 0 ? this.time + gap : this.afterBursts(gap);
		if (users > 0) this.user = Math.floor(uniform(key, this.userPurpose) * users);
	}

	/** When `gap` has passed, where time counts several times during a burst. */
	private afterBursts(gap: Milliseconds): Milliseconds {
		let time = this.time;
		let left = gap;
		for (const { from, until } of this.bursts) {
			if (until <= time) continue;
			const before = Math.max(0, from - time);
			if (left <= before) return time + left;
			left -= before;
			time += before;
			const inside = (until - time) * BURST_FACTOR;
			if (left <= inside) return time + left / BURST_FACTOR;
			left -= inside;
			time = until;
		}
		return time + left;
	}
}

const NONE = -1;

/** How much was published. */
export type InboxBooks = Pick<Inbox, 'published' | 'publishedByBin'>;

/**
 * What has been published and not yet fetched, for each client in the order of publication. For a
 * shared audience each client keeps its place in one list; else each has a list of its own.
 */
export class Inbox {
	/** Messages that {@link take} found, by the time they were published. */
	taken = new Float64Array(16);
	private readonly shared: boolean;
	private readonly clock: Clock;
	private readonly users: number;
	/**
	 * For each client of a shared audience the first message that it does not have; for others, once
	 * something has to wait, the last of its own, which the first follows in a ring.
	 */
	private places: Int32Array | null;
	private times = new Float64Array(256);
	private next = new Int32Array(256);
	private free = NONE;
	private used = 0;
	private readonly stream: PoissonStream;
	/** Messages published in the measured time, one for each user who should have it. */
	published = 0;
	/** The same by bin. */
	readonly publishedByBin: Float64Array;
	/** How many messages came or went so far: where few events move many, that is the work. */
	handled = 0;
	/** Of a shared audience: what clients of one server do not hear from the others. */
	private bus: Bus | null = null;

	constructor(stream: PoissonStream, clock: Clock, users: number, shared: boolean) {
		this.stream = stream;
		this.clock = clock;
		this.shared = shared;
		this.publishedByBin = new Float64Array(clock.bins);
		this.users = users;
		this.places = shared ? new Int32Array(users) : null;
	}

	/** Publishes all messages up to `time`. */
	advance(time: Milliseconds): void {
		if (this.stream.time <= time) this.publish(time);
	}

	private publish(time: Milliseconds): void {
		const stream = this.stream;
		while (stream.time <= time) {
			this.handled += 1;
			this.announce(stream.time);
			this.keep(stream.user, stream.time);
			stream.next();
		}
	}

	/**
	 * Before the run: publishes up to `most` messages that `stream` has up to `time`, but for those that
	 * their user was told of, as of all before `toldAt(user)`. Whether there are no more.
	 */
	fill(
		stream: PoissonStream,
		time: Milliseconds,
		most: number,
		toldAt: (user: number) => Milliseconds,
	): boolean {
		for (let left = most; stream.time <= time; left--) {
			if (left === 0) return false;
			this.announce(stream.time);
			if (this.shared || stream.time >= toldAt(stream.user)) this.keep(stream.user, stream.time);
			stream.next();
		}
		return true;
	}

	/** Counts a message that is published now; for a shared audience, keeps it for everybody. */
	announce(time: Milliseconds): void {
		const bin = this.clock.bin(time);
		if (bin >= 0) {
			const receivers = this.shared ? this.users : 1;
			this.published += receivers;
			this.publishedByBin[bin]! += receivers;
		}
		if (!this.shared) return;
		const message = this.allocate();
		this.times[message] = time;
	}

	/** Adds what was published for others. */
	add({ published, publishedByBin }: InboxBooks): void {
		this.published += published;
		addTo(this.publishedByBin, publishedByBin);
	}

	/** From now on, messages reach clients only by way of `bus`. */
	isolate(bus: Bus): void {
		this.bus = bus;
	}

	/** Keeps a message for its one user, who cannot have it yet. */
	keep(user: number, time: Milliseconds): void {
		if (this.shared) return;
		const message = this.allocate();
		this.times[message] = time;
		const places = (this.places ??= new Int32Array(this.users).fill(NONE));
		const last = places[user]!;
		this.next[message] = last === NONE ? message : this.next[last]!;
		if (last !== NONE) this.next[last] = message;
		places[user] = message;
	}

	/** Takes what was published for `client` up to `until`; returns how many, their times in `taken`. */
	take(client: number, until: Milliseconds): number {
		return this.holds(client) ? this.takeUntil(client, until) : 0;
	}

	private takeUntil(client: number, until: Milliseconds): number {
		const found = this.shared ? this.takeShared(client, until) : this.takeOwn(client, until);
		this.handled += found;
		return found;
	}

	/** Whether something waits for `client`. */
	holds(client: number): boolean {
		if (this.places === null) return false;
		return this.shared ? this.places[client]! < this.used : this.places[client] !== NONE;
	}

	/** `client` has all that was published so far, or will never have it. */
	catchUp(client: number): void {
		if (this.shared) this.places![client] = this.used;
	}

	/** What {@link take} took, from the `first` of `found` messages on, did not reach `client`. */
	putBack(client: number, first: number, found: number): void {
		const places = this.places!;
		if (this.shared) {
			while (first < found && this.times[places[client]! - 1]! >= this.taken[first]!) {
				places[client]! -= 1;
			}
			return;
		}
		// What follows the last one comes first in its ring.
		for (let i = found - 1; i >= first; i--) {
			const later = places[client]!;
			this.keep(client, this.taken[i]!);
			if (later !== NONE) places[client] = later;
		}
	}

	private takeShared(client: number, until: Milliseconds): number {
		let place = this.places![client]!;
		let found = 0;
		while (place < this.used && this.times[place]! <= until) {
			// Messages are kept in the order of their numbers.
			const heard = this.bus === null || this.bus.reaches(client, place);
			if (heard) this.note(found++, this.times[place]!);
			place += 1;
		}
		this.places![client] = place;
		return found;
	}

	private takeOwn(client: number, until: Milliseconds): number {
		const last = this.places![client]!;
		let found = 0;
		for (;;) {
			const message = this.next[last]!;
			if (this.times[message]! > until) return found;
			this.note(found++, this.times[message]!);
			this.next[last] = this.next[message]!;
			this.next[message] = this.free;
			this.free = message;
			if (message === last) {
				this.places![client] = NONE;
				return found;
			}
		}
	}

	private note(index: number, time: Milliseconds): void {
		if (index === this.taken.length) this.taken = grown(this.taken, Float64Array);
		this.taken[index] = time;
	}

	private allocate(): number {
		if (this.free !== NONE) {
			const message = this.free;
			this.free = this.next[message]!;
			return message;
		}
		if (this.used === this.times.length) {
			this.times = grown(this.times, Float64Array);
			if (!this.shared) this.next = grown(this.next, Int32Array);
		}
		return this.used++;
	}
}
