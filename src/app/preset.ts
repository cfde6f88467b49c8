import { PRESETS, type PresetId } from '../model/presets.ts';
import { encodeScenario } from '../model/query.ts';
import { completeScenario, DEFAULT_SCENARIO, type Scenario } from '../model/scenario.ts';

/** A named scenario, or the defaults. */
export type PresetChoice = PresetId | 'default';

/** What the page can start from, in the order of the menu. */
export const PRESET_CHOICES: readonly {
	readonly id: PresetChoice;
	readonly label: string;
	/** What the case is, and what to look at. */
	readonly about: string;
}[] = [
	{
		id: 'default',
		label: 'The interview question',
		about: '10 000 phones ask every three seconds; each gets one message a minute.',
	},
	...Object.entries(PRESETS).map(([id, { label, about }]) => ({
		id: id as PresetId,
		label,
		about,
	})),
];

export function scenarioOf(id: PresetChoice): Scenario {
	return id === 'default' ? DEFAULT_SCENARIO : completeScenario(PRESETS[id].inputs);
}

export function sameScenario(one: Scenario, other: Scenario): boolean {
	return one === other || String(encodeScenario(one)) === String(encodeScenario(other));
}

/** The choice that gives exactly this scenario; undefined when it is the reader's own. */
export function presetOf(scenario: Scenario) {
	return PRESET_CHOICES.find(({ id }) => sameScenario(scenarioOf(id), scenario));
}
