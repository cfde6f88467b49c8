import { describe, expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { meanWaitInCrowd } from '../theory/synchronised.ts';
import { simulate } from './simulate.ts';
import { deviationOf, meanOf, stillWorld } from './testScenario.ts';

const together = (inputs: Partial<Scenario>) =>
	simulate('polling', completeScenario({ phases: 'synchronised', ...inputs }));

test('all clients ask at the same moment, and as often as if each had its own', () => {
	const world = { users: 50, pollInterval: 2, duration: 20, phases: 'synchronised' } as const;
	const { requestsPerSecond, series } = simulate('polling', stillWorld(world));
	expect(requestsPerSecond).toBe(25);
	const busy = [...series.requests].filter((rate) => rate > 0);
	expect(busy.length).toBeLessThanOrEqual(10);
});

test('with equal work the last of a crowd waits for all others, and the mean for half of them', () => {
	expect(meanWaitInCrowd(101, 1, 2)).toBe(100);
	expect(meanWaitInCrowd(4, 4, 2)).toBe(0);
});

describe('the mean wait of a crowd of 2000 is as theory expects,', () => {
	test.each([
		['on one core', { cores: 1, pollInterval: 4 }],
		['on four cores of two servers', { cores: 4, nodes: 2 }],
		['scattered by a path with jitter and loss', { cores: 1, pollInterval: 4, network: 'wifi' }],
	] as const)('%s', (_, inputs) => {
		const still = 'network' in inputs ? {} : { jitter: 0, loss: 0 };
		const runs = Array.from({ length: 8 }, (_, seed) =>
			together({ users: 2000, duration: 20, seed, ...still, ...inputs }),
		);
		const waits = runs.map(({ server }) => server.queueWait.mean);
		const expected = runs[0]!.expected.server!.queueWait!.mean!;
		const bound = Math.max(0.01 * expected, (4 * deviationOf(waits)) / Math.sqrt(waits.length));
		expect(Math.abs(meanOf(waits) - expected)).toBeLessThan(bound);
	});
});

test('what has no formula in a crowd has a reason', () => {
	const { expected, unexpected } = together({ users: 200, duration: 5 });
	expect(expected.latency!.mean).toBeNull();
	expect(unexpected['latency.mean']).toContain('same moment');
	expect(unexpected['server.queueWait.mean']).toContain('scatters');
});
