import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import { TCP_IP_HEADER } from '../model/wire.ts';
import type { Simulated } from './report.ts';
import { simulated } from './testScenario.ts';
import { scenarios } from './testScenarios.ts';

/** `npm run test:long` tries ten thousand of each. */
const LONG = process.env['LONG'] !== undefined;
/** Many runs, on a machine that may be busy. */
const PATIENT = { timeout: LONG ? 3_600_000 : 60_000 } as const;

/** Equal up to the rounding of sums in another order. */
function expectSame(value: number, reference: number): void {
	expect(Math.abs(value - reference)).toBeLessThanOrEqual(1e-9 * Math.abs(reference) + 1e-9);
}

/** What becomes of a report when the scenario changes in one way. */
function compare(
	ids: readonly TransportId[],
	change: (scenario: Scenario) => Partial<Scenario>,
	law: (after: Simulated, before: Simulated, scenario: Scenario) => void,
	base: Partial<Scenario> = {},
): void {
	fc.assert(
		fc.property(fc.constantFrom(...ids), scenarios, (id, any) => {
			const scenario = { ...any, ...base };
			law(simulated(id, { ...scenario, ...change(scenario) }), simulated(id, scenario), scenario);
		}),
		{ seed: 5, numRuns: LONG ? 10_000 : 12 },
	);
}

/** Who is so busy is as good as busy all the time. */
const FULL = 0.9;

/** The way takes no time to speak of, so that no more than one poll is under way. */
const FAST = { up: 1e7, down: 1e7, rtt: 50, jitter: 0, loss: 0 } as const;

/** Nobody queues for a core or a connection, so that what happens to one message does not touch another. */
const UNHURRIED = {
	requestCpu: 0,
	pushCpu: 0,
	handshakeCpu: 0,
	requestWait: 0,
	idleTimeout: 0,
	radio: 'none',
	uplinkRate: 0,
	up: 1e7,
} as const;
const PUSHED = ['sse', 'webSocket'] as const;

