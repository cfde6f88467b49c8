import { quote, type Field } from './model/fields.ts';
import { fieldNamed } from './model/query.ts';
import { FIELD_NAMES, FIELDS, type FieldName } from './model/scenario.ts';

/** A mistake of the person at the keyboard, in one sentence. */
export class UsageError extends Error {}

/** The value of an input. Throws a UsageError with the input's name, what it accepts and what it got. */
export function readInput(name: FieldName, text: string): unknown {
	const { value, problem } = (FIELDS[name] as Field).parse(text);
	if (problem !== undefined) throw new UsageError(`${name}: ${problem}`);
	return value;
}

/** The input of this name, in any case. Throws a UsageError that says where it stood and what was meant. */
export function readInputName(text: string, where: string): FieldName {
	const name = fieldNamed(text);
	if (name !== undefined) return name;
	throw new UsageError(`${where}: unknown input ${quote(text)}${suggest(text, FIELD_NAMES)}`);
}

/** `, did you mean users?`, or a hint to --help where no name is near. */
export function suggest(word: string, names: readonly string[], prefix = ''): string {
	const [nearest] = names
		.map((name) => ({ name, edits: edits(word.toLowerCase(), name.toLowerCase()) }))
		.sort((a, b) => a.edits - b.edits);
	if (nearest === undefined || nearest.edits > MOST_EDITS) return ', see --help';
	return `, did you mean ${prefix}${nearest.name}?`;
}

/** Further away, a suggestion is more often wrong than right. */
const MOST_EDITS = 3;

/** How many letters must change, come or go to make `to` of `from` (Levenshtein); 1 if it only stops early. */
function edits(from: string, to: string): number {
	if (from.length > 2 && to.startsWith(from)) return 1;
	let row = Array.from({ length: to.length + 1 }, (_, column) => column);
	for (let i = 1; i <= from.length; i++) {
		const above = row;
		row = [i];
		for (let j = 1; j <= to.length; j++) {
			const changed = above[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
			row.push(Math.min(changed, above[j]! + 1, row[j - 1]! + 1));
		}
	}
	return row[to.length]!;
}
