import { expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { conditionsOf } from './conditions.ts';
import { closesBetweenHeartbeats, flappingOf, timeToIdleClose } from './flapping.ts';
import { exponentialNumbers } from './testRandom.ts';

const conditions = (inputs: object) => conditionsOf(completeScenario(inputs));

test('a balancer that waits a minute closes silent connections 60 times an hour, with a message a minute 35 times', () => {
	expect(3_600_000 / timeToIdleClose(0, 60_000)).toBe(60);
	expect(3_600_000 / timeToIdleClose(1 / 60_000, 60_000)).toBeCloseTo(35, 0);
	expect(timeToIdleClose(100, 3_600_000)).toBe(Infinity);
});

test('a balancer more patient than the heartbeats never closes', () => {
	const opening = conditions({}).wire.upgradeRequest;
	expect(flappingOf(conditions({}), 0, opening).rate).toBe(0);
	expect(flappingOf(conditions({ idleTimeout: 0, pingInterval: 0 }), 0, opening).rate).toBe(0);
});

test('silent clients without heartbeats are away for the way back, once in each patience', () => {
	const calm = conditions({
		pingInterval: 0,
		messageRate: 0,
		jitter: 0,
		loss: 0,
		reconnect: 'immediate',
	});
	const { away, awayFraction, rate } = flappingOf(calm, 0, calm.wire.upgradeRequest);
	// Half a round trip to notice, two for the set-up, half for the request; and the bytes.
	expect(away.mean).toBeCloseTo(3 * 70, -1);
	expect(rate).toBeCloseTo(1 / (60_000 + away.mean + 2), 9);
	expect(awayFraction).toBeCloseTo(rate * away.mean, 12);
});

test('closes between heartbeats that come too late, by brute force', () => {
	const [patience, period, away, rate] = [25_000, 90_000, 1000, 1 / 40_000];
	const exponential = exponentialNumbers(9);
	const periods = 100_000;
	let closes = 0;
	for (let i = 0; i < periods; i++) {
		let [last, next] = [0, exponential() / rate];
		while (last + patience < period) {
			if (next <= last) next += exponential() / rate;
			else if (next < last + patience) last = next;
			else {
				closes += 1;
				last += patience + away;
			}
		}
	}
	const late = conditions({ idleTimeout: patience / 1000, pingInterval: period / 1000 });
	// Between none and three closes, so a standard deviation below 1; the grid errs by less than 1 %.
	const expected = closesBetweenHeartbeats(late, rate, away);
	const tolerance = 5 / Math.sqrt(periods) + expected / 100;
	expect(Math.abs(closes / periods - expected)).toBeLessThan(tolerance);
});
