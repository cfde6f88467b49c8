import { figureAt, FIGURES, type FigureFacts } from './model/figures.ts';
import { TRANSPORTS, type TransportId } from './model/transports.ts';
import type { Report } from './sim/report.ts';

/** A unit to show a figure in: one for the whole row, so that its numbers can be compared. */
interface Scale {
	readonly unit: string;
	readonly factor: number;
}

type Unit = FigureFacts['unit'];

const ROWS_OF_BYTES = ['', 'k', 'M', 'G', 'T'];

const SCALES: Readonly<Record<Unit, (largest: number) => Scale>> = {
	'per s': () => ({ unit: '1/s', factor: 1 }),
	ms: (largest) => (largest < 10_000 ? { unit: 'ms', factor: 1 } : { unit: 's', factor: 0.001 }),
	'B/s': (largest) => bytes(largest, 'B/s'),
	B: (largest) => bytes(largest, 'B'),
	'1/h': () => ({ unit: '1/h', factor: 1 }),
	share: () => ({ unit: '%', factor: 100 }),
	'J/h': () => ({ unit: 'J/h', factor: 1 }),
	count: () => ({ unit: '', factor: 1 }),
	USD: () => ({ unit: 'USD', factor: 1 }),
};

function bytes(largest: number, unit: string): Scale {
	const power = ROWS_OF_BYTES.findIndex((_, index) => largest < 1000 ** (index + 1));
	const step = power < 0 ? ROWS_OF_BYTES.length - 1 : power;
	return { unit: `${ROWS_OF_BYTES[step]}${unit}`, factor: 1000 ** -step };
}

/** The figures as a table of text: a row for each figure, a column for each transport. */
export function printTable(reports: ReadonlyMap<TransportId, Report>): string {
	const heads = [...reports.keys()].map((transport) => TRANSPORTS[transport].label);
	const rows = FIGURES.map(({ path, label, unit }) => {
		const values = [...reports.values()].map((report) => figureAt(report, path) ?? null);
		const scale = SCALES[unit](Math.max(0, ...values.map((value) => value ?? 0)));
		return [label, ...values.map((value) => printNumber(value, scale)), scale.unit];
	});
	return align([['', ...heads, ''], ...rows]);
}

const LARGE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

function printNumber(value: number | null, { factor }: Scale): string {
	if (value === null) return '–';
	const scaled = value * factor;
	return (Math.abs(scaled) < 1000 ? SMALL : LARGE).format(scaled);
}

/** The first and the last column to the left, numbers to the right. */
function align(rows: readonly (readonly string[])[]): string {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	const line = (row: readonly string[]) =>
		row
			.map((text, column) =>
				column === 0 || column === row.length - 1
					? text.padEnd(widths[column]!)
					: text.padStart(widths[column]!),
			)
			.join('  ')
			.trimEnd();
	return rows.map((row) => `${line(row)}\n`).join('');
}
