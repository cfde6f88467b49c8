import { exp, ln } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';

/**
 * How long ago the last renewal was at a random moment, where renewals come at `rate` per ms, or
 * after `longest` at the latest: exponential, cut off. `u` is uniform in [0, 1).
 */
export function steadyAge(u: Fraction, rate: number, longest: Milliseconds): Milliseconds {
	if (rate * longest < 1e-6) return u * longest;
	return -ln(1 - u * (1 - exp(-rate * longest))) / rate;
}
