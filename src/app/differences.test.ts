import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeScenario, FIELDS } from '../model/scenario.ts';
import { differences } from './differences.ts';

const usual = completeScenario({});

test('what differs is said with its unit, now first', () => {
	const now = completeScenario({ users: 20_000, pollInterval: 30, http: '2', resume: false });
	expect(differences(now, usual)).toEqual([
		'Users 20\u202f000 instead of 10\u202f000',
		'Poll interval 30 s instead of 3 s',
		'HTTP version HTTP/2 instead of HTTP/1.1',
		'Resume from the last message no instead of yes',
	]);
});

test('of another network its name is said, and not all that comes with it', () => {
	const slow = completeScenario({ network: '3g' });
	expect(differences(slow, usual)).toEqual(['Network 3G instead of 4G (LTE)']);
	const [, rtt] = differences(completeScenario({ network: '3g', rtt: 7 }), usual);
	expect(rtt).toMatch(/^Round-trip time 7 ms instead of \d+ ms$/);
});

test('two values that differ never read the same, and two that do not are not listed', () => {
	const { min, max } = FIELDS.pollInterval;
	const interval = fc
		.double({ min, max, noNaN: true })
		.map((value) => Number(value.toPrecision(15)));
	fc.assert(
		fc.property(interval, interval, (one, other) => {
			const of = (pollInterval: number) => completeScenario({ pollInterval });
			const [said] = differences(of(one), of(other));
			if (one === other) expect(said).toBeUndefined();
			else
				expect(said!.split(' instead of ')[0]!.replace('Poll interval ', '')).not.toBe(
					said!.split(' instead of ')[1],
				);
		}),
	);
});
