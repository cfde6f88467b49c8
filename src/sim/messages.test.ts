import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { Clock } from './clock.ts';
import { Inbox, PoissonStream } from './messages.ts';
import { PURPOSE } from './random.ts';
import { exponentialSampler } from './sampler.ts';
import { simulate } from './simulate.ts';
import {
	CHI_SQUARE_50,
	chiSquare,
	deviationOf,
	fiveSigma,
	meanOf,
	stillWorld,
} from './testScenario.ts';

const exponential = exponentialSampler();

function streamOf({ seed = 1, number = 0, rate = 0.5, users = 50, start = -5000 }): PoissonStream {
	const { messageGap: gapPurpose, messageUser: userPurpose } = PURPOSE;
	return new PoissonStream({
		seed,
		number,
		gapPurpose,
		userPurpose,
		rate,
		users,
		start,
		exponential,
		bursts: [],
	});
}

/** The next so many messages. */
function eventsOf(stream: PoissonStream, count: number) {
	return Array.from({ length: count }, () => {
		const { time, user, count } = stream;
		stream.next();
		return { time, user, count };
	});
}

describe('messages', () => {
	const COUNT = 200_000;
	const events = eventsOf(streamOf({ rate: 0.5 }), COUNT);
	const gaps = events.slice(1).map(({ time }, i) => time - events[i]!.time);

	test('come at random: gaps have the mean and the deviation of the exponential, and no memory', () => {
		expect(Math.abs(meanOf(gaps) - 2)).toBeLessThan(fiveSigma(2, COUNT));
		// Kurtosis 9: σ/2·√(8/n) is the standard error of the deviation.
		expect(Math.abs(deviationOf(gaps) - 2)).toBeLessThan(fiveSigma(Math.sqrt(8), COUNT));
		const products = gaps.slice(1).map((gap, i) => (gap / 2 - 1) * (gaps[i]! / 2 - 1));
		expect(Math.abs(meanOf(products))).toBeLessThan(fiveSigma(1, COUNT));
	});

	test('go to each user alike', () => {
		const counts = new Float64Array(50);
		for (const { user } of events) counts[user]! += 1;
		expect(chiSquare(counts)).toBeGreaterThan(CHI_SQUARE_50.min);
		expect(chiSquare(counts)).toBeLessThan(CHI_SQUARE_50.max);
	});

	test('are numbered as they come, and never go back in time', () => {
		expect(events.every(({ count }, i) => count === i)).toBe(true);
		expect(gaps.every((gap) => gap >= 0)).toBe(true);
		expect(events[0]!.time).toBeGreaterThanOrEqual(-5000);
	});

	test('never come at a rate of 0', () => {
		expect(streamOf({ rate: 0 }).time).toBe(Infinity);
	});

	test('at twice the rate are the same ones, twice as fast', () => {
		const slow = eventsOf(streamOf({ rate: 0.5, start: 0 }), 100);
		const fast = eventsOf(streamOf({ rate: 1, start: 0 }), 100);
		fast.forEach(({ time, user }, i) => {
			expect(time * 2).toBeCloseTo(slow[i]!.time, 6);
			expect(user).toBe(slow[i]!.user);
		});
	});

	test('belong to nobody in particular where everybody gets them', () => {
		expect(streamOf({ users: 0 }).user).toBe(-1);
	});
});

describe('all transports', () => {
	test.each(['own', 'shared'] as const)('meet the same messages (%s)', (audience) => {
		const scenario = stillWorld({ users: 40, messageRate: 30, audience, duration: 20 });
		const published = TRANSPORT_IDS.map((id) => simulate(id, scenario).messages.published);
		expect(new Set(published).size).toBe(1);
		expect(published[0]).toBeGreaterThan(0);
	});

	test('hand a shared message to every user', () => {
		const scenario = stillWorld({ users: 40, messageRate: 30, audience: 'shared', duration: 20 });
		for (const id of TRANSPORT_IDS) {
			const { published, delivered } = simulate(id, scenario).messages;
			expect(published % 40).toBe(0);
			expect(delivered).toBe(published);
		}
	});
});

type Step = { publish: number } | { take: number; back: number; arrive: number };

/** Messages are published a ms apart; someone may ask for what was there a little earlier, of which only the first arrive. */
const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof(
		fc.record({ publish: fc.nat({ max: 3 }) }),
		fc.record({
			take: fc.nat({ max: 3 }),
			back: fc.constantFrom(0, 0, 1, 5),
			arrive: fc.constantFrom(0, 1, 2, 400),
		}),
	),
	{ maxLength: 400 },
);

describe('an inbox', () => {
	test.each([
		['of his own messages', false],
		['of shared messages', true],
	])('gives each client all %s in order, until they arrive', (_, shared) => {
		fc.assert(
			fc.property(steps, (all) => {
				const inbox = new Inbox(streamOf({ rate: 0 }), new Clock(1), 4, shared);
				const waiting: number[][] = [[], [], [], []];
				let published = 0;
				all.forEach((step, now) => {
					if ('publish' in step) {
						inbox.announce(now);
						inbox.keep(step.publish, now);
						const receivers = shared ? [0, 1, 2, 3] : [step.publish];
						for (const user of receivers) waiting[user]!.push(now);
						published += receivers.length;
						return;
					}
					const until = now - step.back;
					const mine = waiting[step.take]!;
					const expected = mine.filter((time) => time <= until);
					const arrived = Math.min(step.arrive, expected.length);
					waiting[step.take] = mine.slice(arrived);
					expect(inbox.take(step.take, until)).toBe(expected.length);
					expect(Array.from(inbox.taken.subarray(0, expected.length))).toEqual(expected);
					inbox.putBack(step.take, arrived, expected.length);
				});
				expect(inbox.published).toBe(published);
			}),
		);
	});

	test.each([
		['one client', false],
		['everybody', true],
	])('keeps thousands of messages for %s', (_, shared) => {
		const inbox = new Inbox(streamOf({ rate: 0 }), new Clock(60), 2, shared);
		const times = Array.from({ length: 5000 }, (_, i) => i + 1);
		for (const time of times) {
			inbox.announce(time);
			inbox.keep(1, time);
		}
		expect(inbox.take(0, 9999)).toBe(shared ? 5000 : 0);
		expect(inbox.take(1, 9999)).toBe(5000);
		expect(Array.from(inbox.taken.subarray(0, 5000))).toEqual(times);
		expect(inbox.take(1, 9999)).toBe(0);
	});

	test('counts only what is published in the measured time', () => {
		const inbox = new Inbox(streamOf({ rate: 0 }), new Clock(1), 2, false);
		for (const time of [-1, 0, 999, 1000]) inbox.announce(time);
		expect(inbox.published).toBe(2);
	});

	test('shows nothing new to whoever is away, and then what came since', () => {
		const inbox = new Inbox(streamOf({ rate: 0 }), new Clock(1), 2, true);
		inbox.announce(1);
		inbox.catchUp(0);
		expect(inbox.holds(0)).toBe(false);
		expect(inbox.holds(1)).toBe(true);
		inbox.announce(2);
		expect(inbox.take(0, 10)).toBe(1);
		expect(inbox.taken[0]).toBe(2);
	});
});
