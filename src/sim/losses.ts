import type { Milliseconds } from '../model/units.ts';
import { MIN_RETRANSMISSION_TIMEOUT, REORDERING_WINDOW } from '../model/wire.ts';

/** Something on a stream whose last segment is lost and not yet sent again. */
export interface Lost {
	readonly left: Milliseconds;
	/** So long after it left a time-out sends it again, and at `landed` it is then there. */
	readonly waited: Milliseconds;
	readonly landed: Milliseconds;
	arrive(landed: Milliseconds): void;
}

interface Waiting extends Lost {
	/** How long after it the next packet left, whose ACK comes too late for the first time-out. */
	next?: Milliseconds;
}

/** What is there, behind something that is lost. */
interface Held {
	release(): void;
}

/**
 * What is lost on each client's stream. A later packet brings it back before the time-out: its selective
 * acknowledgement shows the gap a round trip later (RFC 8985, 6.2). The time-out sends what was written
 * last (7.3), which need not be what is lost.
 */
export class Losses {
	readonly #lost = new Map<number, (Waiting | Held)[]>();
	readonly #rtt: Milliseconds;

	constructor(rtt: Milliseconds) {
		this.#rtt = rtt;
	}

	add(client: number, lost: Lost): void {
		const others = this.#lost.get(client);
		if (others) others.push(lost);
		else this.#lost.set(client, [lost]);
	}

	/** Whether something is lost that will come later. */
	block(client: number): boolean {
		return this.#lost.has(client);
	}

	/** What has arrived behind something lost: `release` is called when that is there. */
	hold(client: number, release: () => void): void {
		this.#lost.get(client)!.push({ release });
	}

	/** A packet that left at `left` arrives. */
	show(client: number, left: Milliseconds): void {
		this.#settle(client, (lost) => {
			const gap = left - lost.left;
			const shown = Math.max(gap, REORDERING_WINDOW * this.#rtt) + this.#rtt;
			if (lost.next !== undefined) {
				// Of three packets the time-out repeats the last, and the ACK of the second tells; of two it
				// repeats the second, whose ACKs then tell nothing.
				return gap < lost.waited ? lost.next + this.#rtt : Math.min(shown, this.#second(lost));
			}
			if (shown <= lost.waited) return shown;
			lost.next = gap;
			return undefined;
		});
	}

	/** A time-out at `now`; returns when there is another one. */
	timeOut(client: number, now: Milliseconds): Milliseconds | undefined {
		let again: Milliseconds | undefined;
		this.#settle(client, (lost) => {
			if (now < lost.left + lost.waited) return undefined;
			if (lost.next === undefined) return lost.waited;
			const second = this.#second(lost);
			if (now >= lost.left + second) return second;
			again = lost.left + second;
			return undefined;
		});
		return again;
	}

	#second({ waited }: Lost): Milliseconds {
		return waited + MIN_RETRANSMISSION_TIMEOUT + this.#rtt;
	}

	/** `after` tells how long after a lost one left it is sent again, if that is known by now. */
	#settle(client: number, after: (lost: Waiting) => Milliseconds | undefined): void {
		const all = this.#lost.get(client);
		if (!all) return;
		const kept: (Waiting | Held)[] = [];
		for (const each of all) {
			const release = 'release' in each ? () => each.release() : this.#recovered(each, after);
			if (release === undefined) kept.push(each);
			else if (kept.length > 0) kept.push({ release });
			else release();
		}
		if (kept.length > 0) this.#lost.set(client, kept);
		else this.#lost.delete(client);
	}

	#recovered(lost: Waiting, after: (lost: Waiting) => Milliseconds | undefined) {
		const waited = after(lost);
		if (waited === undefined) return undefined;
		return () => lost.arrive(lost.landed - lost.waited + waited);
	}
}
