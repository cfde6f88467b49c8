import type { Milliseconds } from '../model/units.ts';
import { grown } from './arrays.ts';

const NONE = -1;

/**
 * Answers that are still under way when their client asks again. Its cursor does not know them, so
 * the server sends their messages once more.
 */
export class Unconfirmed {
	private readonly users: number;
	/** Each client's answers, a linked list through the arrays below; only once there are any. */
	private first: Int32Array | null = null;
	private received = new Float64Array(256);
	private messages = new Int32Array(256);
	private next = new Int32Array(256);
	private free = NONE;
	private used = 0;

	constructor(users: number) {
		this.users = users;
	}

	/** The client has `messages` at `received`, after its next request has left. */
	add(client: number, messages: number, received: Milliseconds): void {
		const first = (this.first ??= new Int32Array(this.users).fill(NONE));
		const answer = this.allocate();
		this.received[answer] = received;
		this.messages[answer] = messages;
		this.next[answer] = first[client]!;
		first[client] = answer;
	}

	/** How many messages a request that left at `left` brings once more. */
	again(client: number, left: Milliseconds): number {
		return this.first === null ? 0 : this.confirm(this.first, client, left);
	}

	private confirm(first: Int32Array, client: number, left: Milliseconds): number {
		let messages = 0;
		let before = NONE;
		for (let answer = first[client]!; answer !== NONE;) {
			const next = this.next[answer]!;
			if (this.received[answer]! > left) {
				messages += this.messages[answer]!;
				before = answer;
			} else {
				if (before === NONE) first[client] = next;
				else this.next[before] = next;
				this.next[answer] = this.free;
				this.free = answer;
			}
			answer = next;
		}
		return messages;
	}

	private allocate(): number {
		if (this.free !== NONE) {
			const answer = this.free;
			this.free = this.next[answer]!;
			return answer;
		}
		if (this.used === this.received.length) {
			this.received = grown(this.received, Float64Array);
			this.messages = grown(this.messages, Int32Array);
			this.next = grown(this.next, Int32Array);
		}
		return this.used++;
	}
}
