import { SEND_BUFFER_LIMIT, SLOW_READER_RATE } from '../model/faults.ts';
import { transmissionTime, type Bytes, type Milliseconds } from '../model/units.ts';

/** What the server keeps for each client that reads more slowly than it is written to. */
export class SendBuffers {
	/** When each client will have read all it was sent, if it stays slow. */
	private readonly empty: Float64Array;

	constructor(users: number) {
		this.empty = new Float64Array(users).fill(-Infinity);
	}

	/** All clients have caught up. */
	clear(): void {
		this.empty.fill(-Infinity);
	}

	/**
	 * Adds a message at `now`; returns when a client that stays slow has read it, or Infinity where
	 * the buffer is full and the message is dropped.
	 */
	add(client: number, now: Milliseconds, bytes: Bytes): Milliseconds {
		const from = Math.max(now, this.empty[client]!);
		if (from - now >= LONGEST) return Infinity;
		return (this.empty[client] = from + transmissionTime(bytes, SLOW_READER_RATE));
	}
}

/** How long a slow reader takes for a full buffer. */
const LONGEST: Milliseconds = transmissionTime(SEND_BUFFER_LIMIT, SLOW_READER_RATE);
