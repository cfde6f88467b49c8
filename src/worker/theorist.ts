import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Milliseconds } from '../model/units.ts';
import { createStarter } from './start.ts';
import { WorkerFailure, type Supervised } from './supervise.ts';
import type { Expectations, Theory } from './theory.ts';
import source from './theoryWorker.ts?source';

/** A scenario takes about 50 ms, on a slow phone ten times that. */
const PATIENCE: Milliseconds = 10_000;

/**
 * Asks the closed forms, in a worker of their own. Their code is as long as the engine's, and comes
 * with this file.
 */
export class Theorist {
	readonly #starter = createStarter<Theory>({
		source,
		here: async () => (await import('./theory.ts')).createTheory(),
		quiet: (theory) => theory.quiet(),
	});
	#supervised: Promise<Supervised<Theory>> | null = null;
	#disposed = false;

	/** Rejects with what a formula threw, or with a WorkerFailure when its worker breaks twice. */
	async expected(scenario: Scenario, transports: readonly TransportId[]): Promise<Expectations> {
		try {
			return await this.#ask(scenario, transports);
		} catch (error) {
			if (!(error instanceof WorkerFailure) || this.#disposed) throw error;
			return await this.#ask(scenario, transports);
		}
	}

	/** Ends the worker, which must have nothing to do. */
	rest(): void {
		this.#end('it rests');
		this.#supervised = null;
	}

	/** Ends the worker, and whatever it was asked. */
	dispose(): void {
		this.#disposed = true;
		this.#end('it was ended');
	}

	#end(reason: string): void {
		void this.#supervised?.then((supervised) => supervised.terminate(reason), ignore);
	}

	async #ask(scenario: Scenario, transports: readonly TransportId[]): Promise<Expectations> {
		this.#supervised ??= this.#starter.start();
		try {
			const supervised = await this.#supervised;
			return await supervised.call((theory) => theory.expected(scenario, transports), PATIENCE);
		} catch (error) {
			if (error instanceof WorkerFailure) this.#supervised = null;
			throw error;
		}
	}
}

function ignore(): void {}
