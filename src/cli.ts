import { readFileSync } from 'node:fs';
import { printDocument } from './model/document.ts';
import { encodeScenario } from './model/query.ts';
import type { Scenario } from './model/scenario.ts';
import { TRANSPORTS, type TransportId } from './model/transports.ts';
import type { Report } from './sim/report.ts';
import { simulate } from './sim/simulate.ts';
import { printHelp } from './cliHelp.ts';
import { UsageError } from './cliInput.ts';
import { readOrder, type Order } from './cliOptions.ts';
import { sweepLines } from './cliSweep.ts';
import { printTable } from './cliTable.ts';

/** What the command line touches outside of itself. */
export interface Io {
	/** Standard output. */
	out(text: string): void;
	/** Standard error. */
	err(text: string): void;
	/** The text of a file; throws when there is none. */
	read(path: string): string;
}

type Simulate = (transport: TransportId, scenario: Scenario) => Report;

const PROCESS: Io = {
	out: (text) => void process.stdout.write(text),
	err: (text) => void process.stderr.write(text),
	read: (path) => readFileSync(path, 'utf8'),
};

/**
 * The command line: the same simulation as on the page, as a table, JSON or CSV. Gives the exit
 * status: 0, or 2 with one sentence on standard error when `args` cannot be used.
 */
export function main(args: readonly string[], io: Io = PROCESS, run: Simulate = simulate): number {
	try {
		print(readOrder(args, io.read), io, run);
		return 0;
	} catch (error) {
		// The engine refuses with a RangeError what no machine could hold.
		if (!(error instanceof UsageError || error instanceof RangeError)) throw error;
		io.err(`${error.message}\n`);
		return 2;
	}
}

function print(order: Order, io: Io, run: Simulate): void {
	const { scenario, transports, sweep } = order;
	if (order.help) {
		io.out(printHelp());
		return;
	}

	const runAndSay: Simulate = (transport, changed) => {
		const report = run(transport, changed);
		for (const remark of remarks(transport, report)) io.err(`${remark}\n`);
		return report;
	};
	if (sweep !== null) {
		for (const line of sweepLines(sweep, scenario, transports, runAndSay)) io.out(`${line}\n`);
		return;
	}
	const reports = new Map(transports.map((id) => [id, runAndSay(id, scenario)]));
	io.out(order.json ? printDocument(scenario, reports) : printPage(scenario, reports));
}

/** What a reader of the figures must know and cannot see in them. */
function remarks(transport: TransportId, { partial }: Report): string[] {
	if (partial === null) return [];
	const { label } = TRANSPORTS[transport];
	return [
		`${label}: cut short, the figures hold for the first ${partial.seconds} s: ${partial.reason}`,
	];
}

function printPage(scenario: Scenario, reports: ReadonlyMap<TransportId, Report>): string {
	const changes = encodeScenario(scenario).map(([name, text]) => `${name}=${text}`);
	return `Scenario: ${changes.join(' ') || 'all defaults'}\n\n${printTable(reports)}`;
}
