import { describe, expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { wireOf } from '../model/wire.ts';
import { simulate } from './simulate.ts';
import { deviationOf, fiveSigma, meanOf, stillWorld } from './testScenario.ts';

const run = (id: TransportId, inputs: Partial<Scenario>) =>
	simulate(id, stillWorld({ pingInterval: 0, idleTimeout: 0, ...inputs }));
const HELD = ['longPolling', 'sse'] as const;

describe('a message of 100 bytes from the client', () => {
	const inputs = { users: 20, uplinkRate: 6, keepAlive: 3600, duration: 600 };

	test('is a POST of 1115 bytes up, with the ACK of its answer, and 185 down', () => {
		const { bytes, requestsPerSecond, server } = run('sse', { ...inputs, http: '1.1' });
		const posts = requestsPerSecond * 600;
		const handshakes = server.handshakesPerSecond * 600;
		expect(Math.abs(posts - 1200)).toBeLessThan(5 * Math.sqrt(1200));
		expect(bytes.up * 600 - handshakes * 2304).toBeCloseTo(posts * 1115, 3);
		expect(bytes.down * 600 - handshakes * 3962).toBeCloseTo(posts * 185, 3);
	});

	test('is a frame of 180 bytes on a WebSocket, and an ACK of 52', () => {
		const { bytes, requestsPerSecond } = run('webSocket', inputs);
		const frames = (bytes.parts.payload * 600) / 100;
		expect(Math.abs(frames - 1200)).toBeLessThan(5 * Math.sqrt(1200));
		expect(bytes.up * 600).toBeCloseTo(frames * 180, 3);
		// The last frame's ACK may come after the end.
		expect(Math.abs((bytes.down * 600) / 52 - frames)).toBeLessThanOrEqual(2);
		expect(requestsPerSecond).toBe(0);
	});

	test('costs a request of CPU as a POST, and a push of CPU as a frame', () => {
		const work = { ...inputs, requestCpu: 2, pushCpu: 0.5, cores: 1 };
		const { server, requestsPerSecond } = run('sse', work);
		const posts = requestsPerSecond * 600;
		expect(Math.abs((server.utilisation * 600_000) / posts - 2)).toBeLessThan(fiveSigma(2, posts));
		const frames = run('webSocket', work);
		const sent = (frames.bytes.parts.payload * 600) / 100;
		expect(Math.abs(frames.server.utilisation * 600_000 - sent * 0.5)).toBeLessThanOrEqual(1);
	});
});

describe('POSTs beside a held connection', () => {
	test.each(HELD)('of %s go on a second one over HTTP/1.1, cold with probability e^(−μK)', (id) => {
		const inputs = { users: 300, uplinkRate: 6, keepAlive: 10, rtt: 4, duration: 600 };
		const { server, requestsPerSecond } = run(id, inputs);
		const idle = run(id, { ...inputs, uplinkRate: 0 });
		const posts = (requestsPerSecond - idle.requestsPerSecond) * 600;
		const cold = (server.handshakesPerSecond * 600) / posts;
		// Idle for K since the last answer, at most three round trips after its POST left.
		const expected = Math.exp(-10 / 10);
		const tolerance = fiveSigma(Math.sqrt(expected * (1 - expected)), posts);
		expect(Math.abs(cold - expected)).toBeLessThan(tolerance + 0.012 / 10);
	});

	test.each(HELD)('of %s share it over HTTP/2: nothing is opened, nothing is closed', (id) => {
		const { server } = run(id, { users: 200, uplinkRate: 6, http: '2', duration: 60 });
		expect(server.handshakesPerSecond).toBe(0);
		expect(server.connections).toBe(200);
	});

	test('leave as many connections open as have been used within the keep-alive time', () => {
		const { server } = run('sse', {
			users: 2000,
			uplinkRate: 6,
			keepAlive: 10,
			rtt: 4,
			duration: 120,
		});
		// Open where a POST was sent in the last 10 s: 1 − e^(−μK).
		const open = 1 - Math.exp(-1);
		const tolerance = 5 * Math.sqrt(2000 * open * (1 - open));
		// Two POSTs at once (μ·RTT = 0.1 %) may need a third connection.
		expect(Math.abs(server.connections - 2000 * (1 + open))).toBeLessThan(tolerance + 10);
	});

	test.each([
		['sse', 0, 6],
		['sse', 5, 6],
		['sse', 5, 60],
		['longPolling', 5, 6],
		['polling', 0, 60],
		['polling', 5, 6],
	] as const)(
		'of %s with keep-alive %i s and %i POSTs a minute: connections do not pile up',
		(id, keepAlive, uplinkRate) => {
			const inputs = { users: 50, keepAlive, uplinkRate, rtt: 300, pollInterval: 10 };
			const open = [300, 1800].map(
				(duration) => run(id, { ...inputs, duration }).server.connections,
			);
			// At most six for POSTs and the held one; and after a longer run not more than by chance.
			expect(open[1]).toBeLessThanOrEqual(50 * 7);
			expect(open[1]! - open[0]!).toBeLessThan(5 * Math.sqrt(50 * 7));
		},
	);
});

test('on the connection of a poll a POST is warm, and keeps it so for the poll', () => {
	const inputs = {
		users: 300,
		uplinkRate: 6,
		keepAlive: 5,
		rtt: 4,
		pollInterval: 20,
		duration: 600,
	};
	const { server, requestsPerSecond } = run('polling', inputs);
	// Polls every 20 s and POSTs every 10 s together: a gap of more than 5 s before a poll has the
	// probability e^(−μK), before a POST also needs a poll's absence (1 − K/N).
	const none = Math.exp(-0.5);
	const polls = (300 * 600) / 20;
	const posts = requestsPerSecond * 600 - polls;
	const cold = none * polls + none * (1 - 5 / 20) * posts;
	const handshakes = server.handshakesPerSecond * 600;
	expect(Math.abs(handshakes - cold)).toBeLessThan(5 * Math.sqrt(cold) + 0.01 * cold);
});

describe('POSTs on the connection of a held request', () => {
	/** Pure ACKs up and down, for each request; a POST a second and a message a second. */
	const acks = (inputs: Partial<Scenario>) => {
		const scenario = stillWorld({
			users: 100,
			duration: 300,
			rtt: 1,
			http: '2',
			messageRate: 60,
			longPollTimeout: 300,
			idleTimeout: 0,
			...inputs,
		});
		const { bytes, requestsPerSecond } = simulate('longPolling', scenario);
		const parts = bytes.parts;
		const wire = wireOf(scenario);
		const posts = (scenario.uplinkRate / 60) * scenario.users;
		const polls = requestsPerSecond - posts;
		const data =
			polls * (wire.longPollRequest.parts.tcpip + wire.pollAnswer(1).parts.tcpip) +
			posts * (wire.post.parts.tcpip + wire.postAnswer.parts.tcpip);
		return { number: (parts.tcpip - data) / 52, polls, posts };
	};

	test('alone, a held request takes one ACK down and its answer none', () => {
		const { number, polls } = acks({ uplinkRate: 0 });
		expect(Math.abs(number / polls - 1)).toBeLessThan(0.01);
	});

	test('of each change between the two kinds one more, either way', () => {
		const { number, polls, posts } = acks({ uplinkRate: 60 });
		// Each request held, each POST's answer; and half of the POSTs follow a held request, whose
		// own ACK was late, and half of the answers to held requests follow that to a POST.
		const expected = polls + posts + posts / 2 + polls / 2;
		expect(Math.abs(number / expected - 1)).toBeLessThan(0.02);
	});
});

test.each(HELD.flatMap((id) => (['1.1', '2'] as const).map((http) => [id, http] as const)))(
	'POSTs of %s over HTTP/%s leave phones asleep as often in the first seconds as later',
	(id, http) => {
		const inputs = { users: 4000, http, keepAlive: 5, uplinkRate: 3, messageRate: 2 };
		const ratios = Array.from({ length: 16 }, (_, seed) => {
			const { wakeUps } = simulate(id, completeScenario({ ...inputs, seed })).series;
			return meanOf(wakeUps.subarray(0, 4)) / meanOf(wakeUps.subarray(20));
		});
		const luck = (4 * deviationOf(ratios)) / Math.sqrt(ratios.length);
		expect(Math.abs(meanOf(ratios) - 1)).toBeLessThan(luck);
		expect(luck).toBeLessThan(0.08);
	},
);
