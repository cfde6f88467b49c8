import type { Milliseconds } from '../model/units.ts';
import { Agenda } from './agenda.ts';

/**
 * Answers that are still under way when their client asks again. Its cursor does not know them, so
 * the server sends their messages once more.
 */
export class Unconfirmed {
	/** When each is there, and how many messages it brings. */
	private readonly answers: Agenda;

	constructor(users: number) {
		this.answers = new Agenda(users);
	}

	/** The client has `messages` at `received`, after its next request has left. */
	add(client: number, messages: number, received: Milliseconds): void {
		this.answers.add(client, received, messages);
	}

	/** How many messages a request that left at `left` brings once more. */
	again(client: number, left: Milliseconds): number {
		while (this.answers.take(client, left) < Infinity);
		return this.answers.sum(client);
	}
}
