import type { Seconds } from '../model/units.ts';

/** The moment of the finished run that all views over time show; 0, the start, stands for none. */
export class Moment {
	#time: Seconds = $state(0);
	#pointed: Seconds | null = $state(null);
	#resting: Seconds = $state(0);

	/** Opens a link. */
	constructor(time: Seconds) {
		this.go(time);
	}

	/** Where the playhead stands. */
	get time(): Seconds {
		return this.#time;
	}

	/** What a link says: where the playhead last stood still, to the millisecond. */
	get resting(): Seconds {
		return this.#resting;
	}

	/** Where crosshairs stand: under the pointer, else at the playhead; null for nowhere. */
	get shown(): Seconds | null {
		return this.#pointed ?? (this.#time > 0 ? this.#time : null);
	}

	/** The same in steps, s: for charts of bins so wide, in which nothing changes between. */
	shownIn(step: Seconds): Seconds | null {
		if (this.#pointed !== null || !(this.#time > 0)) return this.#pointed;
		return (Math.ceil(this.#time / step) - 0.5) * step;
	}

	/** The reader points at a moment of some chart, or no longer does. */
	point(time: Seconds | null): void {
		this.#pointed = time;
	}

	/** The playhead passes a moment, and a crosshair that rested somewhere goes with it. */
	pass(time: Seconds): void {
		this.#pointed = null;
		this.#time = time;
	}

	/** The playhead stands still where it is. */
	rest(): void {
		this.#resting = Math.round(this.#time * 1000) / 1000;
	}

	/** Puts the playhead on a moment. */
	go(time: Seconds): void {
		this.pass(time);
		this.rest();
	}
}
