import { Session, type HeapProfiler } from 'node:inspector/promises';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { completeScenario, type Scenario } from '../../src/model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../../src/model/transports.ts';
import { createSimulation, type Simulation } from '../../src/sim/simulation.ts';
import { meanWait } from '../../src/theory/queue.ts';
import { runFloor, runNs3, runSimjs, runSimpy, runSimscript } from './peers.ts';
import { runFlatqueue, runQueue } from './queue.ts';
import {
	bareScenario,
	fastest,
	PEER_SEED,
	plainRelativeWait,
	workFor,
	type Outcome,
	type Work,
} from './work.ts';

/** Runs with so many seeds, to know how far a mean wait may be off by luck. */
const SEEDS = 12;
const STANDARD_ERRORS = 4;
/** Peers share draws with the plain calculation; they differ only in what is under way at the end. */
const PEER_TOLERANCE = 0.01;
/** How often each engine is timed. */
const TIMES = 4;
/** To watch what a run discards takes time. */
const MOST_WATCHED = 100_000;

function runToEnd(transport: TransportId, scenario: Scenario): Simulation {
	const simulation = createSimulation(transport, scenario);
	while (!simulation.done) simulation.advance(1_000_000);
	return simulation;
}

interface Estimate {
	readonly mean: number;
	readonly standardError: number;
}

function estimate(sample: (seed: number) => number): Estimate {
	const values = Array.from({ length: SEEDS }, (_, seed) => sample(seed));
	const mean = values.reduce((sum, value) => sum + value) / SEEDS;
	const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	return { mean, standardError: Math.sqrt(squares / (SEEDS - 1) / SEEDS) };
}

function relativeWaitOf(work: Work, seed: number): number {
	const { server } = runToEnd('polling', bareScenario(work, seed)).report();
	return server.queueWait.mean / work.service;
}

async function timeEngine(work: Work): Promise<Outcome> {
	let requests = 0;
	const milliseconds = await fastest(3, () => {
		requests = runToEnd('polling', bareScenario(work, 1)).report().events;
	});
	return {
		requests,
		relativeWait: estimate((seed) => relativeWaitOf(work, seed)).mean,
		nanosecondsPerRequest: (milliseconds * 1e6) / requests,
	};
}

/** Throws unless this engine, the plain calculation and M/M/c agree on the mean wait. */
function assertAgree(work: Work, theory: number): void {
	const ours = estimate((seed) => relativeWaitOf(work, seed));
	const plain = estimate((seed) => plainRelativeWait(work, seed));
	const together = Math.hypot(ours.standardError, plain.standardError);
	assertClose('plain calculation', plain.mean, ours.mean, STANDARD_ERRORS * together);
	assertClose('M/M/c', theory, ours.mean, STANDARD_ERRORS * ours.standardError);
}

function assertClose(name: string, value: number, other: number, bound: number): void {
	if (Math.abs(value - other) <= bound) return;
	throw new Error(`${name}: expected a wait of ${other} ± ${bound} services, got ${value}`);
}

function print(row: readonly (string | number)[]): void {
	console.log(
		row.map((cell, i) => (i === 0 ? String(cell).padEnd(32) : String(cell).padStart(13))).join(''),
	);
}

const WHOLE = workFor(10_000, 60_000);

const PEERS = [
	{ name: 'by hand on flatqueue', run: runFlatqueue, work: WHOLE },
	{ name: 'ns-3', run: runNs3, work: WHOLE },
	{ name: 'simjs', run: runSimjs, work: WHOLE },
	// It scans a list for each event, so the whole would take hours.
	{ name: 'simscript', run: runSimscript, work: workFor(300, 60_000) },
	{ name: 'SimPy', run: runSimpy, work: WHOLE },
];

