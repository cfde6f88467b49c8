import { group } from 'd3-array';
import type { NumberField } from '../model/fields.ts';
import type { FigureFacts } from '../model/figures.ts';
import { named, type TransportId } from '../model/transports.ts';
import type { Pinned } from './difference.ts';
import { inUnit, NARROW, unitFor, withUnit, type Quantity, type Unit } from './format.ts';
import type { Row } from './rows.ts';
import { WAITING } from './summary.ts';
import { listed, sentence } from './words.ts';

/** What each transport made of one value of the input. */
export interface Sample {
	readonly x: number;
	/** In base units; null where the figure has no value. */
	readonly values: Readonly<Partial<Record<TransportId, number | null>>>;
}

/** From `x` on, the line of `lower` is below that of `upper`; before, it was above. */
export interface Crossing {
	readonly lower: TransportId;
	readonly upper: TransportId;
	readonly x: number;
	readonly y: number;
}

/** Everything that a picture of a figure against an input shows. */
export interface BreakEven {
	readonly input: Pick<NumberField, 'label' | 'unit' | 'integer'>;
	readonly figure: FigureFacts;
	readonly transports: readonly TransportId[];
	/** Ascending in x, which is positive. */
	readonly samples: readonly Sample[];
	/** By pair, and within a pair ascending in x. */
	readonly crossings: readonly Crossing[];
	/** First and last value that is or will be simulated. */
	readonly range: readonly [number, number];
	/** What the input is now. */
	readonly today: number;
	/** The run on screen and the pinned one, each at its own value of the input; undefined while nothing is pinned. */
	readonly pinned?: { readonly now: Sample; readonly then: Sample } | undefined;
	/** More samples are coming. */
	readonly running: boolean;
}

/** The unit of an input, as its field has it. */
export function inputUnit({ unit }: BreakEven['input']): Unit {
	return { label: unit, factor: 1, from: 0, after: unit && (unit[0] === '/' ? '' : NARROW) + unit };
}

/** The pinned run, unless its value of the input lies outside the picture. */
export function pinnedIn({ pinned, range: [from, to] }: BreakEven): BreakEven['pinned'] {
	return pinned && pinned.then.x >= from && pinned.then.x <= to ? pinned : undefined;
}

/** All that is drawn, that of the pinned run too: what the axis must span. */
export function drawnValues(picture: BreakEven): Row['values'] {
	const { samples, transports } = picture;
	const pinned = pinnedIn(picture);
	const all = pinned ? [...samples, pinned.then] : samples;
	return all.flatMap(({ values }) => transports.map((id) => values[id] ?? null));
}

/** The one unit of the figure over all samples. */
export function figureUnit(picture: BreakEven): Unit {
	return unitFor(picture.figure.unit, drawnValues(picture));
}

/** "Radio energy by poll interval". */
export function breakEvenTitle({ figure, input }: BreakEven): string {
	return `${figure.label} by ${lowered(input.label)}`;
}

