import { exp, ln } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';

/**
 * How long ago the last renewal was at a random moment, where renewals come at `rate` per ms, or
 * after `longest` at the latest: exponential, cut off.
 */
export class SteadyAge {
	private readonly rate: number;
	private readonly longest: Milliseconds;
	/** How likely a renewal is before the longest age. */
	private readonly renewed: Fraction;

	constructor(rate: number, longest: Milliseconds) {
		this.rate = rate;
		this.longest = longest;
		this.renewed = 1 - exp(-rate * longest);
	}

	/** `u` is uniform in [0, 1). */
	at(u: Fraction): Milliseconds {
		if (this.rate * this.longest < 1e-6) return u * this.longest;
		return -ln(1 - u * this.renewed) / this.rate;
	}
}
