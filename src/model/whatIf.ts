import type { Priorities } from './criteria.ts';
import { ln } from './math.ts';
import type { TransportId } from './transports.ts';
import type { Seconds } from './units.ts';
import { verdictOf, type Case } from './verdict.ts';
import { CRITERION_IDS, MOST_WEIGHT, type CriterionId } from './weights.ts';

/** A change of the reader's priorities, and who would then win. */
export interface Alternative {
	readonly criterion: CriterionId;
	/** What the weight would be, or for a budget: `soonEnough`. */
	readonly weight?: number;
	readonly soonEnough?: Seconds;
	readonly winner: TransportId;
}

/** Budgets that people name, s. */
export const BUDGETS: readonly Seconds[] = [
	...[0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30],
	...[60, 120, 300, 600, 1800, 3600],
];

/**
 * The smallest changes of one weight, or of the budget alone, that would make another transport win;
 * found by judging the case again, so they hold. One for each criterion at most, two for the budget.
 */
export function alternatives(given: Case, priorities: Priorities): readonly Alternative[] {
	const { winner: today } = verdictOf(given, priorities);
	return [...budgets(), ...CRITERION_IDS.flatMap(weightsOfOne)];

	function otherWinner(changed: Priorities): TransportId | null {
		const { winner } = verdictOf(given, changed);
		return winner === today ? null : winner;
	}

	function weightsOfOne(criterion: CriterionId): readonly Alternative[] {
		const own = priorities.weights[criterion];
		const nearestFirst = Array.from({ length: MOST_WEIGHT + 1 }, (_, weight) => weight).sort(
			(a, b) => Math.abs(a - own) - Math.abs(b - own),
		);
		for (const weight of nearestFirst) {
			const weights = { ...priorities.weights, [criterion]: weight };
			const winner = otherWinner({ ...priorities, weights });
			if (winner !== null) return [{ criterion, weight, winner }];
		}
		return [];
	}

	function budgets(): readonly Alternative[] {
		const distance = (budget: Seconds) => Math.abs(ln(budget / priorities.soonEnough));
		const nearestFirst = [...BUDGETS].sort((a, b) => distance(a) - distance(b));
		return [-1, 1].flatMap((side) => {
			for (const soonEnough of nearestFirst) {
				if ((soonEnough - priorities.soonEnough) * side <= 0) continue;
				const winner = otherWinner({ ...priorities, soonEnough });
				if (winner !== null) return [{ criterion: 'freshness' as const, soonEnough, winner }];
			}
			return [];
		});
	}
}