describe('a change of the scenario', PATIENT, () => {
	test('more users: never fewer requests', () => {
		compare(
			['polling', 'longPolling'],
			({ users }) => ({ users: 3 * users }),
			(after, before, { users, duration }) => {
				// Phases are random: a client has one poll more or less than another. How many polls full
				// servers take up is chance as well, here within four standard errors.
				const requests = before.requestsPerSecond * duration;
				const full = Math.max(before.server.utilisation, after.server.utilisation) > FULL;
				const served = full ? 4 * Math.sqrt(requests) : 0;
				const luck = 2 * users + served;
				expect(after.requestsPerSecond * duration).toBeGreaterThanOrEqual(requests - luck);
			},
			{ messageRate: 0, uplinkRate: 0 },
		);
	});

	test('twice the interval: half of the polls', () => {
		compare(
			['polling'],
			({ pollInterval }) => ({ pollInterval: 2 * pollInterval }),
			(after, before, { users, duration }) => {
				const difference = before.requestsPerSecond - 2 * after.requestsPerSecond;
				expect(Math.abs(difference) * duration).toBeLessThanOrEqual(3 * users);
			},
			{ ...UNHURRIED, ...FAST, keepAlive: 3600 },
		);
	});

	const shorter = (interval: number) => Math.max(0.1, interval / 3);

	test('a shorter interval: never a longer wait than that interval and the way', () => {
		compare(
			['polling'],
			({ pollInterval }) => ({ pollInterval: shorter(pollInterval) }),
			(after, _, { rtt, pollInterval }) => {
				if (after.latency.max === null) return;
				expect(after.latency.max).toBeLessThan(shorter(pollInterval) * 1000 + rtt / 2 + 2);
			},
			{ ...UNHURRIED, ...FAST, payload: 10, keepAlive: 3600 },
		);
	});

	test('no messages: no payload, no latency, nothing but empty answers', () => {
		compare(
			TRANSPORT_IDS,
			() => ({ messageRate: 0 }),
			({ bytes, latency, messages, emptyResponseFraction }) => {
				expect(bytes.parts.payload).toBe(0);
				expect([latency.mean, latency.p99, bytes.perMessage]).toEqual([null, null, null]);
				expect(messages).toMatchObject({ published: 0, delivered: 0, lost: 0, late: 0 });
				expect([0, 1]).toContain(emptyResponseFraction);
			},
			{ uplinkRate: 0 },
		);
	});

	test('a larger payload: more bytes for it, the same messages and as many requests', () => {
		/** A bare ACK may come before the beginning or after the end, as an answer comes later. */
		const withoutAcks = ({ up, down, parts }: Simulated['bytes']) => up + down - parts.tcpip;
		const larger = ({ payload }: Scenario) => ({ payload: payload + 500 });
		const law = (after: Simulated, before: Simulated) => {
			expect(after.messages.published).toBe(before.messages.published);
			expect(after.bytes.parts.payload).toBeGreaterThanOrEqual(before.bytes.parts.payload);
			expect(withoutAcks(after.bytes)).toBeGreaterThanOrEqual(withoutAcks(before.bytes) - 1e-6);
			expectSame(after.bytes.parts.headers, before.bytes.parts.headers);
			expectSame(after.requestsPerSecond, before.requestsPerSecond);
		};
		const base = { ...UNHURRIED, loss: 0, down: 1e7, messageRate: 6, pollInterval: 1 } as const;
		compare(['polling', ...PUSHED], larger, law, base);
		// Who has an answer later asks anew later, and meets another delay: unless there is none to speak of.
		compare(['longPolling'], larger, law, { ...base, payload: 100, jitter: 0 });
	});

	test('a longer round trip: a push is later by half of the difference', () => {
		compare(
			PUSHED,
			({ rtt }) => ({ rtt: rtt + 100 }),
			(after, before) => {
				if (before.latency.mean === null) return;
				expectSame(after.latency.mean!, before.latency.mean + 50);
			},
			{ ...UNHURRIED, loss: 0, payload: 100 },
		);
	});

	test('more jitter: no push is earlier', () => {
		compare(
			PUSHED,
			({ jitter }) => ({ jitter: jitter + 20 }),
			(after, before) => {
				if (before.latency.mean === null) return;
				expect(after.latency.mean).toBeGreaterThanOrEqual(before.latency.mean);
				expect(after.latency.max).toBeGreaterThanOrEqual(before.latency.max!);
			},
			{ ...UNHURRIED, loss: 0 },
		);
	});

	test('more loss: no push is earlier, and bytes are only added', () => {
		compare(
			PUSHED,
			({ loss }) => ({ loss: loss + 5 }),
			(after, before) => {
				if (before.latency.mean !== null) {
					expect(after.latency.mean).toBeGreaterThanOrEqual(before.latency.mean - 1e-9);
				}
				const { payload, tcpip } = before.bytes.parts;
				expectSame(after.bytes.parts.payload, payload);
				// A message that comes after the end takes its ACK with it.
				const later = before.messagesPerSecond - after.messagesPerSecond;
				const acks = Math.max(0, later) * TCP_IP_HEADER;
				expect(after.bytes.parts.tcpip).toBeGreaterThanOrEqual(tcpip - acks - 1e-9);
			},
			// With few messages no two ACKs become one when a message is late.
			{ ...UNHURRIED, messageRate: 1, pingInterval: 0 },
		);
	});

	test('a faster downlink: no push is later, and the bytes are the same', () => {
		compare(
			PUSHED,
			({ down }) => ({ down: 10 * down }),
			(after, before) => {
				if (before.latency.mean === null) return;
				expect(after.latency.mean).toBeLessThanOrEqual(before.latency.mean);
				expectSame(after.bytes.parts.payload, before.bytes.parts.payload);
			},
			UNHURRIED,
		);
	});

	test('larger request heads: more bytes up, as many for each poll', () => {
		compare(
			['polling'],
			({ requestHeaders }) => ({ requestHeaders: requestHeaders + 300 }),
			(after, before, { users, duration }) => {
				const requests = (after.bytes.up - before.bytes.up) / 300;
				// A request may leave within the measured time and arrive after it.
				const luck = users / duration + 1e-9;
				expect(Math.abs(requests - before.requestsPerSecond)).toBeLessThanOrEqual(luck);
			},
			{ ...UNHURRIED, ...FAST, http: '1.1', keepAlive: 3600, messageRate: 0 },
		);
	});

	test('a resumed session instead of a full handshake: fewer bytes, the same connections', () => {
		compare(
			['polling'],
			() => ({ tls: 'resumed' }),
			(after, before, { users }) => {
				const saved = before.server.handshakesPerSecond * (2304 - 2252 + 3962 - 2064) * 20;
				const fewer = (before.bytes.parts.handshake - after.bytes.parts.handshake) * 20;
				// A handshake may begin within the measured time and end after it, or the other way round.
				expect(Math.abs(fewer - saved)).toBeLessThanOrEqual(2 * users * 1950 + 1e-3);
				expect(after.bytes.down).toBeLessThanOrEqual(before.bytes.down);
			},
			{ ...UNHURRIED, ...FAST, tls: 'full', duration: 20 },
		);
	});

	test('HTTP/2 instead of 1.1: fewer bytes of heads', () => {
		compare(
			['polling'],
			() => ({ http: '2' }),
			(after, before) => {
				expect(after.bytes.parts.headers).toBeLessThanOrEqual(before.bytes.parts.headers);
			},
			{ ...UNHURRIED, ...FAST, http: '1.1' },
		);
	});

	test('twice the servers: half of the utilisation', () => {
		compare(
			['polling', 'webSocket'],
			({ nodes }) => ({ nodes: 2 * nodes }),
			(after, before) => expectSame(2 * after.server.utilisation, before.server.utilisation),
			// Six connections each would hold a client back where servers are slow, and overload counts the
			// warm-up as well. Without a bus, more servers let fewer messages through.
			{
				...FAST,
				http: '2',
				uplinkRate: 0,
				idleTimeout: 0,
				keepAlive: 3600,
				bus: true,
				requestCpu: 2,
			},
		);
	});

	test('twice the work for a request: twice the utilisation, while the cores keep up', () => {
		compare(
			['polling'],
			({ requestCpu }) => ({ requestCpu: 2 * requestCpu }),
			(after, before) => {
				if (Math.max(...after.series.utilisation) > 0.9) return;
				expectSame(after.server.utilisation, 2 * before.server.utilisation);
			},
			{ ...FAST, http: '2', uplinkRate: 0, handshakeCpu: 0, keepAlive: 3600 },
		);
	});

	test('no heartbeats: fewer bytes, the same messages', () => {
		compare(
			PUSHED,
			() => ({ pingInterval: 0 }),
			(after, before) => {
				expect(after.bytes.down).toBeLessThanOrEqual(before.bytes.down);
				expect(after.messages).toEqual(before.messages);
				expectSame(after.bytes.parts.payload, before.bytes.parts.payload);
			},
			{ ...UNHURRIED, messageRate: 30 },
		);
	});

	test('no radio instead of one: no battery, no wait for it, and never later', () => {
		compare(
			PUSHED,
			() => ({ radio: 'none' }),
			(after, before) => {
				expect(after.battery).toEqual({ wakeUpsPerHour: 0, radioOnFraction: 0, energyPerHour: 0 });
				expect(after.phones).toBe(0);
				expect(after.latency.parts.radio ?? 0).toBe(0);
				expect(after.latency.mean ?? 0).toBeLessThanOrEqual(before.latency.mean ?? 0);
			},
			{ ...UNHURRIED, radio: 'lte' },
		);
	});

	test('twice the memory of a connection: twice the memory', () => {
		compare(
			TRANSPORT_IDS,
			({ connectionMemory }) => ({ connectionMemory: 2 * connectionMemory }),
			(after, before) => expectSame(after.server.memory, 2 * before.server.memory),
		);
	});

	test('other prices: another bill, and nothing else', () => {
		compare(
			TRANSPORT_IDS,
			() => ({ priceServer: 1, priceEgress: 1, priceRequests: 5, priceConnections: 1 }),
			(after, before) => {
				const { cost } = before;
				expect({ ...after, cost }).toEqual(before);
			},
		);
	});

	test('another seed: other messages, about as many', () => {
		compare(
			TRANSPORT_IDS,
			({ seed }) => ({ seed: seed + 1 }),
			(after, before) => {
				const total = after.messages.published + before.messages.published;
				// The difference of two Poisson counts has the variance of their sum.
				const difference = Math.abs(after.messages.published - before.messages.published);
				expect(difference).toBeLessThan(6 * Math.sqrt(total) + 3);
			},
			{ audience: 'own' },
		);
	});
});
