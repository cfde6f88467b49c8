import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RADIOS } from '../model/radios.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { transmissionTime } from '../model/units.ts';
import { transferEnergy } from './link.ts';
import { REGISTRY } from './registry.ts';
import { Run } from './run.ts';
import { simulate } from './simulate.ts';
import { figuresOf } from './summary.ts';
import { fiveSigma, stillWorld } from './testScenario.ts';
import { scenarios } from './testScenarios.ts';

/** `npm run test:long` tries more. */
const LONG = process.env['LONG'] !== undefined;

const polling = (inputs: Partial<Scenario>) => simulate('polling', stillWorld(inputs));

describe('one client that polls every 3 s for a minute, to no avail', () => {
	const { bytes, ...figures } = polling({ users: 1, pollInterval: 3, duration: 60 });

	test('asks twenty times, and all answers are empty', () => {
		expect(figures.requestsPerSecond * 60).toBeCloseTo(20, 9);
		expect(figures.emptyResponseFraction).toBe(1);
		expect(figures.latency.mean).toBeNull();
	});

	test('sends twenty requests of 890 bytes and as many ACKs of 52', () => {
		// Head 816, TLS record 22, TCP/IP 52; the answer's own ACK is another packet.
		expect(bytes.up * 60).toBeCloseTo(20 * (816 + 22 + 52 + 52), 6);
	});

	test('receives twenty answers of 309 bytes, that carry the ACK of the request', () => {
		// Head 233, `[]`, TLS record 22, TCP/IP 52.
		expect(bytes.down * 60).toBeCloseTo(20 * (233 + 2 + 22 + 52), 6);
	});

	test('uses them for heads, framing, TLS and TCP/IP, and for nothing else', () => {
		const inAll = Object.entries(bytes.parts).map(([part, rate]) => [part, Math.round(rate * 60)]);
		expect(Object.fromEntries(inAll)).toEqual({
			payload: 0,
			headers: 20 * (816 + 233),
			framing: 20 * 2,
			tls: 20 * 44,
			tcpip: 20 * 156,
			handshake: 0,
		});
	});

	test('keeps one connection and opens none', () => {
		expect(figures.server.connections).toBe(1);
		expect(figures.server.handshakesPerSecond).toBe(0);
	});
});

test('an answer that takes longer than 40 ms costs an ACK of its own for the request', () => {
	const quick = polling({ users: 1, requestWait: 40, duration: 60 });
	const slow = polling({ users: 1, requestWait: 41, duration: 60 });
	expect(slow.bytes.down * 60 - quick.bytes.down * 60).toBeCloseTo(20 * 52, 6);
	expect(slow.bytes.up).toBeCloseTo(quick.bytes.up, 9);
});

test('over HTTP/2 an empty poll takes 172 bytes up and 157 down', () => {
	const { bytes } = polling({ users: 1, http: '2', duration: 60 });
	expect([bytes.up * 3, bytes.down * 3].map(Math.round)).toEqual([172, 157]);
});

test('requests rise with the number of users and fall with the interval', () => {
	for (const [users, pollInterval] of [
		[100, 3],
		[50, 1.5],
		[1000, 6],
	] as const) {
		const { requestsPerSecond } = polling({ users, pollInterval, duration: 30 });
		expect(requestsPerSecond).toBeCloseTo(users / pollInterval, 9);
	}
});

