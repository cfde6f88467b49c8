import type { LabCase } from './cases.ts';
import type { Measurement } from './lab.ts';
import type { Observed } from './observed.ts';
import type { TransportId } from '../src/model/transports.ts';

/** A figure that is measured and simulated, and how far the two may be apart. */
export interface ComparedFigure {
	readonly id: FigureId;
	readonly label: string;
	/** Of the ratio from 1. */
	readonly aim: number;
	readonly of: (observed: Observed) => number | undefined;
}

export type FigureId =
	| 'requests'
	| 'up'
	| 'down'
	| 'ipUp'
	| 'ipDown'
	| 'newConnections'
	| 'mean'
	| 'p99'
	| 'wakeUps'
	| 'radioOn';

export const COMPARED: readonly ComparedFigure[] = [
	{ id: 'requests', label: 'Requests', aim: 0.02, of: ({ requests }) => requests },
	{ id: 'newConnections', label: 'New conn.', aim: 0.02, of: newConnections },
	{ id: 'up', label: 'TLS up', aim: 0.03, of: ({ application }) => application.up },
	{ id: 'down', label: 'TLS down', aim: 0.03, of: ({ application }) => application.down },
	{ id: 'ipUp', label: 'IP up', aim: 0.03, of: ({ ip }) => ip?.up },
	{ id: 'ipDown', label: 'IP down', aim: 0.03, of: ({ ip }) => ip?.down },
	{ id: 'mean', label: 'Mean', aim: 0.05, of: ({ latency }) => latency.mean },
	{ id: 'p99', label: 'p99', aim: 0.1, of: ({ latency }) => latency.p99 },
	{ id: 'wakeUps', label: 'Wake-ups', aim: 0.05, of: ({ radio }) => radio.wakeUpsPerHour },
	{ id: 'radioOn', label: 'Radio on', aim: 0.05, of: ({ radio }) => radio.radioOnFraction },
];

/** Fewer than one a second are too few to compare. */
function newConnections({ newConnections }: Observed): number | undefined {
	return newConnections < 1 ? undefined : newConnections;
}

/** One transport in one scenario, measured and simulated. */
export interface Comparison {
	readonly name: string;
	readonly about: string;
	readonly transport: TransportId;
	readonly measured: Observed;
	readonly simulated: Observed;
	/** Measured ÷ simulated; null where neither has anything to compare. */
	readonly ratios: Readonly<Record<FigureId, number | null>>;
	/** Standard error of the ratio of mean latencies. */
	readonly meanError: number;
	readonly late: Measurement['late'];
	readonly lost: number;
	readonly retries: number;
}

/** Sets a measurement beside what the engine makes of the same scenario. */
export function compare(
	{ name, about }: LabCase,
	transport: TransportId,
	{ observed, late, lost, retries }: Measurement,
	expected: Observed,
): Comparison {
	const ratios = COMPARED.map(({ id, of }) => [id, ratio(of(observed), of(expected))]);
	return {
		name,
		about,
		transport,
		measured: observed,
		simulated: expected,
		ratios: Object.fromEntries(ratios) as Comparison['ratios'],
		meanError: observed.latency.standardError / expected.latency.mean,
		late,
		lost,
		retries,
	};
}

function ratio(measured: number | undefined, expected: number | undefined): number | null {
	if (measured === undefined || expected === undefined) return null;
	if (expected === 0) return measured === 0 ? null : Infinity;
	return measured / expected;
}

/** The figures of a comparison that are further apart than they should be. */
export function outside({ ratios }: Comparison): ComparedFigure[] {
	return COMPARED.filter(({ id, aim }) => {
		const value = ratios[id];
		return value !== null && Math.abs(value - 1) > aim;
	});
}
