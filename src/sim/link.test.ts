import { describe, expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { leg } from '../model/wire.ts';
import { Clock } from './clock.ts';
import { Link } from './link.ts';
import { keyOf } from './random.ts';
import { deviationOf, fiveSigma, meanOf, stillWorld } from './testScenario.ts';

const COUNT = 200_000;
const MINUTE = new Clock(60);

function linkOf(inputs: Partial<Scenario>): Link {
	return new Link(stillWorld(inputs), MINUTE);
}

/** Content that fills exactly so many segments, with a TLS record of 22 bytes for each 16 384. */
function filling(segments: number) {
	const bytes = segments * 1448;
	return leg({ payload: bytes - 22 * Math.ceil(bytes / (16_384 + 22)) });
}

describe('a flight on a path without jitter and loss', () => {
	const path = { rtt: 70, down: 12_000, up: 1200 };

	test('takes half a round trip and the time of its bytes', () => {
		const link = linkOf(path);
		// 816 bytes of head, a TLS record of 22 and a TCP/IP header of 52 are 890: 7120 bits.
		const poll = leg({ headers: 816 });
		expect(link.travel(link.flight('push', 'up', poll), 1000, 1)).toBeCloseTo(
			1000 + 35 + 7120 / 1200,
			9,
		);
		expect(link.travel(link.flight('push', 'down', poll), 1000, 1)).toBeCloseTo(
			1000 + 35 + 7120 / 12_000,
			9,
		);
	});

	test.each([
		[10, 0],
		[11, 1],
		[30, 1],
		[31, 2],
	])('of %i segments waits %i round trips for the window to open', (segments, rounds) => {
		const link = linkOf({ ...path, down: 10_000_000 });
		const flight = link.flight('push', 'down', filling(segments));
		expect(flight.leg.segments).toBe(segments);
		const transmission = (flight.leg.total * 8) / 10_000_000;
		expect(link.travel(flight, 0, 1)).toBeCloseTo(35 + rounds * 70 + transmission, 9);
	});

	test('is set up in as many round trips as it is told', () => {
		expect(linkOf(path).roundTrips(2, 1)).toBe(140);
	});
});

test('jitter comes on top of half the round trip: never negative, with the mean of its distribution', () => {
	const link = linkOf({ rtt: 70, jitter: 15, up: 10_000_000 });
	const flight = link.flight('push', 'up', leg({ framing: 2 }));
	const extra = Float64Array.from(
		{ length: COUNT },
		(_, i) => link.travel(flight, 0, keyOf(1, 0, i)) - flight.delay,
	);
	expect(extra.every((x) => x >= 0)).toBe(true);
	// Lognormal with σ = 1: the mean is 1/√(e − 1) of the standard deviation.
	const error = Math.abs(meanOf(extra) - 15 / Math.sqrt(Math.E - 1));
	expect(error).toBeLessThan(fiveSigma(15, COUNT));
});

test('a handshake of two round trips has the jitter of four ways', () => {
	const link = linkOf({ rtt: 70, jitter: 15 });
	const all = Float64Array.from({ length: COUNT }, (_, i) => link.roundTrips(2, keyOf(1, 0, i)));
	expect(Math.abs(meanOf(all) - 140 - (4 * 15) / Math.sqrt(Math.E - 1))).toBeLessThan(
		fiveSigma(Math.sqrt(4) * 15, COUNT),
	);
	// Lognormal with σ = 1 has an excess kurtosis of 110.9, and the sum of four a quarter of it.
	const tolerance = (30 / 2) * fiveSigma(Math.sqrt(110.9 / 4 + 2), COUNT);
	expect(Math.abs(deviationOf(all) - 30)).toBeLessThan(tolerance);
});

describe('loss', () => {
	const RTT = 70;
	/** Retransmission time-out: 200 ms and a round trip. */
	const TIMEOUT = 200 + RTT;

	/** Extra delays of many flights of so many segments. */
	function delays(loss: number, segments: number) {
		const link = linkOf({ rtt: RTT, loss, down: 10_000_000 });
		const flight = link.flight('push', 'down', filling(segments));
		const extra = Float64Array.from(
			{ length: COUNT },
			(_, i) => link.travel(flight, 0, keyOf(1, 0, i)) - flight.delay,
		);
		return { link, flight, extra };
	}

	/** Mean of 2^k − 1 with k losses in a row after a first one of probability `first`, at most eight in all. */
	function meanDoublings(first: number, loss: number): number {
		let mean = 0;
		for (let k = 1, probability = first; k <= 8; k++, probability *= loss) {
			mean += probability * (k === 8 ? 1 : 1 - loss) * (2 ** k - 1);
		}
		return mean;
	}

	test.each([
		[0.3, 1],
		[1, 1],
		[20, 1],
		[1, 2],
		[1, 3],
		[5, 3],
	])(
		'of %f percent hits a flight of %i segments as often as any of them is lost',
		(loss, segments) => {
			const { extra } = delays(loss, segments);
			const hit = 1 - (1 - loss / 100) ** segments;
			const share = extra.filter((x) => x > 0).length / COUNT;
			expect(Math.abs(share - hit)).toBeLessThan(fiveSigma(Math.sqrt(hit * (1 - hit)), COUNT));
			// Whoever is hit waits for the time-out, twice as long after each further loss.
			const error = Math.abs(meanOf(extra) - TIMEOUT * meanDoublings(hit, loss / 100));
			expect(error).toBeLessThan(fiveSigma(deviationOf(extra), COUNT));
			expect(extra.every((x) => x < 1e-9 || x > TIMEOUT - 1e-9)).toBe(true);
		},
	);

	test('ahead of three more segments shows after one round trip, by duplicate ACKs', () => {
		const { extra } = delays(2, 10);
		const early = 1 - 0.98 ** 7;
		const late = 1 - 0.98 ** 3;
		const near = (x: number) => Math.abs(x - RTT) < 1e-6;
		const share = extra.filter(near).length / COUNT;
		const only = early * (1 - late);
		expect(Math.abs(share - only)).toBeLessThan(fiveSigma(Math.sqrt(only * (1 - only)), COUNT));
		const mean = RTT * early + TIMEOUT * meanDoublings(late, 0.02);
		expect(Math.abs(meanOf(extra) - mean)).toBeLessThan(fiveSigma(deviationOf(extra), COUNT));
	});

	test('sends lost segments again, and their bytes count as overhead', () => {
		const { link, flight, extra } = delays(5, 1);
		const sent = COUNT * flight.leg.total;
		const again = link.bytesIn('down').reduce((sum, bytes) => sum + bytes) - sent;
		// A wait of (2^k − 1) time-outs is k segments more.
		const losses = extra.reduce((sum, x) => sum + Math.round(Math.log2(1 + x / TIMEOUT)), 0);
		expect(again).toBeCloseTo(losses * flight.leg.total, 3);
		const { tcpip } = link.bytesByPart(MINUTE.bins);
		expect(tcpip).toBeCloseTo(COUNT * (52 + 52) + again, 3); // header, ACK
	});

	test('of the first packet of a connection costs a second, then two, then four', () => {
		const link = linkOf({ rtt: RTT, loss: 20 });
		const waits = new Set(
			Array.from({ length: 5000 }, (_, i) => link.roundTrips(2, keyOf(1, 0, i)) - 2 * RTT),
		);
		expect([...waits].sort((a, b) => a - b).slice(0, 4)).toEqual([0, 1000, 3000, 7000]);
	});

	test('of a first packet says nothing about the request that follows it', () => {
		const link = linkOf({ rtt: RTT, loss: 20 });
		const request = link.flight('push', 'up', leg({ headers: 816 }));
		let [both, first] = [0, 0];
		for (let i = 0; i < COUNT; i++) {
			const key = keyOf(1, 0, i);
			if (link.roundTrips(2, key) === 2 * RTT) continue;
			first += 1;
			if (link.travel(request, 0, key) > request.delay) both += 1;
		}
		expect(Math.abs(both / first - 0.2)).toBeLessThan(fiveSigma(Math.sqrt(0.2 * 0.8), first));
	});
});

test('the parts of all bytes add up to what goes up and down, ACKs and lost segments included', () => {
	const link = new Link(completeScenario({ network: '3g', loss: 10 }), MINUTE);
	const flights = [
		link.flight('push', 'up', leg({ headers: 816 }), { lastAckRides: true }),
		link.flight('push', 'down', leg({ headers: 233, payload: 20_000, framing: 3 })),
		link.flight('push', 'up', leg({ payload: 1, framing: 6 })),
	];
	for (let i = 0; i < 3000; i++) {
		link.travel(flights[i % 3]!, i * 20, keyOf(1, 0, i));
		link.count(flights[(i + 1) % 3]!, i * 20);
	}
	const total = [...link.bytesIn('up'), ...link.bytesIn('down')].reduce((sum, x) => sum + x);
	const parts = Object.values(link.bytesByPart(MINUTE.bins)).reduce((sum, x) => sum + x);
	expect(Math.abs(parts / total - 1)).toBeLessThan(1e-12);
});

test('what is sent before or after the measured time is not counted', () => {
	const link = linkOf({});
	const flight = link.flight('push', 'up', leg({ headers: 816 }));
	for (const time of [-1, 60_000, 1e6]) link.travel(flight, time, 1);
	expect(link.bytesIn('up').every((bytes) => bytes === 0)).toBe(true);
	link.travel(flight, 0, 1);
	expect(link.bytesIn('up')[0]).toBe(816 + 22 + 52);
	expect(link.bytesIn('down')[0]).toBe(52);
});
