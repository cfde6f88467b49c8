import type { Scenario } from '../model/scenario.ts';
import type { Runner } from '../worker/run.ts';
import type { Reports } from './comparison.svelte.ts';
import { sameScenario } from './preset.ts';

/** A scenario kept for comparison; what is done with it stands in pinning.ts, which comes when needed. */
export interface Pinned {
	/** As it stands in a link; empty for nothing. */
	readonly text: string;
	/** Null while nothing is pinned, or while the text has not been read. */
	readonly scenario: Scenario | null;
	readonly reports: Reports;
	/** Why it gave no reports. */
	readonly failure: string | null;
}

/** What the page keeps for comparison. */
export class Pin {
	/** The workers of the page's own runs. */
	readonly runner: Pick<Runner, 'run'>;
	#now = $state.raw<Pinned>(unread(''));

	/** Opens a link. Nothing is read or run here. */
	constructor(runner: Pick<Runner, 'run'>, text: string) {
		this.runner = runner;
		this.open(text);
	}

	get now(): Pinned {
		return this.#now;
	}

	hold(pinned: Pinned): void {
		this.#now = pinned;
	}

	/** Opens another link. */
	open(text: string): void {
		this.#now = unread(text);
	}

	/** What charts of `scenario` draw behind it; undefined where that is the same or not known. */
	behind(other: Scenario): Reports | undefined {
		const { scenario, reports } = this.#now;
		return scenario && !sameScenario(scenario, other) ? reports : undefined;
	}
}

function unread(text: string): Pinned {
	return { text, scenario: null, reports: {}, failure: null };
}
