import { describe, expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { leg } from '../model/wire.ts';
import { Clock } from './clock.ts';
import { Link, type Flight } from './link.ts';
import { keyOf } from './random.ts';
import { deviationOf, fiveSigma, meanOf, stillWorld, tripAt } from './testScenario.ts';

const COUNT = 200_000;
const MINUTE = new Clock(60);

function linkOf(inputs: Partial<Scenario>): Link {
	return new Link(stillWorld(inputs), MINUTE);
}

/** When a flight that leaves at `time` arrives. */
function arrival(link: Link, flight: Flight, time: number, key: number): number {
	const trip = tripAt(time, key);
	link.travel(flight, trip);
	return trip.time;
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
		expect(arrival(link, link.flight('push', 'up', poll), 1000, 1)).toBeCloseTo(
			1000 + 35 + 7120 / 1200,
			9,
		);
		expect(arrival(link, link.flight('push', 'down', poll), 1000, 1)).toBeCloseTo(
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
		expect(arrival(link, flight, 0, 1)).toBeCloseTo(35 + rounds * 70 + transmission, 9);
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
		(_, i) => arrival(link, flight, 0, keyOf(1, 0, i)) - flight.delay,
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
			(_, i) => arrival(link, flight, 0, keyOf(1, 0, i)) - flight.delay,
		);
		return { link, flight, extra };
	}

	/** Mean of 2^k − 1 with k further losses in a row, at most seven. */
	function meanDoublings(loss: number): number {
		let mean = 0;
		for (let k = 0, probability = 1; k <= 7; k++, probability *= loss) {
			mean += probability * (k === 7 ? 1 : 1 - loss) * (2 ** k - 1);
		}
		return mean;
	}

	test.each([0.3, 1, 20])(
		'of %f percent costs a single segment a time-out, and the same once more and twice as much after further losses',
		(loss) => {
			const { extra } = delays(loss, 1);
			const hit = loss / 100;
			const share = extra.filter((x) => x > 0).length / COUNT;
			expect(Math.abs(share - hit)).toBeLessThan(fiveSigma(Math.sqrt(hit * (1 - hit)), COUNT));
			const expected = TIMEOUT * hit * (1 + meanDoublings(hit));
			const error = Math.abs(meanOf(extra) - expected);
			expect(error).toBeLessThan(fiveSigma(deviationOf(extra), COUNT));
			const waits = [...new Set(extra.map((x) => Math.round(x / TIMEOUT)))].sort((a, b) => a - b);
			expect(waits.slice(0, 3)).toEqual([0, 1, 2]);
		},
	);

	test.each([2, 3, 10])(
		'of the last of %i segments shows a round trip later: the ACK of the others starts the time-out anew',
		(segments) => {
			const { extra } = delays(2, segments);
			const early = 1 - 0.98 ** (segments - 1);
			const shareAt = (delay: number) =>
				extra.filter((x) => Math.abs(x - delay) < 1e-6).length / COUNT;
			const agrees = (share: number, expected: number) => {
				const error = fiveSigma(Math.sqrt(expected * (1 - expected)), COUNT);
				expect(Math.abs(share - expected)).toBeLessThan(error);
			};
			agrees(shareAt(TIMEOUT + RTT), 0.02 * 0.98 * (1 - early));
			// Of an earlier one the next ACK tells, and the sender waits a quarter for what was overtaken.
			agrees(shareAt(1.25 * RTT), early * 0.98);
			const mean = 1.25 * RTT * early + 0.02 * (RTT + TIMEOUT * (1 + meanDoublings(0.02)));
			expect(Math.abs(meanOf(extra) - mean)).toBeLessThan(fiveSigma(deviationOf(extra), COUNT));
		},
	);

	test('sends lost segments again, and their bytes count as overhead', () => {
		const { link, flight, extra } = delays(5, 1);
		const sent = COUNT * flight.leg.total;
		const again = link.bytesIn('down').reduce((sum, bytes) => sum + bytes) - sent;
		// A wait of 2^k time-outs is k + 1 segments more.
		const losses = extra.reduce(
			(sum, x) => sum + (x > 1 ? 1 + Math.round(Math.log2(x / TIMEOUT)) : 0),
			0,
		);
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
			if (arrival(link, request, 0, key) > request.delay) both += 1;
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
		link.travel(flights[i % 3]!, tripAt(i * 20, keyOf(1, 0, i)));
		link.count(flights[(i + 1) % 3]!, i * 20);
	}
	const total = [...link.bytesIn('up'), ...link.bytesIn('down')].reduce((sum, x) => sum + x);
	const parts = Object.values(link.bytesByPart(MINUTE.bins)).reduce((sum, x) => sum + x);
	expect(Math.abs(parts / total - 1)).toBeLessThan(1e-12);
});

test('what is sent before or after the measured time is not counted', () => {
	const link = linkOf({});
	const flight = link.flight('push', 'up', leg({ headers: 816 }));
	for (const time of [-1, 60_000, 1e6]) link.travel(flight, tripAt(time));
	expect(link.bytesIn('up').every((bytes) => bytes === 0)).toBe(true);
	link.travel(flight, tripAt(0));
	expect(link.bytesIn('up')[0]).toBe(816 + 22 + 52);
	expect(link.bytesIn('down')[0]).toBe(52);
});
