import type { Milliseconds } from '../model/units.ts';

interface Answer {
	readonly received: Milliseconds;
	readonly messages: number;
}

/**
 * Answers that are still under way when their client asks again. Its cursor does not know them, so
 * the server sends their messages once more.
 */
export class Unconfirmed {
	/** For each client in the order of the answers, which is that of their messages. */
	private readonly answers = new Map<number, Answer[]>();

	/** The client has `messages` at `received`, after its next request has left. */
	add(client: number, messages: number, received: Milliseconds): void {
		const answers = this.answers.get(client) ?? [];
		answers.push({ messages, received });
		this.answers.set(client, answers);
	}

	/** How many messages a request that left at `left` brings once more. */
	again(client: number, left: Milliseconds): number {
		if (this.answers.size === 0) return 0;
		const answers = this.answers.get(client);
		if (answers === undefined) return 0;
		const open = answers.filter(({ received }) => received > left);
		if (open.length === 0) this.answers.delete(client);
		else this.answers.set(client, open);
		return open.reduce((sum, { messages }) => sum + messages, 0);
	}
}
