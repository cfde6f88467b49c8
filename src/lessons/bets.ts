import type { ChoicePrediction } from './lesson.ts';
import { holdAll, type FiguresOfRun } from './predicate.ts';

/** A number in the figure's base unit, the place of a choice, or null for "not sure". */
export type Bet = number | null;

/** How far a bet is from what came out: within a tenth, twice, ten times, or further. */
export type Closeness = 'right' | 'twice' | 'ten' | 'further';

/** How many times too high or too low, 1 or more; infinite where only one of the two is zero. */
export function factorOff(bet: number, actual: number): number {
	if (bet === actual) return 1;
	const [least, most] = bet < actual ? [bet, actual] : [actual, bet];
	return least > 0 ? most / least : Infinity;
}

export function closenessOf(bet: number, actual: number): Closeness {
	const factor = factorOff(bet, actual);
	if (factor <= 1.1) return 'right';
	if (factor <= 2) return 'twice';
	return factor <= 10 ? 'ten' : 'further';
}

/** Places of the choices that the run bears out. */
export function rightChoices({ choices }: ChoicePrediction, run: FiguresOfRun): readonly number[] {
	return choices.flatMap(({ when }, index) => (holdAll(when, run) ? [index] : []));
}
