import { choice, flag, list, number, quote, type FlagField, type ListField } from './fields.ts';
import { FIELD_NAMES, FIELDS } from './scenario.ts';
import { TRANSPORT_IDS, type TransportId } from './transports.ts';
import {
	EQUAL_WEIGHTS,
	parseWeights,
	printWeights,
	WEIGHTS_FORM,
	type Weights,
} from './weights.ts';

const byLowerCase = new Map(TRANSPORT_IDS.map((id) => [id.toLowerCase(), id]));

/** Reads `polling,webSocket`, in any case; undefined when a name is unknown or none is left. */
export function parseTransports(text: string): readonly TransportId[] | undefined {
	const ids = text.split(',').map((part) => byLowerCase.get(part.trim().toLowerCase()));
	const known = ids.filter((id) => id !== undefined);
	return known.length === ids.length && known.length > 0 ? inOrder(known) : undefined;
}

/** The given transports once each, in the one order used everywhere. */
export function inOrder(ids: readonly TransportId[]): readonly TransportId[] {
	return TRANSPORT_IDS.filter((id) => ids.includes(id));
}

/** The pictures and sections of a page, in the order they have when a link says nothing. */
export const CHARTS = {
	requests: 'Requests',
	latency: 'Latency',
	bandwidth: 'Bandwidth',
	battery: 'Battery',
	server: 'Servers',
	memory: 'Memory',
	money: 'Money',
	time: 'Over time',
	verdict: 'Verdict',
	fairness: 'Fair to polling',
	wire: 'One client from near',
	radio: 'Its radio',
	breakeven: 'Where the answer changes',
	faults: 'Faults over time',
	table: 'All figures',
};
export type ChartId = keyof typeof CHARTS;
export const CHART_IDS = Object.keys(CHARTS) as ChartId[];

type NamesOptions<T> = Omit<ListField<readonly T[]>, 'kind' | 'parse' | 'print'> & {
	/** What may be named. */
	readonly all: readonly T[];
	/** The names that are accepted, for the notice. */
	readonly form: string;
};

/** Some of a set of names, in the order given: `all`, `none` or a list. An unknown name is left out and said. */
function names<T extends string>(options: NamesOptions<T>): ListField<readonly T[]> {
	const { all, form, ...about } = options;
	const called = new Map(all.map((name) => [name.toLowerCase(), name]));
	return {
		...about,
		kind: 'list',
		parse(text) {
			const words = text.split(',').map((word) => word.trim());
			if (words.length === 1 && /^all$/i.test(words[0]!)) return { value: all };
			if (words.length === 1 && /^none$/i.test(words[0]!)) return { value: [] };
			const known = words.map((word) => called.get(word.toLowerCase()));
			const value = [...new Set(known.filter((name) => name !== undefined))];
			const stranger = words.find((word) => !called.has(word.toLowerCase()));
			if (stranger === undefined) return { value };
			const problem = `expected all, none or ${form}, got ${quote(stranger)}`;
			return value.length > 0 ? { value, problem } : { problem };
		},
		print(value) {
			if (value.length === 0) return 'none';
			return String(value) === String(all) ? 'all' : value.join(',');
		},
	};
}

/** A switch that a link writes as `1` or `0`. */
function bit(options: Omit<FlagField, 'kind' | 'parse' | 'print'>): FlagField {
	return { ...flag(options), print: (on) => (on ? '1' : '0') };
}

const INPUTS = 'names of inputs such as users,pollInterval';

/** Stands in a link for no lesson. */
export const NO_LESSON = 'none';

/**
 * How a page shows a scenario: parameters of a link that no figure depends on. As with the
 * scenario's inputs, a key is public, and renaming one breaks links. docs/EMBED.md says what each does.
 */
export const VIEW_FIELDS = {
	transports: list<readonly TransportId[]>({
		label: 'Transports',
		fallback: TRANSPORT_IDS,
		form: `one or more of ${TRANSPORT_IDS.join(', ')}`,
		read: parseTransports,
		print: (ids) => ids.join(','),
	}),
	theme: choice({
		label: 'Theme',
		fallback: 'auto',
		labels: { auto: 'As the system', light: 'Light', dark: 'Dark', projector: 'Projector' },
	}),
	embed: bit({
		label: 'Embedded',
		fallback: false,
	}),
	charts: names<ChartId>({
		label: 'Views',
		fallback: CHART_IDS,
		all: CHART_IDS,
		form: `some of ${CHART_IDS.join(', ')}`,
	}),
	controls: names({
		label: 'Controls',
		fallback: FIELD_NAMES,
		all: FIELD_NAMES,
		form: INPUTS,
	}),
	lock: names({
		label: 'Locked',
		fallback: [],
		all: FIELD_NAMES,
		form: INPUTS,
	}),
	motion: bit({
		label: 'Motion',
		fallback: true,
	}),
	title: bit({
		label: 'Title',
		fallback: true,
	}),
	links: bit({
		label: 'Links',
		fallback: true,
	}),
	lang: {
		...choice({
			label: 'Language',
			fallback: 'en',
			labels: { en: 'English' },
		}),
		parse: () => ({ value: 'en' as const }),
	},
	pin: {
		label: 'Pinned scenario',
		kind: 'list',
		fallback: '',
		// Read when the first figures are there, by pin.ts.
		parse: (text: string) => ({ value: text.trim() }),
		print: (text: string) => text,
	} satisfies ListField<string>,
	t: number({
		label: 'Moment',
		fallback: 0,
		min: 0,
		max: FIELDS.duration.max,
		unit: 's',
	}),
	weights: list<Weights>({
		label: 'Weights',
		fallback: EQUAL_WEIGHTS,
		form: WEIGHTS_FORM,
		read: parseWeights,
		print: printWeights,
	}),
	soonEnough: number({
		label: 'Soon enough',
		help: 'The verdict gives nothing for messages that are there sooner than this.',
		fallback: 1,
		min: 0.1,
		max: 3600,
		unit: 's',
		scale: 'log',
		source: 'assumed: a chat that feels alive',
	}),
	lesson: list<string>({
		label: 'Lesson',
		fallback: NO_LESSON,
		form: 'the name of a lesson',
		read: (text) => (/^[a-z][a-z0-9-]{0,39}$/i.test(text) ? text : undefined),
		print: (id) => id,
	}),
	step: number({
		label: 'Step',
		fallback: 1,
		min: 1,
		max: 99,
		unit: '',
		integer: true,
	}),
	present: bit({
		label: 'Present',
		fallback: false,
	}),
	predict: bit({
		label: 'Predict',
		fallback: false,
	}),
};

export type ViewFields = typeof VIEW_FIELDS;
export type ViewName = keyof ViewFields;
export type View = { readonly [K in ViewName]: ViewFields[K]['fallback'] };
export type Theme = View['theme'];

export const VIEW_NAMES = Object.keys(VIEW_FIELDS) as ViewName[];

export const DEFAULT_VIEW = Object.fromEntries(
	VIEW_NAMES.map((name) => [name, VIEW_FIELDS[name].fallback]),
) as View;
