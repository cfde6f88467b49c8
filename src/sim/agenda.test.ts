import { describe, expect, test } from 'vitest';
import { Agenda } from './agenda.ts';

describe('what lies ahead of a client', () => {
	test('is taken in the order of time, each once and none too early', () => {
		const agenda = new Agenda(2);
		expect(agenda.take(1, 1000)).toBe(Infinity);
		for (const [time, what] of [
			[300, 0],
			[200, 1],
			[500, 2],
			[200, 3],
		] as const) {
			agenda.add(1, time, what);
		}
		expect(agenda.sum(1)).toBe(0 + 1 + 2 + 3);
		const taken = (until: number) => {
			const time = agenda.take(1, until);
			return time < Infinity ? [time, agenda.what] : null;
		};
		expect(taken(199)).toBeNull();
		expect(taken(400)).toEqual([200, 1]);
		expect(taken(400)).toEqual([200, 3]);
		expect(taken(400)).toEqual([300, 0]);
		expect(taken(400)).toBeNull();
		expect(agenda.sum(1)).toBe(2);
		expect(taken(500)).toEqual([500, 2]);
		expect(taken(Infinity)).toBeNull();
	});

	test('is nobody else’s, however much there is and whosever place it takes', () => {
		const users = 1000;
		const agenda = new Agenda(users);
		for (let round = 1; round <= 3; round++) {
			for (let client = 0; client < users; client++) agenda.add(client, client + round);
			for (let client = 0; client < users; client++) {
				expect(agenda.take(client, client + round)).toBe(client + round);
				expect(agenda.take(client, Infinity)).toBe(Infinity);
			}
		}
	});
});
