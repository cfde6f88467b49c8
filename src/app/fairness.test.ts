import { describe, expect, test } from 'vitest';
import { changeScenario, completeScenario, DEFAULT_SCENARIO } from '../model/scenario.ts';
import { simulate } from '../sim/simulate.ts';
import { fairnessSentence, strongestCase, SWITCHES } from './fairness.ts';

test.each(SWITCHES)('$label goes on and off, from wherever it is', (each) => {
	for (const inputs of [{}, { pollInterval: 600 }, { keepAlive: 0, http: '2' } as const]) {
		const scenario = completeScenario(inputs);
		for (const on of [true, false, true]) {
			expect(each.isOn(changeScenario(scenario, each.inputs(scenario, on)))).toBe(on);
		}
	}
});

test('the strongest case turns on what is off, and leaves the rest alone', () => {
	const changed = strongestCase(DEFAULT_SCENARIO);
	expect(Object.keys(changed).toSorted()).toEqual(['http', 'notModified', 'requestHeaders', 'tls']);
	expect(strongestCase(changeScenario(DEFAULT_SCENARIO, changed))).toEqual({});
});

describe('the sentence', () => {
	const small = completeScenario({ users: 100, pollInterval: 2, duration: 10 });
	const reports = (scenario: typeof small) => ({
		polling: simulate('polling', scenario),
		webSocket: simulate('webSocket', scenario),
	});
	const before = reports(small);

	test('says by how much the bytes fall, and that the requests do not', () => {
		const now = reports(changeScenario(small, strongestCase(small)));
		const sentence = fairnessSentence(before, now);
		expect(sentence).toMatch(/^Polling now moves 2\d\s% of the bytes and makes as many requests/);
		expect(sentence).toMatch(/still .+ those of the lightest other\.$/);
	});

	test('says what a crowd does to the wait', () => {
		const now = reports(changeScenario(small, { phases: 'synchronised', cores: 1 }));
		expect(fairnessSentence(before, now)).toMatch(
			/ Its requests wait \d+(\.\d)? ms for a core; before, \d/,
		);
	});

	test('is none where polling is not compared', () => {
		expect(fairnessSentence({}, before)).toBe('');
	});
});
