import { COMPARED, type ComparedFigure, type Comparison } from './compare.ts';

/** A figure as it was measured and as it was simulated. */
export type Pair = readonly [measured: number, simulated: number];

/** How well simulated figures stand for measured ones, over all set-ups that have both. */
export interface Agreement {
	readonly figure: ComparedFigure;
	readonly setUps: number;
	/** Spearman's rank correlation; null where all values are the same. */
	readonly rankCorrelation: number | null;
	/** Mean absolute error, as a share of what was measured. */
	readonly error: number;
}

export function agreements(comparisons: readonly Comparison[]): Agreement[] {
	return COMPARED.map((figure) => {
		const pairs = comparisons
			.filter(({ ratios }) => ratios[figure.id] !== null)
			.map(({ measured, simulated }): Pair => [figure.of(measured)!, figure.of(simulated)!]);
		return {
			figure,
			setUps: pairs.length,
			rankCorrelation: rankCorrelation(pairs),
			error: meanError(pairs),
		};
	}).filter(({ setUps }) => setUps > 0);
}

/** Of all pairs, how far the simulated figure is from the measured one, as a share of the latter. */
export function meanError(pairs: readonly Pair[]): number {
	const errors = pairs.map(([measured, simulated]) => Math.abs(simulated - measured) / measured);
	return mean(errors);
}

/** Spearman's: Pearson's correlation of the ranks, of which equal values share the middle one. */
export function rankCorrelation(pairs: readonly Pair[]): number | null {
	const measured = ranks(pairs.map(([value]) => value));
	const simulated = ranks(pairs.map(([, value]) => value));
	const scale = Math.sqrt(covariance(measured, measured) * covariance(simulated, simulated));
	return scale === 0 ? null : covariance(measured, simulated) / scale;
}

function ranks(values: readonly number[]): number[] {
	return values.map((value) => {
		const below = values.filter((other) => other < value).length;
		const equal = values.filter((other) => other === value).length;
		return below + (equal + 1) / 2;
	});
}

function covariance(a: readonly number[], b: readonly number[]): number {
	const [meanA, meanB] = [mean(a), mean(b)];
	return mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
