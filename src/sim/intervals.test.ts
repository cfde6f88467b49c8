import { expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { expectedFigures } from '../theory/expect.ts';
import { simulate } from './simulate.ts';
import { deviationOf, meanOf } from './testScenario.ts';

/** Only `npm run test:long` has the time. */
const LONG = process.env['LONG'] !== undefined;

const BATCHES = 1000;
const RUNS = 10;
/** Of Student's distribution with 9 degrees of freedom 95 % lie within so many standard errors (tabulated). */
const STUDENT = 2.262;

const SMALL = completeScenario({ users: 40, duration: 20, messageRate: 60 });

test.runIf(LONG).each(TRANSPORT_IDS)(
	'of a thousand intervals of confidence on %s 93 to 97 in a hundred hold what the formula says',
	{ timeout: 3_600_000 },
	(id) => {
		const truth = expectedFigures(id, SMALL).expected.latency!.mean!;
		let held = 0;
		for (let batch = 0; batch < BATCHES; batch++) {
			const means = Array.from({ length: RUNS }, (_, run) => {
				const { latency } = simulate(id, { ...SMALL, seed: batch * RUNS + run });
				return latency.mean!;
			});
			const error = deviationOf(means) / Math.sqrt(RUNS);
			if (Math.abs(meanOf(means) - truth) <= STUDENT * error) held += 1;
		}
		expect(held / BATCHES).toBeGreaterThanOrEqual(0.93);
		expect(held / BATCHES).toBeLessThanOrEqual(0.97);
	},
);
