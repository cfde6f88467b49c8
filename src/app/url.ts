import { quote, type Field } from '../model/fields.ts';
import { decodeScenario, encodeScenario, fieldNamed } from '../model/query.ts';
import {
	changeScenario,
	DEFAULT_SCENARIO,
	FIELD_NAMES,
	FIELDS,
	type FieldName,
	type Scenario,
} from '../model/scenario.ts';
import type { Seconds } from '../model/units.ts';
import { DEFAULT_VIEW, VIEW_FIELDS, VIEW_NAMES, type View, type ViewName } from '../model/view.ts';
import { differing as differingInputs, inputText } from './inputs.ts';

/** Everything that a link says: what is simulated, and how it is shown. */
export interface Page {
	readonly scenario: Scenario;
	readonly view: View;
}

/** A page as it was read from a link. */
export interface Link {
	readonly page: Page;
	/** The inputs that the link gives: they override those of a lesson. */
	readonly given: Partial<Scenario>;
	/** A sentence for each thing that could not be used as it stood. */
	readonly problems: readonly string[];
}

export const DEFAULT_PAGE: Page = { scenario: DEFAULT_SCENARIO, view: DEFAULT_VIEW };

/** What is read of an address; the rest is left unread and said. Our own links stay far below. */
const LIMITS = { characters: 4096, pairs: 64, value: 128, list: 1024, pin: 2048 };

const ALL_FIELDS = { ...FIELDS, ...VIEW_FIELDS };

const viewNames = new Map(VIEW_NAMES.map((name) => [name.toLowerCase(), name]));

/**
 * Reads the query of an address, with or without its `?`. Never throws: what cannot be used becomes
 * the default (out of range: the nearest limit) and a problem to show; unknown keys do no harm.
 */
export function decodePage(search: string): Link {
	const { pairs, problems: unread } = readPairs(search);
	const { scenario, given: names, problems } = decodeScenario(pairs);
	const { view, problems: viewProblems } = decodeView(pairs);
	const given = Object.fromEntries(names.map((name) => [name, scenario[name]]));
	const t = Math.min(view.t, scenario.duration);
	const beyond = t < view.t ? [beyondTheEnd(view.t, t)] : [];
	return {
		page: { scenario, view: { ...view, t } },
		given,
		problems: [...unread, ...problems, ...viewProblems, ...beyond],
	};
}

/** A moment within the schema's limits may still be too late for this run. */
function beyondTheEnd(t: Seconds, end: Seconds): string {
	return `t: expected 0 to ${end} s, got ${quote(String(t))}. Using ${end}.`;
}

/**
 * The query that reproduces the page, without `?`. What the page has anyway is left out, so links
 * stay short: the defaults, or with a lesson open the scenario of its step, `home`.
 */
export function encodePage({ scenario, view }: Page, home?: Scenario): string {
	const shown = VIEW_NAMES.map((name) => [name, printView(view, name)] as const);
	const differing = shown.filter(([name, text]) => text !== printView(DEFAULT_VIEW, name));
	return [...(home ? changesOf(scenario, home) : encodeScenario(scenario)), ...differing]
		.map(([name, text]) => `${name}=${escape(text)}`)
		.join('&');
}

/** The inputs that make `scenario` of `home`. */
function changesOf(scenario: Scenario, home: Scenario): [FieldName, string][] {
	const base = { ...changeScenario(home, { network: scenario.network }), network: home.network };
	return differingInputs(FIELD_NAMES, scenario, base).map((name) => [
		name,
		inputText(scenario, name),
	]);
}

/** Lists such as `drop@10+5,burst@30+10` stay readable: `@`, `+`, `,`, `:` and `;` are allowed in a query. */
function escape(text: string): string {
	return encodeURIComponent(text).replace(/%(?:40|2B|2C|3A|3B)/g, decodeURIComponent);
}

function readPairs(search: string) {
	const problems: string[] = [];
	const { characters, pairs: most } = LIMITS;
	const text = search.replace(/^\?/, '');
	if (text.length > characters) {
		problems.push(
			`address: expected up to ${characters} characters, got ${text.length}. The rest is not read.`,
		);
	}
	// A `+` is a plus here (`drop@10+5`), not the blank that it stands for in a form's query.
	const all = [...new URLSearchParams(text.slice(0, characters).replaceAll('+', '%2B'))];
	// Cut in the middle, the last value would be read as something that nobody wrote.
	if (text.length > characters) all.pop();
	if (all.length > most) {
		problems.push(
			`address: expected up to ${most} parameters, got ${all.length}. The rest is not read.`,
		);
	}
	const pairs = all.slice(0, most).filter(([key, value]) => {
		const problem = tooLong(key, value);
		if (problem !== undefined) problems.push(problem);
		return problem === undefined;
	});
	return { pairs, problems };
}

function tooLong(key: string, value: string): string | undefined {
	const name = fieldNamed(key) ?? viewNames.get(key.toLowerCase());
	if (name === undefined) return undefined;
	const field: Field = ALL_FIELDS[name];
	const limit = LIMITS[name === 'pin' ? 'pin' : field.kind === 'list' ? 'list' : 'value'];
	if (value.length <= limit) return undefined;
	return `${name}: expected up to ${limit} characters, got ${quote(value)}. Not used.`;
}

function decodeView(pairs: readonly (readonly [string, string])[]) {
	const values: Record<string, unknown> = {};
	const problems: string[] = [];
	const seen = new Set<ViewName>();
	for (const [key, text] of pairs) {
		const name = viewNames.get(key.toLowerCase());
		if (name === undefined || seen.has(name)) continue;
		seen.add(name);
		const { value, problem } = (VIEW_FIELDS[name] as Field).parse(text);
		if (value !== undefined) values[name] = value;
		if (problem !== undefined) {
			const used = { ...DEFAULT_VIEW, ...values } as View;
			problems.push(`${name}: ${problem}. Using ${printView(used, name)}.`);
		}
	}
	return { view: { ...DEFAULT_VIEW, ...values } as View, problems };
}

function printView(view: View, name: ViewName): string {
	return (VIEW_FIELDS[name] as { print(value: unknown): string }).print(view[name]);
}
