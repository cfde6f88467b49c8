import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangC, meanWait } from '../theory/queue.ts';
import { Clock } from './clock.ts';
import { draw, keyOf, PURPOSE } from './random.ts';
import { exponentialSampler } from './sampler.ts';
import { Job, Servers } from './servers.ts';
import { deviationOf, meanOf } from './testScenario.ts';

interface Asked {
	readonly client: number;
	readonly time: number;
	readonly cpu: number;
}

/** The plain rival: each job goes to the core of its server that is free first. */
function startsOf(jobs: readonly Asked[], nodes: number, cores: number): number[] {
	const freeAt = Array.from({ length: nodes }, () => new Array<number>(cores).fill(-Infinity));
	return jobs.map(({ client, time, cpu }) => {
		const own = freeAt[client % nodes]!;
		const first = own.indexOf(Math.min(...own));
		const start = Math.max(time, own[first]!);
		own[first] = start + cpu;
		return start;
	});
}

const END = 2000;
const clock = () => new Clock(END / 1000);

/** Evenly distributed; fast-check's own doubles are nearly all close to 0. */
const between = (min: number, max: number) =>
	fc.integer({ min: 0, max: 1_000_000 }).map((i) => min + ((max - min) * i) / 1_000_000);

const jobs = fc
	.array(
		fc.record({
			client: fc.nat({ max: 20 }),
			gap: fc.oneof(fc.constant(0), between(0, 100)),
			cpu: fc.oneof(fc.constant(0), between(0, 300)),
		}),
		{ maxLength: 150 },
	)
	.map((steps) => {
		let time = -200;
		return steps.map(({ client, gap, cpu }) => ({ client, cpu, time: (time += gap) }));
	});
const nodes = fc.integer({ min: 1, max: 4 });
const cores = fc.integer({ min: 1, max: 9 });

/** When a core takes a job up. */
function startOf(servers: Servers, client: number, arrived: number, cpu: number): number {
	const job = Object.assign(new Job(), { arrived, cpu });
	servers.serve(client, job);
	return job.start;
}

/** Runs the jobs through both, and gives what the servers say. */
function serve(all: readonly Asked[], nodes: number, cores: number) {
	const servers = new Servers(clock(), nodes, cores);
	const starts = all.map(({ client, time, cpu }) => startOf(servers, client, time, cpu));
	return { servers, starts, expected: startsOf(all, nodes, cores) };
}

test('jobs start in the order of arrival, on the core that is free first', () => {
	fc.assert(
		fc.property(jobs, nodes, cores, (all, nodes, cores) => {
			const { starts, expected } = serve(all, nodes, cores);
			expect(starts).toEqual(expected);
		}),
	);
});

test('what is offered counts when it arrives, and waits are what the jobs of that time waited', () => {
	fc.assert(
		fc.property(jobs, nodes, cores, (all, nodes, cores) => {
			const { servers, expected } = serve(all, nodes, cores);
			const measured = all.filter(({ time }) => time >= 0 && time < END);
			const offered = measured.reduce((sum, { cpu }) => sum + cpu, 0);
			expect(servers.utilisation(END)).toBeCloseTo(offered / (END * nodes * cores), 12);
			expect(servers.coresBusy(END)).toBeCloseTo(offered / END, 12);
			const waits = all.flatMap(({ time }, i) =>
				time >= 0 && time < END ? [expected[i]! - time] : [],
			);
			expect(servers.meanWait).toBeCloseTo(waits.length === 0 ? 0 : meanOf(waits), 9);
		}),
	);
});

test('the series holds the work that is done in each bin, and a core never does more than its time', () => {
	fc.assert(
		fc.property(jobs, nodes, cores, (all, nodes, cores) => {
			const { servers, expected } = serve(all, nodes, cores);
			const { binWidth, bins } = clock();
			const worked = new Array<number>(bins).fill(0);
			for (const [i, { cpu }] of all.entries()) {
				for (let bin = 0; bin < bins; bin++) {
					const from = Math.max(expected[i]!, bin * binWidth);
					const until = Math.min(expected[i]! + cpu, (bin + 1) * binWidth);
					worked[bin]! += Math.max(0, until - from);
				}
			}
			const capacity = binWidth * nodes * cores;
			const error = servers
				.utilisationSeries()
				.map((share, bin) => Math.abs(share - worked[bin]! / capacity));
			expect(Math.max(...error)).toBeLessThan(1e-9);
			expect(Math.max(...servers.utilisationSeries())).toBeLessThan(1 + 1e-9);
		}),
	);
});

test('a restart takes back the work that is under way, and one during another nothing more', () => {
	const busy = (servers: Servers) =>
		servers.utilisationSeries().reduce((sum, share) => sum + share);
	const one = new Servers(clock(), 1, 1);
	startOf(one, 0, 0, END / 2);
	const whole = busy(one);
	one.restart(END / 4, END / 2);
	expect(busy(one)).toBeCloseTo(whole / 2, 9);
	// It began later and would be over sooner.
	one.restart(END / 3, END / 3 + 1);
	expect(busy(one)).toBeCloseTo(whole / 2, 9);
	expect(Math.min(...one.utilisationSeries())).toBeGreaterThan(-1e-9);
	expect(startOf(one, 0, END / 3 + 2, 1)).toBe(END / 2);
});

test('a server that was never asked has nobody waiting', () => {
	const servers = new Servers(clock(), 1, 1);
	expect([servers.meanWait, servers.waitP99, servers.utilisation(END)]).toEqual([0, 0, 0]);
});

test('where nobody waits, the 99th percentile of the wait is 0', () => {
	const servers = new Servers(clock(), 1, 2);
	for (let i = 0; i < 100; i++) startOf(servers, 0, i, 0.5);
	expect(servers.waitP99).toBe(0);
});

describe('Poisson arrivals with exponential work wait as Erlang C says', () => {
	const SERVICE = 10;
	const JOBS = 400_000;
	const BATCHES = 40;
	const exponential = exponentialSampler();

	/** Waits of one long run, after the queue has filled. */
	function waits(cores: number, utilisation: number): Float64Array {
		const servers = new Servers(new Clock(1), 1, cores);
		let time = 0;
		const all = Float64Array.from({ length: JOBS }, (_, i) => {
			const key = keyOf(1, cores, i);
			time += (exponential.at(draw(key, PURPOSE.messageGap)) * SERVICE) / (cores * utilisation);
			const cpu = SERVICE * exponential.at(draw(key, PURPOSE.service));
			return startOf(servers, 0, time, cpu) - time;
		});
		return all.subarray(JOBS / BATCHES);
	}

	/** Waits that follow each other are alike; means of long batches are not. Five standard errors of theirs. */
	function batchTolerance(values: Float64Array): number {
		const size = JOBS / BATCHES;
		const means = Array.from({ length: BATCHES - 1 }, (_, i) =>
			meanOf(values.subarray(i * size, (i + 1) * size)),
		);
		return (5 * deviationOf(means)) / Math.sqrt(means.length);
	}

	test.each([
		[1, 0.5],
		[1, 0.8],
		[4, 0.8],
		[16, 0.9],
	])('%i cores at %f', (cores, utilisation) => {
		const all = waits(cores, utilisation);
		const load = cores * utilisation;
		const error = Math.abs(meanOf(all) - meanWait(cores, load, SERVICE));
		expect(error).toBeLessThan(batchTolerance(all));

		const waited = all.map((wait) => (wait > 0 ? 1 : 0));
		expect(Math.abs(meanOf(waited) - erlangC(cores, load))).toBeLessThan(batchTolerance(waited));
	});
});
