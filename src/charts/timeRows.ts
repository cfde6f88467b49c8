import { unitFor } from './format.ts';
import { finished, type Reports, type SeriesPick } from './reports.ts';
import type { Row, Transports } from './rows.ts';

/** A series bin by bin; the label is the start of the bin. */
export function timeRows(
	reports: Reports,
	transports: Transports,
	pick: SeriesPick,
	quantity: string,
) {
	const entries = finished(reports, transports);
	const unit = timeUnit(reports, transports, pick, quantity);
	const longest = entries
		.map(([, { series }]) => series)
		.reduce<Float64Array>((a, { time }) => (time.length > a.length ? time : a), new Float64Array());
	return Array.from(longest, (start, bin): Row => {
		const values = transports.map((id) => {
			const series = reports[id]?.series;
			return (series && orNull(pick(series)[bin])) ?? null;
		});
		return { label: `at ${Number(start.toFixed(2))} s`, unit, values };
	});
}

/** A bin without a value is NaN in a report and null in a table. */
export function orNull(value: number | undefined): number | null {
	return value === undefined || Number.isNaN(value) ? null : value;
}

/** The one unit of a series over all transports. */
export function timeUnit(
	reports: Reports,
	transports: Transports,
	pick: SeriesPick,
	quantity: string,
) {
	const largest = finished(reports, transports).map(([, { series }]) =>
		pick(series).reduce((most, value) => (value > most ? value : most), 0),
	);
	return unitFor(quantity, largest);
}
