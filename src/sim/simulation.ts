import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { MS_PER_SECOND, type Fraction } from '../model/units.ts';
import { REGISTRY } from './registry.ts';
import type { Simulated } from './report.ts';
import { Run } from './run.ts';
import { distributionOf, figuresOf, seriesOf } from './summary.ts';

/** A run that can be advanced a slice at a time, so that whoever drives it can draw, cancel or wait. */
export interface Simulation {
	readonly done: boolean;
	/** Share of the work that is behind us. */
	readonly progress: Fraction;
	/** Simulates about this many further events. */
	advance(events: number): void;
	/** What is known so far; `partial` is set until the run is done. */
	report(): Simulated;
}

/**
 * Prepares a run of a scenario that is within its limits. It leaves that to be checked by whoever has
 * the schema: the texts of the schema have no place in a worker. Nor has theory, which is as much
 * code again as the engine.
 */
export function createSimulation(transport: TransportId, scenario: Scenario): Simulation {
	const run = new Run(REGISTRY[transport], scenario);
	return {
		get done() {
			return run.done;
		},
		get progress() {
			return run.progress;
		},
		advance: (events) => run.advance(events),
		report: () => reportOf(run),
	};
}

function reportOf(run: Run): Simulated {
	const { world } = run;
	const complete = run.done && !run.stopped;
	const observed = complete ? world.clock.end : Math.max(1, Math.min(run.now, world.clock.end));
	return {
		...figuresOf(world, observed),
		series: seriesOf(world, observed),
		distribution: distributionOf(world),
		trace: world.trace.report(observed),
		warmUp: -world.clock.start,
		phones: world.phones.observed,
		events: run.events,
		partial: complete ? null : { seconds: observed / MS_PER_SECOND, reason: reasonOf(run) },
	};
}

function reasonOf(run: Run): string {
	return run.stopped
		? `the run was stopped after ${run.events} events`
		: 'the run is still under way';
}
