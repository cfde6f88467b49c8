import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RADIOS, tailTime, type Radio, type RadioId } from '../model/radios.ts';
import { leg } from '../model/wire.ts';
import { Clock } from './clock.ts';
import { Link, type Flight } from './link.ts';
import { Phones } from './phones.ts';
import { stillWorld, tripAt } from './testScenario.ts';

const HOUR = new Clock(3600);

function phone(radio: RadioId, clock = HOUR) {
	const phones = new Phones(radio, clock, 1);
	/** Small packets, that take no time. */
	const packets = (times: readonly number[]) => {
		for (const time of times) phones.touch(0, time);
	};
	const wakeUps = () => phones.wakeUps.reduce((sum, count) => sum + count, 0);
	return { phones, packets, wakeUps, totals: () => phones.totals(clock.end) };
}

/** A flight of so many bytes on a link so fast that it takes no time to speak of. */
function flightOf(radio: RadioId, bytes: number, direction: 'up' | 'down'): Flight {
	const link = new Link(stillWorld({ radio, up: 10_000_000, down: 10_000_000 }), HOUR);
	const flight = link.flight('push', direction, leg({ headers: bytes - 22 - 52 }));
	expect(flight.leg.total).toBe(bytes);
	return flight;
}

/** When a flight that the phone wants to send at `time` leaves. */
function sent(phones: Phones, time: number, flight: Flight): number {
	const trip = tripAt(time);
	phones.transmit(0, flight, trip);
	return trip.time;
}

/** When the phone has a flight that lands at `time`. */
function received(phones: Phones, time: number, flight: Flight, key: number): number {
	const trip = tripAt(time, key);
	phones.receive(0, flight, trip);
	return trip.time;
}

describe('one packet to a sleeping phone', () => {
	// Promotion and tail at their powers, as ARO counts them: LTE 0.26 s at 1.21 W, then 0.1 s at 1.2,
	// 0.02 s at 1.122 and 10 s at 1.091.
	test.each([
		['lte', 11.36704, 10_120],
		['3g', 9.5, 14_000],
		['wifi', 0.10075, 250],
		['5g', 2.8545, 10_200],
	] as const)('wakes a radio of kind %s for %f J', (radio, joules, on) => {
		const { packets, wakeUps, totals } = phone(radio);
		packets([60_000]);
		expect(wakeUps()).toBe(1);
		expect(totals().energy).toBeCloseTo(joules, 9);
		expect(totals().on).toBeCloseTo(on, 6);
	});

	test('costs a wired client nothing', () => {
		const { phones, packets, totals } = phone('none');
		packets([0, 1000]);
		expect(phones.observed).toBe(0);
		expect(totals()).toEqual({ on: 0, energy: 0 });
	});

	test('leaves once the radio is promoted, which counts as energy but not as time on', () => {
		const { phones, totals } = phone('lte');
		const flight = flightOf('lte', 890, 'up');
		expect(sent(phones, 60_000, flight)).toBe(60_260);
		// 890 bytes are 0.00712 Mbit at 0.43839 J, and 0.000712 ms of air at 1.2 W.
		const bytes = 0.00712 * 0.43839 + 0.000712e-3 * 1.2;
		expect(totals().energy).toBeCloseTo(11.36704 + bytes, 9);
		expect(totals().on).toBeCloseTo(10_120 + 0.000712, 6);
	});

	test('arrives after the next paging occasion and the promotion', () => {
		const { phones } = phone('lte');
		const flight = flightOf('lte', 176, 'down');
		const delays = Array.from(
			{ length: 1000 },
			(_, i) => received(phones, i * 20_000, flight, i * 2_654_435_761) - i * 20_000,
		);
		expect(Math.min(...delays)).toBeGreaterThanOrEqual(260);
		expect(Math.max(...delays)).toBeLessThan(260 + 1280);
		// Uniform over the paging cycle: its standard deviation is the cycle over √12.
		const mean = delays.reduce((sum, x) => sum + x) / delays.length;
		expect(Math.abs(mean - 260 - 640)).toBeLessThan((5 * 1280) / Math.sqrt(12 * 1000));
	});
});

