import type { Flight } from './link.ts';
import type { World } from './world.ts';

/** Answers by the number of messages they carry; each size is worked out once. */
export class Answers {
	readonly #world: World;
	readonly #again: Flight[] = [];
	readonly #first: Flight[] = [];
	readonly #lastAckRides: boolean;

	/** The ACK of an answer may ride on the client's next request. */
	constructor(world: World, { lastAckRides = false } = {}) {
		this.#world = world;
		this.#lastAckRides = lastAckRides;
	}

	flight(messages: number, onNewConnection: boolean): Flight {
		const known = onNewConnection ? this.#first : this.#again;
		return (known[messages] ??= this.#measure(messages, onNewConnection));
	}

	#measure(messages: number, onNewConnection: boolean): Flight {
		const { link, wire } = this.#world;
		const leg = onNewConnection ? wire.firstPollAnswer(messages) : wire.pollAnswer(messages);
		return link.flight(messages === 0 ? 'emptyAnswer' : 'answer', 'down', leg, {
			lastAckRides: this.#lastAckRides,
		});
	}
}
