import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Entity as SimscriptEntity, Queue, Simulation } from 'simscript';
import type { Simjs } from 'simjs';
import { Histogram } from '../../src/sim/histogram.ts';
import { draw, keyOf, PURPOSE } from '../../src/sim/random.ts';
import { exponentialSampler } from '../../src/sim/sampler.ts';
import { fastest, PEER_SEED, phasesOf, serviceOf, Tally, type Outcome, type Work } from './work.ts';

/** simjs is a script for browsers: it leaves its classes in `window.Sim`. */
async function loadSimjs(): Promise<Simjs> {
	const browser = globalThis as unknown as { window: unknown; Sim: Simjs };
	browser.window = globalThis;
	await import('simjs');
	return browser.Sim;
}

/** simscript yields to the page's frames; here there are none. */
function provideFrames(): void {
	Object.assign(globalThis, { requestAnimationFrame: (step: () => void) => setImmediate(step) });
}

/** simjs 2: entities with callbacks, a facility of several servers. */
export async function runSimjs(work: Work): Promise<Outcome> {
	const { Entity, Facility, Sim } = await loadSimjs();
	const phases = phasesOf(work, PEER_SEED);
	let tally = new Tally();
	const run = () => {
		tally = new Tally();
		const sim = new Sim();
		const servers = new Facility('servers', Facility.FCFS, work.cores);
		let next = 0;
		class Client extends Entity {
			id = next++;
			polls = 0;

			override start(): void {
				this.setTimer(phases[this.id]!).done(() => this.poll());
			}

			poll(): void {
				this.setTimer(work.interval).done(() => this.poll());
				this.setTimer(work.path).done(() => this.arrive());
			}

			arrive(): void {
				const arrived = this.time();
				const service = serviceOf(this.id, this.polls++, work, PEER_SEED);
				this.useFacility(servers, service).done(() => {
					tally.add(this.time() - arrived - service);
					this.setTimer(work.path).done(() => {});
				});
			}
		}
		for (let i = 0; i < work.clients; i++) sim.addEntity(Client);
		sim.simulate(work.duration);
	};
	const milliseconds = await fastest(1, run);
	return tally.outcome(work, milliseconds);
}

/** simscript 1: entities with async scripts, a queue with a capacity. */
export async function runSimscript(work: Work): Promise<Outcome> {
	provideFrames();
	const phases = phasesOf(work, PEER_SEED);
	let tally = new Tally();
	class Server extends Simulation {
		readonly cores = new Queue('cores', work.cores);
		override onStarting(): void {
			super.onStarting();
			for (let i = 0; i < work.clients; i++) void this.activate(new Client({ id: i }));
		}
	}
	class Client extends SimscriptEntity<Server> {
		id = 0;

		constructor(options: { id: number }) {
			super();
			this.id = options.id;
		}

		override async script(): Promise<void> {
			const { simulation } = this;
			let due = phases[this.id]!;
			for (let poll = 0; ; poll++) {
				await this.delay(Math.max(0, due - simulation.timeNow));
				await this.delay(work.path);
				const arrived = simulation.timeNow;
				const service = serviceOf(this.id, poll, work, PEER_SEED);
				await this.seize(simulation.cores, service);
				tally.add(simulation.timeNow - arrived - service);
				await this.delay(work.path);
				due += work.interval;
			}
		}
	}
	const milliseconds = await fastest(1, async () => {
		tally = new Tally();
		const simulation = new Server({ timeEnd: work.duration, yieldInterval: 1e9 });
		const finished = new Promise<void>((resolve) => {
			simulation.finished.addEventListener(() => resolve());
		});
		await simulation.start();
		await finished;
	});
	return tally.outcome(work, milliseconds);
}

/** Where a Python may be that has SimPy: Debian's stands beside others. */
const PYTHONS = ['python3', '/usr/bin/python3'];

/** SimPy: generators and a resource, in Python; null where it is not installed. */
export function runSimpy(work: Work): Promise<Outcome | null> {
	const python = PYTHONS.find((each) => spawnSync(each, ['-c', 'import simpy']).status === 0);
	if (python === undefined) return Promise.resolve(null);
	const polls = Math.ceil(work.duration / work.interval);
	const clients = Array.from({ length: work.clients }, (_, client) => client);
	const input = JSON.stringify({
		...work,
		phases: [...phasesOf(work, PEER_SEED)],
		services: clients.map((client) =>
			Array.from({ length: polls }, (_, poll) => serviceOf(client, poll, work, PEER_SEED)),
		),
	});
	const { stdout, stderr } = spawnSync(python, [resolve('tests/bench/simpyPeer.py')], {
		input,
		encoding: 'utf8',
	});
	if (stderr) throw new Error(`SimPy: ${stderr}`);
	const result = JSON.parse(stdout) as { requests: number; waited: number; milliseconds: number };
	const { milliseconds, requests, waited } = result;
	return Promise.resolve(new Tally(requests, waited).outcome(work, milliseconds));
}

/** ns-3: its bare scheduler, in C++; null where it or a compiler is not installed. */
export function runNs3(work: Work): Promise<Outcome | null> {
	const folder = mkdtempSync(join(tmpdir(), 'push-or-poll-'));
	try {
		return Promise.resolve(askNs3(work, join(folder, 'ns3Peer')));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function askNs3(work: Work, program: string): Outcome | null {
	const source = resolve('tests/bench/ns3Peer.cc');
	if (spawnSync('g++', ['-O3', '-o', program, source, '-lns3-core']).status !== 0) return null;
	const { clients, interval, path, cores, duration } = work;
	const polls = Math.ceil(duration / interval);
	const input: number[] = [clients, interval, path, cores, duration, polls];
	input.push(...phasesOf(work, PEER_SEED));
	for (let client = 0; client < clients; client++) {
		for (let poll = 0; poll < polls; poll++) input.push(serviceOf(client, poll, work, PEER_SEED));
	}
	const { stdout } = spawnSync(program, { input: input.join(' '), encoding: 'utf8' });
	const [requests, waited, milliseconds] = stdout.trim().split(' ').map(Number);
	const tally = new Tally(requests, waited);
	return tally.outcome(work, milliseconds!);
}

/** What no engine can do without: three draws, one count in a histogram, one record of 16 bytes somewhere. */
export async function runFloor({ clients, interval, duration }: Work): Promise<number> {
	const exponential = exponentialSampler();
	const histogram = new Histogram(7);
	const records = new Float64Array(2 * clients);
	const requests = Math.round((clients * duration) / interval);
	const milliseconds = await fastest(3, () => {
		for (let i = 0; i < requests; i++) {
			const key = keyOf(1, i, 0);
			const service = exponential.at(draw(key, PURPOSE.service));
			const up = exponential.at(draw(key, PURPOSE.uplinkJitter));
			const down = exponential.at(draw(key, PURPOSE.downlinkJitter));
			histogram.add(service + up + down);
			const record = 2 * ((key >>> 0) % clients);
			records[record]! += service;
			records[record + 1] = up;
		}
	});
	return (milliseconds * 1e6) / requests;
}
