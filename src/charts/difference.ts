import { named, type TransportId } from '../model/transports.ts';
import { withUnit } from './format.ts';
import type { Row } from './rows.ts';
import { listed, SAME } from './words.ts';

/** One chart's figures of the run that is pinned, beside those of the run on screen. */
export interface Pinned {
	/** The figure that the chart is about, on screen and pinned. */
	readonly now: Row;
	readonly then: Row;
	/** All that is known of the pinned run here, for the table. */
	readonly rows: readonly Row[];
}

/** The rows of a pinned run under names of their own. */
export function pinnedRows({ rows }: Pinned): readonly Row[] {
	return rows.map((row) => ({ ...row, label: `${row.label}, pinned` }));
}

/** What changed against the pinned run: "HTTP requests: polling 333/s instead of 3 333/s; SSE hardly differs." */
export function differenceSentence(
	{ now, then }: Pinned,
	transports: readonly TransportId[],
): string {
	const known = transports.map((id, index) => ({
		id,
		one: now.values[index] ?? null,
		other: then.values[index] ?? null,
	}));
	const same = known.filter(({ one, other }) => nearly(one, other)).map(({ id }) => named(id));
	const changes = known
		.filter(({ one, other }) => !nearly(one, other))
		.map(({ id, one, other }) => `${named(id)} ${said(one, now)} instead of ${said(other, then)}`);
	const rest = `${listed(same)} hardly differ${same.length > 1 ? '' : 's'}`;
	return `${now.label}: ${[changes.join(', '), same.length > 0 && rest].filter(Boolean).join('; ')}.`;
}

function said(value: number | null, { unit }: Row): string {
	return value === null ? 'no value' : withUnit(value, unit);
}

/** Whether two values are so close that a sentence calls them the same. */
function nearly(one: number | null, other: number | null): boolean {
	if (one === null || other === null || one === other) return one === other;
	return Math.max(one, other) < SAME * Math.min(one, other);
}
