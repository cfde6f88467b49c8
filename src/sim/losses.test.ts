import { describe, expect, test } from 'vitest';
import { Losses } from './losses.ts';

const RTT = 80;
const TIMEOUT = 200 + RTT;
const CLIENT = 3;

/** When a packet that is lost at 1000 is sent again, if others leave so much later and arrive; ms after it left. */
function sentAgain(...followers: readonly number[]): number {
	const losses = new Losses(RTT);
	let landed = NaN;
	const lost = { left: 1000, waited: TIMEOUT, landed: 1000 + TIMEOUT + RTT / 2 };
	losses.add(CLIENT, { ...lost, arrive: (time) => (landed = time) });
	let timer: number | undefined = 1000 + TIMEOUT;
	for (const gap of [...followers, Infinity]) {
		while (timer !== undefined && timer < 1000 + gap) timer = losses.timeOut(CLIENT, timer);
		if (gap < Infinity) losses.show(CLIENT, 1000 + gap);
	}
	return landed - 1000 - RTT / 2;
}

describe('a lost packet is sent again', () => {
	test('after its time-out, where nothing follows before', () => {
		expect(sentAgain()).toBe(TIMEOUT);
		expect(sentAgain(TIMEOUT + 1)).toBe(TIMEOUT);
	});

	test('a round trip after the next packet has left, whose ACK shows the gap', () => {
		expect(sentAgain(100)).toBe(100 + RTT);
		expect(sentAgain(199, 230)).toBe(199 + RTT);
	});

	test('no sooner than a quarter of a round trip after it could have been acknowledged itself', () => {
		expect(sentAgain(1)).toBe(1.25 * RTT);
		expect(sentAgain(RTT / 4 + 1)).toBe(1.25 * RTT + 1);
	});

	test('later than after the time-out, where that repeats the packet behind it and not itself', () => {
		expect(sentAgain(250)).toBe(2 * TIMEOUT);
		expect(sentAgain(250, 400)).toBe(400 + RTT);
		expect(sentAgain(250, 550)).toBe(2 * TIMEOUT);
	});

	test('a round trip after the next one, where the time-out repeats a third', () => {
		expect(sentAgain(250, 270)).toBe(250 + RTT);
	});
});

test('what is lost on one stream is not shown by packets of another', () => {
	const losses = new Losses(RTT);
	let landed = NaN;
	losses.add(1, { left: 0, waited: TIMEOUT, landed: 1000, arrive: (time) => (landed = time) });
	losses.show(2, 100);
	expect(landed).toBeNaN();
	losses.show(1, 100);
	expect(landed).toBe(1000 - TIMEOUT + 100 + RTT);
});
