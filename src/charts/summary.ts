import { BYTE_PARTS } from '../model/figures.ts';
import { named, type TransportId } from '../model/transports.ts';
import type { Report } from '../sim/report.ts';
import { duration, said, times } from './format.ts';
import { finished, type Reports } from './reports.ts';
import { bandwidthRows, partLabel } from './rows.ts';
import { listed, moreThan, sentence } from './words.ts';

type Transports = readonly TransportId[];

/** Said of a chart that does not show all yet: what is said of the most or of all would not hold. */
export const WAITING = 'The figures are being simulated.';

export interface Entry {
	readonly id: TransportId;
	readonly report: Report;
	readonly value: number;
}

/** Transports from most to least; those without a value are left out. None before all are known. */
export function ranked(
	reports: Reports,
	transports: Transports,
	value: (report: Report) => number | null,
): readonly Entry[] {
	if (!areKnown(reports, transports)) return [];
	return finished(reports, transports)
		.flatMap(([id, report]) => {
			const found = value(report);
			return found === null ? [] : [{ id, report, value: found }];
		})
		.sort((a, b) => b.value - a.value);
}

function areKnown(reports: Reports, transports: Transports): boolean {
	return transports.every((id) => reports[id]);
}

/** "polling and SSE". */
export function names(entries: readonly Entry[]): string {
	return listed(entries.map(({ id }) => named(id)));
}

/** "55 %". */
export function percent(share: number): string {
	return said(share, 'share');
}

/** Who has most and how many times the least; the end of a sentence that began with the most. */
export function comparison(entries: readonly Entry[], none: string): string {
	const [most, least] = [entries[0]!, entries.at(-1)!];
	if (entries.length === 1) return '';
	if (least.value === 0) return `; ${names(entries.filter(({ value }) => value === 0))} ${none}`;
	const more = moreThan(most.value, least.value, least.id);
	return more ? `, ${more}` : ', and the others hardly differ';
}

/** How many requests reach the servers now, and how many answers are empty. */
export function requestsSentence(reports: Reports, transports: Transports): string {
	const entries = ranked(reports, transports, (report) => report.requestsPerSecond);
	const most = entries[0];
	if (!most) return WAITING;
	if (most.value === 0) return 'Once everyone is connected, no HTTP request reaches the servers.';
	const rate = `${said(most.value, 'count')} requests a second`;
	const rest = comparison(entries, entries.at(-2)?.value === 0 ? 'send none' : 'sends none');
	const share = most.report.emptyResponseFraction;
	const empty = share > 0 ? ` ${sentence(percent(share))} of its answers are empty.` : '';
	return `${sentence(named(most.id))} sends ${rate}${rest}.${empty}`;
}

/** How long half of the messages take now, by the fastest and the slowest transport. */
export function latencySentence(reports: Reports, transports: Transports): string {
	const slowest = ranked(reports, transports, (report) => report.latency.p50);
	if (!areKnown(reports, transports)) return WAITING;
	const [slow, fast] = [slowest[0], slowest.at(-1)];
	if (!slow || !fast) return 'No message was delivered, so there is no latency to show.';
	const first = `Half of the messages arrive within ${duration(fast.value)} by ${named(fast.id)}`;
	const ratio = slow.value / fast.value;
	if (slow.id === fast.id)
		return `${first}, ${percent(0.99)} within ${duration(fast.report.latency.p99)}.`;
	if (ratio < 1.05) return `${first}, and the others hardly differ.`;
	const longer = Number.isFinite(ratio) ? `, ${times(ratio)} as long` : '';
	return `${first}; ${named(slow.id)} takes ${duration(slow.value)}${longer}.`;
}

/** Who moves most bytes now, and what most of them are. */
export function bandwidthSentence(reports: Reports, transports: Transports): string {
	const entries = ranked(reports, transports, ({ bytes }) => bytes.up + bytes.down);
	const most = entries[0];
	if (!most) return WAITING;
	if (most.value === 0) return 'No transport moves a single byte.';
	const { parts } = most.report.bytes;
	const largest = [...BYTE_PARTS].sort((a, b) => parts[b] - parts[a])[0]!;
	const what = partLabel(bandwidthRows(reports, transports).parts[largest]);
	const share = percent(parts[largest] / most.value);
	const rest = comparison(entries, 'moves none');
	return `${sentence(named(most.id))} moves ${said(most.value, 'B/s')}${rest}; ${share} of it is ${what}.`;
}

/** How long a phone's radio is on now, and what that costs. */
export function batterySentence(reports: Reports, transports: Transports): string {
	const entries = ranked(reports, transports, ({ battery }) => battery.energyPerHour);
	const most = entries[0];
	if (!most) return WAITING;
	const idle = entries.every(
		({ report: { battery } }) =>
			battery.energyPerHour + battery.radioOnFraction + battery.wakeUpsPerHour === 0,
	);
	if (idle) return 'This network has no radio that could sleep, so no transport costs battery.';
	const least = entries.at(-1)!;
	const on = ({ id, report }: Entry) =>
		`${percent(report.battery.radioOnFraction)} of the time with ${named(id)}`;
	const first = `A phone’s radio is on ${on(most)}`;
	if (least.id === most.id) return `${first}.`;
	const more = moreThan(most.value, least.value, least.id, 'energy');
	return `${first} and ${on(least)}${more ? `; ${named(most.id)} takes ${more}` : ''}.`;
}
