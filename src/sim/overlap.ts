import type { Milliseconds } from '../model/units.ts';
import { CONNECTIONS_PER_HOST } from '../model/wire.ts';

/** For each client the answers to its last six requests, which a seventh has to wait for. */
export class Overlap {
	private readonly answers: Float64Array;
	private readonly place: Uint8Array;

	/** `lastAnswers`: each client's last one so far. None overlapped with another before. */
	constructor(lastAnswers: Float64Array) {
		this.answers = new Float64Array(lastAnswers.length * CONNECTIONS_PER_HOST).fill(-Infinity);
		this.place = new Uint8Array(lastAnswers.length);
		lastAnswers.forEach((at, client) => this.answered(client, at));
	}

	answered(client: number, at: Milliseconds): void {
		const place = this.place[client]!;
		this.answers[client * CONNECTIONS_PER_HOST + place] = at;
		this.place[client] = (place + 1) % CONNECTIONS_PER_HOST;
	}

	/** When one of the six connections is free for a request at `at`. */
	earliest(client: number, at: Milliseconds): Milliseconds {
		let first = Infinity;
		for (let i = 0; i < CONNECTIONS_PER_HOST; i++) {
			first = Math.min(first, this.answers[client * CONNECTIONS_PER_HOST + i]!);
		}
		return Math.max(at, first);
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
