import type { TransportId } from '../model/transports.ts';
import type { Report, Series } from '../sim/report.ts';

/** The reports that are finished so far. */
export type Reports = Readonly<Partial<Record<TransportId, Report>>>;

/** Which line of a report over time. */
export type SeriesPick = (series: Series) => Float64Array;

/** Transport and report for each that has one, in the given order. */
export function finished(
	reports: Reports,
	transports: readonly TransportId[],
): readonly (readonly [TransportId, Report])[] {
	return transports.flatMap((id) => {
		const report = reports[id];
		return report ? [[id, report] as const] : [];
	});
}

/** The bin of `series` that holds the moment `time` (s); -1 outside. */
export function binAt({ time, binWidth }: Series, seconds: number): number {
	const index = Math.floor((seconds - (time[0] ?? 0)) / binWidth);
	return index >= 0 && index < time.length ? index : -1;
}

/** End of the last bin of all reports, s. */
export function endOf(reports: Reports, transports: readonly TransportId[]): number {
	const ends = finished(reports, transports).map(
		([, { series }]) => (series.time.at(-1) ?? 0) + series.binWidth,
	);
	return Math.max(0, ...ends);
}
