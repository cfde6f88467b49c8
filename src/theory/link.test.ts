import { expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { leg } from '../model/wire.ts';
import { anyLost, flightDelay, handshakeDelay, meanJitter, meanRetransmissions } from './link.ts';
import { uniformNumbers } from './testRandom.ts';

const small = leg({ payload: 100 });
const large = leg({ payload: 20_000 });

test('without jitter and loss a flight takes half the round trip and its transmission', () => {
	const scenario = completeScenario({ rtt: 70, jitter: 0, loss: 0, down: 1000 });
	expect(flightDelay(small, 'down', scenario)).toMatchObject({
		mean: 35 + 174 * 0.008,
		variance: 0,
	});
});

test('more than ten segments wait for the window to open', () => {
	const scenario = completeScenario({ rtt: 70, jitter: 0, loss: 0, down: 1_000_000 });
	expect(flightDelay(large, 'down', scenario).mean).toBeCloseTo(35 + 70 + large.total * 8e-6, 9);
});

test('jitter has the standard deviation that the scenario says', () => {
	const scenario = completeScenario({ jitter: 15, loss: 0 });
	expect(flightDelay(small, 'up', scenario).variance).toBeCloseTo(225, 9);
	expect(meanJitter(15)).toBeCloseTo(15 / Math.sqrt(Math.E - 1), 12);
});

test('a lost segment costs a time-out, the same again, then twice as much, by brute force', () => {
	const scenario = completeScenario({ rtt: 70, jitter: 0, loss: 10 });
	const random = uniformNumbers(8);
	const flights = 400_000;
	let [time, again] = [0, 0];
	for (let i = 0; i < flights; i++) {
		if (random() >= 0.1) continue;
		time += 270;
		again += 1;
		for (let timeout = 270; random() < 0.1; timeout *= 2) {
			time += timeout;
			again += 1;
		}
	}
	const bare = flightDelay(small, 'up', { ...scenario, loss: 0 }).mean;
	// Five standard errors; the standard deviation is 145 ms for the time and 0.35 for the count.
	const expected = flightDelay(small, 'up', scenario).mean - bare;
	expect(Math.abs(time / flights - expected)).toBeLessThan((5 * 145) / Math.sqrt(flights));
	const resent = meanRetransmissions(small, 0.1);
	expect(Math.abs(again / flights - resent)).toBeLessThan((5 * 0.35) / Math.sqrt(flights));
});

test('of many segments it is more likely that one is lost', () => {
	expect(anyLost(2, 0.1)).toBeCloseTo(0.19, 12);
	expect([anyLost(0, 0.1), anyLost(5, 0)]).toEqual([0, 0]);
});

test('setting up a connection takes two round trips, and a second when its first packet is lost', () => {
	const scenario = completeScenario({ rtt: 70, jitter: 0, loss: 0 });
	expect(handshakeDelay(2, scenario).mean).toBe(140);
	const lossy = handshakeDelay(2, { ...scenario, loss: 1 });
	expect(lossy.mean).toBeCloseTo(140 + (1000 * 0.01) / (1 - 2 * 0.01), 4);
});
