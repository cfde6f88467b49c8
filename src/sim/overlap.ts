import type { Milliseconds } from '../model/units.ts';
import { CONNECTIONS_PER_HOST } from '../model/wire.ts';

/**
 * What each client's connections, six at most, are about, in ascending order: −∞ for one that is not open,
 * the time of its last answer for one that is, and ∞ while nobody knows when that comes. As in Chromium
 * (`TransportClientSocketPool`) a request takes the idle one that was used last, so that those opened for
 * a moment's rush idle out one by one.
 */
export class Overlap {
	private readonly answers: Float64Array;

	/** `lastAnswers`: each client's last one so far. None overlapped with another before. */
	constructor(lastAnswers: Float64Array) {
		this.answers = new Float64Array(lastAnswers.length * CONNECTIONS_PER_HOST).fill(-Infinity);
		lastAnswers.forEach((at, client) => this.answered(client, at));
	}

	/**
	 * When a connection is free for a request at `at`, or may be opened, while at least `underWay` others
	 * are on their way to the server; Infinity if that depends on them.
	 */
	earliest(client: number, at: Milliseconds, underWay: number): Milliseconds {
		const first = client * CONNECTIONS_PER_HOST;
		const end = first + CONNECTIONS_PER_HOST;
		// Those that left before anybody overlapped with another did not say so. In a loop: for so few it is quicker than `fill`.
		for (let place = Math.max(first, end - underWay); place < end; place++) {
			this.answers[place] = Infinity;
		}
		return Math.max(at, this.answers[first]!);
	}

	/** A request leaves at `at`, when a connection is free; returns whether that has to be opened. */
	take(client: number, at: Milliseconds): boolean {
		const first = client * CONNECTIONS_PER_HOST;
		const last = first + CONNECTIONS_PER_HOST - 1;
		let place = last;
		while (place > first && this.answers[place]! > at) place--;
		const taken = this.answers[place]!;
		for (; place < last; place++) this.answers[place] = this.answers[place + 1]!;
		this.answers[last] = Infinity;
		return taken === -Infinity;
	}

	/** The answer to one of the requests under way comes at `at`. */
	answered(client: number, at: Milliseconds): void {
		const first = client * CONNECTIONS_PER_HOST;
		let place = first + CONNECTIONS_PER_HOST - 1;
		for (; place > first && this.answers[place - 1]! > at; place--) {
			this.answers[place] = this.answers[place - 1]!;
		}
		this.answers[place] = at;
	}

	/** The last answer on the connection that has been idle for longest; ∞ if none is idle. */
	oldest(client: number): Milliseconds {
		return this.answers[this.oldestPlace(client)]!;
	}

	/** The connection that has been idle for longest ends. */
	endOldest(client: number): void {
		this.answers[this.oldestPlace(client)] = -Infinity;
	}

	private oldestPlace(client: number): number {
		let place = client * CONNECTIONS_PER_HOST;
		const last = place + CONNECTIONS_PER_HOST - 1;
		while (place < last && this.answers[place] === -Infinity) place++;
		return place;
	}

	/** All of a client's connections end. */
	forget(client: number): void {
		const first = client * CONNECTIONS_PER_HOST;
		this.answers.fill(-Infinity, first, first + CONNECTIONS_PER_HOST);
	}
}
