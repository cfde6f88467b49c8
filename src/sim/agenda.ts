import type { Milliseconds } from '../model/units.ts';
import { grown } from './arrays.ts';

const NONE = -1;

/** What lies ahead of each client, in the order of time. */
export class Agenda {
	/** Of what {@link take} took. */
	what = 0;
	/** Whether there ever was anything. */
	inUse = false;
	private readonly users: number;
	/** Each client's first, the head of a linked list through the arrays below; only once there are any. */
	private first: Int32Array | null = null;
	/** Each client's last, if it has a first: most is added at the end, which may be far. */
	private last = new Int32Array(0);
	private times = new Float64Array(256);
	private whats = new Int32Array(256);
	private followers = new Int32Array(256);
	private free = NONE;
	private used = 0;

	constructor(users: number) {
		this.users = users;
	}

	/** Something lies ahead at `time`; `what`, a whole number, tells the taker more. */
	add(client: number, time: Milliseconds, what = 0): void {
		this.inUse = true;
		const first = (this.first ??= this.begin());
		let before = NONE;
		let after = first[client]!;
		if (after !== NONE && this.times[this.last[client]!]! <= time) {
			before = this.last[client]!;
			after = NONE;
		}
		while (after !== NONE && this.times[after]! <= time) {
			before = after;
			after = this.followers[after]!;
		}
		const entry = this.allocate();
		this.times[entry] = time;
		this.whats[entry] = what;
		this.followers[entry] = after;
		if (before === NONE) first[client] = entry;
		else this.followers[before] = entry;
		if (after === NONE) this.last[client] = entry;
	}

	private begin(): Int32Array {
		this.last = new Int32Array(this.users);
		return new Int32Array(this.users).fill(NONE);
	}

	/** The sum of what lies ahead. */
	sum(client: number): number {
		let sum = 0;
		for (let entry = this.first?.[client] ?? NONE; entry !== NONE;) {
			sum += this.whats[entry]!;
			entry = this.followers[entry]!;
		}
		return sum;
	}

	/** When the first comes; Infinity if nothing lies ahead. */
	next(client: number): Milliseconds {
		const entry = this.first?.[client] ?? NONE;
		return entry === NONE ? Infinity : this.times[entry]!;
	}

	/** Takes what comes first, if it comes by `until`, and gives its time; else Infinity. */
	take(client: number, until: Milliseconds): Milliseconds {
		return this.first === null ? Infinity : this.takeFrom(this.first, client, until);
	}

	private takeFrom(first: Int32Array, client: number, until: Milliseconds): Milliseconds {
		const entry = first[client]!;
		if (entry === NONE || this.times[entry]! > until) return Infinity;
		first[client] = this.followers[entry]!;
		this.followers[entry] = this.free;
		this.free = entry;
		this.what = this.whats[entry]!;
		return this.times[entry]!;
	}

	private allocate(): number {
		if (this.free !== NONE) {
			const entry = this.free;
			this.free = this.followers[entry]!;
			return entry;
		}
		if (this.used === this.times.length) {
			this.times = grown(this.times, Float64Array);
			this.whats = grown(this.whats, Int32Array);
			this.followers = grown(this.followers, Int32Array);
		}
		return this.used++;
	}
}
