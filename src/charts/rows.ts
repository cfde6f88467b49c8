import { BYTE_PARTS, FIGURES, figureAt, type FigureFacts } from '../model/figures.ts';
import type { TransportId } from '../model/transports.ts';
import { TIMES, timesRounded, unitFor, type Unit } from './format.ts';
import type { Reports } from './reports.ts';

/**
 * One line of a chart's table: a figure of each transport. A chart draws from its rows, so what it
 * draws and what its table says cannot differ.
 */
export interface Row {
	readonly label: string;
	/** Where it stands in the figures, if it is one. */
	readonly path?: string;
	readonly unit: Unit;
	/** In base units, in the order of the chart's transports; null where there is none (yet). */
	readonly values: readonly (number | null)[];
}

export type Values = Row['values'];
export type Transports = readonly TransportId[];

/** The figure at a dotted path of each report. */
export function figures(reports: Reports, transports: Transports): (path: string) => Values {
	return (path) =>
		transports.map((id) => {
			const report = reports[id];
			return report ? (figureAt(report, path) ?? null) : null;
		});
}

/** What the figure at `path` is called, and its unit. */
export function facts(path: string): FigureFacts {
	return FIGURES.find((figure) => figure.path === path)!;
}

/** A row named as the figure at `path` is everywhere, in a unit of its own unless one is given. */
export function row(path: string, values: Values, unit = unitFor(facts(path).unit, values)): Row {
	return { label: facts(path).label, path, unit, values };
}

/** A row for each part of a sum, by the part's name. */
export function perPart<P extends string>(parts: readonly P[], make: (part: P) => Row) {
	return Object.fromEntries(parts.map((part) => [part, make(part)])) as Record<P, Row>;
}

function dividedBy(values: Values, divisors: Values): Values {
	return values.map((value, index) => {
		const divisor = divisors[index] ?? 0;
		return value === null || divisor === 0 ? null : value / divisor;
	});
}

/** The values of a row and, if there is one, of the same row of the pinned run: what an axis must span. */
export function both(row: Row, pinned: Row | undefined): Values {
	return pinned ? [...row.values, ...pinned.values] : row.values;
}

/** Place of the smallest value above zero; -1 if there is none. */
export function leastOf(values: Values): number {
	const least = values.reduce<number>(
		(min, value) => (value !== null && value > 0 && value < min ? value : min),
		Infinity,
	);
	return values.indexOf(least);
}

/** Each value as a multiple of the smallest one above zero. */
function multiples(values: Values): Values {
	const least = values[leastOf(values)] ?? NaN;
	return values.map((value) =>
		value === null || !(value > 0) ? null : timesRounded(value / least),
	);
}

/** What {@link RequestsChart} draws: requests a second, their multiple of the fewest, empty answers. */
export function requestsRows(reports: Reports, transports: Transports) {
	const at = figures(reports, transports);
	const requests = at('requestsPerSecond');
	return {
		factor: { label: 'Times the fewest', unit: TIMES, values: multiples(requests) },
		empty: row('emptyResponseFraction', at('emptyResponseFraction')),
		requests: row('requestsPerSecond', requests),
	} satisfies Record<string, Row>;
}

/** Bytes a second in all and by part (one unit), bytes per message, and each part's share. */
export function bandwidthRows(reports: Reports, transports: Transports) {
	const at = figures(reports, transports);
	const [up, down] = [at('bytes.up'), at('bytes.down')];
	const total = up.map((value, index) => (value === null ? null : value + (down[index] ?? 0)));
	const unit = unitFor('B/s', total);
	const parts = perPart(BYTE_PARTS, (part) => {
		const path = `bytes.parts.${part}`;
		return row(path, at(path), unit);
	});
	return {
		total: { label: 'Bytes, up and down', unit, values: total } satisfies Row,
		up: row('bytes.up', up, unit),
		down: row('bytes.down', down, unit),
		perMessage: row('bytes.perMessage', at('bytes.perMessage')),
		parts,
		shares: perPart(BYTE_PARTS, (part) => ({
			label: `${partLabel(parts[part])}, share of the bytes`,
			unit: unitFor('share', []),
			values: dividedBy(parts[part].values, total),
		})),
	};
}

/** What a part of a sum is called, without the name of the sum: "HTTP headers". */
export function partLabel({ label }: Row): string {
	return label.slice(label.indexOf(': ') + 2);
}

/** Wake-ups, time and energy of one phone's radio. */
export function batteryRows(reports: Reports, transports: Transports) {
	const at = figures(reports, transports);
	return {
		wakeUps: row('battery.wakeUpsPerHour', at('battery.wakeUpsPerHour')),
		on: row('battery.radioOnFraction', at('battery.radioOnFraction')),
		energy: row('battery.energyPerHour', at('battery.energyPerHour')),
	};
}
