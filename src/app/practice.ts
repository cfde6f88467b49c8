import type { Milliseconds } from '../model/units.ts';
import type { Runner } from '../worker/run.ts';
import type { Comparison } from './comparison.svelte.ts';

/** By then the rest of the page is drawn, which would have to share the cores. */
const PAUSE: Milliseconds = 3000;
/** A run of so many events was practice enough. */
const ENOUGH = 2_000_000;

/**
 * Lets the runner practise the scenario on screen, once the page has come to rest and if its reader
 * has changed nothing yet. Browsers compile what has run for a while: without practice the first
 * change of a slider takes three times as long as those after it.
 */
export function practise(
	comparison: Pick<Comparison, 'answer' | 'scenario' | 'running' | 'transports'>,
	runner: Pick<Runner, 'practise'>,
): void {
	const { answer, scenario } = comparison;
	const events = Object.values(answer?.reports ?? {}).map((report) => report.events);
	if (answer === null || events.reduce((sum, each) => sum + each, 0) > ENOUGH) return;
	setTimeout(() => {
		const { running, transports } = comparison;
		if (!running && comparison.scenario === scenario) void runner.practise(scenario, transports);
	}, PAUSE);
}
