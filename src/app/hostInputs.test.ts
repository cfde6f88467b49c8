import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	assertScenario,
	completeScenario,
	DEFAULT_SCENARIO,
	FIELD_NAMES,
} from '../model/scenario.ts';
import { setInputs } from './hostInputs.ts';

describe('what the host sets', () => {
	test('may be texts, numbers, flags and faults as in a report', () => {
		const faults = [{ kind: 'drop', start: 10, duration: 5 }];
		const wanted = { USERS: '500', pollInterval: 7, resume: false, faults };
		const { scenario, problems } = setInputs(DEFAULT_SCENARIO, wanted);
		expect(problems).toEqual([]);
		expect(scenario).toEqual({
			...DEFAULT_SCENARIO,
			users: 500,
			pollInterval: 7,
			resume: false,
			faults,
		});
	});

	test('changes nothing else', () => {
		const current = completeScenario({ users: 7, rtt: 3 });
		expect(setInputs(current, { payload: 9, unknown: 1 }).scenario).toEqual({
			...current,
			payload: 9,
		});
	});

	test('brings the profile of a network, and a whole preset first', () => {
		const current = completeScenario({ users: 7 });
		expect(setInputs(current, { network: '3g' }).scenario.radio).toBe('3g');
		const { scenario } = setInputs(current, { pollInterval: 9, preset: 'chat' });
		expect(scenario).toEqual(completeScenario({ ...CHAT, pollInterval: 9 }));
	});

	test('stays as it is where it cannot be used, and that is said', () => {
		const current = completeScenario({ users: 7, pollInterval: 5 });
		const { scenario, problems } = setInputs(current, {
			users: 'many',
			pollInterval: 0,
			preset: {},
		});
		expect(scenario).toEqual({ ...current, pollInterval: 0.1 });
		expect(problems).toEqual([
			'preset: expected aggressive, chat, cursors, ticker, notifications, tokens, status, got "{}".',
			'users: expected a whole number from 1 to 1000000, got "many". Using 7.',
			'pollInterval: expected 0.1 to 3600 s, got "0". Using 0.1.',
		]);
	});

	test('may hold what no text can be made of', () => {
		const odd = { toString: 1, valueOf: 1 };
		const { scenario, problems } = setInputs(DEFAULT_SCENARIO, {
			users: odd,
			faults: [{ kind: odd, start: 1, duration: 1 }],
		});
		expect(scenario).toEqual(DEFAULT_SCENARIO);
		expect(problems).toHaveLength(2);
	});

	test('is a scenario within its limits, whatever it was', () => {
		const keys = fc.constantFrom(...FIELD_NAMES, 'preset', '__proto__', 'constructor', 'toString');
		const wanted = fc.dictionary(keys, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true });
		fc.assert(
			fc.property(wanted, (inputs) => {
				assertScenario(setInputs(DEFAULT_SCENARIO, inputs).scenario);
			}),
			{ numRuns: 1000 },
		);
		expect(Object.prototype).not.toHaveProperty('users');
	});
});

const CHAT = { messageRate: 6, uplinkRate: 3, payload: 200 };
