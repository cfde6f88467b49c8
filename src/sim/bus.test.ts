import { describe, expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { simulate } from './simulate.ts';
import { fiveSigma, stillWorld } from './testScenario.ts';

const HELD = ['longPolling', 'sse', 'webSocket'] as const;
const run = (id: TransportId, inputs: Partial<Scenario>) =>
	simulate(id, stillWorld({ users: 40, duration: 300, messageRate: 60, ...inputs }));

describe('without a bus between the servers', () => {
	test.each(HELD)('a message on %s reaches a client with probability 1/n', (id) => {
		for (const nodes of [2, 4]) {
			const { published, delivered, lost, late } = run(id, { nodes, bus: false }).messages;
			const tolerance = fiveSigma(Math.sqrt((1 / nodes) * (1 - 1 / nodes)), published);
			expect(Math.abs(delivered / published - 1 / nodes)).toBeLessThan(tolerance);
			expect(published).toBe(delivered + lost + late);
		}
	});

	test.each(HELD)(
		'a shared message on %s reaches all clients of one server, and no others',
		(id) => {
			const inputs = { nodes: 4, bus: false, audience: 'shared' } as const;
			const { published, delivered, lost } = run(id, inputs).messages;
			expect(delivered).toBe(published / 4);
			expect(lost).toBe((published * 3) / 4);
		},
	);

	test('polls read a shared store and miss nothing', () => {
		const { published, delivered } = run('polling', { nodes: 4, bus: false }).messages;
		expect(delivered).toBe(published);
	});

	test.each(HELD)('one server misses nothing on %s, and two with a bus neither', (id) => {
		expect(run(id, { bus: false })).toEqual(run(id, {}));
		expect(run(id, { nodes: 2 }).messages.lost).toBe(0);
	});

	test.each(HELD)('clients on %s who come back hear no more than before', (id) => {
		const faults = [{ kind: 'restart', start: 60, duration: 30 }] as const;
		for (const audience of ['own', 'shared'] as const) {
			const { messages } = run(id, { nodes: 2, bus: false, audience, faults });
			const { published, delivered, lost, late } = messages;
			expect(published).toBe(delivered + lost + late);
			const tolerance = audience === 'shared' ? 1e-9 : fiveSigma(0.5, published);
			expect(Math.abs(lost / published - 0.5)).toBeLessThanOrEqual(tolerance);
		}
	});
});