describe('messages once a minute', () => {
	const USERS = 2000;
	const INTERVAL = 3000;
	const { latency, emptyResponseFraction, messages } = polling({
		users: USERS,
		messageRate: 1,
		duration: 60,
	});
	/** Answer down: half a round trip, and 410 bytes with one message of 100. */
	const ANSWER = 35 + (410 * 8) / 12_000;
	/** A few answers carry two messages: 101 bytes more take so long. */
	const SECOND_MESSAGE = (101 * 8) / 12_000;

	test('wait for half of the interval on average', () => {
		// The wait is uniform, so its standard deviation is the interval over √12.
		const tolerance = fiveSigma(INTERVAL / Math.sqrt(12), messages.delivered);
		expect(Math.abs(latency.mean! - INTERVAL / 2 - ANSWER)).toBeLessThan(
			tolerance + SECOND_MESSAGE,
		);
	});

	test.each([
		['p50', 0.5],
		['p95', 0.95],
		['p99', 0.99],
	] as const)('wait uniformly long: %s', (name, q) => {
		// √(q(1 − q)/n) of the interval, and up to 0.8 % for the buckets of the histogram.
		const tolerance = fiveSigma(INTERVAL * Math.sqrt(q * (1 - q)), messages.delivered);
		const expected = q * INTERVAL + ANSWER;
		expect(Math.abs(latency[name]! - expected)).toBeLessThan(tolerance + 0.008 * expected);
	});

	test('are there after at most one interval and the answer', () => {
		expect(latency.max).toBeLessThan(INTERVAL + ANSWER + 3 * SECOND_MESSAGE);
		expect(latency.max).toBeGreaterThan(INTERVAL + ANSWER - 20);
	});

	test('leave all answers empty but those of a cycle with messages', () => {
		const empty = Math.exp(-INTERVAL / 60_000);
		const tolerance = fiveSigma(Math.sqrt(empty * (1 - empty)), USERS * 20);
		expect(Math.abs(emptyResponseFraction - empty)).toBeLessThan(tolerance);
	});

	test('all arrive', () => {
		expect(messages).toMatchObject({ lost: 0, late: 0, duplicated: 0 });
		expect(messages.delivered).toBe(messages.published);
	});
});

test('the mean latency is waiting for the poll, the work and the way of the answer', () => {
	const { latency, messages } = polling({
		users: 500,
		messageRate: 6,
		requestWait: 200,
		rtt: 100,
		down: 10_000_000,
	});
	// What comes before the server looks waits; the answer is then 200 ms in the making.
	expect(latency.parts.server).toBeCloseTo(200, 6);
	expect(Math.abs(latency.parts.network! - 50)).toBeLessThan(0.001);
	const tolerance = fiveSigma(3000 / Math.sqrt(12), messages.delivered);
	expect(Math.abs(latency.parts.wait! - 1500)).toBeLessThan(tolerance);
});