async function compare(): Promise<void> {
	print([
		'the same work',
		'clients',
		'requests',
		'wait/service',
		'ns a request',
		'of queue',
		'of engine',
		'of floor',
	]);
	const queue = await luckiest(runQueue, WHOLE);
	const engine = await luckiest(timeEngine, WHOLE);
	const floor = await runFloor(WHOLE);
	const ratios = (ns: number) =>
		[queue.nanosecondsPerRequest, engine.nanosecondsPerRequest, floor].map((base) =>
			ratio(ns, base),
		);
	const row = (name: string, { clients }: Work, outcome: Outcome) => {
		const { requests, relativeWait, nanosecondsPerRequest: ns } = outcome;
		print([name, clients, requests, relativeWait.toFixed(4), ns.toFixed(0), ...ratios(ns)]);
	};
	row('this engine’s queue and cores', WHOLE, queue);
	assertSameWait('queue and cores', WHOLE, queue);
	row('this engine, whole', WHOLE, engine);
	const load = (WHOLE.clients / WHOLE.interval) * WHOLE.service;
	const theory = meanWait(WHOLE.cores, load, WHOLE.service) / WHOLE.service;
	print(['M/M/4', '∞', '', theory.toFixed(4)]);
	print(['floor', '', '', '', floor.toFixed(0), ...ratios(floor)]);
	assertAgree(WHOLE, theory);
	for (const { name, run, work } of PEERS) {
		const peer = await luckiest(run, work);
		if (peer === null) {
			print([name, 'not installed']);
			continue;
		}
		row(name, work, peer);
		assertSameWait(name, work, peer);
	}
}

/**
 * What a compiler makes of the same code differs by half from one time to the next, so each gets
 * several; null where there is no such engine.
 */
async function luckiest<O extends Outcome | null>(
	run: (work: Work) => Promise<O>,
	work: Work,
): Promise<O> {
	let best = await run(work);
	for (let time = 1; best !== null && time < TIMES; time++) {
		const outcome = await run(work);
		if (outcome && outcome.nanosecondsPerRequest < best.nanosecondsPerRequest) best = outcome;
	}
	return best;
}

/** Throws unless a peer, which has its draws from us, comes to the wait of the plain calculation. */
function assertSameWait(name: string, work: Work, { relativeWait }: Outcome): void {
	const plain = plainRelativeWait(work, PEER_SEED);
	assertClose(name, relativeWait, plain, PEER_TOLERANCE * plain);
}

function ratio(a: number, b: number): string {
	const value = a / b;
	return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}

/** Bytes of objects that a run makes: nearly all are discarded at once. The table has them by event. */
async function allocatedBy(run: () => unknown): Promise<number> {
	const session = new Session();
	session.connect();
	await session.post('HeapProfiler.startSampling', {
		samplingInterval: 4096,
		includeObjectsCollectedByMajorGC: true,
		includeObjectsCollectedByMinorGC: true,
	});
	run();
	const { profile } = await session.post('HeapProfiler.stopSampling');
	session.disconnect();
	return sizeOf(profile.head);
}

function sizeOf({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
	return children.reduce((sum, child) => sum + sizeOf(child), selfSize);
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of arrays that live, once all else is collected: by a thread of its own, in a while. */
async function arraysInUse(): Promise<number> {
	for (let round = 0; round < 3; round++) {
		collectGarbage();
		await setTimeout(50);
	}
	return process.memoryUsage().arrayBuffers;
}

/** What a run holds at its end, bytes, and how many events it had. */
async function sizeOfRun(transport: TransportId, scenario: Scenario) {
	const before = await arraysInUse();
	const run = runToEnd(transport, scenario);
	const state = (await arraysInUse()) - before;
	return { state, events: run.report().events };
}

/** Users on so many servers each, or all of them on one, which cannot be parted. */
const GROWTH = [
	{ users: 10_000, nodes: 1 },
	{ users: 100_000, nodes: 10 },
	{ users: 1_000_000, nodes: 100 },
	{ users: 1_000_000, nodes: 1 },
];

async function grow(): Promise<void> {
	print([
		'how it grows (default scenario)',
		'users',
		'servers',
		'events',
		'ms',
		'ns an event',
		'B a client',
		'B discarded',
	]);
	for (const transport of TRANSPORT_IDS) {
		for (const { users, nodes } of GROWTH) {
			const scenario = completeScenario({ users, nodes });
			const milliseconds = await fastest(1, () => runToEnd(transport, scenario));
			const { state, events } = await sizeOfRun(transport, scenario);
			const discarded =
				users > MOST_WATCHED ? null : await allocatedBy(() => runToEnd(transport, scenario));
			const perEvent = (milliseconds * 1e6) / events;
			print([
				transport,
				users,
				nodes,
				events,
				milliseconds.toFixed(0),
				perEvent.toFixed(0),
				(state / users).toFixed(0),
				discarded === null ? '' : (discarded / events).toFixed(0),
			]);
		}
	}
}

await compare();
await grow();
