import type { Appearance } from './appearance.svelte.ts';
import type { Comparison } from './comparison.svelte.ts';
import { ScormVisit } from './scorm.ts';
import { decodePage, encodePage } from './url.ts';

/** Tells a learning system around the page how far the learner is, and goes on where an earlier visit ended. */
export function tellLearningSystem(comparison: Comparison, appearance: Appearance): void {
	const visit = new ScormVisit((state) => {
		const { scenario, view } = decodePage(state).page;
		appearance.open(view);
		comparison.compare(view.transports);
		comparison.change(scenario);
	});
	$effect.root(() => {
		// Talks to the learning system.
		$effect(() => {
			const view = { ...appearance.view, transports: comparison.transports };
			visit.show(encodePage({ scenario: comparison.scenario, view }));
		});
	});
	addEventListener('pagehide', () => visit.end(), { once: true });
}
