import { expect, test } from 'vitest';
import { closenessOf, factorOff, rightChoices } from './bets.ts';
import { is } from './predicate.ts';

test.each([
	[100, 100, 1, 'right'],
	[100, 109, 1.09, 'right'],
	[100, 190, 1.9, 'twice'],
	[190, 100, 1.9, 'twice'],
	[100, 900, 9, 'ten'],
	[5000, 100, 50, 'further'],
	[0, 0, 1, 'right'],
	[0, 3, Infinity, 'further'],
	[3, 0, Infinity, 'further'],
])('a bet of %d on %d is off by %d: %s', (bet, actual, factor, closeness) => {
	expect(factorOff(bet, actual)).toBeCloseTo(factor);
	expect(closenessOf(bet, actual)).toBe(closeness);
});

test('a choice is right when the run bears all of it out', () => {
	const choices = [
		{ text: 'A', when: [is('sse', 'latency.p50', '<', 10), is('sse', 'bytes.up', '>', 1)] },
		{ text: 'B', when: [is('sse', 'latency.p50', '<', 10)] },
		{ text: 'C', when: [] },
	];
	const run = { sse: { latency: { p50: 5 }, bytes: { up: 0 } } };
	expect(rightChoices({ question: '', choices }, run)).toEqual([1]);
});
