import { exp, ln } from '../model/math.ts';
import { JITTER_SIGMA } from '../model/networks.ts';

/**
 * Draws from a distribution by its inverse, tabulated. The table is fine where the tail is thin:
 * each halving of the upper tail's probability has its own 256 pieces, with straight lines between.
 */
export class Sampler {
	private readonly values: Float64Array;

	/** `quantile(v)` is the value that is exceeded with probability `v`, for v in [2⁻²⁵, 1]. */
	constructor(quantile: (v: number) => number) {
		this.values = new Float64Array(OCTAVES * (PIECES + 1));
		for (let octave = 0, top = 1; octave < OCTAVES; octave++, top /= 2) {
			for (let piece = 0; piece <= PIECES; piece++) {
				const v = (top / 2) * (1 + piece / PIECES);
				this.values[octave * (PIECES + 1) + piece] = quantile(v);
			}
		}
	}

	/** The value for 32 random bits. */
	at(bits: number): number {
		const v = bits | SMALLEST;
		const octave = Math.clz32(v);
		const rest = v << (octave + 1);
		const index = octave * (PIECES + 1) + (rest >>> 24);
		const low = this.values[index]!;
		return low + (this.values[index + 1]! - low) * ((rest & 0xffffff) / 0x1000000);
	}
}

const PIECES = 256;
/** Keeps the tail above 2⁻²⁵, so that the last octave still has pieces. */
const SMALLEST = 128;
const OCTAVES = 25;

// A table takes a few milliseconds and never changes, so each thread makes it once.
let exponential: Sampler | undefined;
let jitter: Sampler | undefined;

/** Exponential with mean 1. */
export function exponentialSampler(): Sampler {
	return (exponential ??= new Sampler((v) => -ln(v)));
}

/** Lognormal with standard deviation 1 and the path's shape; multiply by the jitter. */
export function jitterSampler(): Sampler {
	const variance = JITTER_SIGMA * JITTER_SIGMA;
	const spread = Math.sqrt(exp(2 * variance) - exp(variance));
	const quantile = (v: number) => (v === 1 ? 0 : exp(-JITTER_SIGMA * normalQuantile(v)) / spread);
	return (jitter ??= new Sampler(quantile));
}

const CENTRE = [
	-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
	2.506628277459239,
];
const CENTRE_DIVISOR = [
	-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
	1,
];
const TAIL = [
	-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
	4.374664141464968, 2.938163982698783,
];
const TAIL_DIVISOR = [
	0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1,
];

function polynomial(coefficients: readonly number[], x: number): number {
	return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/** The value below which a standard normal variable falls with probability `p` (P. Acklam; relative error below 1.2e−9). */
export function normalQuantile(p: number): number {
	const tail = Math.min(p, 1 - p);
	if (tail < 0.02425) {
		const q = Math.sqrt(-2 * ln(tail));
		const z = polynomial(TAIL, q) / polynomial(TAIL_DIVISOR, q);
		return p < 0.5 ? z : -z;
	}
	const q = p - 0.5;
	const r = q * q;
	return (polynomial(CENTRE, r) * q) / polynomial(CENTRE_DIVISOR, r);
}
