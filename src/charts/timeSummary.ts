import { named } from '../model/transports.ts';
import { unitFor, withUnit } from './format.ts';
import { finished, type Reports, type SeriesPick } from './reports.ts';
import type { Row, Transports } from './rows.ts';
import { WAITING } from './summary.ts';
import { orNull, timeUnit } from './timeRows.ts';
import { listed } from './words.ts';

/** The average over time of each transport's line, or the most it reaches. */
export function timeSentence(
	reports: Reports,
	transports: Transports,
	pick: SeriesPick,
	quantity: string,
	statistic: 'mean' | 'most' = 'mean',
): string {
	const entries = finished(reports, transports);
	if (entries.length === 0) return WAITING;
	const unit = timeUnit(reports, transports, pick, quantity);
	const [words, of] =
		statistic === 'mean' ? ['On average over the run', meanOf] : ['At most during the run', mostOf];
	const values = entries.map(
		([id, { series }]) => `${named(id)} ${withUnit(orNull(of(pick(series))), unit)}`,
	);
	return `${words}: ${listed(values)}.`;
}

/** The average of each transport's line over the run. */
export function meanRow(
	reports: Reports,
	transports: Transports,
	pick: SeriesPick,
	quantity: string,
): Row {
	const values = transports.map((id) => {
		const report = reports[id];
		return report ? orNull(meanOf(pick(report.series))) : null;
	});
	return { label: 'On average', unit: unitFor(quantity, values), values };
}

function meanOf(values: Float64Array): number {
	const known = values.filter((value) => !Number.isNaN(value));
	return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function mostOf(values: Float64Array): number {
	const known = values.filter((value) => !Number.isNaN(value));
	return known.length === 0 ? NaN : Math.max(...known);
}
