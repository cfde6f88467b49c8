import type { Priorities as PriorityValues } from '../model/criteria.ts';
import type { Seconds } from '../model/units.ts';
import type { View } from '../model/view.ts';
import type { CriterionId, Weights } from '../model/weights.ts';

/** What the reader asks of a transport; the link keeps it. */
export class Priorities implements PriorityValues {
	#weights: Weights;
	#soonEnough: Seconds;

	constructor({ weights, soonEnough }: Pick<View, 'weights' | 'soonEnough'>) {
		this.#weights = $state.raw(weights);
		this.#soonEnough = $state(soonEnough);
	}

	get weights(): Weights {
		return this.#weights;
	}

	get soonEnough(): Seconds {
		return this.#soonEnough;
	}

	choose({ weights, soonEnough }: PriorityValues): void {
		this.#weights = weights;
		this.#soonEnough = soonEnough;
	}

	weigh(criterion: CriterionId, weight: number): void {
		this.#weights = { ...this.#weights, [criterion]: weight };
	}

	wait(soonEnough: Seconds): void {
		this.#soonEnough = soonEnough;
	}
}
