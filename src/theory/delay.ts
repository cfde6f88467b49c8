import { exp, ln } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import { lognormalShape } from './lognormal.ts';

/**
 * A random delay: one of a few fixed lengths (how the loss draws fell, how large the answer was)
 * plus one lognormal term (queueing on the path). Sums and mixtures of delays on one path are again
 * of this form, exactly or nearly, and so percentiles come from a formula rather than from a run.
 */
export interface Delay {
	/** Exact, while the steps stand for the shape. */
	readonly mean: Milliseconds;
	/** Exact, ms². */
	readonly variance: number;
	readonly steps: readonly Step[];
	/** Mean and variance of the lognormal term. */
	readonly jitter: { readonly mean: Milliseconds; readonly variance: number };
}

interface Step {
	readonly length: Milliseconds;
	/** The weights of a delay add up to 1. */
	readonly weight: Fraction;
}

const NO_JITTER = { mean: 0, variance: 0 };

export function fixed(length: Milliseconds): Delay {
	return { mean: length, variance: 0, steps: [{ length, weight: 1 }], jitter: NO_JITTER };
}

/** A lognormal delay with this mean and variance. */
export function lognormal(mean: Milliseconds, variance: number): Delay {
	return { mean, variance, steps: [{ length: 0, weight: 1 }], jitter: { mean, variance } };
}

/** Pieces that stand for an exponential delay: their ends, by the probability of more. Finer in the tail. */
const ENDS = [
	0, 0.002, 0.005, 0.01, 0.02, 0.035, 0.055, 0.08, 0.12, 0.18, 0.26, 0.37, 0.5, 0.65, 0.8, 0.9, 1,
];

/** An exponential delay, in pieces, each by its own mean. */
export function exponential(mean: Milliseconds): Delay {
	if (mean === 0) return fixed(0);
	// ∫ −ln v over a piece of v = e^(−t): the antiderivative is v − v·ln v.
	const upTo = (v: number) => (v === 0 ? 0 : v - v * ln(v));
	const steps = ENDS.slice(1).map((end, i) => {
		const weight = end - ENDS[i]!;
		return { length: (mean * (upTo(end) - upTo(ENDS[i]!))) / weight, weight };
	});
	return { mean, variance: mean * mean, steps, jitter: NO_JITTER };
}

/** Pieces of equal width that stand for the gaps between two ends, each by its own mean. */
const PARTS = 12;

/** An exponential gap of this rate, if it is at most `most`; counted as `least` where it is less. */
export function gapWithin(rate: number, least: Milliseconds, most: Milliseconds): Delay {
	if (rate * most < 1e-9) return uniformBetween(least, most);
	const more = (t: Milliseconds) => exp(-rate * t);
	const within = 1 - more(most);
	const width = (most - least) / PARTS;
	const steps = Array.from({ length: PARTS }, (_, i) => {
		const [from, to] = [least + i * width, least + (i + 1) * width];
		const weight = more(from) - more(to);
		// ∫tre^(−rt)dt over a part: (t + 1/r)·e^(−rt) at its start, less that at its end.
		const moment = (from + 1 / rate) * more(from) - (to + 1 / rate) * more(to);
		return { length: weight > 1e-12 ? moment / weight : from, weight: weight / within };
	});
	return ofSteps([{ length: least, weight: (1 - more(least)) / within }, ...steps]);
}

function uniformBetween(least: Milliseconds, most: Milliseconds): Delay {
	return sum(fixed(least), uniform(most - least));
}

/** One of many lengths. */
function ofSteps(steps: readonly Step[]): Delay {
	const moment = (order: (length: number) => number) =>
		steps.reduce((total, { length, weight }) => total + weight * order(length), 0);
	const mean = moment((length) => length);
	const variance = moment((length) => (length - mean) * (length - mean));
	return { mean, variance, steps, jitter: NO_JITTER };
}

/** Pieces of equal probability that stand for a uniform delay. */
const PIECES = 8;

