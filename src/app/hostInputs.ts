import { quote, type Field } from '../model/fields.ts';
import { textOf } from '../model/foreign.ts';
import { PRESETS, type PresetId } from '../model/presets.ts';
import { fieldNamed } from '../model/query.ts';
import {
	changeScenario,
	completeScenario,
	FIELDS,
	type FieldName,
	type Scenario,
} from '../model/scenario.ts';
import { inputText } from './inputs.ts';

/** There are fewer inputs than this; what comes after is not looked at. */
const MOST_KEYS = 64;

/**
 * A scenario as the host page wants it changed. As in a link, `preset` comes before all else and
 * unknown keys do no harm; what cannot be used leaves the input as it is (out of range: at the
 * nearest limit) and is a problem to tell.
 */
export function setInputs(
	current: Scenario,
	wanted: Readonly<Record<string, unknown>>,
): { readonly scenario: Scenario; readonly problems: readonly string[] } {
	const inputs: Record<string, unknown> = {};
	const misread: [FieldName, string][] = [];
	for (const [key, value] of Object.entries(wanted).slice(0, MOST_KEYS)) {
		const name = fieldNamed(key);
		if (name === undefined) continue;
		const { value: read, problem } = (FIELDS[name] as Field).parse(textOf(value));
		if (read !== undefined) inputs[name] = read;
		if (problem !== undefined) misread.push([name, problem]);
	}
	const start = startOf(current, wanted['preset']);
	const scenario = changeScenario(start.scenario, inputs);
	return {
		scenario,
		problems: [
			...start.problems,
			...misread.map(
				([name, problem]) => `${name}: ${problem}. Using ${inputText(scenario, name)}.`,
			),
		],
	};
}

function startOf(current: Scenario, preset: unknown) {
	if (preset === undefined) return { scenario: current, problems: [] };
	const id = textOf(preset);
	if (Object.hasOwn(PRESETS, id)) {
		return { scenario: completeScenario(PRESETS[id as PresetId].inputs), problems: [] };
	}
	const expected = Object.keys(PRESETS).join(', ');
	return { scenario: current, problems: [`preset: expected ${expected}, got ${quote(id)}.`] };
}
