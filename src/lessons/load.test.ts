import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import { loadLesson } from './load.ts';
import { holdAll } from './predicate.ts';
import { LESSONS } from './registry.ts';

const SENTENCE = /^[a-z][^\n]*\.$/i;
const manual = readFileSync(new URL('../../docs/LESSONS.md', import.meta.url), 'utf8');
const example = /```json\n([^]*?)```/.exec(manual)![1]!;

/** A lesson of one step, with `changes` in it. */
function one(changes: object): string {
	return JSON.stringify({ title: 'T', steps: [{ title: 'S', text: 'Words.', ...changes }] });
}

describe('the manual’s example', () => {
	const { lesson, problems } = loadLesson(example);

	test('loads without complaint', () => {
		expect(problems).toEqual([]);
		expect(lesson?.id).toBe('night');
		expect(lesson?.steps).toHaveLength(2);
	});

	test('claims what its run bears out', () => {
		const [step] = lesson!.steps;
		const scenario = completeScenario(step!.scenario!);
		const run = Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]));
		expect(holdAll(step!.claims!, run)).toBe(true);
		expect(holdAll(step!.task!.when, run)).toBe(false);
	});

	test('names all lessons that there are', () => {
		for (const { id } of LESSONS) expect(manual).toContain(`\`${id}\``);
	});
});

test('our own lessons survive the way through JSON', () => {
	for (const lesson of LESSONS) {
		const json = JSON.stringify(lesson, (key, value: unknown) =>
			key === 'faults' && Array.isArray(value)
				? (value as { kind: string; start: number; duration: number }[])
						.map(({ kind, start, duration }) => `${kind}@${start}+${duration}`)
						.join(',')
				: value,
		);
		expect(loadLesson(json)).toEqual({ lesson, problems: [] });
	}
});

describe('what cannot be used is left out and said', () => {
	test.each([
		['{', 'lesson: expected JSON, got something else. Not opened.'],
		['[]', 'lesson: expected a title and a step. Not opened.'],
		[
			`"${'x'.repeat(300_000)}"`,
			'lesson: expected up to 262144 characters, got 300002. Not opened.',
		],
		[
			`${'['.repeat(100_000)}${']'.repeat(100_000)}`,
			'lesson: expected brackets up to 8 deep, got more. Not opened.',
		],
	])('%.20s', (json, problem) => {
		const { lesson, problems } = loadLesson(json);
		expect(lesson).toBeUndefined();
		expect(problems.at(-1)).toBe(problem);
	});

	test.each([
		[
			{ scenario: { users: 0 } },
			'steps[0].scenario.users: expected a whole number from 1 to 1000000, got "0". Using 1.',
		],
		[
			{ scenario: { people: 7 } },
			'steps[0].scenario.people: expected the name of an input, got "people". Left out.',
		],
		[
			{ reveal: '{polling.joy}' },
			'steps[0].reveal[0]: {polling.joy} names no figure and no input. Shown as it stands.',
		],
		[
			{ transports: ['polling', 'pigeon'] },
			'steps[0].transports[1]: expected polling, longPolling, sse, webSocket, got "pigeon". Left out.',
		],
		[
			{ colour: 'red' },
			/^steps\[0\]: expected only the keys title, .*, got "colour"\. Left out\.$/,
		],
		[
			{ prediction: { question: 'Q', transport: 'sse', figure: 'latency.p50', range: [0, 1] } },
			'steps[0].prediction.range: expected two numbers, 0 < first < second, got a list of 2. Left out.',
		],
		[
			{
				task: {
					text: 'T',
					when: [{ transport: 'sse', figure: 'latency.p50', comparison: '=', value: 1 }],
				},
			},
			'steps[0].task.when[0].comparison: expected <, <=, >, >=, ~, got "=". Left out.',
		],
	])('%j', (changes, problem) => {
		const { lesson, problems } = loadLesson(one(changes));
		expect(lesson?.steps).toHaveLength(1);
		expect(problems).toHaveLength(1);
		expect(problems[0]).toMatch(problem);
	});

	test('and no more than twenty times', () => {
		const keys = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 1]));
		expect(loadLesson(one(keys)).problems).toHaveLength(20);
	});
});

test('nothing that can be written in JSON makes the loader throw, and each problem is one sentence', () => {
	const keys = [
		...['id', 'title', 'about', 'steps', 'text', 'scenario', 'transports', 'charts', 'controls'],
		...['lock', 'prediction', 'task', 'reveal', 'claims', 'question', 'choices', 'when', 'value'],
		...['transport', 'figure', 'comparison', 'range', 'users', 'faults', '__proto__', 'toString'],
	];
	const { value } = fc.letrec((tie) => ({
		leaf: fc.oneof(
			fc.constantFrom('polling', 'latency.p95', '<', '~', 'users', '', '{polling.x}', '{'),
			fc.double(),
			fc.boolean(),
			fc.constant(null),
			fc.string(),
		),
		list: fc.array(tie('value'), { maxLength: 3 }),
		object: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 8 }),
		value: fc.oneof({ maxDepth: 6 }, tie('leaf'), tie('list'), tie('object')),
	}));
	const lessonLike = fc.record({
		title: fc.constant('T'),
		steps: fc.array(value, { maxLength: 3 }),
	});
	fc.assert(
		fc.property(fc.oneof(value, lessonLike), (json) => {
			const { lesson, problems } = loadLesson(JSON.stringify(json));
			expect(lesson !== undefined || problems.length > 0).toBe(true);
			for (const problem of problems) expect(problem).toMatch(SENTENCE);
		}),
		{ numRuns: 1000 },
	);
	fc.assert(fc.property(fc.string(), (text) => void loadLesson(text)));
});
