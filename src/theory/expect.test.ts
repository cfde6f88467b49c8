import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIGURES, figureAt } from '../model/figures.ts';
import type { Field } from '../model/fields.ts';
import { completeScenario, FIELD_NAMES, FIELDS, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import { expectedFigures } from './expect.ts';

/** Any value that a control or a link can produce, the limits among them. */
function values(field: Field): fc.Arbitrary<unknown> {
	if (field.kind === 'flag') return fc.boolean();
	if (field.kind === 'choice') return fc.constantFrom(...field.choices);
	if (field.kind === 'list') return fc.constantFrom([], [{ kind: 'drop', start: 1, duration: 2 }]);
	const { min, max, fallback, integer, scale } = field;
	const range = fc.double({ min: 0, max: 1, noNaN: true }).map((share) => {
		const low = Math.max(min, 1e-3);
		const value = scale === 'log' ? low * (max / low) ** share : min + (max - min) * share;
		return Math.min(max, integer ? Math.round(value) : value);
	});
	return fc.oneof(range, fc.constantFrom(min, max, fallback));
}

const scenarios = fc
	.record(Object.fromEntries(FIELD_NAMES.map((name) => [name, values(FIELDS[name] as Field)])))
	.map((inputs) => completeScenario(inputs as Partial<Scenario>));

describe.each(TRANSPORT_IDS)('%s', (transport) => {
	test('has for every figure of every scenario a finite value that is not negative, or a reason', () => {
		fc.assert(
			fc.property(scenarios, (scenario) => {
				const { expected, unexpected } = expectedFigures(transport, scenario);
				const wrong = FIGURES.filter(({ path }) => {
					const value = figureAt(expected, path);
					if (typeof value === 'number') return !Number.isFinite(value) || value < 0;
					return value !== null || !unexpected[path];
				}).map(({ path }) => `${path}: ${figureAt(expected, path)}`);
				expect(wrong).toEqual([]);
			}),
			{ numRuns: 400, seed: 1 },
		);
	});
});

test('only for want of a formula is there no value: no figure leaves the range of numbers', () => {
	fc.assert(
		fc.property(scenarios, fc.constantFrom(...TRANSPORT_IDS), (scenario, transport) => {
			const { unexpected } = expectedFigures(transport, scenario);
			expect(Object.values(unexpected).filter((reason) => reason.includes('range'))).toEqual([]);
		}),
		{ numRuns: 400, seed: 2 },
	);
});

/** Today's phone on a path without jitter and loss; a request takes 5 ms without a core. */
const CALM = { jitter: 0, loss: 0, requestCpu: 0, requestWait: 5 };

function figure(transport: TransportId, inputs: Partial<Scenario>, path: string) {
	return figureAt(expectedFigures(transport, completeScenario(inputs)).expected, path);
}

function perUser(transport: TransportId, inputs: Partial<Scenario>): number {
	const { expected } = expectedFigures(transport, completeScenario({ ...CALM, ...inputs }));
	const bytes = ['up', 'down'].map((way) => figureAt(expected, `bytes.${way}`)!);
	return (bytes[0]! + bytes[1]!) / 10_000;
}

describe('10 000 users, one message a minute, 70 ms', () => {
	// The table of golden figures is rounded to 10 ms or 1 ms, and leaves out transmission.
	test.each([
		['polling', [1540, 2890, 3010], 5],
		['longPolling', [36, 36, 36], 1],
		['sse', [36, 36, 36], 1],
		['webSocket', [36, 36, 36], 1],
	] as const)('%s has the known percentiles of latency', (transport, percentiles, tolerance) => {
		['p50', 'p95', 'p99'].forEach((name, i) => {
			const inputs = { ...CALM, radio: 'none' } as const;
			const value = figure(transport, inputs, `latency.${name}`)!;
			expect(Math.abs(value - percentiles[i]!)).toBeLessThanOrEqual(tolerance);
		});
	});

	test('polling asks 3333 times a second, long polling 423 times', () => {
		expect(figure('polling', CALM, 'requestsPerSecond')).toBeCloseTo(3333.3, 1);
		expect(figure('longPolling', { ...CALM, radio: 'none' }, 'requestsPerSecond')).toBeCloseTo(
			423,
			0,
		);
		expect(figure('sse', CALM, 'requestsPerSecond')).toBe(0);
	});

	// The table's traffic includes a set-up every ten minutes: 4.1 up and 6.9 down for TCP and TLS.
	test.each([
		['polling', { http: '1.1' }, 318, 112],
		// The table repeats a head in 30 bytes; nghttp2 takes 63, every three seconds.
		['polling', { http: '2' }, 62, 50 + 11],
		// The table sends the ACK of an answer and that of a request the other way round: 2.2 each.
		['longPolling', { http: '1.1', radio: 'none' }, 45 - 2.2, 21 + 2.2],
	] as const)('%s %o takes the known bytes', (transport, inputs, up, down) => {
		const calm = { ...CALM, ...inputs };
		expect(Math.abs(figure(transport, calm, 'bytes.up')! / 10_000 - (up - 4.1))).toBeLessThan(1.5);
		expect(Math.abs(figure(transport, calm, 'bytes.down')! / 10_000 - (down - 6.9))).toBeLessThan(
			1.5,
		);
	});
});

describe('the cliff at the end of keep-alive', () => {
	test('nginx closes after 75 s: a poll every 76 s costs five times one every 74 s', () => {
		expect(perUser('polling', { pollInterval: 74 })).toBeCloseTo(18.6, 1);
		expect(perUser('polling', { pollInterval: 76 })).toBeCloseTo(105.3, 1);
	});

	test('Node closes after 5 s: a poll every 6 s costs four times one every 4 s', () => {
		expect(Math.round(perUser('polling', { pollInterval: 4, keepAlive: 5 }))).toBe(314);
		expect(Math.round(perUser('polling', { pollInterval: 6, keepAlive: 5 }))).toBe(1315);
	});
});

test('a balancer that waits a minute closes silent streams 60 times an hour, with a message a minute 35 times', () => {
	const closes = (messageRate: number) =>
		(figure('webSocket', { ...CALM, messageRate, pingInterval: 0 }, 'server.handshakesPerSecond')! *
			3600) /
		10_000;
	// The way back takes 0.7 s of each cycle: 1 %.
	expect(closes(0)).toBeCloseTo(60 / 1.0125, 0);
	expect(closes(1)).toBeCloseTo(35 / 1.007, 0);
	expect(figure('webSocket', CALM, 'server.handshakesPerSecond')).toBe(0);
});

describe('there is no value, and a sentence says why', () => {
	const why = (transport: TransportId, inputs: Partial<Scenario>, path: string) =>
		expectedFigures(transport, completeScenario(inputs)).unexpected[path];

	test.each([
		['polling', { users: 10, pollInterval: 0.1, rtt: 300 }, 'latency.mean', 'polls overlap'],
		['polling', { requestCpu: 10 }, 'latency.p99', 'more work than they can do'],
		['sse', { pushCpu: 1000 }, 'server.queueWait.mean', 'more work than they can do'],
		['sse', { messageRate: 0 }, 'bytes.perMessage', 'no messages'],
		['webSocket', {}, 'latency.max', 'no upper limit'],
		['longPolling', { messageRate: 600, requestCpu: 10 }, 'bytes.up', 'saturated'],
		['webSocket', { pingInterval: 0, reconnect: 'none' }, 'bytes.up', 'do not come back'],
		['sse', { faults: [{ kind: 'drop', start: 1, duration: 1 }] }, 'cost.monthly', 'goes wrong'],
	] as const)('%s %o: %s', (transport, inputs, path, words) => {
		expect(figure(transport, inputs, path)).toBeNull();
		expect(why(transport, inputs, path)).toContain(words);
	});

	test('overload itself is a figure', () => {
		expect(figure('polling', { requestCpu: 10 }, 'server.utilisation')).toBeCloseTo(8.33, 2);
	});
});

test('the parts of a mean add up to it, and so do bytes and the bill', () => {
	fc.assert(
		fc.property(scenarios, fc.constantFrom(...TRANSPORT_IDS), (scenario, transport) => {
			const { expected } = expectedFigures(transport, scenario);
			const at = (path: string) => figureAt(expected, path);
			const parts = (prefix: string) =>
				FIGURES.filter(({ path }) => path.startsWith(prefix)).reduce(
					(sum, { path }) => sum + at(path)!,
					0,
				);
			const near = (sum: number, total: number) => Math.abs(sum - total) <= 1e-9 * (1 + total);
			const latencies = FIGURES.filter(({ path }) => path.startsWith('latency.parts.'));
			const known = latencies.every(({ path }) => typeof at(path) === 'number');
			if (typeof at('latency.mean') === 'number' && known) {
				expect(near(parts('latency.parts.'), at('latency.mean')!)).toBe(true);
			}
			if (typeof at('bytes.up') !== 'number') return;
			expect(near(parts('bytes.parts.'), at('bytes.up')! + at('bytes.down')!)).toBe(true);
			expect(near(parts('cost.parts.'), at('cost.monthly')!)).toBe(true);
		}),
		{ numRuns: 300, seed: 3 },
	);
});

test('percentiles of a latency rise, and none is shorter than the path', () => {
	fc.assert(
		fc.property(scenarios, fc.constantFrom(...TRANSPORT_IDS), (scenario, transport) => {
			const { latency } = expectedFigures(transport, scenario).expected;
			if (typeof latency?.p50 !== 'number') return;
			const order = [scenario.rtt / 2, latency.p50, latency.p95!, latency.p99!];
			// Each is found to seven digits.
			const falls = order.filter((value, i) => i > 0 && value < order[i - 1]! * (1 - 2e-7));
			expect(falls).toEqual([]);
		}),
		{ numRuns: 300, seed: 4 },
	);
});
