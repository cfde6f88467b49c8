import { describe, expect, test } from 'vitest';
import { Unconfirmed } from './unconfirmed.ts';

describe('an answer that is still under way when its client asks again', () => {
	test('is sent once more with each request that leaves before it has arrived', () => {
		const unconfirmed = new Unconfirmed(2);
		expect(unconfirmed.again(0, 0)).toBe(0);
		unconfirmed.add(0, 3, 1000);
		expect(unconfirmed.again(0, 600)).toBe(3);
		expect(unconfirmed.again(0, 900)).toBe(3);
		expect(unconfirmed.again(0, 1000)).toBe(0);
		expect(unconfirmed.again(0, 1000)).toBe(0);
	});

	test('is one of several, and each counts until it has arrived, whichever is first', () => {
		const unconfirmed = new Unconfirmed(2);
		unconfirmed.add(1, 1, 300);
		unconfirmed.add(1, 20, 200);
		unconfirmed.add(1, 400, 500);
		expect(unconfirmed.again(1, 100)).toBe(421);
		expect(unconfirmed.again(1, 250)).toBe(401);
		expect(unconfirmed.again(1, 350)).toBe(400);
		expect(unconfirmed.again(1, 500)).toBe(0);
	});

	test('is nobody else’s, however many there are and whosever place it takes', () => {
		const users = 1000;
		const unconfirmed = new Unconfirmed(users);
		for (let round = 1; round <= 3; round++) {
			for (let client = 0; client < users; client++) unconfirmed.add(client, client, round);
			for (let client = 0; client < users; client++) {
				expect(unconfirmed.again(client, round - 1)).toBe(client);
			}
		}
	});
});
