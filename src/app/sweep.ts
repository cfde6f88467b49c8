import type { NumberField } from '../model/fields.ts';
import { FIELD_NAMES, FIELDS, type FieldName, type Fields } from '../model/scenario.ts';

/** An input that can be drawn along an axis. The seed is a number, but not a quantity. */
export type SweptInput = Exclude<
	{ [K in FieldName]: Fields[K] extends NumberField ? K : never }[FieldName],
	'seed'
>;

export const SWEPT_INPUTS: readonly SweptInput[] = FIELD_NAMES.filter(
	(name): name is SweptInput => FIELDS[name].kind === 'number' && name !== 'seed',
);

/** Inputs of which twice as much is twice the work. */
const LABORIOUS: readonly SweptInput[] = ['users', 'messageRate', 'uplinkRate', 'duration'];

/** From one end of the axis to the other. */
const SPAN = 1000;
/** Today's value is at least this many times away from the nearer end, unless a limit is nearer. */
const MARGIN = 3;
/** Eight to a decade, both ends included. */
const VALUES = 25;

/**
 * The values of `name` to simulate, ascending and spaced by ratio: three decades around `today`, of
 * which two point to where a run is less work. They begin at powers of ten, so that a change within
 * the same decade asks the same question. In the field's unit, within its limits.
 */
export function sweptValues(name: SweptInput, today: number): readonly number[] {
	const { integer } = FIELDS[name];
	const [from, to] = sweptRange(name, today);
	const values = Array.from({ length: VALUES }, (_, index) => {
		const value = from * (to / from) ** (index / (VALUES - 1));
		// Three digits: nobody wants to read 4.216965034285823 s.
		return integer ? Math.round(value) : Number(value.toPrecision(3));
	});
	return [...new Set(values)];
}

function sweptRange(name: SweptInput, today: number): readonly [number, number] {
	const { min, least = min, max, fallback }: NumberField = FIELDS[name];
	const anchor = [today, fallback].find((value) => value > 0) ?? max / SPAN;
	if (LABORIOUS.includes(name)) {
		const to = Math.min(max, 10 ** Math.ceil(Math.log10(anchor * MARGIN)));
		return [Math.max(least, to / SPAN), to];
	}
	const from = 10 ** Math.floor(Math.log10(anchor / MARGIN));
	const to = Math.min(max, from * SPAN);
	return [Math.max(least, Math.min(from, to / SPAN)), to];
}

/** The same values in an order that shows the whole picture early: every eighth, then those between. */
export function coarseToFine(values: readonly number[]): readonly number[] {
	const coarse = [8, 4, 2, 1].flatMap((step) => values.filter((_, index) => index % step === 0));
	return [...new Set([...coarse.slice(0, 1), ...values.slice(-1), ...coarse])];
}
