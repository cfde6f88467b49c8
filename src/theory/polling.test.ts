import { expect, test } from 'vitest';
import { fixed } from './delay.ts';
import {
	coldPollFraction,
	emptyFraction,
	meanWaitForPoll,
	messagesPerFullAnswer,
	openConnections,
	waitForPollQuantile,
} from './polling.ts';
import { uniformNumbers } from './testRandom.ts';

const PER_MINUTE = 1 / 60_000;

test('a message waits half an interval for the next poll, and up to a whole one', () => {
	expect(meanWaitForPoll(3000)).toBe(1500);
	expect([0.5, 0.95, 0.99].map((u) => waitForPollQuantile(3000, u))).toEqual([1500, 2850, 2970]);
});

test('polls that jitter make messages wait longer: long gaps catch more of them', () => {
	const random = uniformNumbers(1);
	const jitter = 1000;
	let [wait, poll] = [0, 0];
	const messages = 200_000;
	for (let i = 0; i < messages; i++) {
		// One message at a random moment between poll 0 and poll 2, each up to a second late.
		const polls = [0, 1, 2, 3].map((k) => 3000 * k + jitter * random());
		poll = 3000 + 3000 * random();
		wait += polls.find((at) => at >= poll)! - poll;
	}
	// The wait's standard deviation is about 900 ms: five standard errors.
	const tolerance = (5 * 900) / Math.sqrt(messages);
	// Between two polls there are two such delays, each with the variance 1000²/12.
	const expected = meanWaitForPoll(3000, jitter ** 2 / 6);
	expect(Math.abs(wait / messages - expected)).toBeLessThan(tolerance);
});

test('at one message a minute 95 % of the answers to polls every 3 s are empty', () => {
	expect(emptyFraction(PER_MINUTE, fixed(3000))).toBeCloseTo(0.951, 3);
	expect(emptyFraction(0, fixed(3000))).toBe(1);
});

test('answers that have messages have as many as the empty ones leave over', () => {
	const rate = 10 * PER_MINUTE;
	const mean = messagesPerFullAnswer(rate, 3000) * (1 - emptyFraction(rate, fixed(3000)));
	expect(mean).toBeCloseTo(rate * 3000, 12);
	expect(messagesPerFullAnswer(0, 3000)).toBe(1);
});

test('polls are cold from the keep-alive time on, all at once', () => {
	expect(coldPollFraction(74_000, 75_000, 75)).toBe(0);
	expect(coldPollFraction(75_074, 75_000, 75)).toBe(0);
	expect(coldPollFraction(75_076, 75_000, 75)).toBe(1);
	expect(coldPollFraction(76_000, 75_000, 75, 1 / 75_000)).toBeCloseTo(Math.exp(-1), 12);
});

test('polling keeps a connection open too', () => {
	expect(openConnections(3000, 75_000, 75)).toBe(1);
	expect(openConnections(300_000, 75_000, 0)).toBe(0.25);
});
