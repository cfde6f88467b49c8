import { expect, test } from 'vitest';
import {
	backOffVariance,
	coldPostFraction,
	drainTime,
	firstAttemptRate,
	firstBackOff,
	longestOutageDelay,
	meanBackOff,
	meanResidualWait,
	missedMessages,
	returnPeakRate,
} from './reconnect.ts';
import { uniformNumbers } from './testRandom.ts';

test('full jitter waits half of a ceiling that doubles up to the cap', () => {
	expect([0, 1, 2, 9].map((attempt) => meanBackOff(1000, 30_000, attempt))).toEqual([
		500, 1000, 2000, 15_000,
	]);
});

test('its standard deviation is the ceiling over √12', () => {
	expect(Math.sqrt(backOffVariance(1000, 30_000, 0))).toBeCloseTo(288.7, 1);
	expect(Math.sqrt(backOffVariance(1000, 30_000, 9))).toBeCloseTo(8660.3, 1);
});

test('who pings every 30 s and waits 5 s for it learns of a broken connection after 35 s at the latest', () => {
	const patience = { pingInterval: 30_000, patience: 5000 };
	expect(longestOutageDelay(patience, 1000, 70)).toBe(36_210);
});

test('10 000 clients with a cap of 30 s come back at 667 a second at first, after a third of the cap on average', () => {
	expect(returnPeakRate(10_000, 30_000)).toBeCloseTo(667, 0);
	expect(meanResidualWait(30_000)).toBe(10_000);
	expect(firstAttemptRate(10_000, 1000)).toBe(10_000);
});

test('what is left of a uniform wait at a random moment is a third of the cap, by brute force', () => {
	const random = uniformNumbers(6);
	let [left, clients] = [0, 0];
	for (let client = 0; client < 20_000; client++) {
		let time = 0;
		while (time < 20) time += random();
		left += time - 20;
		clients += 1;
	}
	// Its standard deviation is 1/√18 = 0.24: five standard errors.
	expect(Math.abs(left / clients - meanResidualWait(1))).toBeLessThan(1.2 / Math.sqrt(clients));
});

test('a restart takes at least as long as all handshakes take all cores', () => {
	expect(drainTime(10_000, 1, 4)).toBe(2500);
});

test('a client that is away misses what is published meanwhile', () => {
	expect(missedMessages(1 / 60_000, 30_000)).toBe(0.5);
});

test('posts find their connection closed when they come rarely', () => {
	expect(coldPostFraction(1 / 75_000, 75_000)).toBeCloseTo(Math.exp(-1), 12);
});

test('the first back-off is a second, with jitter half of it', () => {
	expect([
		firstBackOff('immediate'),
		firstBackOff('backoff'),
		firstBackOff('jitter'),
	]).toMatchObject([{ mean: 0 }, { mean: 1000 }, { mean: 500 }]);
});
