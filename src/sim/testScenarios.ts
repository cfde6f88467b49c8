import fc from 'fast-check';
import { FAULT_KINDS, type Fault, type FaultKind } from '../model/faults.ts';
import { power } from '../model/math.ts';
import { FIELD_NAMES, FIELDS, type FieldName, type Scenario } from '../model/scenario.ts';

/** Ranges that keep a run to some thousand events, where the schema allows more. */
const SMALL: Partial<Record<FieldName, readonly [from: number, to: number]>> = {
	users: [1, 12],
	duration: [1, 15],
	pollInterval: [0.3, 30],
	messageRate: [0.1, 300],
	payload: [1, 20_000],
	uplinkRate: [0.1, 120],
	rtt: [1, 800],
	jitter: [0.1, 300],
	down: [200, 100_000],
	up: [200, 100_000],
	loss: [0.01, 10],
	keepAlive: [0.5, 100],
	longPollTimeout: [1, 60],
	pingInterval: [0.5, 100],
	idleTimeout: [0.5, 100],
	cores: [1, 8],
	nodes: [1, 4],
	requestCpu: [0.01, 50],
	requestWait: [1, 3000],
	pushCpu: [0.001, 10],
	handshakeCpu: [0.01, 20],
	seed: [1, 4e9],
};

/**
 * Any scenario that takes some thousand events at most, from as many shares (0 to 1) as there are
 * fields: where each field is in its range, evenly over the magnitudes; a tenth of them at the
 * least that the schema allows. Prices and heads of requests stay as they are.
 */
function scenarioFrom(shares: readonly number[]): Scenario {
	return Object.fromEntries(
		FIELD_NAMES.map((name, i) => [name, valueAt(name, shares[i]!)]),
	) as Scenario;
}

function valueAt(name: FieldName, share: number): unknown {
	const field = FIELDS[name];
	if (field.kind === 'choice')
		return field.choices[Math.floor(share * field.choices.length * 0.999)];
	if (field.kind === 'flag') return share < 0.5;
	const range = SMALL[name];
	if (field.kind === 'list' || !range) return field.fallback;
	if (share < 0.1) return field.min;
	const value = range[0] * power(range[1] / range[0], (share - 0.1) / 0.9);
	return field.integer ? Math.round(value) : Math.min(range[1], value);
}

/** Evenly distributed; fast-check's own doubles are nearly all close to 0. */
const shares = fc.integer({ min: 0, max: 1000 }).map((i) => i / 1000);

/** For tests: any scenario that takes some thousand events at most. */
export const scenarios = fc
	.array(shares, { minLength: FIELD_NAMES.length, maxLength: FIELD_NAMES.length })
	.map(scenarioFrom);

/** From before the end of a short run to beyond that of a long one. */
const faults: fc.Arbitrary<Fault> = fc.record({
	kind: fc.constantFrom(...(Object.keys(FAULT_KINDS) as FaultKind[])),
	start: fc.integer({ min: 0, max: 150 }).map((tenths) => tenths / 10),
	duration: fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10),
});

/** For tests: the same, where up to three things go wrong, at once or one after the other. */
export const troubledScenarios = fc
	.tuple(scenarios, fc.array(faults, { minLength: 1, maxLength: 3 }))
	.map(([scenario, faults]): Scenario => ({ ...scenario, faults }));
