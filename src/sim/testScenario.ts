import { completeScenario, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Milliseconds } from '../model/units.ts';
import { Trip } from './link.ts';
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

/** Something that is on its way from `time` on. */
export function tripAt(time: Milliseconds, key = 1): Trip {
	return Object.assign(new Trip(), { time, key });
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

const SEEDS = 16;

/** For tests: the mean latency of a run's first seconds over that of all of it, and four standard errors of that. */
export function earlyLatency(
	transport: TransportId,
	inputs: Partial<Scenario>,
): { mean: number; luck: number } {
	const ratios = Array.from({ length: SEEDS }, (_, seed) => {
		const simulation = createSimulation(transport, completeScenario({ ...inputs, seed }));
		while (simulation.observed < 4 / 60) simulation.advance(64);
		const early = simulation.report().latency.mean!;
		while (!simulation.done) simulation.advance(10_000);
		return early / simulation.report().latency.mean!;
	});
	return { mean: meanOf(ratios), luck: (4 * deviationOf(ratios)) / Math.sqrt(SEEDS) };
}
