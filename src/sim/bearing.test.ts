import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FAULT_KINDS, type FaultKind } from '../model/faults.ts';
import type { Field } from '../model/fields.ts';
import { bearingOn, FIELD_NAMES, FIELDS } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { simulate } from './simulate.ts';
import { scenarios } from './testScenarios.ts';

const faults = fc.array(
	fc.record({
		kind: fc.constantFrom(...(Object.keys(FAULT_KINDS) as FaultKind[])),
		start: fc.integer({ min: 0, max: 8 }),
		duration: fc.integer({ min: 1, max: 5 }),
	}),
	{ maxLength: 2 },
);

const PAIRS = FIELD_NAMES.flatMap((name) => {
	const { bearsOn }: Field = FIELDS[name];
	const others = TRANSPORT_IDS.filter((id) => bearsOn?.includes(id) === false);
	return others.map((id) => [name, id] as const);
});

/** Many runs, on a machine that may be busy. */
const LONG = { timeout: 60_000 } as const;

describe('an input that has no bearing on a transport', LONG, () => {
	test.each(PAIRS)('%s changes nothing for %s, to the last bit', (name, id) => {
		fc.assert(
			fc.property(scenarios, scenarios, faults, (any, other, faults) => {
				const scenario = { ...any, faults };
				const changed = { ...scenario, [name]: other[name] };
				expect(bearingOn(id, changed)).toBe(bearingOn(id, scenario));
				expect(simulate(id, changed)).toEqual(simulate(id, scenario));
			}),
			{ seed: 9, numRuns: 25 },
		);
	});
});
