import { quote, type Field, type Parsed } from './fields.ts';
import { decodeScenario, encodeScenario, fieldNamed } from './query.ts';
import { DEFAULT_SCENARIO, FIELDS, type Scenario } from './scenario.ts';

const NONE = 'none';
/** The default scenario differs in nothing, and a link can pin it all the same. */
const DEFAULT = 'default';

/** What a pin may be, for a notice. */
const FORM = `${NONE}, ${DEFAULT} or inputs such as pollInterval:30;network:3g`;

/**
 * Reads a pinned scenario as it stands in a link: the inputs that differ from the defaults, as
 * `pollInterval:30;network:3g`, or `default`; null for `none` or an empty text. What cannot be used is
 * the problem, and what is left of it the value.
 */
export function parsePin(text: string): Parsed<Scenario | null> {
	const word = text.trim().toLowerCase();
	if (word === '' || word === NONE) return { value: null };
	if (word === DEFAULT) return { value: DEFAULT_SCENARIO };
	const pairs = text.split(';').filter(Boolean).map(pairOf);
	const known = pairs.filter(([name]) => fieldNamed(name) !== undefined);
	if (known.length === 0) return { problem: `expected ${FORM}, got ${quote(text)}` };
	const problems = pairs.flatMap(([name, value]) => problemOf(name, value) ?? []);
	const { scenario } = decodeScenario(known);
	return { value: scenario, ...(problems.length > 0 && { problem: problems.join('; ') }) };
}

/** The inverse of {@link parsePin}; empty for null. */
export function printPin(scenario: Scenario | null): string {
	if (scenario === null) return '';
	const inputs = encodeScenario(scenario).map(([name, text]) => `${name}:${text}`);
	return inputs.join(';') || DEFAULT;
}

function pairOf(part: string): readonly [string, string] {
	const [name = '', text = ''] = part.split(':');
	return [name.trim(), text.trim()];
}

function problemOf(key: string, text: string): string | undefined {
	const name = fieldNamed(key);
	if (name === undefined) return `expected the name of an input, got ${quote(key)}`;
	const { problem } = (FIELDS[name] as Field).parse(text);
	return problem && `${name}: ${problem}`;
}
