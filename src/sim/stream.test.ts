import { describe, expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import type { Report } from './report.ts';
import { simulate } from './simulate.ts';
import { earlyLatency, fiveSigma, stillWorld } from './testScenario.ts';

const sse = (inputs: Partial<Scenario>) => simulate('sse', stillWorld(inputs));
const webSocket = (inputs: Partial<Scenario>) => simulate('webSocket', stillWorld(inputs));
const each = { sse, webSocket };
const BOTH = ['sse', 'webSocket'] as const;

describe('one client that nobody writes to, for ten minutes', () => {
	test('on SSE receives a comment of 82 bytes every 30 s and ACKs it', () => {
		const { bytes } = sse({ users: 1, duration: 600 });
		expect(bytes.down * 600).toBeCloseTo(20 * (3 + 5 + 22 + 52), 6);
		expect(bytes.up * 600).toBeCloseTo(20 * 52, 6);
	});

	test('on a WebSocket answers a ping of 76 bytes with a pong of 80, which is ACKed: 208 in all', () => {
		const { bytes } = webSocket({ users: 1, duration: 600 });
		expect(bytes.down * 600).toBeCloseTo(20 * (76 + 52), 6);
		expect(bytes.up * 600).toBeCloseTo(20 * 80, 6);
		expect((bytes.up + bytes.down) * 30).toBeCloseTo(208, 9);
	});

	test('on a WebSocket has had pings before: no client acknowledges its first one apart', () => {
		const { bytes } = webSocket({ users: 100, duration: 60 });
		expect(bytes.up * 60).toBeCloseTo(100 * 2 * 80, 6);
	});

	test.each(BOTH)('on %s asks nothing and keeps its connection', (id) => {
		const { requestsPerSecond, server, messages } = each[id]({ users: 1, duration: 600 });
		expect(requestsPerSecond).toBe(0);
		expect(server).toMatchObject({ connections: 1, handshakesPerSecond: 0 });
		expect(messages.published).toBe(0);
	});
});

describe('a message of 100 bytes', () => {
	const inputs = { users: 300, messageRate: 1, duration: 60, pingInterval: 0, idleTimeout: 0 };

	test.each([
		['sse', 201],
		['webSocket', 176],
	] as const)('on %s takes %i bytes down and an ACK of 52 up', (id, size) => {
		const { bytes } = each[id](inputs);
		const pushed = (bytes.parts.payload * 60) / 100;
		expect(pushed).toBeGreaterThan(200);
		expect(bytes.down * 60).toBeCloseTo(pushed * size, 6);
		// Two within 40 ms share an ACK: hardly ever, at one a minute.
		expect(bytes.up * 60).toBeGreaterThan((pushed - 3) * 52 - 1);
		expect(bytes.up * 60).toBeLessThan(pushed * 52 + 1);
	});

	test.each(BOTH)('on %s is there after half a round trip and the time of its bytes', (id) => {
		const { latency } = each[id](inputs);
		const size = id === 'sse' ? 201 : 176;
		// Only messages a fraction of a ms apart could hold each other up.
		expect(latency.mean).toBeCloseTo(35 + (size * 8) / 12_000, 9);
		expect(latency.max).toBeCloseTo(35 + (size * 8) / 12_000, 9);
		expect(latency.parts.wait).toBe(0);
	});

	test('is acknowledged alone at any rate, but for the first after a pong', () => {
		const users = 20;
		const often = { ...inputs, users, messageRate: 1200 };
		const acksOf = ({ bytes }: Report) => (bytes.up * 60) / 52;
		const pushedBy = ({ bytes }: Report) => (bytes.parts.payload * 60) / 100;
		for (const silent of [sse(often), webSocket(often)]) {
			expect(Math.abs(acksOf(silent) - pushedBy(silent))).toBeLessThan(users);
		}
		// A pong is 80 bytes; of the messages behind it 1 − e^(−20·0.04) are followed by a second one
		// within 40 ms, and share.
		const pinged = webSocket({ ...often, pingInterval: 1 });
		const pings = users * 60;
		const shared = pushedBy(pinged) + pings - (pinged.bytes.up * 60 - pings * 80) / 52;
		const expected = pings * (1 - Math.exp(-20 * 0.04));
		expect(Math.abs(shared - expected)).toBeLessThan(fiveSigma(0.5, pings) * pings + users);
	});

	test('on a WebSocket is never heavier than on SSE, and both are lighter than a poll', () => {
		for (const payload of [0, 1, 125, 126, 1000, 65_536]) {
			const scenario = { ...inputs, payload, users: 20, messageRate: 6 };
			const perMessage = (id: (typeof BOTH)[number]) => each[id](scenario).bytes.perMessage!;
			expect(perMessage('webSocket')).toBeLessThan(perMessage('sse'));
			const polled = simulate('polling', stillWorld(scenario)).bytes.perMessage!;
			expect(perMessage('sse')).toBeLessThan(polled);
		}
	});
});

test('no message overtakes an earlier one on the same stream', () => {
	const jittery = { users: 5, messageRate: 6000, jitter: 200, rtt: 40, duration: 20 };
	const { latency } = webSocket(jittery);
	// Whoever comes 10 ms after a message with a long delay waits for it: the mean is far above the
	// 20 ms + 200/√(e − 1) of one on its own.
	expect(latency.mean).toBeGreaterThan(1.5 * (20 + 200 / Math.sqrt(Math.E - 1)));
});

describe('heartbeats', () => {
	test('come at a fixed rate, however many messages there are', () => {
		for (const messageRate of [0, 6, 600]) {
			const { bytes } = webSocket({ users: 50, messageRate, pingInterval: 30, duration: 60 });
			const pushed = (bytes.parts.payload * 60) / 100;
			const others = bytes.down * 60 - pushed * 176;
			expect(others).toBeCloseTo(50 * 2 * (76 + 52), 3);
		}
	});

	test('every so often take CPU time like pushes', () => {
		const { server, messages } = sse({
			users: 50,
			messageRate: 60,
			pushCpu: 2,
			pingInterval: 6,
			cores: 2,
			duration: 60,
		});
		const jobs = messages.published + 50 * 10;
		expect(server.utilisation).toBeCloseTo((jobs * 2) / (60_000 * 2), 9);
	});

	test('none are sent where the interval is 0', () => {
		expect(sse({ users: 10, pingInterval: 0, idleTimeout: 0 }).bytes.down).toBe(0);
	});
});

describe('a balancer that closes silent connections', () => {
	const flapping = { pingInterval: 0, idleTimeout: 60, reconnect: 'immediate' } as const;
	/** Half a round trip to learn it, two to connect, half for the request. */
	const AWAY = 3 * 0.07;
	const closesPerHour = (users: number, { server }: { server: { handshakesPerSecond: number } }) =>
		(server.handshakesPerSecond * 3600) / users;

	test.each(BOTH)('cuts a silent %s once a minute', (id) => {
		const users = 1000;
		const report = each[id]({ ...flapping, users, duration: 3600 });
		// Phases are random: one more or one less for each client. Set-up takes 4 ms of bytes.
		const expected = 3600 / (60 + AWAY);
		expect(Math.abs(closesPerHour(users, report) - expected)).toBeLessThan(
			fiveSigma(0.5, users) + 0.01,
		);
		expect(report.requestsPerSecond).toBeCloseTo(report.server.handshakesPerSecond, 1);
	});

	test.each([
		[3600, 500],
		[10, 30_000],
	])(
		'cuts 35 times an hour where a message comes once a minute: over %i s, from the start',
		(duration, users) => {
			const report = sse({ ...flapping, users, messageRate: 1, duration });
			// A Poisson stream is silent for I once in (e^(λI) − 1)/λ: λ/(e^(λI) − 1) = 1/(e − 1) a minute.
			const expected = 3600 / (60 * (Math.E - 1) + AWAY);
			const closes = (expected * users * duration) / 3600;
			// Closes are renewals with a dead time of I: less varied than a Poisson process.
			const error = Math.abs(closesPerHour(users, report) / expected - 1);
			expect(error).toBeLessThan(5 / Math.sqrt(closes));
		},
	);

	test('does not cut where heartbeats come in time', () => {
		for (const id of BOTH) {
			const report = each[id]({ ...flapping, pingInterval: 59, users: 200, duration: 600 });
			expect(report.server.handshakesPerSecond).toBe(0);
		}
	});

	test('cuts where heartbeats come at the same interval: the close comes first, and every other heartbeat finds a new connection', () => {
		const report = webSocket({ ...flapping, pingInterval: 60, users: 200, duration: 1200 });
		expect(closesPerHour(200, report)).toBeCloseTo(30, 0);
	});

	test('cuts once for each heartbeat where these come too late', () => {
		const report = webSocket({ ...flapping, pingInterval: 90, users: 500, duration: 3600 });
		expect(Math.abs(closesPerHour(500, report) - 40)).toBeLessThan(fiveSigma(0.5, 500) + 0.1);
	});

	test('is told of the client by what the client sends', () => {
		// λ = μ = ½/min: together one packet a minute.
		const inputs = { ...flapping, users: 1000, messageRate: 0.5, uplinkRate: 0.5, duration: 1800 };
		const expected = 60 / (Math.E - 1);
		const closes = (expected * 1000 * 1800) / 3600;
		const tolerance = (5 / Math.sqrt(closes)) * expected + 0.15;
		expect(Math.abs(closesPerHour(1000, webSocket(inputs)) - expected)).toBeLessThan(tolerance);
	});

	test('sees POSTs of an SSE client on the same connection only over HTTP/2', () => {
		const inputs = { ...flapping, users: 100, uplinkRate: 60, duration: 600 };
		// A POST a second leaves no silence of a minute (e^(−60)).
		expect(sse({ ...inputs, http: '2' }).server.handshakesPerSecond).toBe(0);
		expect(closesPerHour(100, sse({ ...inputs, http: '1.1' }))).toBeGreaterThan(50);
	});

	test.each(BOTH)('loses what is published meanwhile for %s clients that do not resume', (id) => {
		const inputs = { users: 400, messageRate: 1, pingInterval: 0, duration: 1800 };
		const backoff = { ...inputs, reconnect: 'backoff' } as const;
		const { messages, server } = each[id]({ ...backoff, resume: false });
		// Away for a second and three round trips; messages come all the same.
		const expected = server.handshakesPerSecond * 1800 * ((1 + AWAY) / 60);
		expect(Math.abs(messages.lost - expected)).toBeLessThan(
			5 * Math.sqrt(expected) + 0.01 * expected,
		);
		expect(messages.delivered + messages.lost).toBe(messages.published);

		const resumed = each[id]({ ...backoff, resume: true });
		expect(resumed.messages).toMatchObject({ lost: 0, late: 0 });
		expect(resumed.messages.delivered).toBe(messages.published);
		expect(resumed.latency.max).toBeGreaterThan(1000);
		expect(resumed.latency.max).toBeLessThan(1000 + AWAY * 1000 + 35 + 10);
	});

	test.each(BOTH)('is the end of %s for a client that does not try again', (id) => {
		const { messages, server, series } = each[id]({
			users: 400,
			messageRate: 1,
			pingInterval: 0,
			reconnect: 'none',
			duration: 600,
		});
		expect(server.handshakesPerSecond).toBe(0);
		expect(server.connections).toBeLessThan(40);
		expect(messages.late).toBe(0);
		expect(messages.lost).toBeGreaterThan(messages.published / 2);
		const open = Array.from(series.connections);
		expect(open).toEqual(open.toSorted((a, b) => b - a));
	});
});

describe('the radio of an LTE phone', () => {
	const lte = { radio: 'lte', users: 100, duration: 1800 } as const;

	test('is on all the time at one message a second, whatever holds the connection', () => {
		for (const id of [...BOTH, 'longPolling'] as const) {
			const { battery } = simulate(id, stillWorld({ ...lte, messageRate: 60, duration: 300 }));
			// A silence of 10.12 s has the probability e^(−10.12).
			expect(battery.radioOnFraction).toBeGreaterThan(0.999);
		}
	});

	test('is on for a tail after each heartbeat', () => {
		const { battery } = sse({ ...lte, pingInterval: 60, idleTimeout: 0 });
		// Paging takes up to 1.28 s, so about one phone in fifty has one wake-up more or less at either
		// end: of 100 phones in half an hour less than 0.1 an hour.
		expect(Math.abs(battery.wakeUpsPerHour - 60)).toBeLessThan(0.1);
		expect(battery.radioOnFraction).toBeCloseTo(10.12 / 60, 3);
	});

	test('with messages and heartbeats wakes up as the theorem of silences says', () => {
		const { battery } = sse({ ...lte, messageRate: 1, pingInterval: 30 });
		// e^(−λT)(λ(1 − T/P) + 1/P) an hour; paging and promotion (mean 0.9 s) bring some wake-ups
		// together: w·E[D] = 3.5 % at most.
		const [T, P] = [10.12, 30];
		const wakeUps = 3600 * Math.exp(-T / 60) * ((1 - T / P) / 60 + 1 / P);
		expect(battery.wakeUpsPerHour).toBeLessThan(wakeUps * 1.005);
		expect(battery.wakeUpsPerHour).toBeGreaterThan(wakeUps * (1 - 0.035) * 0.995);
	});

	test('holds up a message for paging and promotion when it sleeps', () => {
		const { latency, messages } = webSocket({
			...lte,
			messageRate: 1,
			pingInterval: 0,
			idleTimeout: 0,
			duration: 3600,
		});
		// Asleep with probability e^(−λT); then 0.64 s of paging and 0.26 s of promotion on average. Those
		// that come while the phone is being paged wait less: (S·E[D] + w·E[D²]/2)/(1 + w·E[D]).
		const rate = 1 / 60_000;
		const asleep = Math.exp(-rate * 10_120);
		const delay = 900;
		const square = delay ** 2 + 1280 ** 2 / 12;
		const expected = (asleep * delay + (rate * asleep * square) / 2) / (1 + rate * asleep * delay);
		// The share asleep deviates by √(S(1 − S)) of 900 ms, paging by 1280/√12.
		const deviation = Math.sqrt(asleep * square - expected ** 2);
		expect(Math.abs(latency.parts.radio! - expected)).toBeLessThan(
			fiveSigma(deviation, messages.delivered) * 1.1,
		);
	});
});

test('on 3G a push rides in FACH where a poll needs DCH', () => {
	const inputs = { radio: '3g', users: 20, duration: 3600, down: 10_000_000 } as const;
	// Every 9 s: 5 s into FACH. A ping of 76 bytes rides there, at 0.3 W all the time.
	const pinged = webSocket({ ...inputs, pingInterval: 9 }).battery.energyPerHour;
	expect(pinged / (0.3 * 3600)).toBeCloseTo(1, 2);
	// A poll of 890 bytes waits 1.5 s for DCH at another 0.8 W. With 70 ms for the round trip and 4 s
	// after it in DCH at 1.3 W, 4.93 s of FACH are left; the bytes take 6 mJ.
	const polled = simulate('polling', stillWorld({ ...inputs, pollInterval: 9 })).battery;
	const poll = 4.07 * 1.3 + 4.93 * 0.3 + 1.5 * 0.8 + 0.007;
	expect(polled.energyPerHour / (400 * poll)).toBeCloseTo(1, 2);
});

describe.each(BOTH)('phones on %s', (id) => {
	test.each([25, 0])(
		'with a ping every %i s, if any, are asleep as often when a run begins as later',
		(pingInterval) => {
			const inputs = { users: 4000, messageRate: 10, pingInterval, idleTimeout: 0 };
			const { mean, luck } = earlyLatency(id, inputs);
			expect(Math.abs(mean - 1)).toBeLessThan(luck);
			expect(luck).toBeLessThan(0.05);
		},
	);
});
