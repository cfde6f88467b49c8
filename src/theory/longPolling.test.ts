import { describe, expect, test } from 'vitest';
import {
	backlogFraction,
	fixedCycle,
	gapFraction,
	meanCycle,
	meanWaitForGap,
	timeoutFraction,
	waitForGapQuantile,
} from './longPolling.ts';
import { exponentialNumbers } from './testRandom.ts';

const PER_MINUTE = 1 / 60_000;

test('10 000 users with a message a minute ask about 423 times a second', () => {
	expect((10_000 / meanCycle(fixedCycle(PER_MINUTE, 77, 30_000))) * 1000).toBeCloseTo(423, 0);
});

test('without messages a cycle is the gap and the time-out, with very many it is the gap', () => {
	expect(meanCycle(fixedCycle(0, 80, 30_000))).toBe(30_080);
	expect(meanCycle(fixedCycle(100, 80, 30_000))).toBeCloseTo(80, 9);
});

test('messages in an answer, times answers, are the messages', () => {
	// λE[C] = λg + e^(−λg)(1 − e^(−λT)): those of the gap, and the one that ends a hold.
	const [rate, gap, timeout] = [10 * PER_MINUTE, 200, 30_000];
	const ended = Math.exp(-rate * gap) * (1 - Math.exp(-rate * timeout));
	expect(rate * meanCycle(fixedCycle(rate, gap, timeout))).toBeCloseTo(rate * gap + ended, 12);
});

test('most messages end a hold at once, those of the gap wait for its end', () => {
	const cycle = fixedCycle(1 / 400, 100, 30_000);
	const share = gapFraction(cycle);
	expect(waitForGapQuantile(cycle, 1 - share)).toBe(0);
	expect(waitForGapQuantile(cycle, 1 - share / 2)).toBeCloseTo(50, 9);
	expect(meanWaitForGap(cycle)).toBeCloseTo((share * 100) / 2, 12);
});

describe('brute force', () => {
	const [rate, gap, timeout] = [1 / 20_000, 4000, 30_000];
	const cycle = fixedCycle(rate, gap, timeout);
	const cycles = 200_000;
	const exponential = exponentialNumbers(2);
	let [now, next, waited, messages, timeouts, backlogs] = [0, exponential() / rate, 0, 0, 0, 0];
	for (let i = 0; i < cycles; i++) {
		const end = now + gap;
		let backlog = 0;
		for (; next < end; next += exponential() / rate) {
			waited += end - next;
			backlog += 1;
		}
		messages += backlog;
		if (backlog > 0) {
			backlogs += 1;
			now = end;
		} else if (next - end < timeout) {
			now = next;
			messages += 1;
			next += exponential() / rate;
		} else {
			timeouts += 1;
			now = end + timeout;
		}
	}
	/** Five standard errors of a share p of so many. */
	const tolerance = (p: number, n: number) => 5 * Math.sqrt((p * (1 - p)) / n);

	test('agrees on how cycles end', () => {
		const empty = timeoutFraction(cycle);
		expect(Math.abs(timeouts / cycles - empty)).toBeLessThan(tolerance(empty, cycles));
		const full = backlogFraction(cycle);
		expect(Math.abs(backlogs / cycles - full)).toBeLessThan(tolerance(full, cycles));
	});

	test('agrees on their length, whose standard deviation is below 12 s', () => {
		const error = Math.abs(now / cycles - meanCycle(cycle));
		expect(error).toBeLessThan((5 * 12_000) / Math.sqrt(cycles));
	});

	test('agrees on the wait, whose standard deviation is below 1.5 s', () => {
		const error = Math.abs(waited / messages - meanWaitForGap(cycle));
		expect(error).toBeLessThan((5 * 1500) / Math.sqrt(messages));
	});
});