describe('a train of packets', () => {
	test('that comes faster than the tail ends never lets the radio sleep: one wake-up, on all the time', () => {
		const { packets, wakeUps, totals } = phone('lte');
		packets(Array.from({ length: 1201 }, (_, i) => i * 3000));
		expect(wakeUps()).toBe(1);
		expect(totals().on).toBeCloseTo(3_600_000, 3);
	});

	test('that comes once a minute wakes it each time', () => {
		const { packets, wakeUps, totals } = phone('lte');
		packets(Array.from({ length: 60 }, (_, i) => i * 60_000 + 1));
		expect(wakeUps()).toBe(60);
		expect(totals().on).toBeCloseTo(60 * 10_120, 3);
		expect(totals().energy).toBeCloseTo(60 * 11.36704, 6);
	});

	test('spends each silence at the powers of the tail it reaches', () => {
		const { packets, totals } = phone('3g');
		packets([10_000, 12_000, 22_000]);
		// 2 s of DCH; 4 s of DCH and 6 s of FACH, where a small packet stays; a tail of FACH; one promotion.
		expect(totals().energy).toBeCloseTo(2 * 0.65 + 2 * 1.3 + (4 * 1.3 + 6 * 0.3) + 3, 9);
		expect(totals().on).toBeCloseTo(2000 + 10_000 + 10_000, 6);
	});

	test('may sleep exactly when the tail has passed', () => {
		const { packets, wakeUps } = phone('wifi');
		packets([1000, 1250, 1500.001]);
		expect(wakeUps()).toBe(2);
	});
});

describe('3G between its states', () => {
	const small = flightOf('3g', 300, 'up');
	const large = flightOf('3g', 890, 'up');

	test('a small packet rides in FACH, and leaves the radio there', () => {
		const { phones, wakeUps, totals } = phone('3g');
		phones.touch(0, 10_000);
		expect(sent(phones, 19_000, small)).toBe(19_000);
		expect(wakeUps()).toBe(1);
		// 4 s of DCH, 5 s of FACH, and a FACH tail of 10 s from the small packet.
		expect(totals().on).toBeCloseTo(9000 + 10_000, 2);
		expect(totals().energy).toBeCloseTo(1.3 + 5.2 + 5 * 0.3 + 3 + small.energy, 6);
	});

	test('a large packet in FACH waits 1.5 s for DCH', () => {
		const { phones, wakeUps } = phone('3g');
		phones.touch(0, 10_000);
		expect(sent(phones, 19_000, large)).toBe(20_500);
		expect(wakeUps()).toBe(1);
	});

	test('a large packet in DCH leaves at once, and from sleep any packet waits 2 s', () => {
		const { phones } = phone('3g');
		phones.touch(0, 10_000);
		expect(sent(phones, 13_000, large)).toBe(13_000);
		expect(sent(phones, 60_000, small)).toBe(62_000);
	});

	test('a large one every 5 s is kept back every other time: from the last of these, 3.5 s are still DCH', () => {
		const { phones } = phone('3g');
		expect([true, false].map((odd) => phones.keepsBack(5000, large, odd))).toEqual([1500, 0]);
		expect([true, false].map((odd) => phones.keepsBack(5000, small, odd))).toEqual([0, 0]);
		expect([true, false].map((odd) => phones.keepsBack(7000, large, odd))).toEqual([1500, 1500]);
		expect([true, false].map((odd) => phones.keepsBack(20_000, small, odd))).toEqual([2000, 2000]);
	});

	test('FACH is fed by small packets for as long as they come', () => {
		const { phones, wakeUps, totals } = phone('3g');
		phones.touch(0, 0);
		for (let time = 9000; time <= 90_000; time += 9000) {
			expect(sent(phones, time, small)).toBe(time);
		}
		expect(wakeUps()).toBe(1);
		expect(totals().on).toBeCloseTo(100_000, 1);
		expect(totals().energy).toBeCloseTo(1.3 + 5.2 + 96 * 0.3 + 10 * small.energy, 4);
	});
});

