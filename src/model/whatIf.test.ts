import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SOME_FIGURES, caseWith } from './testFigures.ts';
import { verdictOf } from './verdict.ts';
import { CRITERION_IDS, MOST_WEIGHT, weightsOf } from './weights.ts';
import { alternatives, BUDGETS } from './whatIf.ts';

/** Polling is late and thrifty, WebSocket soon and hungry. */
const given = caseWith({
	polling: {
		latency: { ...SOME_FIGURES.latency, p95: 40_000 },
		battery: { ...SOME_FIGURES.battery, energyPerHour: 250 },
	},
});

describe('what would change the verdict', () => {
	test('is the nearest weight and the nearest budget with which another is named', () => {
		const priorities = { weights: weightsOf({ freshness: 3, battery: 2 }), soonEnough: 5 };
		expect(verdictOf(given, priorities).winner).toBe('sse');
		expect(alternatives(given, priorities)).toEqual([
			{ criterion: 'freshness', soonEnough: 20, winner: 'polling' },
			{ criterion: 'freshness', weight: 2, winner: 'polling' },
			// Where all are alike, weight only brings them nearer to a tie.
			{ criterion: 'server', weight: 3, winner: 'polling' },
			{ criterion: 'bytes', weight: 3, winner: 'polling' },
			{ criterion: 'battery', weight: 3, winner: 'polling' },
			{ criterion: 'money', weight: 3, winner: 'polling' },
			{ criterion: 'simplicity', weight: 1, winner: 'polling' },
		]);
	});

	test('holds when it is done, and nothing nearer does it', () => {
		const weights = fc
			.array(fc.integer({ min: 0, max: MOST_WEIGHT }), { minLength: 6, maxLength: 6 })
			.map((all) => weightsOf(Object.fromEntries(CRITERION_IDS.map((id, i) => [id, all[i]]))));
		fc.assert(
			fc.property(weights, fc.constantFrom(...BUDGETS), (all, soonEnough) => {
				const priorities = { weights: all, soonEnough };
				const today = verdictOf(given, priorities).winner;
				for (const { criterion, weight, winner, soonEnough: budget } of alternatives(
					given,
					priorities,
				)) {
					const changed = weight === undefined ? all : { ...all, [criterion]: weight };
					const then = { weights: changed, soonEnough: budget ?? soonEnough };
					expect(winner).not.toBe(today);
					expect(verdictOf(given, then).winner).toBe(winner);
					if (weight === undefined) continue;
					for (let nearer = 1; nearer < Math.abs(weight - all[criterion]); nearer++) {
						for (const other of [all[criterion] - nearer, all[criterion] + nearer]) {
							if (other < 0 || other > MOST_WEIGHT) continue;
							const tried = { weights: { ...all, [criterion]: other }, soonEnough };
							expect(verdictOf(given, tried).winner).toBe(today);
						}
					}
				}
			}),
		);
	});
});
