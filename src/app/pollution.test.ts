import { describe, expect, test } from 'vitest';
import { loadLesson } from '../lessons/load.ts';
import { parsePin } from '../model/pin.ts';
import { DEFAULT_SCENARIO, FIELD_NAMES } from '../model/scenario.ts';
import { DEFAULT_VIEW, VIEW_NAMES } from '../model/view.ts';
import { setInputs } from './hostInputs.ts';
import { ENVELOPE, readHostMessage } from './hostMessage.ts';
import { POLLUTING, pollutingLesson } from './testPayloads.ts';
import { decodePage } from './url.ts';

/** What all objects, lists, functions and texts have in common. */
const SHARED = [Object, Array, Function, String, Number, Map, Set].map(
	(kind) => kind.prototype as object,
);

function shared(): unknown[] {
	return SHARED.flatMap((prototype) =>
		Reflect.ownKeys(prototype).flatMap((key) => {
			const found = Object.getOwnPropertyDescriptor(prototype, key);
			return [key, found?.value as unknown, found?.get, found?.set];
		}),
	);
}

/** Throws if doing this changed what all objects have in common. */
function expectClean(act: () => void): void {
	const before = shared();
	act();
	const after = shared();
	expect(after.length).toBe(before.length);
	expect(after.filter((each, index) => each !== before[index])).toEqual([]);
}

/** The keys of an object, with those that it was given by another prototype than all have. */
function keysOf(value: object): string[] {
	expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
	const keys: string[] = [];
	for (const key in value) keys.push(key);
	return keys;
}

const INPUTS = Object.keys(DEFAULT_SCENARIO);

describe.each([...POLLUTING])('%j reaches nothing that objects have in common', (name) => {
	const encoded = encodeURIComponent(name);

	test('in a link', () => {
		const values = [...FIELD_NAMES, ...VIEW_NAMES, 'preset'].map((key) => `${key}=${encoded}`);
		const lists = ['pin', 'weights', 'faults'].flatMap((key) => [
			`${key}=${encoded}:1`,
			`${key}=${encoded}@1%2B1`,
			`${key}=users:7;${encoded}:1`,
		]);
		const queries = [
			...[name, encoded, encodeURIComponent(encoded)].flatMap((key) => [`${key}=1`, `${key}=`]),
			...[`users[${name}]=1`, `${encoded}[users]=1&${encoded}=2&users=7`, encoded],
			...[...values, ...lists, values.join('&'), lists.join('&')],
		];
		expectClean(() => {
			for (const query of queries) {
				const { page, given } = decodePage(`?${query}`);
				expect(keysOf(page.scenario)).toEqual(INPUTS);
				expect(keysOf(page.view)).toEqual(VIEW_NAMES);
				expect(keysOf(page.view.weights)).toEqual(Object.keys(DEFAULT_VIEW.weights));
				expect(FIELD_NAMES).toEqual(expect.arrayContaining(keysOf(given)));
				const { value } = parsePin(page.view.pin);
				if (value) expect(keysOf(value)).toEqual(INPUTS);
			}
		});
	});

	test('in a message', () => {
		// As a message brings it: a name of its own, also `__proto__`.
		const nested = JSON.parse(`{${JSON.stringify(name)}: {"polluted": 1, "users": 5}}`) as object;
		const scenarios = [
			nested,
			...[...FIELD_NAMES, 'preset'].flatMap((key) => [
				{ [key]: name },
				{ [key]: nested },
				{ [key]: [nested] },
			]),
			{ faults: [{ ...nested, kind: name, start: name, duration: nested }] },
		];
		expectClean(() => {
			for (const scenario of scenarios) {
				readHostMessage({ ...ENVELOPE, type: 'set', scenario });
				const read = setInputs(DEFAULT_SCENARIO, scenario as Record<string, unknown>);
				expect(keysOf(read.scenario)).toEqual(INPUTS);
				expect(read.scenario).toEqual(DEFAULT_SCENARIO);
			}
			readHostMessage(JSON.parse(`{${JSON.stringify(name)}: {"type": "reset"}}`));
			expect(readHostMessage({ ...ENVELOPE, type: name })).toBeUndefined();
			expect(readHostMessage(name)).toBeUndefined();
		});
	});
});

test('the file of a lesson with all these names everywhere opens without them', () => {
	expectClean(() => {
		const { lesson, problems } = loadLesson(pollutingLesson());
		expect(problems).toHaveLength(20);
		expect(keysOf(lesson!)).toEqual(['title', 'steps', 'id', 'about']);
		const [step] = lesson!.steps;
		expect(keysOf(step!)).toEqual(['title', 'text', 'scenario', 'task']);
		expect(keysOf(step!.scenario!)).toEqual(['users']);
		expect(keysOf(step!.task!)).toEqual(['text', 'when']);
		expect(keysOf(step!.task!.when[0]!)).toEqual(['transport', 'figure', 'comparison', 'value']);
	});
});
