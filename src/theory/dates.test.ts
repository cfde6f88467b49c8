import { expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { conditionsOf } from './conditions.ts';
import { dated, repeatsOfHolds, repeatsOfPolls, repeatsOfPosts } from './dates.ts';
import { fixed, uniform } from './delay.ts';

const conditions = (inputs: Partial<Scenario>) =>
	conditionsOf(completeScenario({ http: '2', ...inputs }));

test('of Poisson answers, one a second, 1/e come behind another one of their second', () => {
	expect(repeatsOfPosts(conditions({ uplinkRate: 60 }))).toBeCloseTo(Math.exp(-1), 5);
});

test('of 2.5 polls a second 1.5 repeat its date, of one in two seconds none', () => {
	expect(repeatsOfPolls(conditions({ pollInterval: 0.4 }), fixed(400)).polls).toBeCloseTo(0.6, 2);
	expect(repeatsOfPolls(conditions({ pollInterval: 2 }), fixed(2000)).polls).toBeCloseTo(0);
});

test('a poll a second and a POST a second: of two answers one is the first of its second', () => {
	const { polls, posts } = repeatsOfPolls(
		conditions({ uplinkRate: 60, pollInterval: 1 }),
		fixed(1000),
	);
	// ∫ e^(−u) and ∫ (1 − u)·e^(−u) over the second.
	expect(polls).toBeCloseTo(Math.exp(-1), 4);
	expect(posts).toBeCloseTo(1 - Math.exp(-1), 2);
});

test('nothing repeats across a connection that has closed', () => {
	const { polls, posts } = repeatsOfPolls(conditions({ uplinkRate: 60, keepAlive: 0 }), fixed(500));
	expect(polls + posts).toBeCloseTo(0);
});

test('answers that messages end repeat as POSTs of that rate do, but for the gap', () => {
	const holds = { timeout: 5000, length: 1000, cold: 0 };
	const { polls } = repeatsOfHolds(conditions({ messageRate: 60 }), { ...holds, gap: fixed(0) });
	expect(polls).toBeCloseTo(Math.exp(-1), 4);
	const slow = repeatsOfHolds(conditions({ messageRate: 60 }), { ...holds, gap: uniform(800) });
	expect(slow.polls).toBeLessThan(polls);
});

test('over HTTP/1.1 there is nothing to repeat', () => {
	expect(repeatsOfPosts(conditions({ http: '1.1', uplinkRate: 60 }))).toBe(0);
});

test('the forms of an answer add up, and the first on a connection never repeats', () => {
	const { wire } = conditions({});
	const forms = {
		first: wire.firstPollAnswer(0),
		again: wire.pollAnswer(0),
		sameSecond: wire.sameSecondPollAnswer(0),
	};
	expect(dated(forms, 0.25, 0.5).map(([weight]) => weight)).toEqual([0.25, 0.5, 0.25]);
	expect(dated(forms, 0.75, 0.5).map(([weight]) => weight)).toEqual([0.25, 0.75]);
});
