import { TOO_EARLY } from '../model/figures.ts';
import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Simulated } from '../sim/report.ts';
import type { Books } from '../sim/run.ts';
import type { Share } from '../sim/shares.ts';
import { createShare, createSimulation, type Simulation } from '../sim/simulation.ts';
import { moved } from './moved.ts';
import { createTurns } from './turns.ts';

/** What is known of a run. */
export interface Answer {
	readonly report: Simulated;
	/** 1: the final report. */
	readonly progress: Fraction;
}

/** Drives one run at a time; the same code in a worker and on the main thread. */
export interface Driver {
	/** Takes on a run, and abandons the one before. */
	begin(transport: TransportId, scenario: Scenario): Promise<void>;
	/**
	 * Works on the run for about `budget`, and on to `most` while it is too early to say anything or
	 * the end is near; then says what is known; null if the run was abandoned meanwhile. Asked again,
	 * it goes on: whoever asks sets the pace, so answers never pile up.
	 */
	work(budget: Milliseconds, most?: Milliseconds): Promise<Answer | null>;
	/** Abandons what is under way, at the end of its slice. */
	cancel(): Promise<void>;
	/** Gives away a share of the run; null where there is none to spare. */
	lend(): Promise<Share | null>;
	/** Simulates a share that another driver gave away; null if something else began meanwhile. */
	help(transport: TransportId, scenario: Scenario, share: Share): Promise<Books | null>;
	/** Takes what came of a share that was given away. */
	bring(books: Books): Promise<void>;
}

/** Between two slices, messages are read and the page is drawn. */
const SLICE: Milliseconds = 8;
/** So few that a slice ends on time even where an event takes 10 µs: cold code, many users, a slow phone. */
const EVENTS_PER_LOOK = 512;
/** Looks at the clock in a slice, should it stand still: some browsers let it tick coarsely. */
const MOST_LOOKS = 256;
/** Slices in an answer, for the same reason. */
const MOST_SLICES = 64;

/** From here on the end is near: to draw the run under way would hold it up. */
const NEAR_END: Fraction = 0.25;

/** Progress of a run that is all but done; only a final report has 1. */
const LAST_PARTIAL: Fraction = 0.999;

interface Run {
	readonly transport: TransportId;
	readonly scenario: Scenario;
	simulation: Simulation | null;
}

/** A driver with nothing to do. `create` makes the simulation of a run. */
export function createDriver(create: typeof createSimulation = createSimulation): Driver {
	const nextTurn = createTurns();
	let current: Run | null = null;
	/** Counts what was taken on: an errand that is not the latest is given up. */
	let errands = 0;

	/** Setting up can take long when there are many users, so it is a slice of its own. */
	function workSlice(run: Run): Simulation {
		if (run.simulation === null) return simulationOf(run);
		advance(run.simulation);
		return run.simulation;
	}

	function simulationOf(run: Run): Simulation {
		return (run.simulation ??= create(run.transport, run.scenario));
	}

	return {
		begin(transport, scenario) {
			errands += 1;
			current = { transport, scenario, simulation: null };
			return Promise.resolve();
		},

		async work(budget, most = budget) {
			const run = current;
			const start = performance.now();
			for (let slice = 1; ; slice++) {
				await nextTurn();
				if (run === null || run !== current) return null;
				const simulation = workSlice(run);
				if (simulation.done) current = null;
				else if (slice < MOST_SLICES) {
					const goesOn = simulation.observed < TOO_EARLY || simulation.progress >= NEAR_END;
					if (performance.now() < start + (goesOn ? most : budget)) continue;
				}
				return answer(simulation);
			}
		},

		cancel() {
			errands += 1;
			current = null;
			return Promise.resolve();
		},

		lend: () => Promise.resolve(current && simulationOf(current).lend()),

		async help(transport, scenario, share) {
			const errand = ++errands;
			const run = createShare(transport, scenario, share);
			while (!run.done) {
				await nextTurn();
				if (errand !== errands) return null;
				advance(run);
			}
			return moved(run.books);
		},

		bring(books) {
			if (current) simulationOf(current).bring(books);
			return Promise.resolve();
		},
	};
}

/** Works for a slice. */
function advance(work: Pick<Simulation, 'done' | 'advance'>): void {
	const end = performance.now() + SLICE;
	for (let look = 0; look < MOST_LOOKS && !work.done; look++) {
		work.advance(EVENTS_PER_LOOK);
		if (performance.now() >= end) break;
	}
}

function answer(simulation: Simulation): Answer {
	const report = simulation.report();
	const progress = simulation.done ? 1 : Math.min(simulation.progress, LAST_PARTIAL);
	return moved({ report, progress });
}
