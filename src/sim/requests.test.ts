import { describe, expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import { Connections } from './connections.ts';
import { Http } from './http.ts';
import { Requests } from './requests.ts';
import { stillWorld } from './testScenario.ts';
import { World } from './world.ts';

const RTT = 100;
const WAIT = 1000;
/** A link on which bytes take no time. */
const FAST = { up: 10_000_000, down: 10_000_000 };
/** Client and kinds of events. */
const [CLIENT, ARRIVES, ON_NEW_CONNECTION] = [0, 1, 2];

/** One client, whose requests are answered after a second, and when and how each reaches the server. */
function client(inputs: Partial<Scenario> = {}) {
	const scenario = stillWorld({ users: 1, rtt: RTT, requestWait: WAIT, ...FAST, ...inputs });
	const workload = { waiting: 10, rate: 1, horizon: 1000, backlog: 0 };
	const world = new World(scenario, workload);
	const { link, queue, wire } = world;
	world.clock.now = 0;
	const http = new Http(world, new Connections(world), world.ms(scenario.keepAlive));
	http.begin(CLIENT, 0);
	const requests = new Requests(world, http);
	const flights = {
		first: link.flight('request', 'up', wire.firstPollRequest, { lastAckRides: true }),
		again: link.flight('request', 'up', wire.pollRequest, { lastAckRides: true }),
	};
	const answer = link.flight('answer', 'down', wire.postAnswer);
	const kind = { flights, arrives: ARRIVES, arrivesOnNewConnection: ON_NEW_CONNECTION };
	return {
		send: (at: number) => requests.send(CLIENT, at, kind),
		/** The next request to reach its server is answered, or lost. */
		next({ lost = false } = {}) {
			if (!queue.pop()) return null;
			world.clock.now = queue.time;
			const opened = queue.kind === ON_NEW_CONNECTION;
			if (lost) http.lose(CLIENT);
			else {
				http.serve(CLIENT, opened, flights);
				http.reply(CLIENT, answer);
			}
			requests.arrived(CLIENT);
			return { at: Math.round(queue.time), opened };
		},
		/** How many connections are open in the end. */
		connections() {
			http.finish(world.clock.now);
			return world.ledger.connections().at(-1);
		},
	};
}

describe('a request that leaves while another is under way', () => {
	test.each([10, 500, 1060])('opens a second connection over HTTP/1.1, %d ms later', (later) => {
		const { send, next } = client();
		send(0);
		send(later);
		expect(next()).toEqual({ at: RTT / 2, opened: false });
		expect(next()).toEqual({ at: later + 2.5 * RTT, opened: true });
	});

	test('goes on the same over HTTP/2', () => {
		const { send, next } = client({ http: '2' });
		send(0);
		send(10);
		expect(next()).toEqual({ at: RTT / 2, opened: false });
		expect(next()).toEqual({ at: 10 + RTT / 2, opened: false });
	});

	test('uses the first connection again once that has the answer', () => {
		const { send, next } = client();
		send(0);
		next();
		send(WAIT + RTT + 20);
		expect(next()).toEqual({ at: WAIT + 1.5 * RTT + 20, opened: false });
	});
});

describe('of two connections that were opened for a rush over HTTP/1.1', () => {
	/** Two requests at a time, then others for a while, each alone. */
	function afterRush({ keepAlive, apart }: { keepAlive: number; apart: number }) {
		const rushed = client({ keepAlive });
		rushed.send(0);
		rushed.send(10);
		rushed.next();
		rushed.next();
		for (let at = apart; at <= 12_000; at += apart) {
			rushed.send(at);
			expect(rushed.next()).toEqual({ at: at + RTT / 2, opened: false });
		}
		return rushed;
	}

	test('the one used last is used again, so that the other idles out', () => {
		expect(afterRush({ keepAlive: 5, apart: 2000 }).connections()).toBe(1);
	});

	test('both stay for as long as the server keeps one alive that is idle', () => {
		expect(afterRush({ keepAlive: 12, apart: 2000 }).connections()).toBe(2);
	});

	test('both are used again in the next rush', () => {
		const { send, next, connections } = afterRush({ keepAlive: 20, apart: 2000 });
		send(14_000);
		send(14_010);
		expect(next()).toMatchObject({ opened: false });
		expect(next()).toMatchObject({ opened: false });
		expect(connections()).toBe(2);
	});
});

describe('of eight requests at a time over HTTP/1.1', () => {
	test('six leave, and two wait for the first two answers', () => {
		const { send, next } = client();
		for (let i = 0; i < 8; i++) send(i);
		const arrivals = Array.from({ length: 8 }, () => next());
		expect(arrivals.map((arrival) => arrival?.opened)).toEqual([
			false,
			...new Array<boolean>(5).fill(true),
			false,
			false,
		]);
		// Answers are there at 1100 and, behind a handshake of two round trips, from 1301 on.
		expect(arrivals.slice(6).map((arrival) => arrival?.at)).toEqual([1150, 1351]);
		expect(next()).toBeNull();
	});

	test('those that wait do not wait for one that is lost', () => {
		const { send, next } = client();
		for (let i = 0; i < 7; i++) send(i);
		for (let i = 0; i < 6; i++) next({ lost: true });
		expect(next()).not.toBeNull();
		expect(next()).toBeNull();
	});
});
