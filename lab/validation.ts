import { TRANSPORTS } from '../src/model/transports.ts';
import { agreements } from './agreement.ts';
import { COMPARED, outside, type ComparedFigure, type Comparison } from './compare.ts';
import type { Costs } from './costs.ts';
import type { BothWays } from './observed.ts';
import type { Results, SetUpFacts } from './results.ts';

const BEGIN = '<!-- what follows is written by `npm run lab` -->';
const END = '<!-- end of what `npm run lab` writes -->';

/** `document` with the lab's tables in place of those of an earlier run. */
export function withTables(document: string, results: Results): string {
	const [before = '', rest = ''] = document.split(BEGIN);
	const after = rest.split(END)[1] ?? '\n';
	return `${before}${BEGIN}\n\n${tables(results)}\n${END}${after}`;
}

function tables(results: Results): string {
	const { comparisons, costs, setUps, handshakeCpu } = results;
	return [
		`### Measured ÷ simulated\n`,
		circumstances(results),
		ratioTable(comparisons),
		`### All set-ups together\n`,
		agreementTable(comparisons),
		`### Outside the aims\n`,
		outsideList(comparisons),
		`### Setting up a connection\n`,
		setUpTable(setUps),
		...(costs.length > 0 ? [`### What the server spent\n`, costTable(costs, handshakeCpu)] : []),
	].join('\n');
}

function circumstances({ node, openssl, kernel, packets, comparisons, cores }: Results): string {
	const load = Math.max(...comparisons.map((each) => each.load));
	const path = packets
		? 'packets between two network namespaces, MTU 1500'
		: 'chunks through a relay of TCP connections';
	return `Node ${node}, OpenSSL ${openssl}, Linux ${kernel}; path: ${path}; load average up to ${load.toFixed(1)} on ${cores} cores.\n`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''].join('\n');
}

function ratioTable(comparisons: readonly Comparison[]): string {
	const heads = COMPARED.map(({ label, aim }) => `${label} (±${aim * 100} %)`);
	const rows = comparisons.map((comparison) => [
		comparison.name,
		TRANSPORTS[comparison.transport].label,
		...COMPARED.map((figure) => cell(comparison, figure)),
	]);
	return table(['Scenario', 'Transport', ...heads], rows);
}

function cell({ ratios, meanError }: Comparison, { id, aim }: ComparedFigure): string {
	const ratio = ratios[id];
	if (ratio === null) return '–';
	const text = ratio.toFixed(3) + (id === 'mean' ? ` ± ${meanError.toFixed(3)}` : '');
	return Math.abs(ratio - 1) > aim ? `**${text}**` : text;
}

function agreementTable(comparisons: readonly Comparison[]): string {
	const rows = agreements(comparisons).map(({ figure, setUps, rankCorrelation, error }) => [
		figure.label,
		String(setUps),
		rankCorrelation?.toFixed(3) ?? '–',
		`${(error * 100).toFixed(1)} %`,
	]);
	const heads = ['Figure', 'Set-ups', 'Rank correlation (Spearman)', 'Mean absolute error'];
	return `${table(heads, rows)}\nThe error is a share of what was measured. The engine was told the rates and CPU times that were measured, and transports that lie far apart are ranked together: both make these figures better than a forecast would be.\n`;
}

function outsideList(comparisons: readonly Comparison[]): string {
	const lines = comparisons.flatMap((comparison) =>
		outside(comparison).map(({ label, of }) => {
			const { name, transport, measured, simulated } = comparison;
			const [was, should] = [of(measured)!, of(simulated)!].map((value) => value.toPrecision(4));
			return `- ${name}, ${TRANSPORTS[transport].label}, ${label}: measured ${was}, simulated ${should}`;
		}),
	);
	return lines.length === 0 ? 'Nothing.\n' : `${lines.join('\n')}\n`;
}

function both(bytes: BothWays | null): string {
	return bytes ? `${bytes.up} / ${bytes.down}` : '–';
}

function setUpTable(setUps: readonly SetUpFacts[]): string {
	const rows = setUps.map(({ kind, application, ip }) => [kind, both(application), both(ip)]);
	return table(['Kind', 'TLS bytes up / down', 'IP bytes up / down'], rows);
}

function costTable(costs: readonly Costs[], handshakeCpu: number | null): string {
	const rows = costs.map(({ transport, memory, cpu }) => [
		TRANSPORTS[transport].label,
		`${(memory / 1000).toFixed(1)} kB`,
		`${cpu.toFixed(3)} ms`,
	]);
	const heads = [
		'Transport',
		'Memory of a silent connection',
		'CPU of a poll, a held request with its answer, a push',
	];
	const handshake =
		handshakeCpu === null
			? ''
			: `\nAccepting a connection cost ${handshakeCpu.toFixed(2)} ms of CPU beyond the request it carries.\n`;
	return table(heads, rows) + handshake;
}