describe('at the edges of the measured time', () => {
	test('only the rest of a tail that began before it counts, and no wake-up', () => {
		const { packets, wakeUps, totals } = phone('lte');
		packets([-5000]);
		expect(wakeUps()).toBe(0);
		expect(totals().on).toBeCloseTo(5120, 9);
		expect(totals().energy).toBeCloseTo(5.12 * 1.091, 9);
	});

	test('a tail is cut where it ends', () => {
		const { packets, wakeUps, totals } = phone('lte', new Clock(60));
		packets([59_000, 61_000, 90_000]);
		expect(wakeUps()).toBe(1);
		expect(totals().on).toBeCloseTo(1000, 9);
		expect(totals().energy).toBeCloseTo(0.26 * 1.21 + 0.12 + 0.02244 + 0.88 * 1.091, 9);
	});

	test('asking for the totals does not change them', () => {
		const { phones, packets } = phone('3g');
		packets([0, 20_000]);
		const half = phones.totals(25_000);
		expect(half.on).toBeCloseTo(14_000 + 5000, 9);
		expect(phones.totals(25_000)).toEqual(half);
		packets([26_000]);
		expect(phones.totals(3_600_000).on).toBeCloseTo(14_000 + 6000 + 10_000, 9);
	});
});

/** The plain rival: wake-ups, time on and energy from the whole list of packets at once. */
function rivalOf(radio: RadioId, times: readonly number[], end: number) {
	const { promotionDelay, promotionPower, tail } = RADIOS[radio];
	let [wakeUps, on, energy] = [0, 0, 0];
	/** Where in its tail the radio is when the packet has passed. */
	let skipped = 0;
	const overlap = (from: number, until: number) =>
		Math.max(0, Math.min(until, end) - Math.max(from, 0));
	times.forEach((time, i) => {
		const before = i === 0 ? -Infinity : times[i - 1]!;
		if (time - before + skipped > tailTime(RADIOS[radio]) && time >= 0 && time < end) {
			wakeUps += 1;
			energy += (promotionDelay / 1000) * promotionPower;
		}
		const next = times[i + 1] ?? Infinity;
		skipped = slowPhaseAt(tail, time - before + skipped);
		let phaseStart = time - skipped;
		for (const { duration, power } of tail) {
			const spent = overlap(
				Math.max(phaseStart, time),
				Math.min(phaseStart + duration, Math.max(next, phaseStart)),
			);
			on += spent;
			energy += (spent / 1000) * power;
			phaseStart += duration;
		}
	});
	return { wakeUps, on, energy };
}

/** When the phase begins that the radio is in so late in its tail, if a small packet stays in it; else 0. */
function slowPhaseAt(tail: Radio['tail'], age: number): number {
	let start = 0;
	for (const { duration, promotion } of tail) {
		if (age >= start && age < start + duration) return promotion ? start : 0;
		start += duration;
	}
	return 0;
}

/** Evenly distributed; fast-check's own doubles are nearly all close to 0. */
const between = (min: number, max: number) =>
	fc.integer({ min: 0, max: 1_000_000 }).map((i) => min + ((max - min) * i) / 1_000_000);

test.each(['wifi', '3g', 'lte', '5g'] as const)(
	'any train of packets to a radio of kind %s gives what a count over the whole list gives',
	(radio) => {
		const clock = new Clock(60);
		const gap = fc.oneof(between(0, 400), between(0, 16_000));
		fc.assert(
			fc.property(fc.array(gap, { minLength: 1, maxLength: 40 }), (gaps) => {
				let time = -20_000;
				const times = gaps.map((gap) => (time += gap));
				const { packets, wakeUps, totals } = phone(radio, clock);
				packets(times);
				const rival = rivalOf(radio, times, clock.end);
				expect(wakeUps()).toBe(rival.wakeUps);
				expect(totals().on).toBeCloseTo(rival.on, 6);
				expect(totals().energy).toBeCloseTo(rival.energy, 9);
			}),
			// Two packets at the same time, in a phase that a sum of gaps does not hit exactly.
			{ examples: [[[8529.408, 118.7108, 7217.264, 38.6172, 111.2964, 0]]] },
		);
	},
);