/** A delay that is uniform from 0 to `width`, in pieces; see {@link cdfWithUniform} for the exact shape. */
export function uniform(width: Milliseconds): Delay {
	if (width === 0) return fixed(0);
	const steps = Array.from({ length: PIECES }, (_, i) => ({
		length: (width * (i + 0.5)) / PIECES,
		weight: 1 / PIECES,
	}));
	return { mean: width / 2, variance: (width * width) / 12, steps, jitter: NO_JITTER };
}

/** Independent delays one after the other. Two lognormal terms become one with the same mean and variance (Fenton, 1960). */
export function sum(...delays: readonly Delay[]): Delay {
	return delays.reduce((a, b) => ({
		mean: a.mean + b.mean,
		variance: a.variance + b.variance,
		steps: joined(products(a.steps, b.steps)),
		jitter: {
			mean: a.jitter.mean + b.jitter.mean,
			variance: a.jitter.variance + b.jitter.variance,
		},
	}));
}

function products(a: readonly Step[], b: readonly Step[]): Step[] {
	const steps: Step[] = [];
	for (const first of a) {
		for (const second of b) {
			steps.push({ length: first.length + second.length, weight: first.weight * second.weight });
		}
	}
	return steps;
}

/** A delay to be subtracted. Its lognormal term, of which a sum keeps no negative, becomes two steps. */
export function negated({ mean, variance, steps, jitter }: Delay): Delay {
	const deviation = Math.sqrt(jitter.variance);
	const sides = deviation === 0 ? [0] : [-deviation, deviation];
	const turned = steps.flatMap(({ length, weight }) =>
		sides.map((side) => ({
			length: -(length + jitter.mean + side),
			weight: weight / sides.length,
		})),
	);
	return { mean: -mean, variance, steps: turned, jitter: NO_JITTER };
}

/** A fixed share of a delay. */
export function scaled({ mean, variance, steps, jitter }: Delay, share: Fraction): Delay {
	return {
		mean: share * mean,
		variance: share * share * variance,
		steps: steps.map(({ length, weight }) => ({ length: share * length, weight })),
		jitter: { mean: share * jitter.mean, variance: share * share * jitter.variance },
	};
}

/** One of several delays, by weight. Where their lognormal terms differ, the mean one stands for all. */
export function oneOf(choices: readonly (readonly [weight: Fraction, delay: Delay])[]): Delay {
	const steps: Step[] = [];
	const jitter = { mean: 0, variance: 0 };
	let [mean, square] = [0, 0];
	for (const [share, delay] of choices) {
		if (share === 0) continue;
		for (const { length, weight } of delay.steps) steps.push({ length, weight: weight * share });
		jitter.mean += share * delay.jitter.mean;
		jitter.variance += share * delay.jitter.variance;
		mean += share * delay.mean;
		square += share * (delay.variance + delay.mean * delay.mean);
	}
	return { mean, variance: Math.max(0, square - mean * mean), steps: joined(steps), jitter };
}

const MOST_STEPS = 40;
/** Rarer steps are left out of the shape. */
const LEAST_WEIGHT = 1e-8;

/** Joins neighbouring steps, so that a few remain; their mean stays. */
function joined(steps: readonly Step[]): Step[] {
	if (steps.length === 1) return [...steps];
	const kept = steps.filter(({ weight }) => weight > LEAST_WEIGHT);
	const total = kept.reduce((sum, { weight }) => sum + weight, 0);
	let result = kept.map(({ length, weight }) => ({ length, weight: weight / total }));
	result.sort((a, b) => a.length - b.length);
	// Rare long steps (losses) must not melt into common short ones: widths grow with the length.
	for (let close = 0.005; result.length > MOST_STEPS; close *= 1.5) {
		result = joinedWithin(result, close);
	}
	return result;
}

