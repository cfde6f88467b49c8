import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Share } from '../sim/shares.ts';
import type { Answer, Driver } from './driver.ts';
import { moved } from './moved.ts';
import type { Seats } from './seats.ts';
import type { Opening, Starter } from './start.ts';
import { WorkerFailure, type Supervised } from './supervise.ts';

/** One transport of one run. */
export interface Job {
	readonly transport: TransportId;
	readonly scenario: Scenario;
	readonly signal: AbortSignal;
	/**
	 * Called with each answer; the last one has `progress` 1. The run goes on when what it gives
	 * back has resolved.
	 */
	onAnswer(answer: Answer): unknown;
	/** Called when the run starts again from the beginning because its worker broke. */
	onRestart(failure: WorkerFailure): void;
}

/** A job under way, and where. */
interface Attempt {
	readonly job: Job;
	readonly supervised: Supervised<Driver>;
}

/** A share of the servers of a job under way, for others to simulate. */
export interface Loan extends Attempt {
	readonly share: Share;
}

/** Something to see within 100 ms of a change; afterwards four pictures a second will do. */
const FIRST_BUDGET: Milliseconds = 80;
/** The first time all code is cold, and then figures a little later are better than none. */
const FIRST_MOST: Milliseconds = 500;
const LATER_BUDGET: Milliseconds = 250;

/** Who has a run of his own comes before who helps with another's. */
const OTHERS_FIRST: Fraction = 1;

const MOST_RESTARTS = 2;

const NONSENSE = 'its answer made no sense';

/** Beyond the budget a slice and a report take milliseconds, on a busy machine tenths of a second. */
const PATIENCE: Milliseconds = 1500;
/** Setting up and reporting grow with the number of users; a laptop needs about a twentieth of this. */
const PATIENCE_PER_USER: Milliseconds = 0.01;

/** Runs the jobs of one transport, one at a time, in a worker of its own that it replaces when it breaks. */
export class Lane {
	readonly #start: Starter<Driver>['start'];
	readonly #seats: Seats;
	#supervised: Supervised<Driver> | null = null;
	#starting: Promise<Supervised<Driver>> | null = null;
	#attempted: Attempt | null = null;
	#disposed = false;

	/** Lanes that share `seats` work by turns. */
	constructor(start: Starter<Driver>['start'], seats: Seats) {
		this.#start = start;
		this.#seats = seats;
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

	/** Gives away a share of the job under way; null where there is none to spare. */
	async lend(): Promise<Loan | null> {
		const attempt = this.#attempted;
		if (attempt === null) return null;
		const { job, supervised } = attempt;
		const share = await supervised.call((driver) => driver.lend(), patienceFor(job));
		return share && { ...attempt, share };
	}

	/**
	 * Simulates a share that another lane gave away, while there is no job here. Rejects as {@link run}
	 * does, but tries once: nothing is lost with it.
	 */
	async help({ job, share, supervised: lender }: Loan): Promise<void> {
		const { transport, scenario, signal } = job;
		const supervised = await this.#driver(ignore);
		const books = await this.#seats.use(() => {
			const help = (driver: Driver) => driver.help(transport, scenario, share);
			const helped = () => supervised.call(help, patienceFor(job));
			return unlessAborted(signal, orCancelled(job, supervised, helped));
		}, OTHERS_FIRST);
		if (books) await lender.call((driver) => driver.bring(moved(books)), patienceFor(job));
	}

	/** Ends the worker, which must have nothing to do. */
	rest(): void {
		this.#supervised?.terminate('it rests');
	}

	/** Ends the worker, and whatever it was running. */
	dispose(): void {
		this.#disposed = true;
		this.#supervised?.terminate('it was ended');
	}

	async #attempt(job: Job, leniency: number): Promise<void> {
		const { transport, scenario, signal } = job;
		const patience = leniency * patienceFor(job);
		let asked!: Promise<Answer | null>;
		let done = 0;
		const ask = (
			supervised: Supervised<Driver>,
			question: (driver: Driver) => Promise<Answer | null>,
			most: Milliseconds,
		) => {
			asked = this.#seats.use(() => {
				signal.throwIfAborted();
				return unlessAborted(signal, supervised.call(question, most));
			}, done);
			asked.catch(ignore); // heard below, unless the run is aborted before
		};
		const opening = (supervised: Supervised<Driver>) =>
			ask(supervised, begin, patience + FIRST_MOST);
		// Asked in one go: while the page is drawn, an answer waits longer than the work takes.
		async function begin(driver: Driver): Promise<Answer | null> {
			const begun = driver.begin(transport, scenario);
			const [answer] = await Promise.all([driver.work(FIRST_BUDGET, FIRST_MOST), begun]);
			return answer;
		}

		const supervised = await unlessAborted(signal, this.#driver(opening));
		const attempt = (this.#attempted = { job, supervised });
		try {
			await orCancelled(job, supervised, async () => {
				for (;;) {
					const answer = await asked;
					signal.throwIfAborted();
					if (!isAnswer(answer)) {
						supervised.terminate(NONSENSE);
						throw new WorkerFailure(NONSENSE);
					}
					done = answer.progress;
					const heard = job.onAnswer(answer);
					if (answer.progress === 1) return;
					await unlessAborted(signal, Promise.resolve(heard));
					ask(supervised, (driver) => driver.work(LATER_BUDGET), patience + LATER_BUDGET);
				}
			});
		} finally {
			// A newer job may have begun here.
			if (this.#attempted === attempt) this.#attempted = null;
		}
	}

	/**
	 * The driver at hand, or a new one: never two, even when runs overtake each other. `opening` asks
	 * something of it as early as it can be asked.
	 */
	async #driver(opening: Opening<Driver>): Promise<Supervised<Driver>> {
		if (this.#supervised?.dead === false) {
			opening(this.#supervised);
			return this.#supervised;
		}
		if (this.#starting === null) return this.#startAnother(opening);
		const supervised = await this.#starting;
		opening(supervised);
		return supervised;
	}

	#startAnother(opening: Opening<Driver>): Promise<Supervised<Driver>> {
		return (this.#starting = this.#start(opening)
			.then((supervised) => {
				if (this.#disposed) supervised.terminate('it was ended');
				return (this.#supervised = supervised);
			})
			.finally(() => (this.#starting = null)));
	}
}

/** Does `work`, which a worker does for a job: when the job is aborted, the worker is told. */
async function orCancelled<T>(
	job: Job,
	supervised: Supervised<Driver>,
	work: () => Promise<T>,
): Promise<T> {
	const { signal } = job;
	signal.throwIfAborted();
	const cancel = () =>
		void supervised.call((driver) => driver.cancel(), patienceFor(job)).catch(ignore);
	signal.addEventListener('abort', cancel, { once: true });
	try {
		return await work();
	} finally {
		signal.removeEventListener('abort', cancel);
	}
}

function patienceFor({ scenario: { users } }: Job): Milliseconds {
	return PATIENCE + users * PATIENCE_PER_USER;
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
