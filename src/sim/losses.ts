import type { Scenario } from '../model/scenario.ts';
import type { Milliseconds } from '../model/units.ts';
import { MIN_RETRANSMISSION_TIMEOUT, REORDERING_WINDOW } from '../model/wire.ts';
import type { EventQueue } from './eventQueue.ts';
import { Trip, type Flight, type Link } from './link.ts';

/** What of the world has to do with losses. */
interface Surroundings {
	readonly link: Pick<Link, 'waited' | 'land'>;
	readonly queue: Pick<EventQueue, 'schedule'>;
	readonly scenario: Pick<Scenario, 'rtt'>;
}

/** Something on a stream whose last segment is lost and not yet sent again. */
interface Lost {
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
	private readonly lost = new Map<number, (Waiting | Held)[]>();
	private readonly world: Surroundings;
	private readonly rtt: Milliseconds;
	private readonly kind: number;

	/** Events of this kind are to be given to {@link timeOut}. */
	constructor(world: Surroundings, kind: number) {
		this.world = world;
		this.rtt = world.scenario.rtt;
		this.kind = kind;
	}

	/**
	 * The last segment of the flight that the link has just launched is lost; by time alone it would be
	 * there at `landed`. `arrive` is told when it is.
	 */
	add(
		client: number,
		flight: Flight,
		left: Milliseconds,
		landed: Milliseconds,
		arrive: (landed: Milliseconds) => void,
	): void {
		const { link, queue } = this.world;
		const { waited } = link;
		queue.schedule(left + waited, this.kind, client);
		const others = this.lost.get(client) ?? [];
		this.lost.set(client, others);
		others.push({
			left,
			waited,
			landed,
			arrive: (back) => {
				link.land(flight, Object.assign(new Trip(), { left, time: back }), true);
				arrive(back);
			},
		});
	}

	/** Whether something is lost that will come later. */
	blocks(client: number): boolean {
		return this.lost.has(client);
	}

	/** What has arrived behind something lost: `release` is called when that is there. */
	hold(client: number, release: () => void): void {
		this.lost.get(client)!.push({ release });
	}

	/** A packet that left at `left` arrives. */
	show(client: number, left: Milliseconds): void {
		if (this.blocks(client)) this.showGap(client, left);
	}

	private showGap(client: number, left: Milliseconds): void {
		this.settle(client, (lost) => {
			const gap = left - lost.left;
			const shown = Math.max(gap, REORDERING_WINDOW * this.rtt) + this.rtt;
			if (lost.next !== undefined) {
				// Of three packets the time-out repeats the last, and the ACK of the second tells; of two it
				// repeats the second, whose ACKs then tell nothing.
				return gap < lost.waited ? lost.next + this.rtt : Math.min(shown, this.second(lost));
			}
			if (shown <= lost.waited) return shown;
			lost.next = gap;
			return undefined;
		});
	}

	/** A time-out at `now`: what is lost is sent again, or there will be another one. */
	timeOut(client: number, now: Milliseconds): void {
		let again: Milliseconds | undefined;
		this.settle(client, (lost) => {
			if (now < lost.left + lost.waited) return undefined;
			if (lost.next === undefined) return lost.waited;
			const second = this.second(lost);
			if (now >= lost.left + second) return second;
			again = lost.left + second;
			return undefined;
		});
		if (again !== undefined) this.world.queue.schedule(again, this.kind, client);
	}

	private second({ waited }: Lost): Milliseconds {
		return waited + MIN_RETRANSMISSION_TIMEOUT + this.rtt;
	}

	/** `after` tells how long after a lost one left it is sent again, if that is known by now. */
	private settle(client: number, after: (lost: Waiting) => Milliseconds | undefined): void {
		const all = this.lost.get(client);
		if (!all) return;
		const kept: (Waiting | Held)[] = [];
		for (const each of all) {
			const release = 'release' in each ? () => each.release() : this.recovered(each, after);
			if (release === undefined) kept.push(each);
			else if (kept.length > 0) kept.push({ release });
			else release();
		}
		if (kept.length > 0) this.lost.set(client, kept);
		else this.lost.delete(client);
	}

	private recovered(lost: Waiting, after: (lost: Waiting) => Milliseconds | undefined) {
		const waited = after(lost);
		if (waited === undefined) return undefined;
		return () => lost.arrive(lost.landed - lost.waited + waited);
	}
}
