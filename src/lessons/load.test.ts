import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertScenario, completeScenario, FIELD_NAMES } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { CHART_IDS } from '../model/view.ts';
import { simulate } from '../sim/simulate.ts';
import type { Lesson, LessonStep } from './lesson.ts';
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
		[`"${'x'.repeat(300_000)}"`, 'lesson: expected up to 262144 bytes, got 300002. Not opened.'],
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

	test('a name that stands twice counts once, as in a link', () => {
		const twice = { transports: ['sse', 'sse'], charts: ['table', 'requests', 'table'] };
		const { lesson, problems } = loadLesson(
			one({ ...twice, controls: ['users', 'users'], lock: ['users', 'rtt', 'users'] }),
		);
		expect(problems).toEqual([]);
		expect(lesson?.steps[0]).toMatchObject({
			transports: ['sse'],
			charts: ['table', 'requests'],
			controls: ['users'],
			lock: ['users', 'rtt'],
		});
	});

	test('and no more than twenty times', () => {
		const keys = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 1]));
		expect(loadLesson(one(keys)).problems).toHaveLength(20);
	});
});

describe('a file', () => {
	const LIMIT = 256 * 1024;
	/** A lesson of so many bytes, most of them in a text that is too long to be used. */
	function ofBytes(bytes: number, character: string): string {
		const size = (text: string) => new TextEncoder().encode(text).length;
		const empty = one({ reveal: '' });
		const long = character.repeat((bytes - size(empty)) / size(character));
		const json = one({ reveal: long });
		return json + ' '.repeat(bytes - size(json));
	}

	test.each(['x', 'ü', '€', '😀'])(
		'may be 256 KB long, counted in bytes, also of %s',
		(character) => {
			expect(loadLesson(ofBytes(LIMIT, character)).lesson?.title).toBe('T');
			expect(loadLesson(ofBytes(LIMIT + 1, character))).toEqual({
				problems: ['lesson: expected up to 262144 bytes, got 262145. Not opened.'],
			});
		},
	);

	test('may have brackets eight deep; those in texts do not count', () => {
		const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
		// The lesson, its steps and the step are three.
		const file = (depth: number) =>
			one({ text: `${nested(9)}\\"[`, extra: JSON.parse(nested(depth)) as unknown });
		expect(loadLesson(file(5)).lesson?.steps).toHaveLength(1);
		expect(loadLesson(file(6))).toEqual({
			problems: ['lesson: expected brackets up to 8 deep, got more. Not opened.'],
		});
	});

	test.each(['\\"', '"', '\\', '[', '{"', '"\\', '{', '\\"{polling.x}'])(
		'of nothing but %s is refused at once',
		(part) => {
			const begin = performance.now();
			expect(loadLesson(part.repeat(LIMIT / part.length)).lesson).toBeUndefined();
			// Milliseconds; what looks at every part from every part takes minutes.
			expect(performance.now() - begin).toBeLessThan(3000);
		},
	);
});

/** `npm run test:long` tries more. */
const LONG = process.env['LONG'] !== undefined;

/** Throws unless a lesson is of the form that docs/LESSONS.md describes, and of nothing else. */
function expectForm({ id, title, about, steps, ...rest }: Lesson): void {
	expect(rest).toEqual({});
	expect(id).toMatch(/^[a-z][a-z0-9-]{0,39}$/);
	expectText(title, 120);
	expect(about.length).toBeLessThanOrEqual(2000);
	expect(steps.length).toBeGreaterThan(0);
	expect(steps.length).toBeLessThanOrEqual(50);
	steps.forEach(expectStep);
}

function expectStep(step: LessonStep): void {
	const { title, text, reveal = [], scenario = {}, task, prediction, ...rest } = step;
	const { transports = [], charts = [], controls = [], lock = [], claims = [], ...more } = rest;
	expect(more).toEqual({});
	expectText(title, 120);
	expect(text.length).toBeGreaterThan(0);
	for (const paragraph of [...text, ...reveal]) expectText(paragraph, 2000);
	assertScenario(completeScenario(scenario));
	if (task) {
		expectText(task.text, 2000);
		assertScenario(completeScenario(task.solution ?? {}));
	}
	if (prediction) expectText(prediction.question, 2000);
	expect(TRANSPORT_IDS).toEqual(expect.arrayContaining([...transports]));
	expect(CHART_IDS).toEqual(expect.arrayContaining([...charts]));
	expect(FIELD_NAMES).toEqual(expect.arrayContaining([...controls, ...lock]));
	for (const names of [transports, charts, controls, lock]) {
		expect(new Set<string>(names).size).toBe(names.length);
	}
	for (const { transport, figure } of [...claims, ...(task?.when ?? [])]) {
		expect(TRANSPORT_IDS).toContain(transport);
		expect(figure).toMatch(/^\w+(\.\w+)*$/);
	}
}

function expectText(text: string, most: number): void {
	expect(text.trim()).not.toBe('');
	expect(text.length).toBeLessThanOrEqual(most);
}

/** Whatever the text, nothing is thrown, what opens is a lesson, and each problem is one sentence. */
function expectRead(json: string): void {
	const { lesson, problems } = loadLesson(json);
	expect(lesson !== undefined || problems.length > 0).toBe(true);
	for (const problem of problems) expect(problem).toMatch(SENTENCE);
	if (lesson) expectForm(lesson);
}

describe('nothing makes the loader throw, and what opens is a lesson within its limits', () => {
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
	const stepLike = fc
		.dictionary(fc.constantFrom(...keys), value, { maxKeys: 8 })
		.map((changes) => one(changes));
	const written = fc.oneof(
		fc.oneof(value, lessonLike).map((json) => JSON.stringify(json)),
		stepLike,
	);

	/** The manual's example with a few places of it overwritten, left out or doubled. */
	const slips = fc.array(
		fc.record({
			at: fc.nat(example.length),
			length: fc.nat(40),
			text: fc.oneof(
				fc.constantFrom(
					...Array.from('{}[]",:\\0'),
					'-',
					'null',
					'1e999',
					'"__proto__":',
					'\\u0000',
					'"x",',
				),
				fc.string({ maxLength: 3 }),
				fc
					.tuple(fc.nat(example.length), fc.nat(60))
					.map(([from, count]) => example.slice(from, from + count)),
			),
		}),
		{ minLength: 1, maxLength: 3 },
	);
	const misprinted = slips.map((all) =>
		all.reduce(
			(text, { at, length, text: put }) => text.slice(0, at) + put + text.slice(at + length),
			example,
		),
	);

	/** Texts keep their quotes, so that most of these are JSON still. */
	const replaced = fc
		.tuple(fc.nat(example.match(/"[^"]*"|-?[\d.]+/g)!.length), fc.oneof(value, fc.string()))
		.map(([index, put]) => {
			let count = 0;
			return example.replace(/"[^"]*"|-?[\d.]+/g, (old) =>
				count++ === index ? JSON.stringify(put) : old,
			);
		});

	test.each([
		['anything that JSON can hold', written, 1000],
		['the example with a word or number replaced', replaced, 500],
		['the example with slips of the pen', misprinted, 500],
		['any text', fc.string({ unit: 'binary' }), 100],
	])(
		'%s',
		(_, texts, runs) => {
			// 50 000 files in all.
			const numRuns = LONG ? runs * 24 : runs;
			fc.assert(fc.property(texts, expectRead), { numRuns, seed: 9 });
		},
		LONG ? 1_200_000 : 60_000,
	);
});
