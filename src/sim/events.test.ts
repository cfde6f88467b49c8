import { describe, expect, test } from 'vitest';
import { FIGURES, figureAt } from '../model/figures.ts';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import type { Simulated } from './report.ts';
import { inShares, MOST_EVENTS, sharesOf } from './shares.ts';
import { createSimulation } from './simulation.ts';
import { simulated } from './testScenario.ts';

const scenario = completeScenario({
	users: 400,
	nodes: 4,
	pollInterval: 1,
	messageRate: 30,
	duration: 60,
});

/** Enough for the warm-up and for some of the measured time. */
const FEW_EVENTS = 12_000;

function bounded(
	id: (typeof TRANSPORT_IDS)[number],
	shares = sharesOf(scenario),
	mostEvents = FEW_EVENTS,
): Simulated {
	const few = shares.map((share) => ({
		...share,
		mostEvents: Math.ceil((mostEvents * share.users) / scenario.users),
	}));
	const simulation = createSimulation(id, scenario, few);
	while (!simulation.done) simulation.advance(1000);
	return simulation.report();
}

function expectSound(report: Simulated): void {
	for (const { path } of FIGURES) {
		const value = figureAt(report, path);
		if (value === null) continue;
		expect(Number.isFinite(value), path).toBe(true);
		expect(value, path).toBeGreaterThanOrEqual(0);
	}
}

describe.each(TRANSPORT_IDS)('a run of %s that meets the limit on events', (id) => {
	const report = bounded(id);

	test('stops there and says so, and for how much of the time it stands', () => {
		expect(report.events).toBe(FEW_EVENTS);
		expect(report.partial?.reason).toBe(`the run was stopped after ${FEW_EVENTS} events`);
		expect(report.partial!.seconds).toBeGreaterThan(1);
		expect(report.partial!.seconds).toBeLessThan(scenario.duration);
	});

	test('has figures that are finite, and rates of the time that it has seen', () => {
		expectSound(report);
		const whole = simulated(id, scenario);
		expect(whole.partial).toBeNull();
		// Both are means of some hundreds of messages at least.
		expect(Math.abs(report.messagesPerSecond / whole.messagesPerSecond - 1)).toBeLessThan(0.2);
		expect(Math.abs(report.requestsPerSecond - whole.requestsPerSecond)).toBeLessThanOrEqual(
			0.2 * whole.requestsPerSecond + 1,
		);
	});

	test('shares the limit among its servers', () => {
		const shared = bounded(id, inShares(scenario, 1));
		expect(shared.events).toBe(FEW_EVENTS);
		expect(shared.partial?.reason).toBe(`the run was stopped after ${FEW_EVENTS} events`);
		expectSound(shared);
	});

	test('is the same run when the limit is out of reach', () => {
		const whole = simulated(id, scenario);
		expect(bounded(id, sharesOf(scenario), whole.events + 1)).toEqual(whole);
	});
});

/** Ten seconds of work or more, so only `npm run test:long` does it. */
const LONG = process.env['LONG'] !== undefined;

test.runIf(LONG)(
	'the limit of every run is met by a scenario of the page: a million clients that poll all the time',
	() => {
		const most = completeScenario({ users: 1_000_000, nodes: 1000, pollInterval: 0.5 });
		const simulation = createSimulation('polling', most);
		while (!simulation.done) simulation.advance(1_000_000);
		const report = simulation.report();
		expect(report.events).toBeGreaterThanOrEqual(MOST_EVENTS);
		expect(report.events).toBeLessThan(1.001 * MOST_EVENTS);
		expect(report.partial?.reason).toBe(`the run was stopped after ${report.events} events`);
		expectSound(report);
	},
	600_000,
);
