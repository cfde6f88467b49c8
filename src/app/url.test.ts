import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FAULT_KINDS, MAX_FAULTS, type FaultKind } from '../model/faults.ts';
import type { Field } from '../model/fields.ts';
import { printPin } from '../model/pin.ts';
import {
	changeScenario,
	completeScenario,
	FIELD_NAMES,
	FIELDS,
	type Scenario,
} from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { CHART_IDS, DEFAULT_VIEW, inOrder, VIEW_FIELDS, VIEW_NAMES } from '../model/view.ts';
import { CRITERION_IDS, MOST_WEIGHT, type Weights } from '../model/weights.ts';
import { hostileQueries } from './testQueries.ts';
import { decodePage, DEFAULT_PAGE, encodePage, type Page } from './url.ts';

const faults = fc.array(
	fc.record({
		kind: fc.constantFrom(...(Object.keys(FAULT_KINDS) as FaultKind[])),
		start: fc.integer({ min: 0, max: 3600 }),
		duration: fc.integer({ min: 0, max: 3600 }),
	}),
	{ maxLength: 8 },
);

function valueOf(field: Field): fc.Arbitrary<unknown> {
	switch (field.kind) {
		case 'number':
			return field.integer
				? fc.integer({ min: field.min, max: field.max })
				: fc.oneof(
						{ arbitrary: fc.constant(field.min), weight: 1 },
						{
							arbitrary: fc.double({ min: field.least ?? field.min, max: field.max, noNaN: true }),
							weight: 9,
						},
					);
		case 'choice':
			return fc.constantFrom(...field.choices);
		case 'flag':
			return fc.boolean();
		case 'list':
			return faults;
	}
}

const scenarios = fc
	.record(Object.fromEntries(FIELD_NAMES.map((name) => [name, valueOf(FIELDS[name])])), {
		requiredKeys: [],
	})
	.map((inputs) => completeScenario(inputs as Partial<Scenario>));

const views = fc.record({
	transports: fc.subarray([...TRANSPORT_IDS], { minLength: 1 }),
	theme: fc.constantFrom(...VIEW_FIELDS.theme.choices),
	embed: fc.boolean(),
	pin: fc.option(scenarios).map(printPin),
	// No run is shorter than a second.
	t: fc.integer({ min: 0, max: 1000 }).map((ms) => ms / 1000),
	weights: fc
		.array(fc.integer({ min: 0, max: MOST_WEIGHT }), { minLength: 6, maxLength: 6 })
		.map(
			(weights) =>
				Object.fromEntries(CRITERION_IDS.map((id, index) => [id, weights[index]!])) as Weights,
		),
	soonEnough: valueOf(VIEW_FIELDS.soonEnough) as fc.Arbitrary<number>,
	charts: fc.shuffledSubarray([...CHART_IDS]),
	controls: fc.shuffledSubarray([...FIELD_NAMES]),
	lock: fc.shuffledSubarray([...FIELD_NAMES]),
	motion: fc.boolean(),
	title: fc.boolean(),
	links: fc.boolean(),
	lang: fc.constant('en' as const),
	lesson: fc.constantFrom('none', 'polling', 'money'),
	step: fc.integer({ min: 1, max: 99 }),
	present: fc.boolean(),
	predict: fc.boolean(),
});

/** `npm run test:long` tries more. */
const LONG = process.env['LONG'] !== undefined;
const ROUND_TRIPS = LONG ? 100_000 : 1000;