function joinedWithin(sorted: readonly Step[], close: number): Step[] {
	const result: Step[] = [];
	const shortest = sorted[0]!.length;
	let first = -Infinity;
	for (const step of sorted) {
		const last = result.at(-1);
		if (last && step.length - first <= close * (step.length - shortest)) {
			const weight = last.weight + step.weight;
			const length = (last.length * last.weight + step.length * step.weight) / weight;
			result[result.length - 1] = { length, weight };
		} else {
			result.push(step);
			first = step.length;
		}
	}
	return result;
}

/** Mean of the square, ms². */
export function secondMoment({ mean, variance }: Delay): number {
	return mean * mean + variance;
}

/** The shortest that it can be. */
export function shortest({ steps }: Delay): Milliseconds {
	return steps.reduce((least, { length }) => Math.min(least, length), Infinity);
}

/** A length that is practically never exceeded. */
export function longest({ steps, jitter }: Delay): Milliseconds {
	const longestStep = steps.reduce((most, { length }) => Math.max(most, length), 0);
	return longestStep + jitter.mean + 50 * Math.sqrt(jitter.variance) + 1;
}

/** Probabilities nearer to 0 or 1 than this are taken for them: the steps are known no better. */
const CERTAIN = 1e-6;

/** P(delay ≤ t). */
export function cdf({ steps, jitter }: Delay, t: Milliseconds): Fraction {
	const shape = lognormalShape(jitter.mean, jitter.variance);
	let total = 0;
	for (const { length, weight } of steps) {
		if (length <= t) total += weight * shape.cdf(t - length);
	}
	if (total < CERTAIN) return 0;
	return total > 1 - CERTAIN ? 1 : total;
}

/** E[(t − delay)⁺], by how much it beats t on average: the integral of {@link cdf} up to t. */
export function lead({ steps, jitter }: Delay, t: Milliseconds): Milliseconds {
	const shape = lognormalShape(jitter.mean, jitter.variance);
	let total = 0;
	for (const { length, weight } of steps) {
		if (length < t) total += weight * shape.lead(t - length);
	}
	return total;
}

/** E[(delay − t)⁺], by how much it exceeds t on average. */
export function excess(delay: Delay, t: Milliseconds): Milliseconds {
	return t === Infinity ? 0 : Math.max(0, delay.mean - t + lead(delay, t));
}

/** P(delay + U ≤ t) for an independent U, uniform from 0 to `width`: the mean of the cdf over that width. */
export function cdfWithUniform(delay: Delay, width: Milliseconds, t: Milliseconds): Fraction {
	return width === 0 ? cdf(delay, t) : (lead(delay, t) - lead(delay, t - width)) / width;
}

/** E[e^(−r·delay)]: the probability that a Poisson stream of rate r stays silent for so long. */
export function laplace({ steps, jitter }: Delay, rate: number): Fraction {
	const fixedPart = steps.reduce(
		(total, { length, weight }) => total + weight * exp(-rate * length),
		0,
	);
	return fixedPart * lognormalShape(jitter.mean, jitter.variance).laplace(rate);
}

/** The smallest t with cdf(t) ≥ u, between `low` and `high`; ms. */
export function quantile(
	distribution: (t: Milliseconds) => Fraction,
	u: Fraction,
	low: Milliseconds,
	high: Milliseconds,
): Milliseconds {
	let [left, right] = [low, high];
	let [leftValue, rightValue] = [distribution(left) - u, distribution(right) - u];
	if (leftValue >= 0) return left;
	for (let i = 0; i < 80 && right - left > 1e-7 * right; i++) {
		// A straight line where the curve is smooth; every third step halves, whatever the curve.
		const share = i % 3 === 2 || rightValue <= 0 ? 0.5 : -leftValue / (rightValue - leftValue);
		const middle = left + (right - left) * Math.min(0.98, Math.max(0.02, share));
		const value = distribution(middle) - u;
		if (value >= 0) [right, rightValue] = [middle, value];
		else [left, leftValue] = [middle, value];
	}
	return right;
}
