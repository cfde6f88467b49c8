import { describe, expect, test } from 'vitest';
import { FIGURES, figureAt } from '../model/figures.ts';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { createWithFirstLook, shareOf } from './firstLook.ts';
import { createSimulation, type Simulation } from './simulation.ts';

function finish(simulation: Simulation) {
	while (!simulation.done) simulation.advance(100_000);
	return simulation.report();
}

/** Figures that two thousand users tell well; those of rare events (the longest, losses, waits) they do not. */
const STEADY = FIGURES.map(({ path }) => path).filter(
	(path) =>
		!/max|p99|latency.parts|lost|duplicated|late$|queueWait|handshakes|handshake$/.test(path),
);

describe('a share of the servers, with their users', () => {
	for (const audience of ['own', 'shared'] as const) {
		for (const transport of TRANSPORT_IDS) {
			test(`stands for all of them: ${transport}, ${audience} messages`, () => {
				const scenario = completeScenario({
					users: 8000,
					nodes: 8,
					audience,
					messageRate: 6,
					uplinkRate: 1,
					duration: 30,
				});
				const all = finish(createSimulation(transport, scenario));
				const share = finish(createSimulation(transport, scenario, { users: 2000, nodes: 2 }));
				for (const path of STEADY) {
					const expected = figureAt(all, path)!;
					const ratio = figureAt(share, path)! / expected;
					if (expected !== 0) expect(Math.abs(ratio - 1), path).toBeLessThan(0.06);
				}
				expect(share.phones).toBe(8000);
				expect(share.partial).toEqual({
					seconds: 30,
					reason: '2 servers stand for 8 until all are simulated',
					sampled: true,
				});
			});
		}
	}
});

test('a first look takes about ten thousand users, where servers have no more than twice as many each', () => {
	const shareIn = (users: number, nodes: number) => shareOf(completeScenario({ users, nodes }));
	expect(shareIn(1_000_000, 100)).toEqual({ nodes: 1, users: 10_000 });
	expect(shareIn(1_000_000, 1000)).toEqual({ nodes: 10, users: 10_000 });
	expect(shareIn(1_000_000, 50)).toEqual({ nodes: 1, users: 20_000 });
	expect(shareIn(1_000_000, 49)).toBeNull();
	expect(shareIn(50_000, 100)).toBeNull();
});

test('a simulation with a first look ends as one without, and until then says that servers stand for others', () => {
	const scenario = completeScenario({ users: 100_000, nodes: 100, duration: 2, pollInterval: 10 });
	const simulation = createWithFirstLook('polling', scenario);
	while (simulation.observed < 1) simulation.advance(10_000);
	expect(simulation.report().partial?.sampled).toBe(true);
	expect(simulation.progress).toBe(0);
	expect(finish(simulation)).toEqual(finish(createSimulation('polling', scenario)));
});
