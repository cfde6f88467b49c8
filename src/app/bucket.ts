import type { PerSecond } from '../model/units.ts';

/** Lets so many through at once, and so many a second in the long run. */
export class Bucket {
	readonly #burst: number;
	readonly #rate: PerSecond;
	readonly #now: () => number;
	#left: number;
	#filled: number;

	/** `now` is a clock in ms. */
	constructor(burst: number, rate: PerSecond, now: () => number = () => performance.now()) {
		this.#burst = burst;
		this.#rate = rate;
		this.#now = now;
		this.#left = burst;
		this.#filled = now();
	}

	/** Whether one more may pass now. */
	take(): boolean {
		const now = this.#now();
		const gained = (Math.max(0, now - this.#filled) / 1000) * this.#rate;
		this.#left = Math.min(this.#burst, this.#left + gained);
		this.#filled = now;
		if (this.#left < 1) return false;
		this.#left--;
		return true;
	}
}
