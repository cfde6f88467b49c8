import { quote, type NumberField, type Parsed } from '../model/fields.ts';

/** Words for a unit that may follow a number, in lower case, and what one of them is in the field's unit. */
type Words = Readonly<Record<string, number>>;

const COUNTS: Words = { k: 1e3, m: 1e6, million: 1e6, g: 1e9 };
const SPANS = { ms: 1, s: 1e3, sec: 1e3, m: 60e3, min: 60e3, h: 3600e3 };
const SIZES = { b: 1, byte: 1, bytes: 1, kb: 1e3, kib: 1024, mb: 1e6, mib: 1024 ** 2 };
const LINKS = { 'bit/s': 1e-3, 'kbit/s': 1, 'mbit/s': 1e3, 'gbit/s': 1e6 };

const WORDS: Readonly<Record<string, Words>> = {
	'': COUNTS,
	ms: { ...SPANS, us: 1e-3, µs: 1e-3 },
	s: inUnitsOf(1e3, SPANS),
	'/min': { ...COUNTS, '/s': 60, '/min': 1, '/h': 1 / 60 },
	bytes: { ...SIZES, k: 1e3, m: 1e6 },
	kB: { ...inUnitsOf(1e3, SIZES), k: 1, m: 1e3, g: 1e6 },
	'kbit/s': { ...LINKS, kbps: 1, mbps: 1e3, gbps: 1e6, k: 1, m: 1e3, g: 1e6 },
	'%': { '%': 1 },
	'USD/h': { ...COUNTS, usd: 1, 'usd/h': 1 },
	'USD/GB': { ...COUNTS, usd: 1, 'usd/gb': 1 },
	USD: { ...COUNTS, usd: 1 },
};

function inUnitsOf(unit: number, words: Words): Words {
	return Object.fromEntries(Object.entries(words).map(([word, factor]) => [word, factor / unit]));
}

/** Blanks between digits, as in `10 000`, also the narrow ones that typesetters use. */
const GROUPS = /(\d)[\s\u00a0\u2009\u202f](?=\d{3}(?!\d))/g;
const NUMBER_THEN_WORD = /^\$?\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)\s*([^\d\s].*)?$/i;

/**
 * Reads what a person types into a number field: `3s`, `3000ms`, `10k`, `1e4`, `10 000`. The value
 * is in the field's unit and within its limits; the problem is the field's, quoting the text.
 */
export function parseQuantity(field: NumberField, text: string): Parsed<number> {
	const match = NUMBER_THEN_WORD.exec(text.trim().replace(GROUPS, '$1'));
	const factor = match && factorOf(field.unit, match[2]);
	if (!match || factor === undefined || factor === null) return field.parse(text);
	// Twelve digits are more than anybody types, and hide what 0.1 is not in binary.
	const typed = Number((Number(match[1]) * factor).toPrecision(12));
	const { value, problem } = field.parse(String(typed));
	if (value === undefined) return field.parse(text);
	if (problem === undefined) return { value };
	return { value, problem: problem.replace(/got ".*"$/, `got ${quote(text.trim())}`) };
}

function factorOf(unit: string, word: string | undefined): number | undefined {
	if (word === undefined) return 1;
	const words = WORDS[unit] ?? {};
	const key = word.trim().toLowerCase();
	return Object.hasOwn(words, key) ? words[key] : undefined;
}

/** How a unit is said after a number: singular, plural. */
const SPOKEN: Readonly<Record<string, readonly [string, string]>> = {
	s: ['second', 'seconds'],
	ms: ['millisecond', 'milliseconds'],
	'/min': ['a minute', 'a minute'],
	bytes: ['byte', 'bytes'],
	kB: ['kilobyte', 'kilobytes'],
	'kbit/s': ['kilobit a second', 'kilobits a second'],
	'%': ['percent', 'percent'],
	'USD/h': ['dollar an hour', 'dollars an hour'],
	'USD/GB': ['dollar a gigabyte', 'dollars a gigabyte'],
	USD: ['dollar', 'dollars'],
};

/** Made once: to make one takes longer than all else in a control. */
const FIGURE = new Intl.NumberFormat('en', { maximumSignificantDigits: 12 });

/** A value with its unit in words, for those who hear a slider: "3 seconds", "10,000". */
export function spoken(value: number, unit: string): string {
	const figure = FIGURE.format(value);
	const words = SPOKEN[unit];
	return words ? `${figure} ${value === 1 ? words[0] : words[1]}` : figure;
}
