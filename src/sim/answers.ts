import type { HeadAge } from './dates.ts';
import type { Flight } from './link.ts';
import type { World } from './world.ts';

/** Answers by the number of messages they carry; each size is worked out once. */
export class Answers {
	private readonly world: World;
	private readonly known: Readonly<Record<HeadAge, Flight[]>> = {
		first: [],
		again: [],
		sameSecond: [],
	};
	private readonly lastAckRides: boolean;

	/** The ACK of an answer may ride on the client's next request. */
	constructor(world: World, { lastAckRides = false } = {}) {
		this.world = world;
		this.lastAckRides = lastAckRides;
	}

	flight(messages: number, age: HeadAge): Flight {
		return (this.known[age][messages] ??= this.measure(messages, age));
	}

	private measure(messages: number, age: HeadAge): Flight {
		const { link, wire } = this.world;
		const legs = {
			first: wire.firstPollAnswer,
			again: wire.pollAnswer,
			sameSecond: wire.sameSecondPollAnswer,
		};
		const leg = legs[age](messages);
		return link.flight(messages === 0 ? 'emptyAnswer' : 'answer', 'down', leg, {
			lastAckRides: this.lastAckRides,
		});
	}
}
