import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Milliseconds } from '../model/units.ts';
import type { Answer, Driver } from './driver.ts';
import { WorkerFailure, type Supervised } from './supervise.ts';

/** One transport of one run. */
export interface Job {
	readonly transport: TransportId;
	readonly scenario: Scenario;
	readonly signal: AbortSignal;
	/** Called with each answer; the last one has `progress` 1. */
	onAnswer(answer: Answer): void;
	/** Called when the run starts again from the beginning because its worker broke. */
	onRestart(failure: WorkerFailure): void;
}

/** Something to see within 100 ms of a change; afterwards four pictures a second will do. */
const FIRST_BUDGET: Milliseconds = 80;
const LATER_BUDGET: Milliseconds = 250;

const MOST_RESTARTS = 2;

const NONSENSE = 'its answer made no sense';

/** Beyond the budget a slice and a report take milliseconds, on a busy machine tenths of a second. */
const PATIENCE: Milliseconds = 1500;
/** Setting up and reporting grow with the number of users; a laptop needs about a twentieth of this. */
const PATIENCE_PER_USER: Milliseconds = 0.01;

/** Runs the jobs of one transport, one at a time, in a worker of its own that it replaces when it breaks. */
export class Lane {
	readonly #start: () => Promise<Supervised<Driver>>;
	#supervised: Supervised<Driver> | null = null;
	#starting: Promise<Supervised<Driver>> | null = null;
	#disposed = false;

	constructor(start: () => Promise<Supervised<Driver>>) {
		this.#start = start;
	}

	/** Resolves after the final answer. Rejects when aborted, with what the simulation threw, or after too many restarts. */
	async run(job: Job): Promise<void> {
		for (let restarts = 0; ; restarts++) {
			try {
				// A slow machine must not look like a broken worker twice.
				await this.#attempt(job, 2 ** restarts);
				return;
			} catch (error) {
				job.signal.throwIfAborted();
				const again = error instanceof WorkerFailure && restarts < MOST_RESTARTS;
				if (!again || this.#disposed) throw error;
				job.onRestart(error);
			}
		}
	}

	/** Ends the worker, and whatever it was running. */
	dispose(): void {
		this.#disposed = true;
		this.#supervised?.terminate('it was ended');
	}

	async #attempt(job: Job, leniency: number): Promise<void> {
		const { transport, scenario, signal } = job;
		const supervised = await unlessAborted(signal, this.#driver());
		signal.throwIfAborted();
		const patience = leniency * (PATIENCE + scenario.users * PATIENCE_PER_USER);
		const ask = <T>(call: (driver: Driver) => Promise<T>, budget: Milliseconds) =>
			unlessAborted(signal, supervised.call(call, patience + budget));
		const cancel = () => void supervised.call((driver) => driver.cancel(), patience).catch(ignore);

		signal.addEventListener('abort', cancel, { once: true });
		try {
			// Asked in one go: while the page is drawn, an answer waits longer than the work takes.
			const begun = ask((driver) => driver.begin(transport, scenario), 0);
			for (let budget = FIRST_BUDGET; ; budget = LATER_BUDGET) {
				const asked = ask((driver) => driver.work(budget), budget);
				const [answer] = await Promise.all([asked, begun]);
				signal.throwIfAborted();
				if (!isAnswer(answer)) {
					supervised.terminate(NONSENSE);
					throw new WorkerFailure(NONSENSE);
				}
				job.onAnswer(answer);
				if (answer.progress === 1) return;
			}
		} finally {
			signal.removeEventListener('abort', cancel);
		}
	}

	/** The driver at hand, or a new one: never two, even when runs overtake each other. */
	#driver(): Promise<Supervised<Driver>> {
		if (this.#supervised !== null && !this.#supervised.dead)
			return Promise.resolve(this.#supervised);
		this.#starting ??= this.#start()
			.then((supervised) => {
				if (this.#disposed) supervised.terminate('it was ended');
				return (this.#supervised = supervised);
			})
			.finally(() => (this.#starting = null));
		return this.#starting;
	}
}

/** What comes from another thread is looked at before it is believed. */
function isAnswer(answer: unknown): answer is Answer {
	if (typeof answer !== 'object' || answer === null) return false;
	const { progress, report } = answer as Partial<Answer>;
	return (
		typeof progress === 'number' && progress >= 0 && progress <= 1 && report?.series !== undefined
	);
}

/** Settles as `promise` does, or rejects with the signal's reason as soon as it aborts. */
function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason as Error);
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}

function ignore(): void {}