describe('a link', { timeout: LONG ? 1_200_000 : 60_000 }, () => {
	test('within a lesson says only what differs from the step, and brings that back', () => {
		fc.assert(
			fc.property(scenarios, scenarios, (home, scenario) => {
				const query = encodePage({ scenario, view: DEFAULT_VIEW }, home);
				const { given, problems } = decodePage(query);
				expect(problems).toEqual([]);
				const opened = changeScenario(home, given);
				expect(encodePage({ scenario: opened, view: DEFAULT_VIEW })).toBe(
					encodePage({ scenario, view: DEFAULT_VIEW }),
				);
			}),
			{ numRuns: ROUND_TRIPS },
		);
		expect(encodePage(DEFAULT_PAGE, completeScenario({ users: 7 }))).toBe('users=10000');
	});

	test('that the page wrote brings back the same page, without complaint', () => {
		fc.assert(
			fc.property(scenarios, views, (scenario, view) => {
				const { page, problems } = decodePage(encodePage({ scenario, view }));
				expect(problems).toEqual([]);
				expect(encodePage(page)).toBe(encodePage({ scenario, view }));
				// -0 is written as 0, which is the same quantity.
				expect(page.view).toEqual(view);
				for (const name of FIELD_NAMES) {
					const given = scenario[name];
					expect(page.scenario[name], name).toEqual(typeof given === 'number' ? given + 0 : given);
				}
			}),
			{ numRuns: ROUND_TRIPS },
		);
	});

	test('to the default page is the bare address', () => {
		expect(encodePage(DEFAULT_PAGE)).toBe('');
		expect(decodePage('')).toEqual({ page: DEFAULT_PAGE, given: {}, problems: [] });
	});

	test('chooses views, controls and locks, in its own order', () => {
		const { page, problems } = decodePage('?charts=table,Latency&controls=rtt,users&lock=USERS');
		expect(problems).toEqual([]);
		expect(page.view).toMatchObject({
			charts: ['table', 'latency'],
			controls: ['rtt', 'users'],
			lock: ['users'],
		});
		expect(decodePage('?charts=none&controls=none&lock=all').page.view).toMatchObject({
			charts: [],
			controls: [],
			lock: FIELD_NAMES,
		});
	});

	test('keeps what it names right when it names something wrong', () => {
		const { page, problems } = decodePage('?lock=users,usres&charts=pie&lang=tlh&motion=2');
		expect(page.view).toMatchObject({ lock: ['users'], charts: CHART_IDS, lang: 'en' });
		expect(problems).toEqual([
			'lock: expected all, none or names of inputs such as users,pollInterval, got "usres". Using users.',
			`charts: expected all, none or some of ${CHART_IDS.join(', ')}, got "pie". Using all.`,
			'motion: expected yes or no, got "2". Using 1.',
		]);
	});

	test('stays readable: faults and lists are not escaped', () => {
		const scenario = completeScenario({ faults: [{ kind: 'drop', start: 10, duration: 5 }] });
		const view = { ...DEFAULT_PAGE.view, transports: inOrder(['webSocket', 'polling']) };
		expect(encodePage({ scenario, view })).toBe('faults=drop@10+5&transports=polling,webSocket');
	});

	test('may say its faults with a plain plus or an escaped one', () => {
		const plain = decodePage('?faults=drop@10+5').page.scenario.faults;
		expect(plain).toEqual([{ kind: 'drop', start: 10, duration: 5 }]);
		expect(decodePage('?faults=drop%4010%2B5').page.scenario.faults).toEqual(plain);
	});

	test('names its keys in any case and any order', () => {
		const { page, problems } = decodePage('?TRANSPORTS=websocket,Polling&USERS=7');
		expect(page.scenario.users).toBe(7);
		expect(page.view.transports).toEqual(['polling', 'webSocket']);
		expect(problems).toEqual([]);
	});
});

