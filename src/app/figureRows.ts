import { FIGURES, figureAt, type FigureFacts } from '../model/figures.ts';
import type { TransportId } from '../model/transports.ts';
import type { Reports } from './comparison.svelte.ts';

/** A figure of one transport, simulated and by the closed forms. */
export interface FigureCell {
	readonly transport: TransportId;
	readonly simulated: number | null;
	readonly expected: number | null;
	/** Of the pinned run. */
	readonly pinned: number | null;
	/** Which of the reasons says why nothing is expected, from 1; null when something is, or none is given. */
	readonly reason: number | null;
}

export interface FigureRow extends FigureFacts {
	/** It is one of several that add up to a figure above. */
	readonly part: boolean;
	readonly cells: readonly FigureCell[];
}

/** Every figure of every transport, and the reasons that the cells refer to, each once. */
export function figureRows(
	reports: Reports,
	transports: readonly TransportId[],
	ghost: Reports = {},
): { rows: readonly FigureRow[]; reasons: readonly string[] } {
	const reasons: string[] = [];

	function numberOf(reason: string | undefined): number | null {
		if (reason === undefined) return null;
		if (!reasons.includes(reason)) reasons.push(reason);
		return reasons.indexOf(reason) + 1;
	}

	const rows = FIGURES.map((facts) => ({
		...facts,
		part: facts.path.includes('.parts.'),
		cells: transports.flatMap((transport) => {
			const report = reports[transport];
			if (!report) return [];
			const simulated = figureAt(report, facts.path) ?? null;
			const expected = figureAt(report.expected, facts.path) ?? null;
			const other = ghost[transport];
			const pinned = other ? (figureAt(other, facts.path) ?? null) : null;
			const reason = expected === null ? numberOf(report.unexpected[facts.path]) : null;
			return [{ transport, simulated, expected, pinned, reason }];
		}),
	}));
	return { rows, reasons };
}
