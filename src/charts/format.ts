import type { FigureFacts } from '../model/figures.ts';

/** What a number counts, in the words of the table of figures: `B/s`, `ms`, `share` … */
export type Quantity = FigureFacts['unit'];

/** A unit that a whole axis, row or column of a table is written in. */
export interface Unit {
	/** As it stands in a title: "kB/s"; empty for plain counts. */
	readonly label: string;
	/** One of these in base units: 1000 for kB/s. */
	readonly factor: number;
	/** The smallest largest value, in base units, for which this unit is chosen. */
	readonly from: number;
	/** What stands before and after a number in running text. */
	readonly before?: string;
	readonly after?: string;
}

/** A space that neither breaks nor is as wide as a word space: between thousands, before a unit. */
export const NARROW = '\u202f';
const NONE = '–';
const DIGITS = 3;
/** Numbers in one unit should stay between these; what is smaller is only said to be so. */
const SMALL = 1e-3;
const LARGE = 1e6;

function family(labels: readonly string[], firstFrom = 1000): readonly Unit[] {
	return labels.map((label, index) => ({
		label,
		factor: 1000 ** index,
		from: index === 0 ? 0 : firstFrom * 1000 ** (index - 1),
		after: NARROW + label,
	}));
}

const UNITS: Readonly<Record<Quantity, readonly Unit[]>> = {
	'per s': [{ label: 'per s', factor: 1, from: 0, after: '/s' }],
	// Up to a minute in ms: 35 and 1 500 ms are easier to compare than 0.035 and 1.5 s.
	ms: family(['ms', 's'], 60_000),
	'B/s': family(['B/s', 'kB/s', 'MB/s', 'GB/s']),
	B: family(['B', 'kB', 'MB', 'GB', 'TB']),
	'1/h': [{ label: 'per hour', factor: 1, from: 0, after: '/h' }],
	share: [{ label: '%', factor: 0.01, from: 0, after: `${NARROW}%` }],
	'J/h': family(['J/h', 'kJ/h'], 10_000),
	count: [{ label: '', factor: 1, from: 0 }],
	USD: [{ label: 'USD', factor: 1, from: 0, before: '$' }],
};

/** The one unit for all of `values` (in base units). A quantity of another name is its own unit. */
export function unitFor(quantity: string, values: Iterable<number | null>): Unit {
	const units = Object.hasOwn(UNITS, quantity) ? UNITS[quantity as Quantity] : family([quantity]);
	let [smallest, largest] = [Infinity, 0];
	for (const value of values) {
		if (value === null || !(value > 0)) continue;
		if (value > largest) largest = value;
		if (value < smallest) smallest = value;
	}
	let index = units.findLastIndex(({ from }) => largest >= from);
	// Rather 4 300 and 0.218 kB/s than 4.3 and 0.000218 MB/s.
	while (index > 0 && smallest / units[index]!.factor < SMALL) {
		if (largest / units[index - 1]!.factor > LARGE) break;
		index--;
	}
	return units[index]!;
}

/** A number for people: three significant digits, no digit of the whole part lost, "–" for none. */
export function digits(value: number | null): string {
	if (value === null || Number.isNaN(value)) return NONE;
	if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
	const size = Math.abs(value);
	if (size === 0) return '0';
	const sign = value < 0 ? '−' : '';
	return size < SMALL ? `<${SMALL}` : sign + grouped(rounded(size));
}

function rounded(size: number): string {
	const decimals = Math.max(0, DIGITS - 1 - Math.floor(Math.log10(size)));
	return decimals === 0 ? size.toFixed(0) : size.toFixed(decimals).replace(/\.?0+$/, '');
}

function grouped(text: string): string {
	const [whole = '', fraction] = text.split('.');
	const thousands = whole.replace(/\B(?=(\d{3})+$)/g, NARROW);
	return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}

/** The number alone, in `unit`: for a column or an axis whose head names the unit. */
export function inUnit(value: number | null, unit: Unit): string {
	return digits(value === null ? null : value / unit.factor);
}

/** Number and unit, for running text: "4.3 MB/s", "$540". */
export function withUnit(value: number | null, unit: Unit): string {
	if (value === null || Number.isNaN(value)) return NONE;
	return `${unit.before ?? ''}${inUnit(value, unit)}${unit.after ?? ''}`;
}

/** A value in the unit that suits it best, for a sentence. */
export function said(value: number | null, quantity: Exclude<Quantity, 'ms'>): string {
	return withUnit(value, unitFor(quantity, [value]));
}

const SPANS = [
	{ after: 'ms', factor: 1, below: 999.5 },
	{ after: 's', factor: 1000, below: 120_000 },
	{ after: 'min', factor: 60_000, below: 7_200_000 },
	{ after: 'h', factor: 3_600_000, below: Infinity },
] as const;

/** A span of time for a sentence, given in ms: "35 ms", "1.5 s", "30 min". */
export function duration(milliseconds: number | null): string {
	if (milliseconds === null || Number.isNaN(milliseconds)) return NONE;
	const { after, factor } = SPANS.find(({ below }) => milliseconds < below) ?? SPANS[3];
	return `${digits(milliseconds / factor)}${NARROW}${after}`;
}

/** Time along an axis, given in s. */
export const SECONDS: Unit = { label: 's', factor: 1, from: 0, after: `${NARROW}s` };

/** How many times more than something else. */
export const TIMES: Unit = { label: '×', factor: 1, from: 0, after: '×' };

/** A ratio to two significant digits: more would claim too much of a simulated figure. */
export function timesRounded(ratio: number): number {
	return Number(ratio.toPrecision(2));
}

/** A ratio for a sentence: "200×", "2.3×". */
export function times(ratio: number): string {
	return withUnit(timesRounded(ratio), TIMES);
}

/** A name and its unit as a heading: "Total (MB/s)". */
export function titled(label: string, unit: Unit): string {
	return unit.label === '' ? label : `${label} (${unit.label})`;
}
