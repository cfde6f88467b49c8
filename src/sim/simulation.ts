import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { MS_PER_SECOND, type Fraction, type Milliseconds } from '../model/units.ts';
import { REGISTRY } from './registry.ts';
import type { Simulated } from './report.ts';
import { Run, type Books } from './run.ts';
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
	/**
	 * Gives away a share of the servers that others can simulate ({@link createShare}); null where none
	 * is left. What never comes back is simulated here in the end.
	 */
	lend(): Share | null;
	/** Takes the books of a share that was given away. */
	bring(books: Books): void;
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

/** Prepares a run of one share of a scenario, for whoever has the others. */
export function createShare(transport: TransportId, scenario: Scenario, share: Share): Run {
	return new Run(REGISTRY[transport], scenario, share);
}

/** A run of one share of the servers after another; the first stands for all until more are simulated. */
class SharedRun implements Simulation {
	private readonly transport: TransportId;
	private readonly scenario: Scenario;
	private readonly shares: readonly Share[];
	/** The first share's, whose books take in all others'. */
	private readonly first: Run;
	private current: Run;
	/** The first share that nobody has begun. */
	private next = 1;
	/** How many shares are in the books. */
	private ended = 0;
	/** Books that came before their turn: what is added in another order has other last digits. */
	private readonly early = new Map<number, Books>();
	private events = 0;
	private stopped = false;
	/** So much of the measured time is simulated of all shares that have ended. */
	private reached: Milliseconds;

	constructor(transport: TransportId, scenario: Scenario, shares: readonly Share[]) {
		this.transport = transport;
		this.scenario = scenario;
		this.shares = shares;
		this.first = this.current = createShare(transport, scenario, shares[0]!);
		this.reached = this.first.world.clock.end;
	}

	get done(): boolean {
		return this.ended === this.shares.length;
	}

	get progress(): Fraction {
		if (this.done) return 1;
		return (this.ended + this.early.size + this.current.progress) / this.shares.length;
	}

	get observed(): Fraction {
		return this.seen / this.first.world.clock.end;
	}

	advance(events: number): void {
		if (this.done) return;
		this.current.advance(events);
		if (this.current.done) this.bring(this.current.books);
	}

	lend(): Share | null {
		return this.next < this.shares.length ? this.shares[this.next++]! : null;
	}

	bring(books: Books): void {
		if (this.isKnown(books.number)) return;
		this.early.set(books.number, books);
		for (let due; (due = this.early.get(this.ended));) {
			this.early.delete(this.ended);
			this.enter(due);
		}
		if (!this.done && this.isKnown(this.current.number)) this.beginAnother();
	}

	private isKnown(share: number): boolean {
		return share < this.ended || this.early.has(share);
	}

	private enter(books: Books): void {
		if (books.number !== this.first.number) this.first.world.absorb(books);
		this.reached = Math.min(this.reached, books.observed);
		this.events += books.events;
		this.stopped ||= books.stopped;
		this.ended += 1;
	}

	/** Where all shares are begun, takes up again the first that was lent and is not back: it may never be. */
	private beginAnother(): void {
		const share = this.lend() ?? this.shares[this.ended]!;
		this.current = createShare(this.transport, this.scenario, share);
	}

	/** So much of the measured time is in the books. */
	private get seen(): Milliseconds {
		return this.ended === 0 ? this.first.observed : this.reached;
	}

	report(): Simulated {
		const { world } = this.first;
		const observed = Math.max(1, this.seen);
		const partial = { seconds: observed / MS_PER_SECOND, sampled: world.times > 1 };
		return {
			...figuresOf(world, observed),
			series: seriesOf(world, observed),
			distribution: distributionOf(world, observed),
			trace: world.trace.report(observed),
			warmUp: -world.clock.start,
			phones: world.phones.observed,
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