describe('polling less often than the server keeps connections', () => {
	const USERS = 200;
	const HANDSHAKE = 2304 + 3962 + 180 + 180;

	/** Bytes of one poll, with messages of 101 bytes for each in the array, `[]` where there is none. */
	function bytesPerPoll(interval: number, cold: boolean): number {
		const messages = interval / 60;
		const empty = Math.exp(-messages);
		const body = 101 * messages + (1 - empty) + 2 * empty;
		return 942 + 307 + body + (cold ? HANDSHAKE : 0);
	}

	// Bytes per second and user as MODEL has them: 18.6, 105.3, 314, 1314.
	test.each([
		[75, 74, 18.6],
		[75, 76, 105.3],
		[5, 4, 314.4],
		[5, 6, 1314.5],
	])('keep-alive %i s, a poll every %i s: %f bytes a second', (keepAlive, pollInterval, rate) => {
		const cold = pollInterval > keepAlive;
		expect(bytesPerPoll(pollInterval, cold) / pollInterval).toBeCloseTo(rate, 1);

		const duration = 10 * pollInterval;
		const { bytes, server } = polling({
			users: USERS,
			messageRate: 1,
			keepAlive,
			pollInterval,
			duration,
		});
		// The number of messages is Poisson: √(λDU) of 101 bytes each.
		const messages = (USERS * duration) / 60;
		const tolerance = (5 * 101 * Math.sqrt(messages)) / (USERS * duration);
		const measured = (bytes.up + bytes.down) / USERS;
		expect(Math.abs(measured - bytesPerPoll(pollInterval, cold) / pollInterval)).toBeLessThan(
			tolerance,
		);
		expect(server.handshakesPerSecond * pollInterval).toBeCloseTo(cold ? USERS : 0, 6);
	});

	test('leaves each client connected for keep-alive and burst of each interval', () => {
		const { server, series } = polling({ users: 4000, keepAlive: 30, pollInterval: 60 });
		// Burst: two round trips of handshake and one of request and answer.
		const open = (30 + 0.21) / 60;
		const tolerance = 5 * Math.sqrt(4000 * open * (1 - open));
		expect(Math.abs(server.connections - 4000 * open)).toBeLessThan(tolerance);
		expect(server.connections).toBe(series.connections.at(-1));
	});

	test('leaves latency as it is: all snapshots come as much later', () => {
		const warm = polling({ users: 300, messageRate: 6, pollInterval: 4, keepAlive: 5 });
		const cold = polling({ users: 300, messageRate: 6, pollInterval: 4, keepAlive: 3 });
		const tolerance = fiveSigma(4000 / Math.sqrt(12), warm.messages.delivered) * Math.SQRT2;
		expect(Math.abs(cold.latency.mean! - warm.latency.mean!)).toBeLessThan(tolerance);
	});

	test('costs the radio the bytes of set-up and goodbye, too', () => {
		const scenario = stillWorld({ radio: 'wifi', users: 5, pollInterval: 20, keepAlive: 10 });
		const { radioOnFraction, energyPerHour } = simulate('polling', scenario).battery;
		const radio = RADIOS.wifi;
		const transfer = (way: 'up' | 'down', bytes: number) =>
			transferEnergy(radio, way, bytes, transmissionTime(bytes, scenario[way]));
		const up = [890, 2304, 180].map((bytes) => transfer('up', bytes));
		const down = [231, 3962, 180].map((bytes) => transfer('down', bytes));
		const transfers = [...up, ...down].reduce((sum, joules) => sum + joules);
		const awake = radioOnFraction * 20 * radio.tail[0].power;
		expect(energyPerHour / 180 / (awake + transfers)).toBeCloseTo(1, 2);
	});

	test('costs a handshake each time where the server closes at once', () => {
		const { server } = polling({ users: 50, pollInterval: 3, keepAlive: 0, duration: 30 });
		expect(server.handshakesPerSecond * 3).toBeCloseTo(50, 6);
		expect(server.connections).toBeLessThanOrEqual(50);
	});
});

describe('answers that take longer than the interval', () => {
	const slow = { users: 20, pollInterval: 1, requestWait: 10_000, duration: 300 };

	test('over HTTP/1.1 leave six connections busy, and no more than six requests under way', () => {
		const { requestsPerSecond, server } = polling({ ...slow, http: '1.1' });
		// Each of six connections is busy for 10 s and a round trip; 300 s hold 30 of these, give or take one.
		const each = 6 / 10.07;
		expect(Math.abs(requestsPerSecond / 20 - each)).toBeLessThan(6 / 300);
		expect(server.connections).toBe(20 * 6);
	});

	test('over HTTP/2 do not hold requests up: they share one connection', () => {
		const { requestsPerSecond, server } = polling({ ...slow, http: '2' });
		expect(requestsPerSecond).toBeCloseTo(20, 9);
		expect(server.connections).toBe(20);
	});

	test('are all there to be received at the radio: one wakes it, the next request another time', () => {
		// Requests leave at 0, 1, 2 … s and answers come half a second after each of them, so the radio
		// of Wi-Fi (0.25 s) sleeps twice a second. The ACK of a request is there 30 ms after it left.
		const { battery } = polling({
			users: 5,
			network: 'wifi',
			radio: 'wifi',
			pollInterval: 1,
			requestWait: 1470,
			http: '2',
		});
		expect(battery.wakeUpsPerHour / 7200).toBeCloseTo(1, 2);
		expect(battery.radioOnFraction).toBeCloseTo(0.53, 2);
	});
});

