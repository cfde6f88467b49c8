import { describe, expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { conditionsOf } from './conditions.ts';
import { cdf, excess, lognormal } from './delay.ts';
import { inOrderCdf, meanInOrder, resettingHeartbeatRate } from './stream.ts';
import { pingAcks } from './streams.ts';
import { exponentialNumbers, uniformNumbers } from './testRandom.ts';

test('a heartbeat that traffic resets becomes rare under traffic', () => {
	expect(resettingHeartbeatRate(0, 30_000)).toBe(1 / 30_000);
	expect(resettingHeartbeatRate(1 / 3000, 30_000)).toBeCloseTo(0, 7);
});

describe('messages that may not overtake each other, by brute force', () => {
	const [rate, mean, deviation] = [1 / 25, 20, 20];
	const exponential = exponentialNumbers(3);
	const uniform = uniformNumbers(4);
	// A lognormal with this mean and deviation, by Box and Muller.
	const sigma = Math.sqrt(Math.log(1 + (deviation / mean) ** 2));
	const messages = 400_000;
	let [sent, last, total, within] = [0, 0, 0, 0];
	for (let i = 0; i < messages; i++) {
		sent += exponential() / rate;
		const z = Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform());
		const delay = mean * Math.exp(sigma * z - (sigma * sigma) / 2);
		last = Math.max(last, sent + delay);
		total += last - sent;
		if (last - sent <= 30) within += 1;
	}
	const delay = lognormal(mean, deviation * deviation);

	// Neighbours wait for the same late message, so the errors of some ten are one: √10 more.
	test('agrees on the mean', () => {
		const tolerance = (5 * Math.sqrt(10) * 25) / Math.sqrt(messages);
		expect(Math.abs(total / messages - meanInOrder(delay, rate))).toBeLessThan(tolerance);
	});

	test('agrees on the share within 30 ms', () => {
		const expected = inOrderCdf(rate, cdf(delay, 30), excess(delay, 30));
		const tolerance = (5 * Math.sqrt(10) * 0.5) / Math.sqrt(messages);
		expect(Math.abs(within / messages - expected)).toBeLessThan(tolerance);
	});
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
