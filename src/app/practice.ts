import type { Milliseconds } from '../model/units.ts';
import type { Runner } from '../worker/run.ts';
import type { Comparison } from './comparison.svelte.ts';

/** By then the rest of the page is drawn, which would have to share the cores. */
const PAUSE: Milliseconds = 3000;
/** A run of so many events was practice enough. */
const ENOUGH = 2_000_000;
/** After so many runs there is little left to compile. */
const RUNS = 2;

type Practising = Pick<Runner, 'run' | 'busy'>;

/**
 * Runs the scenario on screen a few times more for nobody, once the page has come to rest and if its
 * reader has changed nothing yet. Browsers compile what has run for a while: without practice the first
 * change of a slider takes three times as long as those after it.
 */
export function practise(
	comparison: Pick<Comparison, 'answer' | 'scenario' | 'transports'>,
	runner: Practising,
): void {
	const { answer, scenario } = comparison;
	const events = Object.values(answer?.reports ?? {}).map((report) => report.events);
	if (answer === null || events.reduce((sum, each) => sum + each, 0) > ENOUGH) return;
	const isIdle = () => !runner.busy && comparison.scenario === scenario;
	const { signal } = new AbortController();
	setTimeout(() => {
		void (async () => {
			try {
				for (let run = 0; run < RUNS && isIdle(); run++) {
					await runner.run(scenario, comparison.transports, { signal, onProgress() {} });
				}
			} catch {
				// Overtaken, or broken: then the next run that somebody asks for says why.
			}
		})();
	}, PAUSE);
}
