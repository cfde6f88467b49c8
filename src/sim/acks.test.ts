import { expect, test } from 'vitest';
import { Acks } from './acks.ts';

/** How long after each of the messages that arrive at `times` its ACK leaves; Infinity: another's does for both. */
function waits(acks: Acks, ...times: number[]): number[] {
	return times.map((time) => acks.message(0, time) - time);
}

test('who only listens acknowledges each message alone, however close they come', () => {
	expect(waits(new Acks(1), 0, 1, 2, 40, 1000)).toEqual([0, 0, 0, 0, 0]);
});

test('a ping is acknowledged by its pong, unless something was pushed since the last pong', () => {
	const acks = new Acks(1);
	expect([acks.answered(0), acks.answered(0)]).toEqual([true, false]);
	expect(waits(acks, 40_000)).toEqual([40]);
	expect([acks.answered(0), acks.answered(0)]).toEqual([true, false]);
});

test('the ACK of the first message after a pong waits for a second one, at most 40 ms', () => {
	const acks = new Acks(1);
	acks.answered(0);
	expect(waits(acks, 1000, 1040, 1041)).toEqual([40, Infinity, 0]);
	acks.answered(0);
	expect(waits(acks, 2000, 2041, 2042)).toEqual([40, 0, 0]);
});
