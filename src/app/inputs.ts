import type { Field } from '../model/fields.ts';
import { FIELDS, type FieldName, type Scenario } from '../model/scenario.ts';

/** An input's value as it stands in a link. */
export function inputText(scenario: Scenario, name: FieldName): string {
	return (FIELDS[name] as { print(value: unknown): string }).print(scenario[name]);
}

/** An input's value for a reader: with its unit, or in the words of its menu. */
export function inputWords(scenario: Scenario, name: FieldName): string {
	const field: Field = FIELDS[name];
	const text = inputText(scenario, name);
	if (field.kind === 'choice') return field.labels[text]!;
	if (field.kind === 'number' && field.unit !== '') return `${text} ${field.unit}`;
	return text || 'none';
}

/** Those of `names` in which two scenarios differ. */
export function differing<Name extends FieldName>(
	names: readonly Name[],
	one: Scenario,
	other: Scenario,
): readonly Name[] {
	return names.filter((name) => inputText(one, name) !== inputText(other, name));
}
