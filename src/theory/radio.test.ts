import { describe, expect, test } from 'vitest';
import { RADIOS, tailTime, type Radio } from '../model/radios.ts';
import { fixedCycle } from './longPolling.ts';
import {
	heldRequests,
	mergedWakeUps,
	meanOnPeriod,
	meanPagingDelay,
	onFraction,
	pagingQuantile,
	pairs,
	periodic,
	poisson,
	poissonGroups,
	resettingHeartbeat,
	together,
	wakeUpRate,
	type Source,
} from './radio.ts';
import { exponentialNumbers } from './testRandom.ts';

const PER_MINUTE = 1 / 60_000;
const MS_PER_HOUR = 3_600_000;

/** J/h of promotions and tails alone. */
function energy(radio: Radio, source: Source): number {
	let watts = wakeUpRate(source, tailTime(radio)) * radio.promotionDelay * radio.promotionPower;
	let begin = 0;
	for (const { duration, power } of radio.tail) {
		watts += (source.silence(begin) - source.silence(begin + duration)) * power;
		begin += duration;
	}
	return watts * 3600;
}

/** A message a minute, without bytes: what a phone's radio does in an hour. */
describe('the radio at one message a minute', () => {
	const messages = poisson(PER_MINUTE);
	const pinged = (period: number) => together([messages, periodic(period)]);
	const held = heldRequests(fixedCycle(PER_MINUTE, 77, 30_000));

	// J/h, wake-ups an hour, share of time on (in %); bytes and answers left out, so within 3 %.
	test.each([
		['lte', 'polls every 3 s', periodic(3000), 3955, 0, 100],
		['lte', 'polls every 15 s', periodic(15_000), 2751, 240, 68],
		['lte', 'polls every 60 s', periodic(60_000), 688, 60, 17],
		['lte', 'polls every 300 s', periodic(300_000), 140, 12, 3],
		['lte', 'long polls of 30 s', held, 1600, 128, 40],
		['lte', 'a stream pinged every 30 s', pinged(30_000), 1773, 135, 44],
		['lte', 'a stream pinged every 55 s', pinged(55_000), 1252, 97, 31],
		['lte', 'a stream without pings', messages, 626, 51, 16],
		['3g', 'polls every 3 s', periodic(3000), 4688, 0, 100],
		['3g', 'polls every 15 s', periodic(15_000), 2305, 240, 93],
		['3g', 'polls every 60 s', periodic(60_000), 576, 60, 23],
		['3g', 'a stream pinged every 30 s', pinged(30_000), 1462, 120, 58],
		['wifi', 'polls every 3 s', periodic(3000), 121, 1200, 8],
	] as const)('%s: %s', (id, _, source, joules, wakeUps, on) => {
		const radio = RADIOS[id];
		expect(energy(radio, source) / joules).toBeGreaterThan(0.97);
		expect(energy(radio, source) / joules).toBeLessThan(1.03);
		expect(wakeUpRate(source, tailTime(radio)) * MS_PER_HOUR).toBeCloseTo(wakeUps, -0.5);
		expect(Math.abs(onFraction(source, tailTime(radio)) * 100 - on)).toBeLessThan(0.6);
	});
});

test('polls more often than the tail never wake the radio, since it never sleeps', () => {
	expect(wakeUpRate(periodic(10_000), 10_120)).toBe(0);
	expect(onFraction(periodic(10_000), 10_120)).toBe(1);
	expect(wakeUpRate(periodic(11_000), 10_120)).toBe(1 / 11_000);
});

test('Poisson packets keep the radio on for (e^(λT) − 1)/λ, timers for as long as their tails last', () => {
	const [rate, tail] = [1 / 20_000, 10_000];
	expect(meanOnPeriod(poisson(rate), tail)).toBeCloseTo((Math.exp(0.5) - 1) * 20_000, 6);
	expect(meanOnPeriod(periodic(30_000), tail)).toBeCloseTo(tail, 6);
});

test('where the answer takes longer than the tail, a poll wakes the radio twice', () => {
	expect(wakeUpRate(pairs(3000, 300), 250)).toBe(2 / 3000);
	expect(wakeUpRate(pairs(3000, 200), 250)).toBe(1 / 3000);
});

test('at six messages a minute a timer that traffic resets keeps the radio on for less than a fixed one', () => {
	const [rate, tail] = [6 * PER_MINUTE, 10_120];
	const fixed = onFraction(together([poisson(rate), periodic(30_000)]), tail);
	expect(onFraction(resettingHeartbeat(rate, 30_000), tail)).toBeLessThan(fixed);
	expect(onFraction(heldRequests(fixedCycle(rate, 77, 30_000)), tail)).toBeLessThan(fixed);
});

test('every silence that reaches an age ends or grows on: the slope of S is −S′', () => {
	const sources = [
		together([poisson(PER_MINUTE), periodic(30_000), pairs(47_000, 300)]),
		poissonGroups(PER_MINUTE, [{ gap: 5000, share: 0.4 }]),
		resettingHeartbeat(PER_MINUTE, 20_000),
		heldRequests(fixedCycle(PER_MINUTE, 77, 30_000)),
	];
	for (const source of sources) {
		for (const age of [1000, 9000, 17_000]) {
			const slope = (source.silence(age) - source.silence(age + 1)) / 1;
			expect(slope / source.reaching(age + 0.5)).toBeCloseTo(1, 4);
		}
	}
});

describe('packets at random with pings, and a radio that is paged, by brute force', () => {
	const [rate, tail, cycle, promotion] = [1 / 20_000, 10_000, 1280, 260];
	const exponential = exponentialNumbers(7);
	const packets = 400_000;
	let [now, last, wakeUps, extra] = [0, 0, 0, 0];
	for (let i = 0; i < packets; i++) {
		now += exponential() / rate;
		if (now > last + tail) {
			wakeUps += 1;
			last = now + promotion + cycle * (1 - Math.exp(-exponential()));
			extra += last - now;
		} else if (now < last) extra += last - now;
		else last = now;
	}
	const source = poisson(rate);
	const w = wakeUpRate(source, tail);
	const paging = { cycle, promotion };

	test('agrees on wake-ups: while it is being woken, packets come along', () => {
		const expected = mergedWakeUps(w, cycle / 2 + promotion);
		// A share of packets, so at most half a standard deviation each: five standard errors.
		expect(Math.abs(wakeUps / packets - expected / rate)).toBeLessThan(2.5 / Math.sqrt(packets));
	});

	test('agrees on the extra latency, whose standard deviation is below 0.6 s', () => {
		const expected = meanPagingDelay(source.silence(tail), w, paging);
		expect(Math.abs(extra / packets - expected)).toBeLessThan((5 * 600) / Math.sqrt(packets));
	});
});

test('half of the pushes to a phone that sleeps half of the time are not held up', () => {
	const paging = { cycle: 1280, promotion: 260 };
	expect(pagingQuantile(0.5, paging, 0.5)).toBe(0);
	expect(pagingQuantile(0.5, paging, 0.75)).toBeCloseTo(260 + 640, 9);
});
