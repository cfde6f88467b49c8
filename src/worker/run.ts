import { assertScenario, type Scenario } from '../model/scenario.ts';
import { TRANSPORTS, type TransportId } from '../model/transports.ts';
import type { Answer, Driver } from './driver.ts';
import { Lane, type Loan } from './lane.ts';
import { Seats } from './seats.ts';
import source from './simWorker.ts?source';
import { createStarter } from './start.ts';
import type { Theorist } from './theorist.ts';
import type { Expectations } from './theory.ts';

/** What is known of one transport's run so far; the report is partial until `progress` is 1. */
export interface Progress extends Answer {
	readonly transport: TransportId;
}

export interface RunOptions {
	readonly signal: AbortSignal;
	/**
	 * First after about 100 ms, then four times a second, then with the final report of each
	 * transport; its run goes on when what this gives back has resolved.
	 */
	onProgress(progress: Progress): unknown;
	/** A sentence for the reader; at most one a run. */
	onNotice?(sentence: string): void;
}

/**
 * Runs a scenario through each of `transports`. Resolves when all final reports are out. Rejects
 * with the signal's reason when aborted, with an AbortError when a newer run overtakes it, and with
 * the first failure, once the other transports have ended, when a simulation throws or a worker
 * broke too often; with a RangeError for a scenario beyond its limits.
 */
export type RunScenario = (
	scenario: Scenario,
	transports: readonly TransportId[],
	options: RunOptions,
) => Promise<void>;

export interface Runner {
	readonly run: RunScenario;
	/** What the closed forms say of the same; rejects when they cannot be asked. */
	expected(scenario: Scenario, transports: readonly TransportId[]): Promise<Expectations>;
	/** Whether something is asked and not answered. */
	readonly busy: boolean;
	/** Where simulations run on this page: `worker (blob)`, `worker (data)`, `main thread`, or `not started`. */
	readonly where: string;
	/** Gives the memory of all workers back as soon as they have nothing to do; the next run starts others. */
	rest(): void;
	/** Ends all workers and the run under way. */
	dispose(): void;
}

/**
 * Who begins first. Polling works longest and SSE is soonest there, so on two cores the whole takes no
 * longer, and a part of it is there at once.
 */
const ORDER: readonly TransportId[] = ['polling', 'sse', 'webSocket', 'longPolling'];

/** From so many users on to set up takes so much memory and time that the soonest is there sooner alone. */
const MANY_USERS = 300_000;

/** A runner with one worker for each transport, started when first needed; as many work at a time as there are cores. */
export function createRunner(cores = coresHere()): Runner {
	const starter = createStarter<Driver>({
		source,
		// On demand, since pages with workers have the engine in the worker's source already.
		here: async () => (await import('./driver.ts')).createDriver(),
		quiet: (driver) => driver.cancel(),
	});
	/** Once the closed forms were asked for, of which the first figures need none. */
	let theorist: Theorist | null = null;
	// More runs than cores would hold each other up, and the longest of them the answer.
	const seats = new Seats(cores);
	const lanes = new Map<TransportId, Lane>();
	let latest = new AbortController();
	let disposed = false;
	/** How much is asked and not answered. */
	let asked = 0;
	let resting = false;

	async function occupied<T>(work: () => Promise<T>): Promise<T> {
		resting = false;
		asked += 1;
		try {
			return await work();
		} finally {
			asked -= 1;
			comeToRest();
		}
	}

	function comeToRest(): void {
		if (!resting || asked > 0) return;
		theorist?.rest();
		for (const lane of lanes.values()) lane.rest();
	}

	function laneOf(transport: TransportId): Lane {
		const lane = lanes.get(transport) ?? new Lane((opening) => starter.start(opening), seats);
		lanes.set(transport, lane);
		return lane;
	}

	/** A lane that has nothing to do once its own run, if any, is over simulates shares of what others still work on. */
	async function helpAfter(own: Promise<void> | undefined, lane: Lane): Promise<void> {
		try {
			await own;
			for (;;) {
				const loan = await firstLoan();
				if (loan === null) return;
				await lane.help(loan);
			}
		} catch {
			// Whoever lent a share simulates it in the end; why a run failed is told by the run.
		}
	}

	/** A share of whatever can spare one. */
	async function firstLoan(): Promise<Loan | null> {
		for (const lane of lanes.values()) {
			const loan = await lane.lend();
			if (loan) return loan;
		}
		return null;
	}

	return {
		get where() {
			return starter.place ?? 'not started';
		},

		get busy() {
			return asked > 0;
		},

		async run(scenario, transports, { signal, onProgress, onNotice }) {
			if (disposed) throw disposal();
			assertScenario(scenario);
			latest.abort(new DOMException('A newer run has begun.', 'AbortError'));
			const controller = (latest = new AbortController());
			const abort = () => controller.abort(signal.reason);
			signal.throwIfAborted();
			signal.addEventListener('abort', abort);

			let told = false;
			let called = false;
			const order = ORDER.filter((transport) => transports.includes(transport));
			const soonest = scenario.users < MANY_USERS ? undefined : order[1];
			let goOn!: () => void;
			/** The soonest has answered, or will not. */
			const first = new Promise<void>((resolve) => (goOn = resolve));
			const simulate = (transport: TransportId) => {
				controller.signal.throwIfAborted();
				return laneOf(transport).run({
					transport,
					scenario,
					signal: controller.signal,
					onAnswer(answer) {
						goOn();
						if (!called && answer.report.partial?.sampled) {
							called = true;
							for (const [id, lane] of lanes) void helpAfter(runs[order.indexOf(id)], lane);
						}
						return onProgress({ transport, ...answer });
					},
					onRestart({ message }) {
						if (!told) onNotice?.(`${TRANSPORTS[transport].label} was started again: ${message}.`);
						told = true;
					},
				});
			};
			const runs = order.map((transport) =>
				soonest === undefined || transport === soonest
					? simulate(transport).finally(goOn)
					: first.then(() => simulate(transport)),
			);
			const outcomes = await occupied(() => Promise.allSettled(runs));
			signal.removeEventListener('abort', abort);
			for (const outcome of outcomes) {
				if (outcome.status === 'rejected') throw outcome.reason;
			}
		},

		expected: (scenario, transports) =>
			occupied(async () => {
				const { Theorist } = await import('./theorist.ts');
				if (disposed) throw disposal();
				theorist ??= new Theorist();
				return theorist.expected(scenario, transports);
			}),

		rest() {
			resting = true;
			comeToRest();
		},

		dispose() {
			disposed = true;
			theorist?.dispose();
			latest.abort(disposal());
			for (const lane of lanes.values()) lane.dispose();
		},
	};
}

/** Some do not tell: then the system may sort it out. */
function coresHere(): number {
	const { navigator } = globalThis as { navigator?: Partial<Navigator> };
	return navigator?.hardwareConcurrency ?? Infinity;
}

function disposal(): DOMException {
	return new DOMException('The runner was disposed of.', 'AbortError');
}
