import { describe, expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { wireOf } from '../model/wire.ts';
import { Acks } from './acks.ts';
import { simulate } from './simulate.ts';
import { stillWorld } from './testScenario.ts';

/** How long after each of the messages that arrive at `times` its ACK leaves; Infinity: another's does for both. */
function waits(acks: Acks, ...times: number[]): number[] {
	return times.map((time, i) => acks.message(0, time, times[i - 1] ?? -Infinity) - time);
}

test('who only listens acknowledges each message alone, however close they come', () => {
	expect(waits(new Acks(1), 0, 1, 2, 40, 1000)).toEqual([0, 0, 0, 0, 0]);
});

test('a ping is acknowledged by its pong, unless something was pushed since the last pong', () => {
	const acks = new Acks(1);
	expect([acks.answered(0), acks.answered(0)]).toEqual([true, false]);
	expect(waits(acks, 40_000)).toEqual([40]);
	expect([acks.answered(0), acks.answered(0)]).toEqual([true, false]);
});

test('the ACK of the first message after a pong waits for a second one, at most 40 ms', () => {
	const acks = new Acks(1);
	acks.answered(0);
	expect(waits(acks, 1000, 1040, 1041)).toEqual([40, Infinity, 0]);
	acks.answered(0);
	expect(waits(acks, 2000, 2041, 2042)).toEqual([40, 0, 0]);
});

describe('of two segments one ACK does for both', () => {
	// Of 1982 bytes, as a request two segments; a push of 2000 bytes as well.
	const inputs = {
		pingInterval: 0,
		idleTimeout: 0,
		users: 20,
		duration: 300,
		http: '1.1',
	} as const;
	const acksDown = (id: TransportId, more: Partial<Scenario>, requestHeaders: number) => {
		const scenario = stillWorld({ ...inputs, ...more, requestHeaders });
		const { bytes, requestsPerSecond } = simulate(id, scenario);
		const answers = requestsPerSecond * wireOf(scenario).pollAnswer(0).total;
		return (bytes.down - answers) / 52 / requestsPerSecond;
	};

	test('of a poll that is answered late', () => {
		const late = { requestWait: 70, pollInterval: 1 };
		expect(acksDown('polling', late, 816)).toBeCloseTo(1, 9);
		expect(acksDown('polling', late, 1982)).toBeCloseTo(1, 9);
		expect(acksDown('polling', late, 3000)).toBeCloseTo(2, 9);
	});

	test('of a request that is held', () => {
		const held = { longPollTimeout: 3 };
		expect(Math.abs(acksDown('longPolling', held, 816) - 1)).toBeLessThan(0.01);
		expect(Math.abs(acksDown('longPolling', held, 1982) - 1)).toBeLessThan(0.01);
	});

	test.each(['sse', 'webSocket'] as const)('of a push over %s', (id) => {
		const acksOf = (payload: number) => {
			const { bytes, messagesPerSecond } = simulate(
				id,
				stillWorld({ ...inputs, messageRate: 20, payload }),
			);
			return bytes.up / 52 / messagesPerSecond;
		};
		for (const [payload, acks] of [
			[100, 1],
			[2000, 1],
			[4000, 2],
			[5500, 2],
		] as const) {
			expect(Math.abs(acksOf(payload) - acks)).toBeLessThan(0.01);
		}
	});

	test('of a push between pings, which leaves the ACK of the ping to its pong', () => {
		const pinged = { ...inputs, pingInterval: 2, messageRate: 30, payload: 2000 };
		const { bytes, messagesPerSecond } = simulate('webSocket', stillWorld(pinged));
		const pongs = (80 * 20) / 2;
		expect(Math.abs((bytes.up - pongs) / 52 / messagesPerSecond - 1)).toBeLessThan(0.02);
	});
});
