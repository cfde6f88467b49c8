import { BINS } from '../model/figures.ts';
import type { Milliseconds, Seconds } from '../model/units.ts';
import { MS_PER_SECOND } from '../model/units.ts';

/** Simulated before the measured time, so that queues and what is under way are in their steady state. */
export const WARM_UP: Milliseconds = 5000;

/** The measured time: from 0 to `end`, cut into bins. Everything before is warm-up. */
export class Clock {
	readonly start: Milliseconds = -WARM_UP;
	/** When what happens now happens: a field, because engines make an object of a number that is handed on. */
	now: Milliseconds = NaN;
	readonly end: Milliseconds;
	readonly bins = BINS;
	readonly binWidth: Milliseconds;
	private readonly perBin: number;

	constructor(duration: Seconds) {
		this.end = duration * MS_PER_SECOND;
		this.binWidth = this.end / BINS;
		this.perBin = 1 / this.binWidth;
	}

	/** Whether `time` lies in the measured time. */
	measures(time: Milliseconds): boolean {
		return time >= 0 && time < this.end;
	}

	/** The bin of `time`, or −1 outside the measured time. */
	bin(time: Milliseconds): number {
		if (time < 0 || time >= this.end) return -1;
		const bin = (time * this.perBin) | 0;
		return bin < this.bins ? bin : this.bins - 1;
	}
}
