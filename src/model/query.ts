import { PRESETS, type PresetId } from './presets.ts';
import {
	completeScenario,
	fallbackOf,
	FIELD_NAMES,
	FIELDS,
	type FieldName,
	type Scenario,
} from './scenario.ts';
import { quote, type Field } from './fields.ts';

/** A scenario read from text, and a sentence for each thing that could not be used as it stood. */
export interface Decoded {
	readonly scenario: Scenario;
	/** Keys that were given, by the text or by its preset. */
	readonly given: readonly FieldName[];
	readonly problems: readonly string[];
}

const byLowerCase = new Map(FIELD_NAMES.map((name) => [name.toLowerCase(), name]));

/** The input of this name, in any case, or undefined. */
export function fieldNamed(key: string): FieldName | undefined {
	return byLowerCase.get(key.toLowerCase());
}

/**
 * Reads `key, text` pairs: a URL's, the command line's, a file's or a host page's. Unknown keys are
 * left to the caller, the first of two equal keys counts, `preset` comes before all else. Never
 * throws: what cannot be used becomes the default (out of range: the nearest limit) and a problem.
 */
export function decodeScenario(pairs: Iterable<readonly [string, string]>): Decoded {
	const texts = new Map<FieldName, string>();
	const problems: string[] = [];
	let preset: Partial<Scenario> = {};
	for (const [key, text] of pairs) {
		if (key.toLowerCase() === 'preset') {
			if (Object.hasOwn(PRESETS, text)) preset = PRESETS[text as PresetId].inputs;
			else
				problems.push(
					`preset: expected ${Object.keys(PRESETS).join(', ')}, got ${quote(text)}. Using none.`,
				);
		}
		const name = fieldNamed(key);
		if (name !== undefined && !texts.has(name)) texts.set(name, text);
	}

	const inputs: Record<string, unknown> = { ...preset };
	const misread: [FieldName, string][] = [];
	for (const [name, text] of texts) {
		const { value, problem } = (FIELDS[name] as Field).parse(text);
		if (value !== undefined) inputs[name] = value;
		if (problem !== undefined) misread.push([name, problem]);
	}
	const scenario = completeScenario(inputs);
	for (const [name, problem] of misread) {
		problems.push(`${name}: ${problem}. Using ${printValue(scenario, name)}.`);
	}
	return { scenario, given: Object.keys(inputs) as FieldName[], problems };
}

function printValue(scenario: Scenario, name: FieldName): string {
	return (FIELDS[name] as { print(value: unknown): string }).print(scenario[name]);
}

/** The pairs that reproduce `scenario`: only what differs from the network's profile and the defaults. */
export function encodeScenario(scenario: Scenario): [FieldName, string][] {
	return FIELD_NAMES.filter((name) => {
		const fallback = { [name]: fallbackOf(name, scenario.network) } as unknown as Scenario;
		return printValue(scenario, name) !== printValue(fallback, name);
	}).map((name) => [name, printValue(scenario, name)]);
}
