import { COST_PARTS } from '../model/figures.ts';
import { named, type TransportId } from '../model/transports.ts';
import { said } from './format.ts';
import type { Reports } from './reports.ts';
import { partLabel } from './rows.ts';
import { moneyRows } from './serverRows.ts';
import { comparison, names, percent, ranked, WAITING, type Entry } from './summary.ts';
import { listed, sentence } from './words.ts';

type Transports = readonly TransportId[];

/** How busy the cores are now, and whose queue grows. */
export function serverSentence(reports: Reports, transports: Transports): string {
	const entries = ranked(reports, transports, ({ server }) => server.utilisation);
	const most = entries[0];
	if (!most) return WAITING;
	const overloaded = entries.filter(({ value }) => value > 1);
	if (overloaded.length > 0) {
		const shares = overloaded.map(({ id, value }) => `${named(id)} asks for ${percent(value)}`);
		return `${sentence(listed(shares))} of what the cores can do: overloaded, the queue grows.`;
	}
	if (most.value === 0) return 'The cores have nothing to do.';
	const rest = comparison(entries, 'needs none');
	return `${sentence(named(most.id))} keeps the cores busy ${percent(most.value)} of the time${rest}.`;
}

/** How many connections are held open now, and the memory that takes. */
export function memorySentence(reports: Reports, transports: Transports): string {
	const entries = ranked(reports, transports, ({ server }) => server.connections);
	const most = entries[0];
	if (!most) return WAITING;
	const held = ({ value, report }: Entry) =>
		`${said(value, 'count')} connections open, ${said(report.server.memory, 'B')} of memory`;
	const same = entries.filter(({ value }) => value >= most.value / 1.05);
	const fewest = entries.at(-1)!;
	const holds = same.length > 1 ? 'hold' : 'holds';
	const rest = same.includes(fewest) ? '' : `; ${named(fewest.id)} ${said(fewest.value, 'count')}`;
	return `${sentence(names(same))} ${holds} ${held(most)}${rest}.`;
}

/** Whose bill is highest now, and what it pays for. */
export function moneySentence(reports: Reports, transports: Transports): string {
	const entries = ranked(reports, transports, ({ cost }) => cost.monthly);
	const most = entries[0];
	if (!most) return WAITING;
	if (most.value === 0) return 'Nothing of this costs money at these prices.';
	const { parts } = most.report.cost;
	const largest = [...COST_PARTS].sort((a, b) => parts[b] - parts[a])[0]!;
	const what = partLabel(moneyRows(reports, transports).parts[largest]);
	const rest = comparison(entries, 'costs nothing');
	return `${sentence(named(most.id))} costs ${said(most.value, 'USD')} a month${rest}; ${percent(parts[largest] / most.value)} pays for ${what}.`;
}
