import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { MS_PER_SECOND, type Fraction, type Milliseconds } from '../model/units.ts';
import { REGISTRY } from './registry.ts';
import type { Simulated } from './report.ts';
import { Run } from './run.ts';
import { sharesOf, type Share } from './shares.ts';
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
 * code again as the engine.
 */
export function createSimulation(
	transport: TransportId,
	scenario: Scenario,
	shares = sharesOf(scenario),
): Simulation {
	return new SharedRun(transport, scenario, shares);
}

/** A run of one share of the servers after another; the first stands for all until more are simulated. */
class SharedRun implements Simulation {
	private readonly transport: TransportId;
	private readonly scenario: Scenario;
	private readonly shares: readonly Share[];
	/** The first share's, whose books take in all others'. */
	private readonly first: Run;
	private current: Run;
	/** How many shares are simulated. */
	private ended = 0;
	private events = 0;
	private stopped = false;
	/** So much of the measured time is simulated of all shares that have ended. */
	private reached: Milliseconds;

	constructor(transport: TransportId, scenario: Scenario, shares: readonly Share[]) {
		this.transport = transport;
		this.scenario = scenario;
		this.shares = shares;
		this.first = this.current = this.runOf(shares[0]!);
		this.reached = this.first.world.clock.end;
	}

	get done(): boolean {
		return this.ended === this.shares.length;
	}

	get progress(): Fraction {
		if (this.done) return 1;
		return (this.ended + this.current.progress) / this.shares.length;
	}

	get observed(): Fraction {
		return this.seen / this.first.world.clock.end;
	}

	advance(events: number): void {
		if (this.done) return;
		this.current.advance(events);
		if (this.current.done) this.close();
	}

	private close(): void {
		const { current, first } = this;
		const observed = observedBy(current);
		if (current !== first) first.world.absorb(current.world, observed);
		this.reached = Math.min(this.reached, observed);
		this.events += current.events;
		this.stopped ||= current.stopped;
		this.ended += 1;
		if (!this.done) this.current = this.runOf(this.shares[this.ended]!);
	}

	private runOf(share: Share): Run {
		return new Run(REGISTRY[this.transport], this.scenario, share);
	}

	/** So much of the measured time is in the books. */
	private get seen(): Milliseconds {
		return this.ended === 0 ? observedBy(this.first) : this.reached;
	}

	report(): Simulated {
		const { world } = this.first;
		const observed = Math.max(1, this.seen);
		const partial = { seconds: observed / MS_PER_SECOND, sampled: world.times > 1 };
		return {
			...figuresOf(world, observed),
			series: seriesOf(world, observed),
			distribution: distributionOf(world),
			trace: world.trace.report(observed),
			warmUp: -world.clock.start,
			phones: Math.round(world.times * world.phones.observed),
			events: this.ended === 0 ? this.first.events : this.events,
			partial: this.done && !this.stopped ? null : { ...partial, reason: this.reason },
		};
	}

	private get reason(): string {
		if (this.stopped) return `the run was stopped after ${this.events} events`;
		if (this.shares.length === 1) return 'the run is still under way';
		const { nodes } = this.scenario;
		const last = this.shares[Math.max(0, this.ended - 1)]!;
		const known = last.firstNode + last.nodes;
		const servers = known === 1 ? '1 server stands' : `${known} servers stand`;
		return `${servers} for ${nodes} until all are simulated`;
	}
}

function observedBy(run: Run): Milliseconds {
	const { end } = run.world.clock;
	return run.done && !run.stopped ? end : Math.min(Math.max(0, run.now), end);
}
