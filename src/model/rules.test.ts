import { expect, test } from 'vitest';
import { simulate } from '../sim/simulate.ts';
import { evidenceOf, firedRules, RULES, type Facts } from './rules.ts';
import { completeScenario, type Scenario } from './scenario.ts';
import { figureAt } from './figures.ts';
import { TRANSPORT_IDS } from './transports.ts';

interface Trial {
	/** In which the rule holds. */
	readonly holds: Partial<Scenario>;
	/** What must change so that it no longer does. */
	readonly unless: Partial<Scenario>;
	/** The reader's budget in both, and in the second if that is what changes, s. */
	readonly soonEnough?: readonly [number, number];
}

const DROP = [{ kind: 'drop', start: 5, duration: 3 }] as const;
const SLOWLY = { pollInterval: 60, messageRate: 0.5 } as const;

const TRIALS: Record<string, Trial> = {
	askingWillDo: { holds: SLOWLY, unless: { pollInterval: 3 }, soonEnough: [60, 60] },
	nextLook: { holds: SLOWLY, unless: {}, soonEnough: [60, 30] },
	askingForNothing: { holds: { users: 2000, pollInterval: 1 }, unless: { pollInterval: 3 } },
	busyAsking: { holds: {}, unless: { pollInterval: 300 } },
	twoWay: { holds: { uplinkRate: 3 }, unless: { uplinkRate: 0 } },
	oneWay: { holds: {}, unless: { uplinkRate: 3 } },
	breathlessHolding: { holds: { messageRate: 120, pollInterval: 1 }, unless: { messageRate: 1 } },
	silence: { holds: { pingInterval: 0, idleTimeout: 10 }, unless: { messageRate: 300 } },
	hiddenTabs: {
		holds: {
			...{ pollInterval: 0.2, messageRate: 30, radio: 'none' },
			faults: [{ kind: 'background', start: 0, duration: 20 }],
		},
		unless: { faults: [] },
	},
	neverBack: { holds: { reconnect: 'none', faults: DROP }, unless: { reconnect: 'jitter' } },
	herd: {
		holds: { users: 5000, reconnect: 'immediate', faults: DROP },
		unless: { reconnect: 'jitter' },
	},
	forgetful: {
		holds: { messageRate: 60, resume: false, faults: DROP },
		unless: { resume: true },
	},
	slowReaders: {
		holds: {
			...{ users: 20, messageRate: 600, payload: 1000 },
			faults: [{ kind: 'slow', start: 5, duration: 5 }],
		},
		unless: { payload: 10 },
	},
	openConnections: {
		holds: { users: 12_000, pollInterval: 60, keepAlive: 5, duration: 5 },
		unless: { keepAlive: 75 },
	},
	refusedUpgrade: {
		holds: { faults: [{ kind: 'block', start: 5, duration: 5 }] },
		unless: { faults: [] },
	},
	wakeUpsMislead: { holds: {}, unless: { pollInterval: 60 } },
};

function factsOf(inputs: Partial<Scenario>, soonEnough: number): Facts {
	const scenario = completeScenario({ users: 300, duration: 20, ...inputs });
	const figures = Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]));
	return { scenario, figures, soonEnough };
}

test.each(RULES.map(({ id }) => id))('%s holds where it should, and only there', (id) => {
	const { holds, unless, soonEnough = [1, 1] } = TRIALS[id]!;
	const held = firedRules(factsOf(holds, soonEnough[0])).map((rule) => rule.id);
	const silent = firedRules(factsOf({ ...holds, ...unless }, soonEnough[1])).map((rule) => rule.id);
	expect(held).toContain(id);
	expect(silent).not.toContain(id);
});

test('a rule says nothing about transports that are not compared', () => {
	const { scenario, figures } = factsOf({}, 1);
	const alone = { scenario, figures: { polling: figures.polling! }, soonEnough: 1 };
	expect(firedRules(alone)).toEqual([]);
});

test('the evidence of every rule exists, and leaves out a radio that does not', () => {
	const wired = factsOf({ network: 'fibre' }, 1);
	for (const rule of RULES) {
		for (const each of rule.evidence) {
			if ('path' in each) {
				const value = figureAt(wired.figures[each.transport]!, each.path);
				expect(value, `${rule.id} ${each.path}`).not.toBeUndefined();
			}
		}
		const shown = evidenceOf(rule, wired);
		expect(shown.some((each) => 'path' in each && each.path.startsWith('battery'))).toBe(false);
	}
});
