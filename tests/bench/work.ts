import { completeScenario, type Scenario } from '../../src/model/scenario.ts';
import { exponentialSampler } from '../../src/sim/sampler.ts';
import { draw, keyOf, PURPOSE, scrambleSeed } from '../../src/sim/random.ts';

/** The work that every engine in the comparison does: clients that poll one server. */
export interface Work {
	readonly clients: number;
	/** ms */
	readonly interval: number;
	/** One way, ms. */
	readonly path: number;
	readonly cores: number;
	/** Mean of the exponential service, ms. */
	readonly service: number;
	/** Simulated, ms. */
	readonly duration: number;
}

export interface Outcome {
	readonly requests: number;
	/** Wait for a core as a multiple of the mean service. */
	readonly relativeWait: number;
	readonly nanosecondsPerRequest: number;
}

/** 10 000 clients keep four cores busy for 5/12 of the time. */
const LOAD = { clients: 10_000, interval: 3000, path: 50, cores: 4, service: 0.5 };

/** The same load on the same cores from fewer clients, each with longer requests; or from more clients on more cores. */
export function workFor(clients: number, duration: number): Work {
	const share = LOAD.clients / clients;
	return clients <= LOAD.clients
		? { ...LOAD, clients, service: LOAD.service * share, duration }
		: { ...LOAD, clients, cores: LOAD.cores / share, duration };
}

/** The same work as a scenario: nothing else happens. */
export function bareScenario({ clients, cores, service, duration }: Work, seed: number): Scenario {
	return completeScenario({
		users: clients,
		pollInterval: LOAD.interval / 1000,
		messageRate: 0,
		rtt: 2 * LOAD.path,
		jitter: 0,
		loss: 0,
		radio: 'none',
		cores: Math.min(cores, 4),
		nodes: Math.max(1, cores / 4),
		requestCpu: service,
		duration: duration / 1000,
		seed,
	});
}

const exponential = exponentialSampler();

/** The draws that all peers share. */
export const PEER_SEED = 7;

/** When each client's first poll is due, ms; clients are numbered in this order. */
export function phasesOf({ clients, interval }: Work, seed: number): Float64Array {
	const draws = Float64Array.from({ length: clients }, (_, i) => phase(scrambleSeed(seed), i));
	return draws.sort().map((share) => share * interval);
}

function phase(seed: number, i: number): number {
	return (draw(keyOf(seed, i, 0), PURPOSE.phase) >>> 0) / 2 ** 32;
}

export function serviceOf(client: number, poll: number, { service }: Work, seed: number): number {
	return service * exponential.at(draw(keyOf(scrambleSeed(seed), client, poll), PURPOSE.service));
}

/** The mean wait over the mean service, from nothing but a sorted list of arrivals and the times at which cores are free. */
export function plainRelativeWait(work: Work, seed: number): number {
	const arrivals: { time: number; service: number }[] = [];
	for (const [client, phase] of phasesOf(work, seed).entries()) {
		let time = phase + work.path;
		for (let poll = 0; time <= work.duration; poll++, time += work.interval) {
			arrivals.push({ time, service: serviceOf(client, poll, work, seed) });
		}
	}
	arrivals.sort((a, b) => a.time - b.time);
	const free = new Array<number>(work.cores).fill(0);
	let waited = 0;
	for (const { time, service } of arrivals) {
		const core = free.indexOf(Math.min(...free));
		const start = Math.max(time, free[core]!);
		waited += start - time;
		free[core] = start + service;
	}
	return waited / arrivals.length / work.service;
}

/** Runs `body` once to warm it up and then `rounds` times; returns the fastest, ms. */
export async function fastest(rounds: number, body: () => unknown): Promise<number> {
	await body();
	let best = Infinity;
	for (let round = 0; round < rounds; round++) {
		const start = performance.now();
		await body();
		best = Math.min(best, performance.now() - start);
	}
	return best;
}

/** Counts requests and how long they waited. */
export class Tally {
	requests: number;
	/** ms */
	waited: number;

	constructor(requests = 0, waited = 0) {
		this.requests = requests;
		this.waited = waited;
	}

	add(wait: number): void {
		this.requests += 1;
		this.waited += wait;
	}

	outcome(work: Work, milliseconds: number): Outcome {
		return {
			requests: this.requests,
			relativeWait: this.waited / this.requests / work.service,
			nanosecondsPerRequest: (milliseconds * 1e6) / this.requests,
		};
	}
}
