import { exp } from '../model/math.ts';

/** One count with its probability. */
export interface Count {
	readonly count: number;
	readonly weight: number;
}

/** P(at least so many) of a Poisson variable with a small mean. */
export function atLeast(least: number, mean: number): number {
	let [below, weight] = [0, exp(-mean)];
	for (let count = 0; count < least; count++) {
		below += weight;
		weight *= mean / (count + 1);
	}
	return Math.max(0, 1 - below);
}

/** Counts with less than this share of the mode's weight are left out. */
const NEGLIGIBLE = 1e-11;
const MOST_COUNTS = 400;
/** Relative to a mean beyond this, the spread of a Poisson variable is nothing. */
const LARGEST_MEAN = 1e6;

/**
 * The counts that a Poisson variable takes with more than negligible probability, weights adding up
 * to 1. Weights grow from the mode outwards by the ratio of neighbours, so no factorial overflows.
 * Where the counts are very many, every k-th one stands for its neighbours.
 */
export function poissonCounts(mean: number): Count[] {
	const mode = Math.floor(mean);
	if (mean > LARGEST_MEAN) return [{ count: mode, weight: 1 }];
	const below: number[] = [];
	for (let n = mode, weight = 1; n > 0 && (weight *= n / mean) > NEGLIGIBLE; n--)
		below.push(weight);
	const above: number[] = [];
	for (let n = mode + 1, weight = 1; (weight *= mean / n) > NEGLIGIBLE; n++) above.push(weight);
	const stride = Math.ceil((below.length + above.length) / MOST_COUNTS) || 1;
	const counts = [{ count: mode, weight: 1 }];
	for (let i = stride; i <= below.length; i += stride) {
		counts.unshift({ count: mode - i, weight: below[i - 1]! });
	}
	for (let i = stride; i <= above.length; i += stride) {
		counts.push({ count: mode + i, weight: above[i - 1]! });
	}
	const total = counts.reduce((sum, { weight }) => sum + weight, 0);
	return counts.map(({ count, weight }) => ({ count, weight: weight / total }));
}
