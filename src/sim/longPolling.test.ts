import { describe, expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import { simulate } from './simulate.ts';
import { earlyLatency, fiveSigma, stillWorld } from './testScenario.ts';

const longPolling = (inputs: Partial<Scenario>) => simulate('longPolling', stillWorld(inputs));

/** An empty answer down and a request up: 70 ms, and their bytes at 12 Mbit/s. */
const GAP = 70 + ((309 + 906) * 8) / 12_000;

describe('clients that nobody writes to', () => {
	const USERS = 1000;
	const DURATION = 600;
	const { bytes, ...figures } = longPolling({ users: USERS, duration: DURATION });
	const cycles = (USERS * DURATION * 1000) / (30_000 + GAP);
	/** Cycles start at random phases, so a client has one more or one less of a fraction: at most ½ off each. */
	const luck = 5 * 0.5 * Math.sqrt(USERS);

	test('ask again every 30 s and a round trip', () => {
		expect(Math.abs(figures.requestsPerSecond * DURATION - cycles)).toBeLessThan(luck);
		expect(figures.emptyResponseFraction).toBe(1);
	});

	test('send 906 bytes each time: the ACK of the last answer rides on the next request', () => {
		// Head 832, TLS record 22, TCP/IP 52.
		expect(Math.abs((bytes.up * DURATION) / 906 - cycles)).toBeLessThan(luck);
	});

	test('receive 309 bytes each time, and an ACK of 52 for the held request', () => {
		expect(Math.abs((bytes.down * DURATION) / (309 + 52) - cycles)).toBeLessThan(2 * luck);
	});

	test('keep one connection each', () => {
		expect(figures.server.connections).toBe(USERS);
		expect(figures.server.handshakesPerSecond).toBe(0);
	});
});

test('a message is there after half a round trip, unless it comes while the client asks again', () => {
	const USERS = 2000;
	const { latency, messages, requestsPerSecond } = longPolling({
		users: USERS,
		messageRate: 6,
		duration: 60,
		down: 10_000_000,
		up: 10_000_000,
	});
	const rate = 6 / 60_000;
	const cycle = 70 + (Math.exp(-rate * 70) * (1 - Math.exp(-rate * 30_000))) / rate;
	const gapShare = 70 / cycle;
	// The wait for the end of the gap is uniform over 70 ms; its square has the mean 70²/3.
	const deviation = 70 * Math.sqrt(gapShare / 3);
	const expected = 35 + (gapShare * 70) / 2;
	// The bytes take about a µs at 10 Gbit/s.
	const tolerance = fiveSigma(deviation, messages.delivered) + 0.01;
	expect(Math.abs(latency.mean! - expected)).toBeLessThan(tolerance);
	expect(latency.p50).toBeCloseTo(35, 0);
	expect(latency.max).toBeLessThan(35 + 70 + 0.01);

	const requests = (USERS * 60_000) / cycle;
	expect(Math.abs(requestsPerSecond * 60 - requests)).toBeLessThan(5 * Math.sqrt(requests));
});

test('at two messages a second it asks once a cycle of half a second: more than a poll each second', () => {
	// 10 000 users would ask 19 800 times a second.
	const USERS = 500;
	const { requestsPerSecond, messages, emptyResponseFraction } = longPolling({
		users: USERS,
		messageRate: 120,
		duration: 60,
		down: 10_000_000,
		up: 10_000_000,
	});
	const cycle = 0.07 + Math.exp(-0.14) / 2;
	const requests = (USERS * 60) / cycle;
	expect((10_000 / USERS) * (requests / 60)).toBeCloseTo(19_815, -2);
	// A cycle is a gap and, mostly, an exponential hold: less varied than exponential.
	expect(Math.abs(requestsPerSecond * 60 - requests)).toBeLessThan(5 * Math.sqrt(requests));
	expect(requestsPerSecond).toBeGreaterThan(1.9 * USERS);
	expect(emptyResponseFraction).toBe(0);
	expect(messages.delivered).toBe(messages.published);
});

test('at a hundred messages a second it becomes polling at the speed of the path', () => {
	const { requestsPerSecond } = longPolling({ users: 10, messageRate: 6000, duration: 20 });
	// A cycle is the gap and what is left of a hold. The answer grows by 101 bytes a message: 7 of
	// them come in the gap, and take half a ms.
	expect(requestsPerSecond / 10).toBeLessThan(1000 / 70);
	expect(requestsPerSecond / 10).toBeGreaterThan(1000 / (70 + 2));
});

test('what is left to say after a hold costs a push, and what is asked for costs a request', () => {
	const { server, requestsPerSecond } = longPolling({
		users: 200,
		requestCpu: 2,
		pushCpu: 0.5,
		cores: 1,
		duration: 300,
	});
	const requests = requestsPerSecond * 300;
	const offered = server.utilisation * 300_000;
	// Exponential work of mean 2 for each request; 0.5 for each answer, one more or one less a client.
	const tolerance = 5 * 2 * Math.sqrt(requests) + 200 * 0.5;
	expect(Math.abs(offered - requests * 2.5)).toBeLessThan(tolerance);
});

test.each([
	[1, 60_000],
	[10, 24_000],
])(
	'clients are as often on their way, and phones asleep, when a run begins as later, at %i messages a minute',
	(messageRate, users) => {
		const inputs = { users, messageRate, requestCpu: 0.1 };
		const { mean, luck } = earlyLatency('longPolling', inputs);
		expect(Math.abs(mean - 1)).toBeLessThan(luck);
		expect(luck).toBeLessThan(0.02);
	},
);

describe('a hold', () => {
	test('starts anew after each answer: an LTE radio is on less than with a ping every 30 s', () => {
		const inputs = { users: 100, radio: 'lte', messageRate: 6, duration: 3600 } as const;
		const held = longPolling(inputs).battery.radioOnFraction;
		const pinged = simulate('webSocket', stillWorld({ ...inputs, pingInterval: 30 })).battery;
		// S(T) = e^(−λg)(e^(−λT) − e^(−λT_lp))/(λE[C]) off against (1 − T/P)e^(−λT).
		const off = (0.3635 - 0.0498) / (0.007 + 0.993 * 0.9502);
		expect(held).toBeCloseTo(1 - off, 1);
		expect(pinged.radioOnFraction).toBeCloseTo(1 - (1 - 10.12 / 30) * 0.3635, 1);
		expect(held).toBeLessThan(pinged.radioOnFraction - 0.05);
	});

	test('has been acknowledged when the run begins: an LTE radio never sleeps for 10 s of it', () => {
		const calm = { users: 50, radio: 'lte', rtt: 150, duration: 60 } as const;
		expect(longPolling({ ...calm, longPollTimeout: 9.95 }).battery.wakeUpsPerHour).toBe(0);
		expect(longPolling({ ...calm, longPollTimeout: 10.3 }).battery.wakeUpsPerHour).toBeGreaterThan(
			0,
		);
	});

	test('is over when a balancer loses patience first, and the client connects anew', () => {
		const { server, emptyResponseFraction } = longPolling({
			users: 500,
			idleTimeout: 20,
			reconnect: 'immediate',
			duration: 600,
		});
		// Closed after 20 s; half a round trip to learn it, two to connect, half to ask.
		const closes = (500 * 600) / (20 + 3 * 0.07);
		expect(Math.abs(server.handshakesPerSecond * 600 - closes)).toBeLessThan(
			5 * 0.5 * Math.sqrt(500) + 0.001 * closes,
		);
		expect(server.connections).toBeLessThanOrEqual(500);
		expect(emptyResponseFraction).toBe(0);
	});

	test('that a balancer cuts has had its request acknowledged, as any other', () => {
		const { bytes, requestsPerSecond } = longPolling({
			users: 500,
			idleTimeout: 20,
			reconnect: 'immediate',
			duration: 600,
		});
		// A header of 52 bytes and an ACK for each request; what sets connections up and ends them counts apart.
		const requests = requestsPerSecond * 600;
		// Of one that is on its way as the time begins or ends, half counts: over seeds the sum is 0 ± 0.95.
		expect(Math.abs((bytes.parts.tcpip * 600) / 104 - requests)).toBeLessThan(5);
	});

	test('is acknowledged when it begins: what the phone sends meanwhile takes nothing from its radio', () => {
		const inputs = {
			users: 400,
			radio: 'wifi',
			rtt: 200,
			longPollTimeout: 5,
			idleTimeout: 0,
			duration: 300,
		} as const;
		const held = longPolling(inputs).battery.radioOnFraction;
		const both = longPolling({ ...inputs, uplinkRate: 60 }).battery.radioOnFraction;
		const sent = longPolling({ ...inputs, longPollTimeout: 300, uplinkRate: 60 }).battery;
		// Independent of each other, the one is off for its share of the other's off time.
		expect(both).toBeCloseTo(1 - (1 - held) * (1 - sent.radioOnFraction), 2);
	});

	test('that a balancer cuts is the last one of a client that does not try again', () => {
		const { messages, server } = longPolling({
			users: 500,
			idleTimeout: 20,
			reconnect: 'none',
			messageRate: 1,
			duration: 120,
		});
		// A silence of 20 s comes soon: nearly nobody is left after two minutes.
		expect(server.connections).toBeLessThan(50);
		expect(messages.lost).toBeGreaterThan(0);
		expect(messages.published).toBe(messages.delivered + messages.lost + messages.late);
	});
});
