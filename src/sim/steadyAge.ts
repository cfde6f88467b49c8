import { exp, ln } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import { TWO_TO_32 } from './random.ts';
import { exponentialSampler } from './sampler.ts';

/** Of an exponential number with mean 1 nothing is beyond that 32 bits can tell. */
const NEVER_REACHED = 22.2;

/**
 * How long ago the last renewal was at a random moment, where renewals come at `rate` per ms, or
 * after `longest` at the latest: exponential, cut off.
 */
export class SteadyAge {
	private readonly exponential = exponentialSampler();
	private readonly rate: number;
	private readonly longest: Milliseconds;
	/** How likely a renewal is before the longest age. */
	private readonly renewed: Fraction;

	constructor(rate: number, longest: Milliseconds) {
		this.rate = rate;
		this.longest = longest;
		this.renewed = 1 - exp(-rate * longest);
	}

	/** The age for 32 random bits: for the same bits it is less where renewals come more often. */
	at(bits: number): Milliseconds {
		const longest = this.rate * this.longest;
		// A table is much quicker than a logarithm, and there may be a million ages.
		if (longest > NEVER_REACHED) return this.exponential.at(bits) / this.rate;
		const u = (~bits >>> 0) / TWO_TO_32;
		return longest < 1e-6 ? u * this.longest : -ln(1 - u * this.renewed) / this.rate;
	}
}