test('a message comes once more with each poll that left before the first answer with it was there', () => {
	// Answers take 2.47 s and a round trip of 30 ms. A poll that looks at 0.015 s after it left finds
	// what those of 1 and 2 s ago have found, and the client does not know it yet.
	const inputs = { users: 200, network: 'wifi', pollInterval: 1, messageRate: 6 } as const;
	const { messages } = polling({ ...inputs, requestWait: 2470, http: '2', duration: 120 });
	expect(messages.duplicated / messages.delivered).toBeGreaterThan(1.95);
	expect(messages.duplicated / messages.delivered).toBeLessThan(2.05);
	expect(polling({ ...inputs, requestWait: 900, http: '2' }).messages.duplicated).toBe(0);
});

describe('more requests than the cores can serve', () => {
	// 1000 requests a second of 6 ms on four cores: ρ = 1.5.
	const busy = { users: 1000, pollInterval: 1, requestCpu: 6, cores: 4, messageRate: 6 };

	test('leave a queue that grows by half a second each second', () => {
		const { server, series } = polling({ ...busy, http: '2', duration: 60 });
		expect(Math.abs(server.utilisation - 1.5)).toBeLessThan(fiveSigma(1.5, 60_000));
		// After 60 s and a warm-up of 5 s, 65·0.5 s of work are left for each core: whoever comes last
		// waits so long. By then 65 000 jobs of 6/4 ms deviate by 0.4 s.
		expect(server.queueWait.p99).toBeGreaterThan(30_500);
		expect(server.queueWait.p99).toBeLessThan(34_500);
		expect(Math.max(...series.utilisation)).toBeLessThan(1 + 1e-9);
		expect(Math.min(...series.utilisation)).toBeGreaterThan(0.99);
	});

	test('still bring each message soon: an old request that is served at last gets the newest', () => {
		const { latency, messages } = polling({ ...busy, http: '2', duration: 60 });
		// A client's requests are served every ρN = 1.5 s, and the next one takes the message along.
		const tolerance = fiveSigma(1500 / Math.sqrt(12), messages.delivered);
		expect(Math.abs(latency.mean! - 750 - 35 - 6)).toBeLessThan(tolerance + 10);
		expect(messages.late).toBe(0);
	});

	test('over HTTP/1.1 are held back by the browsers: six for each client may be under way', () => {
		const { server, requestsPerSecond } = polling({ ...busy, http: '1.1', duration: 120 });
		// 6000 requests at 4/6 a ms are 9 s of work.
		expect(server.queueWait.p99).toBeLessThan(9500);
		expect(server.queueWait.p99).toBeGreaterThan(8000);
		expect(requestsPerSecond).toBeLessThan(1000);
	});
});

describe('the radio', () => {
	const HOUR = 3600;
	const onPhone = (inputs: Partial<Scenario>) =>
		polling({ users: 20, duration: HOUR, ...inputs }).battery;

	test('of an LTE phone that polls every 3 s never sleeps', () => {
		expect(onPhone({ radio: 'lte', pollInterval: 3, duration: 600 })).toMatchObject({
			wakeUpsPerHour: 0,
			radioOnFraction: 1,
		});
	});

	test('of an LTE phone that polls once a minute wakes up 60 times an hour for 11.4 J each', () => {
		const battery = onPhone({ radio: 'lte', pollInterval: 60 });
		expect(battery.wakeUpsPerHour).toBeCloseTo(60, 9);
		// The tail of 10.12 s, and before it the round trip.
		expect(battery.radioOnFraction).toBeCloseTo((10.12 + 0.0708) / 60, 4);
		expect(battery.energyPerHour / 60).toBeGreaterThan(11.367);
		// The round trip at 1.2 W, and the bytes: 0.08 J and 4 mJ.
		expect(battery.energyPerHour / 60).toBeLessThan(11.367 + 0.09);
	});

	test('wakes up twice a poll where the round trip is longer than its tail', () => {
		const short = onPhone({ radio: 'wifi', rtt: 240, pollInterval: 10 });
		const long = onPhone({ radio: 'wifi', rtt: 300, pollInterval: 10 });
		expect(short.wakeUpsPerHour).toBeCloseTo(360, 9);
		expect(long.wakeUpsPerHour).toBeCloseTo(720, 9);
		expect(long.radioOnFraction).toBeCloseTo(0.05, 3);
	});

	test('stays awake while a handshake goes back and forth within its tail', () => {
		// SYN, ClientHello and request leave 200 ms apart, each less than the tail of 250 ms after the
		// last packet. The connection's end, a minute later, wakes the phone once more.
		const battery = onPhone({ radio: 'wifi', rtt: 200, pollInterval: 100, keepAlive: 60 });
		expect(battery.wakeUpsPerHour).toBeCloseTo(2 * 36, 9);
	});

	test('stays awake while a slow link brings the answer', () => {
		// 309 bytes at 8 kbit/s come in over 309 ms; the first of them after 70 ms.
		const battery = onPhone({ radio: 'wifi', down: 8, pollInterval: 10 });
		expect(battery.wakeUpsPerHour).toBeCloseTo(360, 9);
	});
});

