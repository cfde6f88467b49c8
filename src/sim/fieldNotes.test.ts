import { describe, expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { simulate } from './simulate.ts';

/** What was seen between real Node servers and clients and in packet traces, in the engine's figures. */
const run = (transport: TransportId, inputs: Partial<Scenario>) =>
	simulate(transport, completeScenario({ users: 200, duration: 600, ...inputs }));

const LTE = { network: '4g', radio: 'lte' } as const;

test('a fixed ping keeps an LTE radio on for longer than a long poll, whose time-out starts anew with each message', () => {
	const inputs = { ...LTE, messageRate: 6, pingInterval: 30, longPollTimeout: 30 };
	const pinged = run('webSocket', inputs).battery.radioOnFraction;
	const asked = run('longPolling', inputs).battery.radioOnFraction;
	expect(asked).toBeLessThan(pinged * 0.98);
});

test('at one message a second every held transport keeps an LTE radio on all the time', () => {
	for (const transport of ['longPolling', 'sse', 'webSocket'] as const) {
		const { battery } = run(transport, { ...LTE, messageRate: 60, duration: 120 });
		expect(battery.radioOnFraction).toBeGreaterThan(0.999);
	}
});

test('where the round trip is longer than the tail, a poll wakes the radio twice: for the question and for the answer', () => {
	const inputs = { network: '3g', radio: 'wifi', jitter: 0, loss: 0, pollInterval: 5 } as const;
	const polled = run('polling', inputs).battery.wakeUpsPerHour / 720;
	expect(polled).toBeCloseTo(2, 2);
	expect(run('polling', { ...inputs, rtt: 100 }).battery.wakeUpsPerHour / 720).toBeCloseTo(1, 2);
});

test('a question that follows an answer at once carries its ACK, but the server acknowledges the held question alone', () => {
	const inputs = { messageRate: 0, longPollTimeout: 10, http: '1.1', loss: 0 } as const;
	const { bytes, requestsPerSecond } = run('longPolling', inputs);
	// Half a byte for what is under way at either end.
	expect(bytes.up / requestsPerSecond).toBeCloseTo(832 + 22 + 52, 0);
	// Answer `[]` and one bare ACK.
	expect(bytes.down / requestsPerSecond).toBeCloseTo(233 + 2 + 22 + 52 + 52, 0);
});

test('a keep-alive of five seconds makes polling every six dearer than every four', () => {
	const inputs = { keepAlive: 5, messageRate: 0, loss: 0 };
	const bytesOf = (pollInterval: number) => {
		const { up, down } = run('polling', { ...inputs, pollInterval }).bytes;
		return up + down;
	};
	expect(bytesOf(6) / bytesOf(4)).toBeGreaterThan(4);
});

test('resumed TLS saves bytes down, but neither CPU nor round trips', () => {
	const inputs = { pollInterval: 10, keepAlive: 5, messageRate: 6 };
	const full = run('polling', { ...inputs, tls: 'full' });
	const resumed = run('polling', { ...inputs, tls: 'resumed' });
	expect(full.bytes.down - resumed.bytes.down).toBeGreaterThan(1800 * full.requestsPerSecond);
	expect(full.bytes.up - resumed.bytes.up).toBeLessThan(100 * full.requestsPerSecond);
	expect(resumed.server.utilisation).toBeCloseTo(full.server.utilisation, 4);
});

describe('packet loss', () => {
	const inputs = { network: 'wifi', radio: 'none', jitter: 0, messageRate: 6, rtt: 30 } as const;
	const latencyAt = (loss: number) => run('webSocket', { ...inputs, loss }).latency;
	const clean = latencyAt(0);

	test('of one in a hundred moves the mean by a few milliseconds', () => {
		const more = latencyAt(1).mean! - clean.mean!;
		expect(more).toBeGreaterThan(1.5);
		expect(more).toBeLessThan(6);
	});

	test('puts p99 behind the retransmission time-out as soon as it exceeds one in a hundred', () => {
		expect(latencyAt(0.8).p99! - clean.p99!).toBeLessThan(1);
		expect(latencyAt(1.3).p99! - clean.p99!).toBeGreaterThan(200);
	});
});

describe('a tab in the background for ten minutes', () => {
	const inputs = { faults: [{ kind: 'background', start: 0, duration: 600 }] } as const;

	test('polls once a minute after a while, whatever the interval', () => {
		const { requestsPerSecond, series } = run('polling', { ...inputs, pollInterval: 3 });
		expect(requestsPerSecond).toBeLessThan(200 / 3);
		// Timers fire together with the clock's minutes: two of them in two minutes.
		const late = series.requests.filter(
			(_, bin) => series.time[bin]! >= 470 && series.time[bin]! < 590,
		);
		const asked = late.reduce((sum, each) => sum + each) * series.binWidth;
		expect(asked / (2 * 200)).toBeCloseTo(1, 1);
	});

	test('hears what is pushed at once', () => {
		for (const transport of ['sse', 'webSocket'] as const) {
			const hidden = run(transport, { ...inputs, radio: 'none' }).latency.p99!;
			expect(hidden).toBeCloseTo(run(transport, { radio: 'none' }).latency.p99!, 9);
		}
	});
});

describe('after a restart', () => {
	const inputs = {
		users: 2000,
		duration: 60,
		messageRate: 0,
		pingInterval: 0,
		idleTimeout: 0,
		faults: [{ kind: 'restart', start: 10, duration: 0.5 }],
	} as const;
	/** The largest share of all clients that come back within one bin of the report. */
	const wave = (reconnect: Scenario['reconnect']) => {
		const { connections, binWidth } = run('webSocket', { ...inputs, reconnect }).series;
		const gains = Array.from(connections).map((open, bin) => open - (connections[bin - 1] ?? open));
		return Math.max(...gains) / 2000 / binWidth;
	};

	test('a fixed wait brings all clients back at once, full jitter spreads them', () => {
		const [fixed, spread] = [wave('backoff'), wave('jitter')];
		expect(fixed).toBeGreaterThan(2 * spread);
	});
});
