import { describe, expect, test } from 'vitest';
import type { Fault } from '../model/faults.ts';
import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { returnPeakRate } from '../theory/reconnect.ts';
import type { Report } from './report.ts';
import { simulate } from './simulate.ts';
import { stillWorld } from './testScenario.ts';

const HELD = ['longPolling', 'sse', 'webSocket'] as const;
const STREAMS = ['sse', 'webSocket'] as const;
const ALL = ['polling', ...HELD] as const;

const run = (id: TransportId, faults: readonly Fault[], inputs: Partial<Scenario> = {}) =>
	simulate(id, stillWorld({ users: 200, duration: 120, messageRate: 6, faults, ...inputs }));

/** A series where it is between two moments, s. */
function between({ series }: Report, pick: keyof Report['series'], from: number, until: number) {
	const values = series[pick] as Float64Array;
	return Array.from(values).filter((_, bin) => {
		const start = series.time[bin]!;
		return start >= from - 1e-9 && start + series.binWidth <= until + 1e-9;
	});
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe('whatever goes wrong', () => {
	const kinds = ['drop', 'restart', 'block', 'slow', 'burst', 'background'] as const;

	test.each(ALL)(
		'every message on %s is delivered, lost or late, in the series as in the sum',
		(id) => {
			for (const kind of kinds) {
				for (const resume of [true, false]) {
					const report = run(id, [{ kind, start: 40, duration: 20 }], { resume, payload: 3000 });
					const { published, delivered, lost, late, duplicated } = report.messages;
					const { binWidth, waiting } = report.series;
					const sumOf = (pick: 'published' | 'lost' | 'duplicated') =>
						total(between(report, pick, 0, 120)) * binWidth;
					expect(published, kind).toBe(delivered + lost + late);
					expect(sumOf('published')).toBeCloseTo(published, 6);
					expect(sumOf('lost')).toBeCloseTo(lost, 6);
					expect(sumOf('duplicated')).toBeCloseTo(duplicated, 6);
					expect(Math.min(...waiting)).toBeGreaterThanOrEqual(0);
				}
			}
		},
	);
});

describe('where each request and each push waits half a minute for a core', () => {
	const BUSY = { cores: 1, requestCpu: 250, pushCpu: 250, pollInterval: 3, messageRate: 12 };
	const ends = (kind: 'drop' | 'restart') => [{ kind, start: 60, duration: 20 }] as const;

	test.each(ALL)('%s clients get nothing while servers restart: the queue is gone', (id) => {
		const report = run(id, ends('restart'), BUSY);
		expect(total(between(report, 'deliveries', 56, 60))).toBeGreaterThan(0);
		expect(Math.max(...between(report, 'deliveries', 62, 80))).toBe(0);
	});

	test.each(ALL)(
		'%s clients get nothing while the network is down, though servers work on',
		(id) => {
			const report = run(id, ends('drop'), BUSY);
			expect(Math.max(...between(report, 'deliveries', 62, 80))).toBe(0);
			expect(Math.min(...between(report, 'utilisation', 62, 78))).toBeGreaterThan(0.99);
			expect(total(between(report, 'bytesDown', 62, 78))).toBeGreaterThan(0);
		},
	);

	test.each(ALL)('no message for %s clients is counted twice or forgotten', (id) => {
		for (const kind of ['drop', 'restart'] as const) {
			for (const resume of [true, false]) {
				for (const audience of ['own', 'shared'] as const) {
					const inputs = { ...BUSY, users: 40, resume, audience, requestCpu: 900, pushCpu: 900 };
					const { messages } = run(id, ends(kind), inputs);
					expect(messages.published).toBe(messages.delivered + messages.lost + messages.late);
					if (resume) expect(messages.lost).toBe(0);
				}
			}
		}
	});

	test.each([0, 5])(
		'polls do not wait for connections that are gone (keep-alive %i s)',
		(keepAlive) => {
			const report = run('polling', ends('drop'), { ...BUSY, keepAlive });
			const { binWidth } = report.series;
			// Before, all six of each client waited for an answer.
			expect(total(between(report, 'requests', 56, 60)) * binWidth).toBeLessThan(60);
			expect(total(between(report, 'requests', 80, 92)) * binWidth).toBeGreaterThan(4 * 200 - 20);
		},
	);
});

test.each(['polling', 'longPolling'] as const)(
	'what is under way from %s clients when the network drops reaches nobody',
	(id) => {
		const drop = [{ kind: 'drop', start: 40, duration: 10 }] as const;
		const far = { rtt: 2000, pollInterval: 1, messageRate: 60, uplinkRate: 60 };
		const report = run(id, drop, far);
		expect(Math.max(...between(report, 'requests', 40, 50))).toBe(0);
		expect(Math.min(...between(report, 'requests', 36, 40))).toBeGreaterThan(100);
	},
);

describe('while servers restart', () => {
	const restart = [{ kind: 'restart', start: 40, duration: 20 }] as const;

	const connections = (id: TransportId, inputs: Partial<Scenario>) =>
		run(id, restart, { users: 20, ...inputs }).series.connections;

	test.each([0, 5])(
		'connections of one client are never fewer than none (keep-alive %i s)',
		(keepAlive) => {
			for (const id of ALL) {
				for (let seed = 0; seed < 20; seed++) {
					const inputs = { users: 1, keepAlive, loss: 10, rtt: 800, messageRate: 60, duration: 60 };
					expect(Math.min(...connections(id, { ...inputs, seed })), id).toBeGreaterThanOrEqual(0);
				}
			}
		},
	);

	test('without keep-alive a connection ends with its one request, lost or not', () => {
		const busy = { keepAlive: 0, pollInterval: 0.1, jitter: 190, rtt: 100 };
		const series = connections('polling', busy);
		// Four round trips and the jitter of three ways at ten polls a second.
		expect(series.at(-1)).toBeLessThan(20 * 7);
	});

	test('after it a client of HTTP/2 opens one connection, and what it asks meanwhile waits for that', () => {
		const inputs = { http: '2', rtt: 800, pollInterval: 0.1, requestWait: 1000 } as const;
		expect(Math.max(...connections('polling', inputs))).toBe(20);
	});

	test('what a browser of HTTP/1.1 keeps back breaks with its six connections', () => {
		const series = connections('polling', { requestWait: 570, pollInterval: 0.1 });
		expect(Math.max(...series)).toBe(6 * 20);
	});

	test.each(ALL)('nobody on %s has a connection, opens one or gets a message', (id) => {
		const report = run(id, restart, { uplinkRate: 6 });
		expect(Math.max(...between(report, 'connections', 42, 60))).toBe(0);
		expect(Math.max(...between(report, 'handshakes', 42, 60))).toBe(0);
		expect(Math.max(...between(report, 'deliveries', 42, 60))).toBe(0);
	});

	test.each(ALL)('messages for %s wait and are delivered afterwards', (id) => {
		const report = run(id, restart);
		expect(report.messages).toMatchObject({ lost: 0, late: 0 });
		expect(Math.max(...report.series.waiting)).toBeGreaterThan(0.9 * 200 * 2);
	});

	test.each(STREAMS)('%s clients that do not resume lose what they miss', (id) => {
		const report = run(id, restart, { resume: false });
		expect(report.messages.late).toBe(0);
		expect(total(between(report, 'lost', 0, 40))).toBe(0);
		expect(total(between(report, 'lost', 42, 58))).toBeCloseTo(
			total(between(report, 'published', 42, 58)),
			6,
		);
	});
});

describe('a network that drops without telling either end', () => {
	const drop = [{ kind: 'drop', start: 40, duration: 10 }] as const;

	test.each(STREAMS)('is noticed on %s ten seconds after an overdue heartbeat', (id) => {
		const report = run(id, drop, { pingInterval: 20, reconnect: 'immediate' });
		expect(total(between(report, 'handshakes', 0, 50))).toBe(0);
		// Heartbeats are due between 40 and 60 s.
		expect(total(between(report, 'handshakes', 50, 72)) * report.series.binWidth).toBeCloseTo(
			200,
			6,
		);
		expect(report.messages).toMatchObject({ lost: 0, late: 0 });
		expect(report.latency.max).toBeGreaterThan(28_000);
		expect(report.latency.max).toBeLessThan(31_000);
	});

	test.each(STREAMS)(
		'is noticed on %s as well where heartbeats lose the race with the balancer',
		(id) => {
			const report = run(id, drop, { pingInterval: 20, idleTimeout: 20, reconnect: 'immediate' });
			expect(report.messages.late).toBe(0);
		},
	);

	test.each(STREAMS)(
		'is never noticed on %s without heartbeats: the server writes into the void',
		(id) => {
			for (const resume of [true, false]) {
				const report = run(id, drop, { pingInterval: 0, idleTimeout: 0, resume });
				const { published, delivered, lost, late } = report.messages;
				expect(total(between(report, 'deliveries', 42, 120))).toBe(0);
				// Who could ask for them is still to come; who could not has lost them.
				expect(resume ? lost : late).toBe(0);
				expect(lost + late).toBe(published - delivered);
				expect(lost + late).toBeGreaterThan(0.6 * published);
			}
		},
	);

	test('is a pause for polling, which asks again as soon as it can', () => {
		const report = run('polling', drop, { pollInterval: 3 });
		expect(report.messages).toMatchObject({ lost: 0, late: 0 });
		expect(report.latency.max).toBeLessThan(10_000 + 2 * 3000 + 500);
	});
});

test('a proxy that blocks WebSocket cuts it and nothing else', () => {
	const block = [{ kind: 'block', start: 40, duration: 20 }] as const;
	const blocked = run('webSocket', block);
	expect(Math.max(...between(blocked, 'connections', 42, 60))).toBe(0);
	for (const id of ['polling', 'longPolling', 'sse'] as const) {
		const { messages, server } = run(id, block);
		expect({ messages, server }).toMatchObject({
			messages: run(id, []).messages,
			server: { handshakesPerSecond: run(id, []).server.handshakesPerSecond },
		});
	}
});

describe('slow readers', () => {
	const slow = [{ kind: 'slow', start: 20, duration: 80 }] as const;
	/** 36 kB/s to each of them: a reader of 1 kB/s falls behind by 35. */
	const fast = { users: 5, messageRate: 3600, payload: 600 };

	test.each(STREAMS)(
		'of %s leave in the send buffer what they do not read, until it is full',
		(id) => {
			const report = run(id, slow, fast);
			const written = report.bytes.parts.payload > 0 ? report.bytes.down / 5 : 0;
			// Bytes of messages only: ACKs and heartbeats are less than a hundredth.
			const growth = written - 1000;
			const early = between(report, 'buffered', 30, 32)[0]! / 5;
			expect(early / (growth * 11)).toBeGreaterThan(0.9);
			expect(early / (growth * 11)).toBeLessThan(1.1);
			const full = Math.max(...report.series.buffered) / 5;
			expect(full).toBeLessThan(1_001_000);
			expect(full).toBeGreaterThan(950_000);
			// Beyond the limit as much is lost as is not read.
			const lost =
				total(between(report, 'lost', 60, 90)) / total(between(report, 'published', 60, 90));
			expect(lost).toBeCloseTo(growth / written, 1);
		},
	);

	test.each(STREAMS)('of %s that are fast again have it all at once', (id) => {
		const report = run(id, slow, fast);
		expect(Math.max(...between(report, 'buffered', 106, 120))).toBeLessThan(5000);
		expect(report.messages.late).toBe(0);
		expect(total(between(report, 'lost', 100, 120))).toBe(0);
	});

	test('ask again before they have read an answer: polls bring messages twice', () => {
		const { messages } = run('polling', slow, { payload: 5000, pollInterval: 3, messageRate: 12 });
		expect(messages.duplicated).toBeGreaterThan(0.1 * messages.delivered);
		expect(run('polling', [], { payload: 5000, pollInterval: 3 }).messages.duplicated).toBe(0);
	});

	test('of long polling throttle the server: it keeps no buffer for them and drops nothing', () => {
		const { messages } = run('longPolling', slow, { ...fast, messageRate: 60 });
		expect(messages.lost).toBe(0);
	});
});

test('a burst is ten times as many messages', () => {
	const report = run('sse', [{ kind: 'burst', start: 40, duration: 20 }], { users: 1000 });
	const during = total(between(report, 'published', 40, 60)) * report.series.binWidth;
	const before = total(between(report, 'published', 20, 40)) * report.series.binWidth;
	expect(before / 2000).toBeCloseTo(1, 1);
	expect(Math.abs(during - 20_000)).toBeLessThan(5 * Math.sqrt(20_000));
});

describe('a reconnect storm', () => {
	const storm = (reconnect: Scenario['reconnect'], outage: number, duration = 600) =>
		run('webSocket', [{ kind: 'restart', start: 60, duration: outage }], {
			users: 3000,
			duration,
			messageRate: 0,
			pingInterval: 0,
			idleTimeout: 0,
			reconnect,
		});
	const peak = ({ series }: Report) => Math.max(...series.handshakePeak);

	test('of clients that try again at once is one impulse', () => {
		expect(peak(storm('immediate', 30))).toBe(3000);
	});

	test('with back-off alone is an impulse as well: all wait for the same times', () => {
		expect(peak(storm('backoff', 30))).toBe(3000);
	});

	test('with jitter is spread out, as the closed form says after a long outage', () => {
		// All wait in equilibrium: density 2(1 − r/cap)/cap, integrated over the first second. A refusal
		// takes a round trip, during which nobody waits: 70 ms of 15 s on average.
		const first = returnPeakRate(3000, 30_000) * (1 - 0.5 / 30);
		const error = 5 * Math.sqrt(first) + (0.07 / 15) * first;
		expect(Math.abs(peak(storm('jitter', 400)) - first)).toBeLessThan(error);
	});

	test('is counted by the second, however long the run and its bins', () => {
		const { series } = storm('immediate', 30, 3600);
		expect(series.binWidth).toBe(60);
		expect(Math.max(...series.handshakePeak)).toBe(3000);
		expect(Math.max(...series.handshakes)).toBe(50);
		expect(Math.max(...storm('immediate', 1, 62).series.handshakePeak)).toBeLessThanOrEqual(3000);
	});
});
