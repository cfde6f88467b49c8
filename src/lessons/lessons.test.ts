import { beforeAll, describe, expect, test } from 'vitest';
import { FIGURES } from '../model/figures.ts';
import {
	assertScenario,
	changeScenario,
	completeScenario,
	type Scenario,
} from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import { rightChoices } from './bets.ts';
import type { LessonStep } from './lesson.ts';
import { piecesOf, unknownIn } from './placeholders.ts';
import {
	figureCalled,
	holdAll,
	holds,
	valueOf,
	type FiguresOfRun,
	type Predicate,
} from './predicate.ts';
import { LESSONS } from './registry.ts';

/** All four, so that a text may name any of them. */
function run(scenario: Scenario): FiguresOfRun {
	return Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]));
}

/** Texts that are read before the reader has bet. */
function before({ title, text, prediction, task }: LessonStep): readonly string[] {
	const choices = prediction && 'choices' in prediction ? prediction.choices : [];
	const asked = [prediction?.question, ...choices.map((choice) => choice.text), task?.text];
	return [title, ...text, ...asked.filter((each) => each !== undefined)];
}

function after({ prediction, reveal = [] }: LessonStep): readonly string[] {
	if (prediction === undefined) return reveal;
	const said =
		'choices' in prediction
			? prediction.choices.map(({ feedback }) => feedback)
			: [prediction.tooLow, prediction.tooHigh];
	return [...reveal, ...said.filter((each) => each !== undefined)];
}

function predicates({ claims = [], task, prediction }: LessonStep): readonly Predicate[] {
	const choices = prediction && 'choices' in prediction ? prediction.choices : [];
	return [...claims, ...(task?.when ?? []), ...choices.flatMap(({ when }) => when)];
}

const steps = LESSONS.flatMap((lesson) =>
	lesson.steps.map((step, index) => [`${lesson.id} ${index + 1}: ${step.title}`, step] as const),
);

describe.each(steps)('%s', (_, step) => {
	const scenario = completeScenario(step.scenario ?? {});
	let figures: FiguresOfRun;

	beforeAll(() => {
		figures = run(scenario);
	});

	test('the run bears out what the text claims', () => {
		expect(step.claims?.length).toBeGreaterThan(0);
		for (const claim of step.claims!) {
			expect(holds(claim, figures), `${JSON.stringify(claim)}: ${valueOf(figures, claim)}`).toBe(
				true,
			);
		}
	});

	test('its bet can be won, and only in one way', () => {
		const { prediction } = step;
		if (prediction === undefined) return;
		if ('choices' in prediction) {
			expect(rightChoices(prediction, figures)).toHaveLength(1);
		} else {
			const value = valueOf(figures, prediction)!;
			expect(value).toBeGreaterThanOrEqual(prediction.range[0]);
			expect(value).toBeLessThanOrEqual(prediction.range[1]);
		}
	});

	test('its task is not done yet, and its solution does it', () => {
		const { task, controls = [], lock = [] } = step;
		if (task === undefined) return;
		expect(holdAll(task.when, figures)).toBe(false);
		const solved = changeScenario(scenario, task.solution!);
		expect(holdAll(task.when, run(solved))).toBe(true);
		for (const name of Object.keys(task.solution!)) {
			expect(controls).toContain(name);
			expect(lock).not.toContain(name);
		}
	});

	test('its texts type no number, and name only figures and inputs that there are', () => {
		assertScenario(scenario);
		for (const text of [...before(step), ...after(step)]) {
			expect(unknownIn(text)).toEqual([]);
			const typed = piecesOf(text).map((piece) => (piece.kind === 'words' ? piece.text : ''));
			expect(typed.join('').replaceAll(/HTTP\/(1\.1|2)|TLS 1\.3/g, '')).not.toMatch(/\d/);
			for (const piece of piecesOf(text)) {
				if (piece.kind === 'figure') expect(valueOf(figures, piece.of), text).not.toBeNull();
				if (piece.kind === 'ratio') expect(valueOf(figures, piece.over), text).toBeGreaterThan(0);
			}
		}
		const paths = FIGURES.map(({ path }) => path);
		for (const { figure, value } of predicates(step)) {
			expect(paths).toContain(figure);
			if (typeof value === 'string') expect(figureCalled(value), value).toBeDefined();
		}
	});

	test('what is read before the bet gives no figure of the run away', () => {
		if (step.prediction === undefined) return;
		const shown = before(step).flatMap(piecesOf);
		const given = shown.filter((piece) => piece.kind === 'figure' || piece.kind === 'ratio');
		// How much was published says nothing of what becomes of it.
		const telling = given.filter(
			(piece) => piece.kind !== 'figure' || piece.of.figure !== 'messages.published',
		);
		expect(telling).toEqual([]);
	});
});

test('the lessons are at least eight, and each has a name of its own for links', () => {
	const ids = LESSONS.map(({ id }) => id);
	expect(ids.length).toBeGreaterThanOrEqual(8);
	expect(new Set(ids).size).toBe(ids.length);
	for (const id of ids) expect(id).toMatch(/^[a-z][a-z-]*$/);
});
