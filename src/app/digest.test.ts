import { expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { digestOf } from './digest.ts';

test('a scenario fits in a line', () => {
	const text = digestOf(completeScenario({ users: 1, pollInterval: 0.5, network: '3g' }));
	expect(text).toBe('1 user, a poll every 0.5 s, 1 message/min, 3G');
	expect(digestOf(completeScenario({ users: 25_000, messageRate: 6 }))).toBe(
		'25\u202f000 users, a poll every 3 s, 6 messages/min, 4G (LTE)',
	);
});