/** The first letter small, unless it begins an abbreviation. */
function lowered(label: string): string {
	return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** All samples as a table: a line for each value of the input. */
export function breakEvenRows(picture: BreakEven): readonly Row[] {
	return picture.samples.map((sample) => rowOf(picture, sample));
}

function rowOf(picture: BreakEven, { x, values }: Sample): Row {
	return {
		label: withUnit(x, inputUnit(picture.input)),
		unit: figureUnit(picture),
		values: picture.transports.map((id) => values[id] ?? null),
	};
}

/** The pinned run beside the one on screen: "Radio energy at poll interval 3 s instead of 30 s". */
export function breakEvenPinned(picture: BreakEven): Pinned | undefined {
	const { figure, input } = picture;
	const pinned = pinnedIn(picture);
	if (!pinned) return undefined;
	const [now, then] = [rowOf(picture, pinned.now), rowOf(picture, pinned.then)];
	const places = now.label === then.label ? now.label : `${now.label} instead of ${then.label}`;
	const label = `${figure.label} at ${lowered(input.label)} ${places}`;
	return { now: { ...now, label }, then, rows: [then] };
}

/** What the lower line means; for all other units it is just lower. */
const LESS: Partial<Record<Quantity, string>> = {
	ms: 'takes less time',
	'B/s': 'moves fewer bytes',
	B: 'needs fewer bytes',
	'1/h': 'wakes the radio less often',
	'J/h': 'takes less energy',
	USD: 'costs less',
};

function lessThan({ figure }: BreakEven): string {
	const less = LESS[figure.unit];
	return less === undefined ? 'stays below' : `${less} than`;
}

/** A crossing's place is known within 2 %, so two digits are said; of whole numbers, the last before it. */
export function crossingPlace({ x }: Crossing, input: BreakEven['input']): string {
	const rounded = Number(x.toPrecision(2));
	return withUnit(input.integer ? Math.floor(rounded) : rounded, inputUnit(input));
}

/** Says where the answer changes: a sentence for each pair that crosses, from left to right, those of one place together. */
export function breakEvenSentence(picture: BreakEven): string {
	const { samples, crossings, running } = picture;
	const known = samples.some(({ values }) => Object.values(values).some((value) => value !== null));
	if (!known) return running ? WAITING : 'This figure has no value here.';
	// The run above is not yet a line.
	if (running && samples.length < 2) return WAITING;
	if (crossings.length > 0) return crossingSentences(picture).join(' ');
	if (running) return 'So far no two lines cross.';
	return `${noCrossing(picture)}${lowestThroughout(picture)}.`;
}

function crossingSentences(picture: BreakEven): readonly string[] {
	const { crossings, input, transports } = picture;
	const pairs = group(crossings, ({ lower, upper }) => [lower, upper].sort().join());
	const fromLeft = [...pairs.values()].sort(([a], [b]) => a!.x - b!.x);
	const statements = fromLeft.map((pair) => {
		const { lower, upper } = pair[0]!;
		const where = listed(rangesOf(pair).map(([from, to]) => rangeWords(from, to, input)));
		const start = `${input.label} ${where}: ${named(lower)} ${lessThan(picture)}`;
		return { start, upper };
	});
	const shared = group(statements, ({ start }) => start);
	return [...shared].map(([start, all]) => {
		const uppers = transports.filter((id) => all.some(({ upper }) => upper === id));
		return `${start} ${listed(uppers.map(named))}.`;
	});
}

/** Where the transport that the first crossing puts below stays below: each from one crossing to the next. */
function rangesOf(
	pair: readonly Crossing[],
): readonly (readonly [Crossing, Crossing | undefined])[] {
	return pair.flatMap((crossing, index) =>
		index % 2 === 0 ? [[crossing, pair[index + 1]] as const] : [],
	);
}

function rangeWords(from: Crossing, to: Crossing | undefined, input: BreakEven['input']): string {
	const start = crossingPlace(from, input);
	return to === undefined ? `above ${start}` : `from ${start} to ${crossingPlace(to, input)}`;
}

function noCrossing({ input, range }: BreakEven): string {
	const unit = inputUnit(input);
	const [from, to] = range;
	return sentence(`no two lines cross between ${inUnit(from, unit)} and ${withUnit(to, unit)}`);
}

/** "; SSE takes less energy than the others", where that holds at every sample. */
function lowestThroughout(picture: BreakEven): string {
	const { samples, transports } = picture;
	const lowest = transports.find((id) =>
		samples.every(({ values }) => {
			const own = values[id] ?? Infinity;
			return transports.every((other) => other === id || own < (values[other] ?? Infinity));
		}),
	);
	if (lowest === undefined || transports.length < 2) return '';
	return `; ${named(lowest)} ${lessThan(picture)} the other${transports.length > 2 ? 's' : ''}`;
}
