import { describe, expect, test } from 'vitest';
import { leg } from '../model/wire.ts';
import { Clock } from './clock.ts';
import { Link } from './link.ts';
import { Losses } from './losses.ts';
import { stillWorld } from './testScenario.ts';

const RTT = 80;
const TIMEOUT = 200 + RTT;
const CLIENT = 3;
const LEFT = 1000;

const scenario = stillWorld({ rtt: RTT });
const flight = new Link(scenario, new Clock(60)).flight('push', 'down', leg({ payload: 100 }));

/** Losses, the time-outs that they ask for, and a packet of CLIENT that is lost at LEFT. */
function oneLoss() {
	const timers: number[] = [];
	const link = { waited: TIMEOUT, land: () => undefined };
	const queue = { schedule: (at: number) => void timers.push(at) };
	const losses = new Losses({ link, queue, scenario }, 0);
	const found = { losses, timers, sentAgain: NaN };
	const landed = LEFT + TIMEOUT + RTT / 2;
	losses.add(CLIENT, flight, LEFT, landed, (time) => (found.sentAgain = time - LEFT - RTT / 2));
	return found;
}

/** How long after it left it is sent again, if others leave so much later and arrive; ms. */
function sentAgain(...followers: readonly number[]): number {
	const found = oneLoss();
	for (const gap of [...followers, Infinity]) {
		while (found.timers[0]! < LEFT + gap) found.losses.timeOut(CLIENT, found.timers.shift()!);
		if (gap < Infinity) found.losses.show(CLIENT, LEFT + gap);
	}
	return found.sentAgain;
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
	const found = oneLoss();
	found.losses.show(CLIENT + 1, LEFT + 100);
	expect(found.sentAgain).toBeNaN();
	found.losses.show(CLIENT, LEFT + 100);
	expect(found.sentAgain).toBe(100 + RTT);
});

test('what has arrived behind a lost packet is released when that is there', () => {
	const { losses } = oneLoss();
	let released = false;
	losses.show(CLIENT, LEFT + 250);
	expect(losses.blocks(CLIENT)).toBe(true);
	losses.hold(CLIENT, () => (released = true));
	losses.timeOut(CLIENT, LEFT + TIMEOUT);
	expect(released).toBe(false);
	losses.show(CLIENT, LEFT + 400);
	expect(released).toBe(true);
	expect(losses.blocks(CLIENT)).toBe(false);
});