test('more messages than a page holds are refused in a sentence that says what to change', () => {
	const tooMany = { users: 10_000, messageRate: 600, pollInterval: 1800 };
	expect(() => polling(tooMany)).toThrow(
		/^pollInterval: with polls 1800 s apart about 90 million messages wait .* 16 million; a shorter interval, fewer users or a lower messageRate will do$/,
	);
	expect(() => polling({ ...tooMany, messageRate: 6000, users: 10 })).not.toThrow();
	expect(() =>
		polling({ ...tooMany, audience: 'shared', users: 2, messageRate: 6000 }),
	).not.toThrow();
});

test('servers asked for 25 times what they can do queue for minutes, and the run is no longer for it', () => {
	const users = 500;
	const inputs = {
		users,
		requestCpu: 50,
		cores: 1,
		messageRate: 60,
		pollInterval: 1,
		duration: 10,
	};
	const run = new Run(REGISTRY.polling, stillWorld(inputs));
	while (!run.done) run.advance(1_000_000);
	// Until the end messages come for 26 s, once a second for each user; the last polls wait for four minutes.
	expect(run.world.servers.waits.quantile(1)).toBeGreaterThan(100_000);
	expect(run.world.inbox.handled).toBeLessThan(2 * users * 30);
});

describe('phones that poll do much the same', () => {
	/** What the phones of a whole run did, where about a share of them is observed. */
	function battery(scenario: Scenario, phoneShare?: number) {
		const module = REGISTRY.polling;
		const workload = { ...module.workload(scenario), ...(phoneShare && { phoneShare }) };
		const run = new Run({ ...module, workload: () => workload }, scenario);
		while (!run.done) run.advance(100_000);
		return { observed: run.world.phones.observed, ...figuresOf(run.world, run.observed).battery };
	}

	test.each<[string, Partial<Scenario>]>([
		['in the interview question', {}],
		['with a message a second', { messageRate: 60 }],
		['with jitter and loss', { jitter: 80, loss: 3 }],
		['with POSTs', { uplinkRate: 5 }],
		['on 3G', { network: '3g' }],
		['on Wi-Fi', { network: 'wifi' }],
		['on 5G', { network: '5g' }],
		['waking up for each poll', { pollInterval: 12, users: 40_000, cores: 64 }],
		[
			'behind eight servers of which one restarts',
			{ nodes: 8, faults: [{ kind: 'restart', start: 20, duration: 10 }] },
		],
	])('so that an eighth of them is enough to tell of time on and energy, %s', (_, inputs) => {
		const scenario = completeScenario(inputs);
		const some = battery(scenario);
		const all = battery(scenario, 1);
		expect(all.observed).toBe(scenario.users);
		expect(Math.abs(some.observed - scenario.users / 8)).toBeLessThan(3);
		expect(some.wakeUpsPerHour).toBe(all.wakeUpsPerHour);
		expect(Math.abs(some.energyPerHour / all.energyPerHour - 1)).toBeLessThan(0.001);
		expect(Math.abs(some.radioOnFraction / all.radioOnFraction - 1)).toBeLessThan(0.001);
	});

	test('but where they or their polls are few, all or most are observed', () => {
		expect(battery(completeScenario({ users: 300 })).observed).toBe(300);
		expect(battery(completeScenario({ users: 2000, duration: 20, pollInterval: 2 })).observed).toBe(
			2000,
		);
	});
});

