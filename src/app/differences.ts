import type { Field } from '../model/fields.ts';
import { encodeScenario } from '../model/query.ts';
import { FIELD_NAMES, FIELDS, type FieldName, type Scenario } from '../model/scenario.ts';
import { differing, inputText } from './inputs.ts';

const THIN = '\u202f';
/** All digits: two inputs that differ must not read the same. */
const EXACT = new Intl.NumberFormat('en', { maximumSignificantDigits: 15 });

/** What differs, in words for a line: `Poll interval 30 s instead of 3 s`. */
export function differences(now: Scenario, then: Scenario): readonly string[] {
	return saidToDiffer(now, then).map(
		(name) => `${FIELDS[name].label} ${valueText(now, name)} instead of ${valueText(then, name)}`,
	);
}

/** An input's value with its unit, as it is read: `30 s`, `3G`, `yes`. */
export function valueText(scenario: Scenario, name: FieldName): string {
	const field: Field = FIELDS[name];
	const text = inputText(scenario, name);
	if (field.kind === 'choice') return field.labels[text] ?? text;
	if (field.kind !== 'number') return text;
	const number = EXACT.format(Number(text)).replaceAll(',', THIN);
	return field.unit.startsWith('/') ? number + field.unit : `${number} ${field.unit}`.trim();
}

/** Inputs that differ; of a network's profile only what a link would have to say. */
function saidToDiffer(now: Scenario, then: Scenario): readonly FieldName[] {
	const [here, there] = [now, then].map((scenario) => new Map(encodeScenario(scenario)));
	const names = FIELD_NAMES.filter((name) => here!.get(name) !== there!.get(name));
	return differing(names, now, then);
}
