import { describe, expect, test } from 'vitest';
import { FIGURES, figureAt } from '../model/figures.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import { scenarioGrid } from '../sim/testGrid.ts';
import { Explainer } from './explain.ts';
import { expectedFigures } from './expect.ts';

/** The same sums in another order: what is left is rounding. */
const ROUNDING = 1e-8;
/** Queue, backlog and gap of long polls are worked out in rounds, until two agree to a thousandth. */
const ROUNDS = 2e-3;

function wrong(transport: TransportId, scenario: Scenario): string[] {
	const explainer = new Explainer(transport, scenario);
	const { expected, unexpected } = expectedFigures(transport, scenario);
	return FIGURES.flatMap(({ path }) => {
		const value = figureAt(expected, path);
		const explanation = explainer.explain(path);
		if ('reason' in explanation) {
			return explanation.reason === unexpected[path] ? [] : [`${path}: ${explanation.reason}`];
		}
		const last = explanation.lines.at(-1)!;
		const inRounds = transport === 'longPolling' && path.startsWith('server.');
		const tolerance = inRounds ? ROUNDS : ROUNDING;
		const apart = Math.abs(last.value - value!);
		const fits = last.figure === path && apart <= tolerance * Math.abs(value!) + 1e-12;
		return fits ? [] : [`${path}: ${last.symbol} = ${last.value}, expected ${value}`];
	});
}

const SCENARIOS: Record<string, Partial<Scenario>> = {
	'today’s': {},
	'a silent': { messageRate: 0 },
	'a busy two-way': { messageRate: 60, uplinkRate: 20, pollInterval: 1 },
	'a closing': { keepAlive: 1, pollInterval: 10, http: '2' },
	'an impatient balancer’s': { pingInterval: 0, idleTimeout: 20, resume: false },
	'a shared': { audience: 'shared', users: 500, network: '3g' },
	'a disturbed': { faults: [{ kind: 'drop', start: 10, duration: 5 }] },
	'an overloaded': { requestCpu: 50 },
	'a synchronised': { phases: 'synchronised', jitter: 0, loss: 0 },
	'the lightest': { http: '2', notModified: true, requestHeaders: 548, tls: 'resumed' },
};

describe.each(TRANSPORT_IDS)(
	'every figure of %s ends with what is expected, or has the reason,',
	(id) => {
		test.each(Object.entries(SCENARIOS))('in %s scenario', (_, inputs) => {
			expect(wrong(id, completeScenario(inputs))).toEqual([]);
		});

		test('in fifty scenarios of all kinds', () => {
			for (const scenario of scenarioGrid(50)) {
				expect(wrong(id, scenario), JSON.stringify(scenario)).toEqual([]);
			}
		});
	},
);

test('bytes of a poll add up packet by packet', () => {
	const explanation = new Explainer('polling', completeScenario({})).explain('bytes.up');
	const lines = 'lines' in explanation ? explanation.lines : [];
	const value = (symbol: string) => lines.find((line) => line.symbol === symbol)?.value;
	expect(['head_ask', 'tls_ask', 'ip_ask', 'B_ask'].map(value)).toEqual([816, 22, 52, 890]);
});

test('no explanation is longer than a page', () => {
	for (const id of TRANSPORT_IDS) {
		const explainer = new Explainer(id, completeScenario({ uplinkRate: 1 }));
		for (const { path } of FIGURES) {
			const explanation = explainer.explain(path);
			if ('lines' in explanation) expect(explanation.lines.length, path).toBeLessThan(60);
		}
	}
});
