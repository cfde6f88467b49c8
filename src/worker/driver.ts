import { transfer } from 'comlink';
import { TOO_EARLY } from '../model/figures.ts';
import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Simulated } from '../sim/report.ts';
import { createSimulation, type Simulation } from '../sim/simulation.ts';
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
	/** Abandons the run, at the end of its slice. */
	cancel(): Promise<void>;
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

	/** Setting up can take long when there are many users, so it is a slice of its own. */
	function workSlice(run: Run): Simulation {
		if (run.simulation === null) return (run.simulation = create(run.transport, run.scenario));
		const end = performance.now() + SLICE;
		for (let look = 0; look < MOST_LOOKS && !run.simulation.done; look++) {
			run.simulation.advance(EVENTS_PER_LOOK);
			if (performance.now() >= end) break;
		}
		return run.simulation;
	}

	return {
		begin(transport, scenario) {
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
			current = null;
			return Promise.resolve();
		},
	};
}

function answer(simulation: Simulation): Answer {
	const report = simulation.report();
	const progress = simulation.done ? 1 : Math.min(simulation.progress, LAST_PARTIAL);
	// On the main thread this does nothing: only what leaves a thread is moved.
	return transfer({ report, progress }, buffersOf(report));
}

/** The memory of a report's arrays, which is moved to the page instead of copied. */
function buffersOf({ series, distribution }: Simulated): ArrayBuffer[] {
	const values = Object.values<unknown>({ ...series, ...distribution });
	return values.filter(isArray).map(({ buffer }) => buffer);
}

function isArray(value: unknown): value is Float64Array<ArrayBuffer> {
	return value instanceof Float64Array;
}
