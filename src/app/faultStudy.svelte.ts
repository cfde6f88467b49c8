import { encodeScenario } from '../model/query.ts';
import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Report } from '../sim/report.ts';
import type { Runner } from '../worker/run.ts';
import type { Reports } from './comparison.svelte.ts';
import { NOTHING_EXPECTED } from './expected.ts';

/** Runs of other scenarios than the one on screen, to compare it with. */
export class FaultStudy {
	readonly #runner: Pick<Runner, 'run'>;
	/** By {@link keyOf}. */
	#known = $state.raw<Readonly<Record<string, Reports>>>({});
	#running = $state(false);
	#failure = $state.raw<string | null>(null);
	#current = new AbortController();

	constructor(runner: Pick<Runner, 'run'>) {
		this.#runner = runner;
	}

	get running(): boolean {
		return this.#running;
	}

	/** Why the last runs gave no reports. */
	get failure(): string | null {
		return this.#failure;
	}

	/** The reports of `scenario`, once it has run on all of `transports`. */
	reportsOf(scenario: Scenario, transports: readonly TransportId[]): Reports | undefined {
		return this.#known[keyOf(scenario, transports)];
	}

	/** Simulates what is not yet known, in this order; what is not asked for any more is forgotten. */
	async work(scenarios: readonly Scenario[], transports: readonly TransportId[]): Promise<void> {
		this.pause();
		const { signal } = (this.#current = new AbortController());
		const wanted = scenarios.map((scenario) => keyOf(scenario, transports));
		this.#known = Object.fromEntries(
			Object.entries(this.#known).filter(([key]) => wanted.includes(key)),
		);
		this.#failure = null;
		this.#running = true;
		try {
			for (const scenario of scenarios) await this.#learn(scenario, transports, signal);
		} catch (error) {
			if (signal.aborted) return;
			this.#failure = error instanceof Error ? error.message : String(error);
		}
		if (!signal.aborted) this.#running = false;
	}

	/** Abandons the run under way; what is known stays. */
	pause(): void {
		this.#current.abort();
		this.#running = false;
	}

	async #learn(scenario: Scenario, transports: readonly TransportId[], signal: AbortSignal) {
		const key = keyOf(scenario, transports);
		if (this.#known[key]) return;
		const reports: Partial<Record<TransportId, Report>> = {};
		await this.#runner.run(scenario, transports, {
			signal,
			onProgress({ transport, report, progress }) {
				if (progress === 1) reports[transport] = { ...report, ...NOTHING_EXPECTED };
			},
		});
		signal.throwIfAborted();
		this.#known = { ...this.#known, [key]: reports };
	}
}

function keyOf(scenario: Scenario, transports: readonly TransportId[]): string {
	return [...transports, ...encodeScenario(scenario)].join(' ');
}
