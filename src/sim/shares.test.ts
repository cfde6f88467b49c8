import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIGURES, figureAt } from '../model/figures.ts';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import type { Simulated } from './report.ts';
import { inShares, sharesOf } from './shares.ts';
import { createShare, createSimulation, type Simulation } from './simulation.ts';

function finish(simulation: Simulation) {
	while (!simulation.done) simulation.advance(100_000);
	return simulation.report();
}

function advanceUntil(simulation: Simulation, met: () => boolean): void {
	while (!met()) simulation.advance(1000);
}

const PATHS = FIGURES.map(({ path }) => path);
/** Runs each way, with as many seeds, and how far apart their means may be: once in ten thousand by luck. */
const SEEDS = 10;
const STANDARD_ERRORS = 5.5;

function meansOf(run: (seed: number) => Simulated): Map<string, { mean: number; error: number }> {
	const reports = Array.from({ length: SEEDS }, (_, seed) => run(seed));
	return new Map(
		PATHS.map((path) => {
			const values = reports.map((report) => figureAt(report, path) ?? 0);
			const mean = values.reduce((sum, value) => sum + value) / SEEDS;
			const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
			return [path, { mean, error: Math.sqrt(squares / (SEEDS - 1) / SEEDS) }];
		}),
	);
}

/** Many runs, on a machine that may be busy. */
const LONG = { timeout: 60_000 } as const;

describe('servers that are simulated one after another', LONG, () => {
	for (const audience of ['own', 'shared'] as const) {
		for (const bus of [true, false]) {
			for (const transport of TRANSPORT_IDS) {
				test(`do what they do together: ${transport}, ${audience} messages, ${bus ? 'a' : 'no'} bus`, () => {
					const scenarioOf = (seed: number) =>
						completeScenario({
							users: 1200,
							nodes: 6,
							audience,
							bus,
							messageRate: 6,
							uplinkRate: 1,
							duration: 20,
							seed,
						});
					const together = meansOf((seed) => finish(createSimulation(transport, scenarioOf(seed))));
					const apart = meansOf((seed) => {
						const scenario = scenarioOf(SEEDS + seed);
						const report = finish(createSimulation(transport, scenario, inShares(scenario, 2)));
						const { delivered, late, lost, published } = report.messages;
						expect(delivered + lost + late).toBe(published);
						expect(report.partial).toBeNull();
						expect(report.phones).toBe(1200);
						return report;
					});
					for (const [path, { mean, error }] of apart) {
						const other = together.get(path)!;
						const bound = STANDARD_ERRORS * Math.hypot(error, other.error) + 1e-9 * Math.abs(mean);
						expect(Math.abs(mean - other.mean), path).toBeLessThanOrEqual(bound);
					}
				});
			}
		}
	}

	test('have the same messages where all users share them', () => {
		const scenario = completeScenario({ users: 600, nodes: 6, audience: 'shared', duration: 60 });
		const [together, apart] = [inShares(scenario, 6), inShares(scenario, 1)].map(
			(shares) => finish(createSimulation('sse', scenario, shares)).series.published,
		);
		expect(apart).toEqual(together);
	});

	test('give the same report however it is advanced', () => {
		const scenario = completeScenario({ users: 400, nodes: 4, duration: 10, messageRate: 6 });
		const shares = inShares(scenario, 1);
		const simulation = createSimulation('longPolling', scenario, shares);
		advanceUntil(simulation, () => simulation.done);
		expect(simulation.report()).toEqual(finish(createSimulation('longPolling', scenario, shares)));
	});

	test('give the same report, to the last bit, whoever simulates them and whenever they come back', () => {
		const fates = fc.array(fc.constantFrom('kept', 'back at once', 'back at the end', 'never'), {
			minLength: 7,
			maxLength: 7,
		});
		const setting = fc.record({ id: fc.constantFrom(...TRANSPORT_IDS), fates, seed: fc.nat(99) });
		fc.assert(
			fc.property(setting, ({ id, fates, seed }) => {
				const scenario = completeScenario({ users: 160, nodes: 8, duration: 5, loss: 2, seed });
				const shares = inShares(scenario, 1);
				const simulation = createSimulation(id, scenario, shares);
				const late: (() => void)[] = [];
				for (const fate of fates) {
					if (fate === 'kept') {
						simulation.advance(100);
						continue;
					}
					const share = simulation.lend();
					if (share === null || fate === 'never') continue;
					const run = createShare(id, scenario, share);
					while (!run.done) run.advance(1000);
					const bring = () => simulation.bring(structuredClone(run.books));
					if (fate === 'back at once') bring();
					else late.unshift(bring);
				}
				for (const bring of late) bring();
				expect(finish(simulation)).toEqual(finish(createSimulation(id, scenario, shares)));
			}),
			{ numRuns: 30, seed: 7 },
		);
	});

	test('stand for all until all are simulated, and say so', () => {
		const scenario = completeScenario({ users: 4000, nodes: 8, duration: 30 });
		const simulation = createSimulation('polling', scenario, inShares(scenario, 2));
		advanceUntil(simulation, () => simulation.observed > 0.2);
		const early = simulation.report();
		expect(early.partial).toMatchObject({
			reason: '2 servers stand for 8 until all are simulated',
			sampled: true,
		});
		expect(early.partial!.seconds).toBeLessThan(10);
		expect(early.phones).toBe(1000);
		expect(Math.abs(early.requestsPerSecond / (4000 / 3) - 1)).toBeLessThan(0.05);

		advanceUntil(simulation, () => simulation.progress >= 0.5);
		expect(simulation.report().partial).toEqual({
			seconds: 30,
			reason: '4 servers stand for 8 until all are simulated',
			sampled: true,
		});
		expect(finish(simulation).partial).toBeNull();
	});

	test('follow one client, of the first of them', () => {
		const scenario = completeScenario({ users: 400, nodes: 4, duration: 30 });
		const traced = TRANSPORT_IDS.map(
			(id) => finish(createSimulation(id, scenario, inShares(scenario, 1))).trace,
		);
		expect(new Set(traced.map(({ client }) => client)).size).toBe(1);
		expect(traced[0]!.client).toBeLessThan(100);
		expect(traced[0]!.packets.left.length).toBeGreaterThan(0);
	});
});

