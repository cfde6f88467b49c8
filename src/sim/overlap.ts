import type { Milliseconds } from '../model/units.ts';
import { CONNECTIONS_PER_HOST } from '../model/wire.ts';

/** For each client when its connections, six at most, have carried their last answers: the earliest first. */
export class Overlap {
	private readonly answers: Float64Array;

	/** `lastAnswers`: each client's last one so far. None overlapped with another before. */
	constructor(lastAnswers: Float64Array) {
		this.answers = new Float64Array(lastAnswers.length * CONNECTIONS_PER_HOST).fill(-Infinity);
		lastAnswers.forEach((at, client) => this.answered(client, at));
	}

	/** The answer on the connection that was free first comes at `at`. */
	answered(client: number, at: Milliseconds): void {
		const first = client * CONNECTIONS_PER_HOST;
		const last = first + CONNECTIONS_PER_HOST - 1;
		let place = first;
		for (; place < last && this.answers[place + 1]! < at; place++) {
			this.answers[place] = this.answers[place + 1]!;
		}
		this.answers[place] = at;
	}

	/**
	 * When a connection is free for a request at `at`, if those that are free first are `taken` by others;
	 * Infinity if all are.
	 */
	earliest(client: number, at: Milliseconds, taken: number): Milliseconds {
		if (taken >= CONNECTIONS_PER_HOST) return Infinity;
		return Math.max(at, this.answers[client * CONNECTIONS_PER_HOST + taken]!);
	}

	/** How many of the last answers are still to come at `at`. */
	busy(client: number, at: Milliseconds): number {
		let busy = 0;
		for (let i = 0; i < CONNECTIONS_PER_HOST; i++) {
			if (this.answers[client * CONNECTIONS_PER_HOST + i]! > at) busy += 1;
		}
		return busy;
	}
}