describe('whatever stands in the address', () => {
	test(
		'the page opens, and every input is within its limits',
		() => {
			fc.assert(
				fc.property(hostileQueries, (query) => {
					const { page, problems } = decodePage(`?${query}`);
					const again = decodePage(encodePage(page));
					return (
						FIELD_NAMES.every((name) => isWithin(FIELDS[name], page.scenario[name])) &&
						VIEW_NAMES.every((name) => isWithin(VIEW_FIELDS[name], page.view[name])) &&
						hasLists(page) &&
						hasTimes(page) &&
						problems.every((problem) => /^\w+: .+\.$/s.test(problem)) &&
						again.problems.length === 0 &&
						isDeepStrictEqual(again.page, page)
					);
				}),
				{ numRuns: LONG ? 2_000_000 : 100_000 },
			);
			expect(Object.prototype).not.toHaveProperty('users');
		},
		LONG ? 1_200_000 : 120_000,
	);

	function isWithin(field: Field, value: unknown): boolean {
		switch (field.kind) {
			case 'number':
				return (
					typeof value === 'number' &&
					(value === field.min || value >= (field.least ?? field.min)) &&
					value <= field.max &&
					(!field.integer || Number.isInteger(value))
				);
			case 'choice':
				return field.choices.includes(value as string);
			case 'flag':
				return typeof value === 'boolean';
			case 'list':
				return true; // each has a form of its own
		}
	}

	/** Each list has only what it may, and nothing twice. */
	function hasLists({ view }: Page): boolean {
		const { transports, charts, controls, lock, weights, lesson, pin } = view;
		const counts = Object.values(weights);
		return (
			transports.length > 0 &&
			isSome(transports, TRANSPORT_IDS) &&
			isSome(charts, CHART_IDS) &&
			isSome(controls, FIELD_NAMES) &&
			isSome(lock, FIELD_NAMES) &&
			Object.keys(weights).join() === CRITERION_IDS.join() &&
			counts.every((count) => Number.isInteger(count) && count >= 0 && count <= MOST_WEIGHT) &&
			/^[a-z][a-z0-9-]{0,39}$/i.test(lesson) &&
			pin.length <= 2048
		);
	}

	function isSome(names: readonly string[], all: readonly string[]): boolean {
		return new Set(names).size === names.length && names.every((name) => all.includes(name));
	}

	/** Faults begin and end within the longest run, and the playhead stands in this one. */
	function hasTimes({ scenario, view }: Page): boolean {
		const { max } = FIELDS.duration;
		return (
			scenario.faults.length <= MAX_FAULTS &&
			scenario.faults.every(
				({ kind, start, duration, ...rest }) =>
					Object.hasOwn(FAULT_KINDS, kind) &&
					[start, duration].every((time) => time >= 0 && time <= max) &&
					Object.keys(rest).length === 0,
			) &&
			view.t <= scenario.duration
		);
	}

	test('what is unknown is ignored, what is bad is named', () => {
		expect(decodePage('?utm_source=mail&fbclid=1').problems).toEqual([]);
		expect(decodePage('?theme=pink&transports=udp&pollInterval=0').problems).toEqual([
			'pollInterval: expected 0.1 to 3600 s, got "0". Using 0.1.',
			'theme: expected auto, light, dark, projector, got "pink". Using auto.',
			'transports: expected one or more of polling, longPolling, sse, webSocket, got "udp". Using polling,longPolling,sse,webSocket.',
		]);
	});

	test('the first of two equal keys counts', () => {
		const { page } = decodePage('?theme=dark&theme=light&users=1&users=2');
		expect(page.view.theme).toBe('dark');
		expect(page.scenario.users).toBe(1);
	});

	test('a value longer than any value can be is not read', () => {
		const { page, problems } = decodePage(`?users=${'1'.repeat(129)}&theme=dark`);
		expect(page.scenario.users).toBe(10_000);
		expect(page.view.theme).toBe('dark');
		expect(problems).toEqual([
			`users: expected up to 128 characters, got "${'1'.repeat(40)}…". Not used.`,
		]);
	});

	test('eight faults fit', () => {
		const list = Array(8).fill('background@1000+1000').join(',');
		const { page, problems } = decodePage(`?faults=${list}`);
		expect(problems).toEqual([]);
		expect(page.scenario.faults).toHaveLength(8);
	});

	test('no more than 64 parameters are read', () => {
		const filler = Array.from({ length: 64 }, (_, index) => `x${index}=1`).join('&');
		const { page, problems } = decodePage(`?${filler}&users=5`);
		expect(page.scenario.users).toBe(10_000);
		expect(problems).toEqual([
			'address: expected up to 64 parameters, got 65. The rest is not read.',
		]);
	});

	test('no more than 4096 characters are read, and no value is cut', () => {
		const { page, problems } = decodePage(`?nodes=2&x=${'x'.repeat(4074)}&users=123456`);
		expect(page.scenario.nodes).toBe(2);
		expect(page.scenario.users).toBe(10_000);
		expect(problems).toEqual([
			'address: expected up to 4096 characters, got 4097. The rest is not read.',
		]);
	});
});
