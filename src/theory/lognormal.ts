import { exp, ln } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';

/** A distribution as the formulas need it: P(X ≤ t), E[(t − X)⁺] and E[e^(−rX)]. */
export interface Shape {
	cdf(t: Milliseconds): Fraction;
	lead(t: Milliseconds): Milliseconds;
	laplace(rate: number): Fraction;
}

const POINT: Shape = { cdf: () => 1, lead: (t) => t, laplace: () => 1 };

/** The lognormal with this mean and variance; a point where there is no variance. */
export function lognormalShape(mean: Milliseconds, variance: number): Shape {
	if (variance === 0) return POINT;
	const squared = ln(1 + variance / (mean * mean));
	const sigma = Math.sqrt(squared);
	const centre = ln(mean) - squared / 2;
	return {
		cdf: (t) => (t > 0 ? normalCdf((ln(t) - centre) / sigma) : 0),
		lead(t) {
			if (!(t > 0)) return 0;
			const z = (ln(t) - centre) / sigma;
			return Math.max(0, t * normalCdf(z) - mean * normalCdf(z - sigma));
		},
		laplace(rate) {
			// The trapezium rule is all but exact for an integral over a normal density.
			let total = 0;
			let weights = 0;
			for (let z = -6; z <= 6; z += 0.5) {
				const weight = exp((-z * z) / 2);
				total += weight * exp(-rate * exp(centre + sigma * z));
				weights += weight;
			}
			return total / weights;
		},
	};
}

/** Standard normal distribution: P(Z ≤ z) (Abramowitz and Stegun, 26.2.17; error below 7.5e−8). */
export function normalCdf(z: number): Fraction {
	const x = Math.abs(z);
	if (x > 6) return z > 0 ? 1 : 0;
	const t = 1 / (1 + 0.2316419 * x);
	const polynomial =
		t *
		(0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
	const upper = 0.3989422804014327 * exp((-x * x) / 2) * polynomial;
	return z > 0 ? 1 - upper : upper;
}