describe('shares', () => {
	test('are all servers and all users, each once, as the balancer spreads them', () => {
		const numbers = fc.record({
			users: fc.integer({ min: 1, max: 1_000_000 }),
			nodes: fc.integer({ min: 1, max: 1000 }),
			each: fc.integer({ min: 1, max: 300 }),
		});
		fc.assert(
			fc.property(numbers, ({ users, nodes, each }) => {
				let [node, user] = [0, 0];
				for (const share of inShares(completeScenario({ users, nodes }), each)) {
					expect([share.firstNode, share.firstUser]).toEqual([node, user]);
					const even = (users / nodes) * share.nodes;
					expect(Math.abs(share.users - even)).toBeLessThanOrEqual(share.nodes);
					node += share.nodes;
					user += share.users;
				}
				expect([node, user]).toEqual([nodes, users]);
			}),
			{ seed: 3 },
		);
	});

	test('are of about ten thousand users, or of one server; fewer users than a hundred thousand are not parted', () => {
		const sizes = (users: number, nodes: number) =>
			sharesOf(completeScenario({ users, nodes })).map((share) => share.users);
		expect(sizes(1_000_000, 100)).toEqual(Array(100).fill(10_000));
		expect(sizes(1_000_000, 1000)).toEqual(Array(100).fill(10_000));
		expect(sizes(1_000_000, 4)).toEqual(Array(4).fill(250_000));
		expect(sizes(1_000_000, 1)).toEqual([1_000_000]);
		expect(sizes(99_999, 100)).toEqual([99_999]);
	});
});
