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
	private readonly users: number;
	/** Whether the last thing between both ends was an answer of the client; once one has answered. */
	private answering: Uint8Array | null = null;
	/** Since when a client has an ACK waiting. */
	private waitingSince: Float64Array | null = null;

	constructor(users: number) {
		this.users = users;
	}

	/** A message reaches the client at `at`; returns when its ACK leaves, Infinity if an earlier message's ACK does for both. */
	message(client: number, at: Milliseconds): Milliseconds {
		const { answering, waitingSince } = this;
		if (answering === null || waitingSince === null) return at;
		if (at - waitingSince[client]! <= DELAYED_ACK) {
			waitingSince[client] = -Infinity;
			return Infinity;
		}
		if (answering[client] === 0) return at;
		answering[client] = 0;
		waitingSince[client] = at;
		return at + DELAYED_ACK;
	}

	/** Something that is answered at once reaches the client; returns whether it takes an ACK of its own. */
	answered(client: number): boolean {
		const answering = (this.answering ??= new Uint8Array(this.users));
		this.waitingSince ??= new Float64Array(this.users).fill(-Infinity);
		const alone = answering[client] === 0;
		answering[client] = 1;
		return alone;
	}
}
