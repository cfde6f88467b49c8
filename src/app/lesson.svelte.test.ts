import { beforeEach, expect, test, vi } from 'vitest';
import { PREDICTIONS } from '../lessons/predictions.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { is } from '../lessons/predicate.ts';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { DEFAULT_VIEW } from '../model/view.ts';
import { simulate } from '../sim/simulate.ts';
import type { RunScenario } from '../worker/run.ts';
import { Comparison, type Answer } from './comparison.svelte.ts';
import { Guide } from './guide.svelte.ts';
import { Interview } from './interview.svelte.ts';
import { OpenLesson } from './lesson.svelte.ts';
import { onLearnerEvent, type LearnerEvent } from './progress.ts';

/** The real simulation, without a worker between. */
const run: RunScenario = async (scenario, transports, { signal, onProgress }) => {
	for (const transport of transports) {
		await Promise.resolve();
		signal.throwIfAborted();
		onProgress({ transport, report: simulate(transport, scenario), progress: 1 });
	}
};

const small = { users: 60, duration: 10, pollInterval: 5 };

const LESSON: Lesson = {
	id: 'test',
	title: 'Test',
	about: '',
	steps: [
		{
			title: 'Bet',
			text: ['Words.'],
			scenario: small,
			prediction: {
				question: 'How many?',
				transport: 'polling',
				figure: 'requestsPerSecond',
				range: [1, 100],
			},
		},
		{
			title: 'Do',
			text: ['Words.'],
			scenario: small,
			transports: ['polling', 'sse'],
			task: { text: 'More', when: [is('polling', 'requestsPerSecond', '>', 50)] },
		},
	],
};

function comparison(): Comparison {
	const runner = { run, expected: () => Promise.resolve({}), where: 'this test' };
	return new Comparison(runner, completeScenario(small), TRANSPORT_IDS);
}

/** Waits for the run that is on screen, and notes it as the page does. */
async function settle(page: Comparison, place?: { note(answer: Answer): void }) {
	await vi.waitFor(() => {
		expect(page.answer?.final && page.answer.scenario === page.scenario).toBe(true);
	});
	place?.note(page.answer!);
}

let events: LearnerEvent[];
beforeEach(() => {
	events = [];
	return onLearnerEvent((event) => void events.push(event));
});

test('a step brings its scenario and its transports, and what the link gives overrides them', async () => {
	const page = comparison();
	const open = new OpenLesson(page, LESSON, 1, { inputs: { users: 30 } });
	expect(page.scenario).toEqual(completeScenario({ ...small, users: 30 }));
	expect(page.transports).toEqual(['polling', 'sse']);
	open.go(0);
	expect(page.scenario).toEqual(completeScenario(small));
	expect(page.transports).toEqual(TRANSPORT_IDS);
	open.go(9);
	expect(open.index).toBe(1);
	expect(events.map((event) => event.type === 'step' && event.step)).toEqual([2, 1, 2]);
	await settle(page);
});

test('the result is asked for before it is shown, and a bet is told with whether it was right', async () => {
	const page = comparison();
	const open = new OpenLesson(page, LESSON, 0, { inputs: {} });
	await settle(page, open);
	expect([open.asking, open.outcome]).toEqual([true, undefined]);
	open.place(13);
	expect(open.asking).toBe(false);
	expect(open.outcome?.polling).toBe(page.answer?.reports.polling);
	expect(events.at(-1)).toEqual({
		type: 'prediction',
		lesson: 'test',
		step: 1,
		choice: '13',
		right: true,
	});
	// What comes out later, with other inputs, was not what the bet was on.
	page.change({ pollInterval: 1 });
	const before = open.outcome;
	await settle(page, open);
	expect(open.outcome).toBe(before);
});

test('"not sure" shows the result and is told to nobody', async () => {
	const page = comparison();
	const open = new OpenLesson(page, LESSON, 0, { inputs: {} });
	open.place(null);
	expect(open.asking).toBe(false);
	await settle(page, open);
	expect(open.outcome).toBeDefined();
	expect(events.map(({ type }) => type)).toEqual(['step']);
});

test('a task is done when a run of the reader’s inputs fulfils it, once and for this visit', async () => {
	const page = comparison();
	const open = new OpenLesson(page, LESSON, 1, { inputs: {} });
	await settle(page, open);
	expect(open.done()).toBe(false);
	page.change({ pollInterval: 1 });
	open.note(page.answer!);
	expect(open.done()).toBe(false);
	await settle(page, open);
	expect(open.done()).toBe(true);
	page.reset();
	await settle(page, open);
	expect(open.done()).toBe(true);
	const told = { type: 'task-completed', lesson: 'test', task: 'More' };
	expect(events.slice(1)).toEqual([{ ...told, done: 1, tasks: 1, score: 1 }]);
});

const NOTHING = { inputs: {} };

test('a link opens a lesson, the interview or a bet; an unknown lesson is said', () => {
	const page = comparison();
	const guide = new Guide(page);
	guide.follow({ ...DEFAULT_VIEW, lesson: 'polling', step: 2 }, NOTHING, '');
	expect(guide.link).toEqual({ lesson: 'polling', step: 2, present: false, predict: false });
	expect(guide.home?.users).toBe(2000);
	guide.follow({ ...DEFAULT_VIEW, lesson: 'interview' }, NOTHING, '');
	expect([guide.interview?.asking, guide.asking, guide.link.lesson]).toEqual([
		true,
		true,
		'interview',
	]);
	guide.follow({ ...DEFAULT_VIEW, predict: true }, NOTHING, '');
	expect(guide.open?.lesson).toBe(PREDICTIONS);
	expect([guide.link.predict, guide.link.lesson, guide.home]).toEqual([true, 'none', undefined]);
	expect(page.notices).toEqual([]);
	guide.follow({ ...DEFAULT_VIEW, lesson: 'juggling' }, NOTHING, '');
	expect(guide.open).toBe(null);
	expect(page.notices[0]?.sentence).toMatch(
		/^lesson: expected polling, .*, interview, got "juggling"\. Using none\.$/,
	);
	page.stop();
});

test('a fragment may hold a whole lesson; one that is broken is said', () => {
	const page = comparison();
	const guide = new Guide(page);
	const fragment = `#lessonFile:${encodeURIComponent(JSON.stringify(LESSON))}`;
	guide.follow({ ...DEFAULT_VIEW, step: 2 }, { inputs: { users: 7 } }, fragment);
	expect([guide.open?.lesson.id, guide.open?.index, page.scenario.users]).toEqual(['test', 1, 7]);
	expect(guide.link.lesson).toBe('none');
	for (const broken of ['%', '{}', ''])
		guide.follow(DEFAULT_VIEW, NOTHING, `#lessonFile:${broken}`);
	expect(page.notices.length).toBeGreaterThanOrEqual(3);
	page.stop();
});

test('an interview compares what was said with the run of what was asked', async () => {
	const page = comparison();
	const interview = new Interview(page);
	const asked = page.scenario;
	expect(interview.asking).toBe(true);
	interview.throw({ id: 'x', label: '', says: 'fewer', change: () => small });
	await settle(page, interview);
	expect(interview.round.outcome).toBe(null);
	interview.commit({ transport: 'polling', requests: 12, latency: 4750 });
	const { outcome } = interview.round;
	expect(outcome?.requests).toBeCloseTo(12, 0);
	expect(outcome?.delivered).toBeGreaterThan(0.5);
	expect(interview.rounds.map(({ says }) => says === 'fewer')).toEqual([false, true]);
	expect(interview.rounds[0]?.scenario).toBe(asked);
});
