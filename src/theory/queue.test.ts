import { describe, expect, test } from 'vitest';
import {
	constantWaitCdf,
	erlangC,
	meanWait,
	meanWaitConstant,
	meanWaitGeneral,
	meanWaitInBatch,
	waitQuantile,
} from './queue.ts';
import { exponentialNumbers } from './testRandom.ts';

test('one core: the probability of waiting is the utilisation, and M/M/1 waits ρs/(1 − ρ)', () => {
	expect(erlangC(1, 0.8)).toBeCloseTo(0.8, 12);
	expect(meanWait(1, 0.8, 5)).toBeCloseTo(20, 12);
	expect(waitQuantile(1, 0.8, 5, 0.99)).toBeCloseTo(25 * Math.log(80), 9);
	expect(waitQuantile(1, 0.8, 5, 0.2)).toBe(0);
});

test('Erlang C as in the tables: 10 cores, 8 erlang', () => {
	expect(erlangC(10, 8)).toBeCloseTo(0.4092, 4);
	expect(erlangC(128, 0)).toBe(0);
});

test('constant work waits half as long as exponential work', () => {
	expect(meanWaitConstant(0.8, 5)).toBeCloseTo(10, 12);
	expect(meanWaitGeneral(1, 0.8, 5, 0)).toBeCloseTo(meanWaitConstant(0.8, 5), 12);
	expect(meanWaitGeneral(3, 2, 5, 1)).toBe(meanWait(3, 2, 5));
});

test('10 000 pushes of 20 µs take 200 ms, so each waits 100 ms on average', () => {
	expect(meanWaitInBatch(0, 0.02, 0, 10_000)).toBeCloseTo(100, 1);
	expect(meanWaitInBatch(0.5, 4, 0, 1)).toBe(meanWaitConstant(0.5, 4));
});

describe('M/D/1 by brute force (Lindley)', () => {
	const utilisation = 0.7;
	const exponential = exponentialNumbers(5);
	const jobs = 500_000;
	let [wait, total] = [0, 0];
	const within = [0, 0, 0];
	for (let i = 0; i < jobs; i++) {
		wait = Math.max(0, wait + 1 - exponential() / utilisation);
		total += wait;
		[0, 1.5, 6].forEach((limit, at) => {
			if (wait <= limit) within[at]! += 1;
		});
	}

	// A queue at 0.7 forgets within some thirty jobs: √30 more than for independent ones.
	const tolerance = (5 * Math.sqrt(30)) / Math.sqrt(jobs);

	test('agrees on the mean', () => {
		expect(Math.abs(total / jobs - meanWaitConstant(utilisation, 1))).toBeLessThan(2 * tolerance);
	});

	test.each([0, 1.5, 6])('agrees on the share that waits at most %d', (limit) => {
		const share = within[[0, 1.5, 6].indexOf(limit)]! / jobs;
		expect(Math.abs(share - constantWaitCdf(utilisation, 1, limit))).toBeLessThan(tolerance / 2);
	});
});
