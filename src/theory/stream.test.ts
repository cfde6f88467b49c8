import { expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { conditionsOf } from './conditions.ts';
import { resettingHeartbeatRate } from './stream.ts';
import { pingAcks } from './streams.ts';
import { exponentialNumbers } from './testRandom.ts';

test('a heartbeat that traffic resets becomes rare under traffic', () => {
	expect(resettingHeartbeatRate(0, 30_000)).toBe(1 / 30_000);
	expect(resettingHeartbeatRate(1 / 3000, 30_000)).toBeCloseTo(0, 7);
});

test('a ping is acknowledged apart from its pong, and two pushes share an ACK, as the engine’s rule has it', () => {
	const rate = 1 / 3000;
	const pings = 40_000;
	const exponential = exponentialNumbers(5);
	const acks = { alone: 0, shared: 0 };
	for (let ping = 0; ping < pings; ping++) {
		const first = exponential() / rate;
		if (first > 30_000) continue;
		acks.alone += 1;
		if (exponential() / rate <= 40) acks.shared += 1;
	}
	const conditions = conditionsOf(
		completeScenario({ radio: 'none', pingInterval: 30, messageRate: 20 }),
	);
	const expected = pingAcks(conditions, rate, conditions.wire.frame);
	// Shares of pings: five standard errors.
	const tolerance = 2.5 / Math.sqrt(pings);
	expect(Math.abs(acks.alone / pings - expected.alone)).toBeLessThan(tolerance);
	expect(Math.abs(acks.shared / pings - expected.shared)).toBeLessThan(tolerance / 5);
});
