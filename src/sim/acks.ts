import type { Milliseconds } from '../model/units.ts';
import { DELAYED_ACK } from '../model/wire.ts';

/** The last thing between both ends was an answer of the client. */
const ANSWERING = 1;
/** The last message had to wait for its ACK. */
const WAITING = 2;

/**
 * When each client acknowledges what the server writes to it, as Linux (and so Android) does. Who only
 * listens acknowledges each message as soon as the program has read it: two never share an ACK. A
 * client that has just answered (a pong) expects to answer again: its next answer carries the ACK of
 * what it answers, or, if a message comes before, that one's ACK waits for {@link DELAYED_ACK}, is
 * shared with a second message meanwhile (RFC 5681, 4.2), and the client only listens again.
 */
export class Acks {
	private readonly users: number;
	/** What each client is about, by the flags above; once one has answered. */
	private states: Uint8Array | null = null;

	constructor(users: number) {
		this.users = users;
	}

	/**
	 * A message reaches the client at `at`, and the one before it did at `last`; returns when its ACK leaves,
	 * Infinity if that one's ACK does for both.
	 */
	message(client: number, at: Milliseconds, last: Milliseconds): Milliseconds {
		const { states } = this;
		if (states === null) return at;
		const state = states[client]!;
		if (state & WAITING && at - last <= DELAYED_ACK) {
			states[client] = state & ANSWERING;
			return Infinity;
		}
		states[client] = state & ANSWERING ? WAITING : 0;
		return state & ANSWERING ? at + DELAYED_ACK : at;
	}

	/** Something that is answered at once reaches the client; returns whether it takes an ACK of its own. */
	answered(client: number): boolean {
		const states = (this.states ??= new Uint8Array(this.users));
		const state = states[client]!;
		states[client] = state | ANSWERING;
		return (state & ANSWERING) === 0;
	}
}
