import { describe, expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import { faultEffect, outcomeOf } from './faultEffects.ts';

const inputs = { users: 2000, messageRate: 6, duration: 120, radio: 'none' } as const;
const restart = { kind: 'restart', start: 30, duration: 10 } as const;

function effect(id: TransportId, changes: Partial<Scenario>, index = 0) {
	const scenario = completeScenario({ ...inputs, faults: [restart], ...changes });
	const calm = { ...scenario, faults: [] };
	return faultEffect(index, scenario, simulate(id, scenario), simulate(id, calm));
}

describe('servers that restart for ten seconds', () => {
	test('hold up what is published meanwhile, and lose nothing where clients resume', () => {
		const { lost, heldUp } = effect('webSocket', {});
		expect(lost).toBe(0);
		// 200 a second, some of which reach the first clients that are back.
		expect(heldUp).toBeGreaterThan(1900);
		expect(heldUp).toBeLessThan(2200);
	});

	test('lose it where they do not', () => {
		const { lost } = effect('webSocket', { resume: false });
		expect(lost).toBeGreaterThan(2000);
		expect(lost).toBe(
			simulate('webSocket', completeScenario({ ...inputs, faults: [restart], resume: false }))
				.messages.lost,
		);
	});

	test('are over for clients that come back at once as soon as these are served', () => {
		const { peak, recovery } = effect('webSocket', { reconnect: 'immediate' });
		// But for those that the edge between two seconds cuts off.
		expect(peak).toBeGreaterThan(1950);
		// 2 000 × 2 ms on four cores, and up to the end of the bin of 2 s.
		expect(recovery).toBeLessThanOrEqual(4);
	});

	test('with jitter are over when the last wait is: half a minute at most', () => {
		const { peak, recovery } = effect('webSocket', { reconnect: 'jitter' });
		expect(peak).toBeLessThan(700);
		expect(recovery).toBeGreaterThan(6);
		expect(recovery).toBeLessThanOrEqual(32);
	});

	test('are never over for clients that do not come back', () => {
		const { recovery } = effect('sse', { reconnect: 'none' });
		expect(recovery).toBe(Infinity);
	});
});

test('a block does nothing to polling, which is over at once', () => {
	const faults = [{ kind: 'block', start: 30, duration: 10 }] as const;
	expect(effect('polling', { faults })).toEqual({
		lost: 0,
		duplicated: 0,
		heldUp: 0,
		peak: 0,
		recovery: 0,
	});
});

test('without any time before it there is nothing to recover to', () => {
	expect(effect('sse', { faults: [{ ...restart, start: 0 }] }).recovery).toBeNull();
});

test('each fault answers for the time until the next one', () => {
	const faults = [restart, { ...restart, start: 80, duration: 5 }] as const;
	const scenario = completeScenario({ ...inputs, faults, resume: false, reconnect: 'immediate' });
	const report = simulate('webSocket', scenario);
	const calm = simulate('webSocket', { ...scenario, faults: [] });
	const [first, second] = [0, 1].map((index) => faultEffect(index, scenario, report, calm));
	expect(first!.lost + second!.lost).toBe(report.messages.lost);
	expect(first!.lost).toBeGreaterThan(1.5 * second!.lost);
	const { recovery, peak } = outcomeOf(scenario, report);
	expect(recovery).toBe(Math.max(first!.recovery!, second!.recovery!));
	expect(peak).toBe(Math.max(first!.peak, second!.peak));
});
