import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { TRANSPORTS } from '../src/model/transports.ts';
import { CASES, SHORT_CASES } from './cases.ts';
import { compare, COMPARED, outside, type Comparison } from './compare.ts';
import { handshakeCpu, measureCosts, type Costs } from './costs.ts';
import { Lab } from './lab.ts';
import { packetsAllowed } from './path.ts';
import type { Results, SetUpFacts } from './results.ts';
import { simulated } from './simulated.ts';
import { withTables } from './validation.ts';

const HELP = `npm run lab [-- OPTION… SCENARIO…]
Plays scenarios with real sockets on this machine and compares them with the simulation.
Named scenarios are played alone, and with --write take the place of their earlier results.
  --short    three scenarios only
  --relay    delay by a relay of TCP connections, even where packets could be seen
  --write    write lab/results.json and the tables of docs/VALIDATION.md
  --costs    measure memory and CPU of the server as well
`;
const RESULTS = 'lab/results.json';
const DOCUMENT = 'docs/VALIDATION.md';

/** Runs the lab from the project's folder; the exit status says whether all figures met their aims. */
export async function main(args: readonly string[]): Promise<number> {
	if (args.includes('--help')) {
		process.stdout.write(HELP);
		return 0;
	}
	const packets = !args.includes('--relay') && packetsAllowed();
	const names = args.filter((each) => !each.startsWith('--'));
	const known = args.includes('--short') ? SHORT_CASES : CASES;
	const cases = names.length > 0 ? known.filter(({ name }) => names.includes(name)) : known;
	let costs: readonly Costs[] = [];
	let handshake: number | null = null;
	if (args.includes('--costs')) {
		costs = await measureCosts();
		handshake = await handshakeCpu(costs.find(({ transport }) => transport === 'polling')!.cpu);
		for (const { transport, memory, cpu } of costs) {
			process.stdout.write(`${transport}: ${memory} B a connection, ${cpu} ms of CPU\n`);
		}
		process.stdout.write(`handshake: ${handshake} ms of CPU\n`);
	}
	const lab = await Lab.open({ packets });
	const comparisons: Results['comparisons'][number][] = [];
	const setUps = new Map<string, SetUpFacts>();
	for (const each of cases) {
		for (const transport of each.transports) {
			const measurement = await lab.play(transport, each.scenario);
			const { http, tls } = each.scenario;
			const kind = `HTTP/${http}, ${tls}`;
			if (!setUps.has(kind)) setUps.set(kind, { kind, ...measurement.setUp });
			const expected = simulated(transport, measurement.met);
			const comparison = compare(each, transport, measurement, expected);
			comparisons.push({ ...comparison, load: loadavg()[0]! });
			process.stdout.write(`${lineOf(comparison)}\n`);
		}
	}
	lab.close();
	const results: Results = {
		node: process.versions.node,
		openssl: process.versions.openssl,
		kernel: release(),
		packets,
		cores: cpus().length,
		comparisons,
		setUps: [...setUps.values()],
		costs,
		handshakeCpu: handshake,
	};
	if (args.includes('--write')) write(results);
	return comparisons.some((each) => outside(each).length > 0) ? 1 : 0;
}

function lineOf({ name, transport, ratios, meanError, late, lost, retries }: Comparison): string {
	const shown = COMPARED.map(({ id, label }) => `${label} ${ratios[id]?.toFixed(3) ?? '–'}`);
	const title = `${name}, ${TRANSPORTS[transport].label}`.padEnd(36);
	const path = `(±${meanError.toFixed(3)}; path late by ${late.mean.toFixed(2)}/${late.p99.toFixed(2)} ms)`;
	return `${title} ${shown.join('  ')} ${path} lost ${lost} again ${retries}`;
}

/** What was found now, and of an earlier run what was not played again. */
function joined(found: Results, text: string): Results {
	const earlier = JSON.parse(text) as Results;
	const known = [...found.comparisons, ...earlier.comparisons];
	const places = CASES.flatMap(({ name, transports }) =>
		transports.map((transport) => ({ name, transport })),
	);
	return {
		...found,
		comparisons: places.flatMap(
			({ name, transport }) =>
				known.find((each) => each.name === name && each.transport === transport) ?? [],
		),
		setUps: [
			...found.setUps,
			...earlier.setUps.filter(({ kind }) => !found.setUps.some((each) => each.kind === kind)),
		],
		costs: found.costs.length > 0 ? found.costs : earlier.costs,
		handshakeCpu: found.handshakeCpu ?? earlier.handshakeCpu,
	};
}

function write(found: Results): void {
	const results = existsSync(RESULTS) ? joined(found, readFileSync(RESULTS, 'utf8')) : found;
	writeFileSync(RESULTS, `${JSON.stringify(results, null, '\t')}\n`);
	const document = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
	writeFileSync(DOCUMENT, withTables(document, results));
}
