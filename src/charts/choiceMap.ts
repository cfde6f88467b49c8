import { FIELDS } from '../model/scenario.ts';
import { named, type TransportId } from '../model/transports.ts';
import { inputUnit } from './breakEven.ts';
import { digits, TIMES, withUnit } from './format.ts';
import type { Row } from './rows.ts';
import { WAITING } from './summary.ts';
import { listed, sentence } from './words.ts';

/** The verdict at one place of the map. */
export interface Cell {
	/** s */
	readonly interval: number;
	/** Messages a minute. */
	readonly rate: number;
	/** Null while the place is not known. */
	readonly winner: TransportId | null;
	readonly tied: boolean;
	/** No transport is without trouble here. */
	readonly troubled: boolean;
	/** Score of each transport: how many times the best, on average. */
	readonly times: Readonly<Partial<Record<TransportId, number>>>;
}

export interface ChoiceMap {
	readonly transports: readonly TransportId[];
	/** Ascending. */
	readonly intervals: readonly number[];
	readonly rates: readonly number[];
	/** By rate, then by interval, both ascending. */
	readonly cells: readonly Cell[];
	readonly today: { readonly interval: number; readonly rate: number };
	/** More cells are coming. */
	readonly running: boolean;
}

export const INTERVAL_UNIT = inputUnit(FIELDS.pollInterval);
export const RATE_UNIT = inputUnit(FIELDS.messageRate);

/** "20 s" */
export function intervalWords(interval: number): string {
	return withUnit(interval, INTERVAL_UNIT);
}

/** "1 message a minute" */
export function messages(rate: number): string {
	return withUnit(rate, { ...RATE_UNIT, after: ` message${rate === 1 ? '' : 's'} a minute` });
}

/** What the map says of one place. */
export function cellWords({ interval, rate, winner, tied, troubled, times }: Cell): string {
	const place = `${intervalWords(interval)} between polls, ${messages(rate)}`;
	if (winner === null) return `${place}: not simulated yet`;
	const [next] = (Object.entries(times) as [TransportId, number][])
		.filter(([id]) => id !== winner)
		.sort(([, a], [, b]) => a - b);
	const name = troubled ? `${named(winner)}, though none is without trouble` : named(winner);
	const rest = next === undefined ? '' : `; ${tied ? 'a tie with' : 'next'} ${named(next[0])}`;
	return `${place}: ${name}${rest}`;
}

/** Every known place with the score of each transport: lower is better. */
export function choiceRows({ cells, transports }: ChoiceMap): readonly Row[] {
	return cells
		.filter(({ winner }) => winner !== null)
		.map(({ interval, rate, winner, tied, times }) => ({
			label: `${intervalWords(interval)}, ${withUnit(rate, RATE_UNIT)}: ${named(winner!)}${tied ? ' (tie)' : ''}`,
			unit: TIMES,
			values: transports.map((id) => times[id] ?? null),
		}));
}

/** Says where on the map each transport wins: the one with most places, and where the others do. */
export function choiceSentence(map: ChoiceMap): string {
	const known = map.cells.filter(({ winner }) => winner !== null);
	if (known.length === 0) return map.running ? WAITING : 'No place of the map is simulated yet.';
	const won = map.transports
		.map((id) => ({ id, cells: known.filter(({ winner }) => winner === id) }))
		.filter(({ cells }) => cells.length > 0)
		.sort((a, b) => b.cells.length - a.cells.length);
	const [most, ...others] = won;
	const start = map.running ? 'So far ' : '';
	if (others.length === 0)
		return sentence(`${start}${named(most!.id)} fits everywhere on this map.`);
	const parts = others.map(({ id, cells }) => `${named(id)} fits ${whereWords(cells, map)}`);
	return sentence(`${start}${listed(parts)}; elsewhere ${named(most!.id)}.`);
}

/** "only from 20 s between polls on and at up to 5 messages a minute" */
function whereWords(cells: readonly Cell[], { intervals, rates }: ChoiceMap): string {
	const parts = [
		rangeWords(
			cells.map(({ interval }) => interval),
			intervals,
			{
				from: (least) => `from ${intervalWords(least)} between polls on`,
				upTo: (most) => `up to ${intervalWords(most)} between polls`,
				both: (least, most) =>
					`with ${least === most ? '' : `${digits(least)} to `}${intervalWords(most)} between polls`,
			},
		),
		rangeWords(
			cells.map(({ rate }) => rate),
			rates,
			{
				from: (least) => `from ${messages(least)} on`,
				upTo: (most) => `at up to ${messages(most)}`,
				both: (least, most) =>
					`at ${least === most ? '' : `${digits(least)} to `}${messages(most)}`,
			},
		),
	].filter((part) => part !== '');
	return parts.length === 0 ? 'in places' : `only ${parts.join(' and ')}`;
}

interface RangeWords {
	from(least: number): string;
	upTo(most: number): string;
	both(least: number, most: number): string;
}

/** In which part of an axis values lie; empty for all of it. */
function rangeWords(values: readonly number[], axis: readonly number[], words: RangeWords): string {
	const [least, most] = [Math.min(...values), Math.max(...values)];
	const [first, last] = [axis[0]!, axis.at(-1)!];
	if (least > first && most < last) return words.both(least, most);
	if (least > first) return words.from(least);
	return most < last ? words.upTo(most) : '';
}

/** Where, on one side of today along an axis, another transport is named; to the next change or the end of the axis. */
export interface Stretch {
	readonly axis: 'interval' | 'rate';
	readonly winner: TransportId;
	/** The end nearer to today, and the farther one if it is not the end of the axis. */
	readonly near: number;
	readonly far: number | null;
	readonly side: 'above' | 'below';
}

/** "From about 28 s between polls on, polling would be named." */
export function stretchWords({ axis, winner, near, far, side }: Stretch): string {
	const amount = (value: number) => {
		const rounded = Number(value.toPrecision(2));
		return axis === 'interval' ? intervalWords(rounded) : messages(rounded);
	};
	const what = axis === 'interval' ? ' between polls' : '';
	const then = `${named(winner)} would be named.`;
	if (far !== null) {
		const [low, high] = [near, far].sort((a, b) => a - b);
		return `From about ${amount(low!)} to ${amount(high!)}${what}, ${then}`;
	}
	if (side === 'above') return `From about ${amount(near)}${what} on, ${then}`;
	return `At about ${amount(near)}${what} and below, ${then}`;
}
