import { power } from '../model/math.ts';
import {
	completeScenario,
	FIELD_NAMES,
	FIELDS,
	type FieldName,
	type Scenario,
} from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Simulated } from './report.ts';
import { createSimulation } from './simulation.ts';

/**
 * For tests: a wired world in which only messages and phases are random. No jitter, no loss, no
 * radio, no work on the servers, and no messages unless `inputs` ask for them.
 */
export function stillWorld(inputs: Partial<Scenario> = {}): Scenario {
	return completeScenario({
		jitter: 0,
		loss: 0,
		radio: 'none',
		requestCpu: 0,
		requestWait: 0,
		pushCpu: 0,
		handshakeCpu: 0,
		messageRate: 0,
		...inputs,
	});
}

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
export function scenarioFrom(shares: readonly number[]): Scenario {
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

/** How far from its expectation a measured mean may be: five standard errors, once in 1.7 million by luck. */
export function fiveSigma(standardDeviation: number, count: number): number {
	return (5 * standardDeviation) / Math.sqrt(count);
}

export function meanOf(values: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i]!;
	return sum / values.length;
}

/** The spread of a sample around its own mean. */
export function deviationOf(values: ArrayLike<number>): number {
	const mean = meanOf(values);
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += (values[i]! - mean) * (values[i]! - mean);
	return Math.sqrt(sum / (values.length - 1));
}

/** Pearson's χ² of counts that should be equal. */
export function chiSquare(counts: ArrayLike<number>): number {
	const expected = meanOf(counts);
	let sum = 0;
	for (let i = 0; i < counts.length; i++) sum += (counts[i]! - expected) * (counts[i]! - expected);
	return sum / expected;
}

/** χ² of 50 bins stays between these with probability 0.998 (49 degrees of freedom, tabulated). */
export const CHI_SQUARE_50 = { min: 23.98, max: 85.35 } as const;

/** For tests: a run to its end, with nothing between. */
export function simulated(transport: TransportId, scenario: Scenario): Simulated {
	const simulation = createSimulation(transport, scenario);
	while (!simulation.done) simulation.advance(1000);
	return simulation.report();
}