/** A run as it is, and one in which each poll waits for its timer, since the client may be offline. */
function aheadAndByTimer(inputs: Partial<Scenario>) {
	const scenario = completeScenario({ messageRate: 0, ...inputs });
	const ahead = simulate('polling', scenario);
	const nothingToIncrease = [{ kind: 'burst', start: 0, duration: 1 }] as const;
	const byTimer = simulate('polling', { ...scenario, faults: nothingToIncrease });
	expect(ahead.requestsPerSecond).toBe(byTimer.requestsPerSecond);
	expect(ahead.bytes.up).toBe(byTimer.bytes.up);
	expect(ahead.bytes.down).toBe(byTimer.bytes.down);
	expect(ahead.server.handshakesPerSecond).toBe(byTimer.server.handshakesPerSecond);
	expect(ahead.battery.wakeUpsPerHour).toBe(byTimer.battery.wakeUpsPerHour);
	expect(ahead.battery.radioOnFraction).toBeCloseTo(byTimer.battery.radioOnFraction, 10);
	const { energyPerHour } = byTimer.battery;
	expect(Math.abs(ahead.battery.energyPerHour / energyPerHour - 1) || 0).toBeLessThan(1e-9);
	return { ahead, byTimer };
}

test.each<[string, Partial<Scenario>]>([
	['behind a server that cannot keep up', { users: 5000, requestCpu: 4 }],
	['over HTTP/2', { users: 5000, requestCpu: 4, http: '2' }],
	['without keep-alive', { users: 5000, requestCpu: 4, keepAlive: 0 }],
	[
		'behind a slow database',
		{ users: 500, requestWait: 8000, pollInterval: 1, jitter: 0, loss: 0 },
	],
])(
	'polls whose answers come later than the next poll keep the radio awake in the order of time, %s',
	(_, inputs) => {
		const { ahead, byTimer } = aheadAndByTimer(inputs);
		expect(ahead.events).toBeLessThan(byTimer.events / 2);
	},
);

describe('a poll that takes long on its way holds up no other', () => {
	test.each<[string, Partial<Scenario>]>([
		['lost', { pollInterval: 0.2, loss: 5 }],
		['lost, over HTTP/2', { pollInterval: 0.2, loss: 5, http: '2' }],
		['lost, without keep-alive', { pollInterval: 0.3, loss: 5, keepAlive: 0 }],
		['lost, on a new connection each time', { pollInterval: 1, loss: 10, keepAlive: 0.5 }],
		['after many others, far away', { pollInterval: 0.1, rtt: 600 }],
		['behind jitter', { pollInterval: 0.3, jitter: 200, loss: 0 }],
		['kept back by the radio', { pollInterval: 10, radio: '3g', loss: 20 }],
	])('%s', (_, inputs) => {
		const { ahead, byTimer } = aheadAndByTimer({ users: 100, ...inputs });
		expect(ahead.series.requests).toEqual(byTimer.series.requests);
		expect(ahead.events).toBeLessThanOrEqual(byTimer.events);
	});

	test('whatever the path, the server and the number of connections', { timeout: 600_000 }, () => {
		fc.assert(
			fc.property(scenarios, (any) => {
				aheadAndByTimer({ ...any, messageRate: 0, uplinkRate: 0 });
			}),
			{ seed: 6, numRuns: LONG ? 10_000 : 100 },
		);
	});
});
