import type { Milliseconds } from '../model/units.ts';
import { grown } from './arrays.ts';

const NONE = -1;

/** What lies ahead of each client, in the order of time. */
export class Agenda {
	/** Of what {@link take} took. */
	what = 0;
	private readonly users: number;
	/** Each client's last, which its first follows: a ring through the arrays below; only once there are any. */
	private last: Int32Array | null = null;
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
		this.last ??= new Int32Array(this.users).fill(NONE);
		const entry = this.allocate();
		this.times[entry] = time;
		this.whats[entry] = what;
		const last = this.last[client]!;
		if (last === NONE) this.followers[entry] = entry;
		else {
			let before = last;
			// Most is added at the end, which may be far.
			if (this.times[last]! > time) {
				while (this.times[this.followers[before]!]! <= time) before = this.followers[before]!;
			}
			this.followers[entry] = this.followers[before]!;
			this.followers[before] = entry;
		}
		if (last === NONE || this.times[last]! <= time) this.last[client] = entry;
	}

	/** The sum of what lies ahead. */
	sum(client: number): number {
		const last = this.last?.[client] ?? NONE;
		if (last === NONE) return 0;
		let sum = this.whats[last]!;
		for (let entry = this.followers[last]!; entry !== last; entry = this.followers[entry]!) {
			sum += this.whats[entry]!;
		}
		return sum;
	}

	/** When the first comes; Infinity if nothing lies ahead. */
	next(client: number): Milliseconds {
		const last = this.last?.[client] ?? NONE;
		return last === NONE ? Infinity : this.times[this.followers[last]!]!;
	}

	/** Takes what comes first, if it comes by `until`, and gives its time; else Infinity. */
	take(client: number, until: Milliseconds): Milliseconds {
		return this.last === null ? Infinity : this.takeFrom(this.last, client, until);
	}

	private takeFrom(lasts: Int32Array, client: number, until: Milliseconds): Milliseconds {
		const last = lasts[client]!;
		if (last === NONE) return Infinity;
		const entry = this.followers[last]!;
		const time = this.times[entry]!;
		if (time > until) return Infinity;
		if (entry === last) lasts[client] = NONE;
		else this.followers[last] = this.followers[entry]!;
		this.followers[entry] = this.free;
		this.free = entry;
		this.what = this.whats[entry]!;
		return time;
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
