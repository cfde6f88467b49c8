import { describe, expect, test } from 'vitest';
import { FIGURES, figureAt } from '../model/figures.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import { partingOf } from './partings.ts';

function sentence(transport: TransportId, inputs: Partial<Scenario>, path: string, off = 1) {
	const scenario = completeScenario({ users: 300, duration: 60, ...inputs });
	const report = simulate(transport, scenario);
	const expected = figureAt(report.expected, path) ?? figureAt(report, path)!;
	return partingOf(report, scenario, path, expected * off)!.sentence;
}

describe('a figure that is as expected', () => {
	test('is said to be the same', () => {
		const same = sentence('polling', {}, 'server.connections');
		expect(same).toBe('Simulated and expected are the same.');
	});

	test('but for chance has its size named', () => {
		expect(sentence('sse', {}, 'messagesPerSecond')).toMatch(/chance alone makes ±1\d\s%/);
	});
});

describe('a figure that is not as expected has a cause:', () => {
	test.each([
		['queues', { requestCpu: 35 }, /cores are 8\d\s% busy/],
		['few messages', { users: 5 }, /only \d messages were published/],
		['faults', { faults: [{ kind: 'drop', start: 1, duration: 2 }] }, /something went wrong/],
		['connections that close', { keepAlive: 1 }, /connections close and open again/],
	] as const)('%s', (_, inputs, cause) => {
		expect(sentence('polling', inputs as Partial<Scenario>, 'latency.mean', 20)).toMatch(cause);
	});
});

test('chance covers what parts simulation and theory in nearly all figures of an ordinary run', () => {
	let [parted, all] = [0, 0];
	for (const seed of [1, 2, 3, 4]) {
		const scenario = completeScenario({ users: 500, seed });
		for (const transport of TRANSPORT_IDS) {
			const report = simulate(transport, scenario);
			for (const { path } of FIGURES) {
				const expected = figureAt(report.expected, path);
				if (typeof expected !== 'number') continue;
				const parting = partingOf(report, scenario, path, expected);
				if (parting === null) continue;
				all += 1;
				if (Math.abs(parting.apart) > Math.max(0.002, parting.chance)) parted += 1;
			}
		}
	}
	// Of two standard errors one in twenty is exceeded; figures of one run move together.
	expect(parted / all).toBeLessThan(0.1);
});
