import type { Milliseconds } from '../model/units.ts';
import { DELAYED_ACK } from '../model/wire.ts';

/**
 * When each client acknowledges what the server writes to it, as Linux (and so Android) does. Who only
 * listens acknowledges each message as soon as the program has read it: two never share an ACK. A
 * client that has just answered (a pong) expects to answer again: its next answer carries the ACK of
 * what it answers, or, if a message comes before, that one's ACK waits for {@link DELAYED_ACK}, is
 * shared with a second message meanwhile (RFC 5681, 4.2), and the client only listens again.
 */
export class Acks {
	/** Whether the last thing between both ends was an answer of the client. */
	private readonly answering: Uint8Array;
	/** Since when a client has an ACK waiting. */
	private readonly waitingSince: Float64Array;

	constructor(users: number) {
		this.answering = new Uint8Array(users);
		this.waitingSince = new Float64Array(users).fill(-Infinity);
	}

	/** A message reaches the client at `at`; returns when its ACK leaves, Infinity if an earlier message's ACK does for both. */
	message(client: number, at: Milliseconds): Milliseconds {
		if (at - this.waitingSince[client]! <= DELAYED_ACK) {
			this.waitingSince[client] = -Infinity;
			return Infinity;
		}
		if (this.answering[client] === 0) return at;
		this.answering[client] = 0;
		this.waitingSince[client] = at;
		return at + DELAYED_ACK;
	}

	/** Something that is answered at once reaches the client; returns whether it takes an ACK of its own. */
	answered(client: number): boolean {
		const alone = this.answering[client] === 0;
		this.answering[client] = 1;
		return alone;
	}
}
