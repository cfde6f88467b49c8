import type { Fraction } from '../model/units.ts';
import { createTurns } from './turns.ts';

interface Waiting {
	readonly done: Fraction;
	begin(): void;
}

/**
 * Lets so many work at the same time. Of those who wait, who is furthest behind is served first, and of
 * two equals who came first: so the longest of several tasks is never the one that waits.
 */
export class Seats {
	#free: number;
	readonly #waiting: Waiting[] = [];
	readonly #turn = createTurns();

	constructor(count: number) {
		this.#free = count;
	}

	/** Does `work` once there is a seat for it, and settles as it does. `done` is the share of the task that is behind us. */
	async use<T>(work: () => Promise<T>, done: Fraction = 0): Promise<T> {
		if (this.#free > 0) this.#free -= 1;
		else await new Promise<void>((begin) => this.#waiting.push({ done, begin }));
		try {
			return await work();
		} finally {
			void this.#leave(done);
		}
	}

	/** Who is further behind than all others may be back in a moment; so long its seat is kept. */
	async #leave(done: Fraction): Promise<void> {
		const last = this.#last();
		if (last && last.done > done) await this.#turn();
		const next = this.#last();
		if (next) {
			this.#waiting.splice(this.#waiting.indexOf(next), 1);
			next.begin();
		} else this.#free += 1;
	}

	/** Of those who wait, who is furthest behind. */
	#last(): Waiting | undefined {
		const [first, ...others] = this.#waiting;
		return others.reduce((a, b) => (b.done < a!.done ? b : a), first);
	}
}
