import { PROGRAM_VERSION } from '../model/document.ts';
import { TRANSPORTS, type TransportId } from '../model/transports.ts';
import { NARROW } from './format.ts';
import type { Origin } from './origin.ts';
import type { Row } from './rows.ts';

/** A spreadsheet would take a text that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A chart's table as CSV (RFC 4180), a column for each transport, all digits, in the unit of the
 * line. Every line says what scenario, seed and version it is of, so that files can be put together.
 */
export function csvOf(
	rows: readonly Row[],
	transports: readonly TransportId[],
	origin: Origin | undefined,
): string {
	const names = transports.map((id) => TRANSPORTS[id].label);
	const about = [origin?.link ?? '', origin?.seed ?? '', PROGRAM_VERSION];
	const head = ['Figure', 'Unit', ...names, 'Scenario', 'Seed', 'Version'];
	const body = rows.map(({ label, unit, values }) => [
		label,
		unit.label,
		...transports.map((_, index) => exact(values[index] ?? null, unit.factor)),
		...about,
	]);
	return [head, ...body].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** Fifteen digits are what a double holds for sure; more would show what 0.1 is in binary. */
function exact(value: number | null, factor: number): number | '' {
	if (value === null || !Number.isFinite(value)) return '';
	return Number((value / factor).toPrecision(15));
}

/** One cell, quoted where it must be; a text that a spreadsheet would calculate is marked as text. */
export function csvCell(content: string | number): string {
	if (typeof content === 'number') return String(content);
	const plain = content.replaceAll(NARROW, ' ');
	const text = FORMULA.test(plain) ? `'${plain}` : plain;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
