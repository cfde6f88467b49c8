import {
	MS_PER_MINUTE,
	MS_PER_SECOND,
	SECONDS_PER_HOUR,
	type Fraction,
	type Milliseconds,
	type PerSecond,
} from '../model/units.ts';

/** Keeps the groups of a number, and a number and its unit, on one line. */
const THIN = '\u202f';

/** Three significant digits at most, thousands apart: `3 333`, `1.56`, `0.055`. */
export function figure(value: number): string {
	const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
	const [whole = '', decimals] = String(rounded).split('.');
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
	return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/**
 * Time spans in one unit, so that they can be compared: ms below a second, then s, then min. One that
 * would be a small fraction of the unit has its own: next to 30 min, 527 ms says more than 0.0088 min.
 */
export function spans(...values: readonly Milliseconds[]): string[] {
	const [unit, name] = unitOf(Math.max(...values));
	return values.map((value) => {
		const tooSmall = value > 0 && value < TOO_SMALL * unit && unit > 1;
		return tooSmall ? spans(value)[0]! : `${round(value / unit)}${THIN}${name}`;
	});
}

const TOO_SMALL = 0.05;

function unitOf(time: Milliseconds): readonly [unit: Milliseconds, name: string] {
	if (time < MS_PER_SECOND) return [1, 'ms'];
	return time < 2 * MS_PER_MINUTE ? [MS_PER_SECOND, 's'] : [MS_PER_MINUTE, 'min'];
}

/** Two decimals below ten, as in 1.56 beside 0.55; more only where nothing else would be left. */
function round(value: number): string {
	if (value >= 10) return figure(Math.round(value));
	return figure(value < 0.1 ? Number(value.toPrecision(2)) : Math.round(value * 100) / 100);
}

/** How often, in the unit that gives at least one: `3 333 times a second`, `twice an hour`. */
export function often(rate: PerSecond): string {
	if (rate >= 0.95) return `${times(rate)} a second`;
	if (rate * 60 >= 0.95) return `${times(rate * 60)} a minute`;
	return `${times(rate * SECONDS_PER_HOUR)} an hour`;
}

function times(count: number): string {
	const rounded = count < 10 ? Math.round(count * 10) / 10 : Math.round(count);
	if (rounded === 1) return 'once';
	return rounded === 2 ? 'twice' : `${figure(rounded)} times`;
}

/** A ratio of 1 or more: `1.4 times`, `twice`, `42 times`, `420 times`. */
export function factor(ratio: number): string {
	return times(ratio < 100 ? ratio : Number(ratio.toPrecision(2)));
}

/** A share as a percentage that never rounds something to nothing, nor most to all. */
export function percent(share: Fraction): string {
	const value = share * 100;
	if (value > 0 && value < 0.1) return `under 0.1${THIN}%`;
	if (value < 100 && value > 99.9) return `over 99.9${THIN}%`;
	const edge = value < 10 || (value > 99 && value < 100);
	return `${figure(edge ? Math.round(value * 10) / 10 : Math.round(value))}${THIN}%`;
}
