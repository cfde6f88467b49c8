import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { MS_PER_SECOND, type Fraction, type Milliseconds } from '../model/units.ts';
import { REGISTRY } from './registry.ts';
import type { Simulated } from './report.ts';
import { Run } from './run.ts';
import type { Share, World } from './world.ts';
import { distributionOf, figuresOf, seriesOf } from './summary.ts';

/** A run that can be advanced a slice at a time, so that whoever drives it can draw, cancel or wait. */
export interface Simulation {
	readonly done: boolean;
	/** Share of the work that is behind us. */
	readonly progress: Fraction;
	/** Share of the measured time that is simulated; 0 while the run warms up. */
	readonly observed: Fraction;
	/** Simulates about this many further events. */
	advance(events: number): void;
	/** What is known so far; `partial` is set until the run is done. */
	report(): Simulated;
}

/**
 * Prepares a run of a scenario that is within its limits. It leaves that to be checked by whoever has
 * the schema: the texts of the schema have no place in a worker. Nor has theory, which is as much
 * code again as the engine. Of a `share` of the servers and their users, the report stands for all.
 */
export function createSimulation(
	transport: TransportId,
	scenario: Scenario,
	share: Share = scenario,
): Simulation {
	const run = new Run(REGISTRY[transport], scenario, share);
	return {
		get done() {
			return run.done;
		},
		get progress() {
			return run.progress;
		},
		get observed() {
			return observedBy(run) / run.world.clock.end;
		},
		advance: (events) => run.advance(events),
		report: () => reportOf(run),
	};
}

function reportOf(run: Run): Simulated {
	const { world } = run;
	const complete = isComplete(run);
	const observed = Math.max(1, observedBy(run));
	const sampled = world.times > 1;
	const reason = sampled ? reasonOfShare(world) : reasonOf(run);
	return {
		...figuresOf(world, observed),
		series: seriesOf(world, observed),
		distribution: distributionOf(world),
		trace: world.trace.report(observed),
		warmUp: -world.clock.start,
		phones: Math.round(world.times * world.phones.observed),
		events: run.events,
		partial: complete && !sampled ? null : { seconds: observed / MS_PER_SECOND, reason, sampled },
	};
}

function isComplete(run: Run): boolean {
	return run.done && !run.stopped;
}

function observedBy(run: Run): Milliseconds {
	const { end } = run.world.clock;
	return isComplete(run) ? end : Math.min(Math.max(0, run.now), end);
}

function reasonOfShare({ scenario, users }: World): string {
	const share = Math.round((users / scenario.users) * scenario.nodes);
	const servers = share === 1 ? '1 server stands' : `${share} servers stand`;
	return `${servers} for ${scenario.nodes} until all are simulated`;
}

function reasonOf(run: Run): string {
	return run.stopped
		? `the run was stopped after ${run.events} events`
		: 'the run is still under way';
}
