import { binEdge, binSpan, logShares } from './density.ts';
import { inUnit, unitFor, type Unit } from './format.ts';
import type { Reports } from './reports.ts';
import { facts, figures, perPart, row, type Row, type Transports } from './rows.ts';

const LATENCIES = ['mean', 'p50', 'p95', 'p99'] as const;
export type LatencyFigure = (typeof LATENCIES)[number];

/** Mean and percentiles, simulated and as the closed forms expect them, all in one unit. */
export function latencyRows(reports: Reports, transports: Transports) {
	const at = figures(reports, transports);
	const simulated = LATENCIES.map((figure) => at(`latency.${figure}`));
	const expected = LATENCIES.map((figure) => at(`expected.latency.${figure}`));
	const unit = unitFor('ms', [...simulated, ...expected].flat());
	return {
		simulated: perPart(LATENCIES, (figure) =>
			row(`latency.${figure}`, simulated[LATENCIES.indexOf(figure)]!, unit),
		),
		expected: perPart(LATENCIES, (figure) => ({
			label: `${facts(`latency.${figure}`).label}, expected`,
			unit,
			values: expected[LATENCIES.indexOf(figure)]!,
		})),
	};
}

export interface LatencyBin extends Row {
	/** ms. */
	readonly from: number;
	readonly to: number;
}

/** The share of each transport's messages in bins of equal width on a log axis of latency. */
export function latencyBins(reports: Reports, transports: Transports, unit: Unit): LatencyBin[] {
	const shares = transports.map((id) => {
		const report = reports[id];
		return report ? logShares(report.distribution) : null;
	});
	const span = binSpan(shares.filter((share) => share !== null));
	if (!span) return [];
	return Array.from({ length: span[1] - span[0] + 1 }, (_, offset) => {
		const bin = span[0] + offset;
		const [from, to] = [binEdge(bin), binEdge(bin + 1)];
		return {
			label: `Messages that took ${inUnit(from, unit)} to ${inUnit(to, unit)} ${unit.label}`,
			unit: unitFor('share', []),
			values: shares.map((share) => (share && share.size > 0 ? (share.get(bin) ?? 0) : null)),
			from,
			to,
		};
	});
}
