import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { closenessOf, rightChoices, type Bet } from '../lessons/bets.ts';
import type { Lesson, LessonStep, Prediction } from '../lessons/lesson.ts';
import { holdAll, valueOf, type FiguresOfRun } from '../lessons/predicate.ts';
import { changeScenario, completeScenario, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import type { Answer, Comparison } from './comparison.svelte.ts';
import { tellLearnerEvent } from './progress.ts';

/** What a link says beside the lesson's scenario. */
export interface Overrides {
	readonly inputs: Partial<Scenario>;
	readonly transports?: readonly TransportId[];
}

/** What the page shows while a step is open; what is absent stays as it is. */
export type Shown = Pick<LessonStep, 'charts' | 'controls' | 'lock'>;

/** The lesson that is open, and what the reader has done in it. */
export class OpenLesson {
	readonly #comparison: Comparison;
	readonly #lesson: Lesson;
	#index: number;
	readonly #bets = new SvelteMap<number, Bet>();
	readonly #outcomes = new SvelteMap<number, FiguresOfRun>();
	readonly #revealed = new SvelteSet<number>();
	readonly #done = new SvelteSet<number>();

	/** Opens the step `index` (from 0; beyond the ends, the first or the last). */
	constructor(comparison: Comparison, lesson: Lesson, index: number, overrides: Overrides) {
		this.#comparison = comparison;
		this.#lesson = lesson;
		this.#index = $state(0);
		this.go(index, overrides);
	}

	get lesson(): Lesson {
		return this.#lesson;
	}

	/** Counted from 0. */
	get index(): number {
		return this.#index;
	}

	get step(): LessonStep {
		return this.#lesson.steps[this.#index]!;
	}

	/** The step's own scenario; undefined where it takes what is on screen. */
	get scenario(): Scenario | undefined {
		const { scenario } = this.step;
		return scenario && completeScenario(scenario);
	}

	get shown(): Shown {
		const { charts, controls, lock } = this.step;
		return { ...(charts && { charts }), ...(controls && { controls }), ...(lock && { lock }) };
	}

	/** The bet on this step; undefined before there is one. */
	get bet(): Bet | undefined {
		return this.#bets.get(this.#index);
	}

	/** The reader is asked, and the result is not shown yet. */
	get asking(): boolean {
		return this.step.prediction !== undefined && this.bet === undefined;
	}

	get revealed(): boolean {
		return this.#revealed.has(this.#index);
	}

	/** The task of the step at `index` was solved in this visit. */
	done(index = this.#index): boolean {
		return this.#done.has(index);
	}

	go(index: number, { inputs, transports }: Overrides = { inputs: {} }): void {
		const { lesson } = this;
		this.#index = Math.min(lesson.steps.length - 1, Math.max(0, Math.trunc(index)));
		const scenario = changeScenario(this.scenario ?? this.#comparison.scenario, inputs);
		this.#comparison.open(scenario, transports ?? this.step.transports ?? TRANSPORT_IDS);
		const steps = lesson.steps.length;
		tellLearnerEvent({ type: 'step', lesson: lesson.id, step: this.#index + 1, steps });
	}

	/** The run that the bet on this step is held against: the first that ended after it. */
	get outcome(): FiguresOfRun | undefined {
		return this.#outcomes.get(this.#index);
	}

	/** Commits a bet, null for "not sure": from now on the result is shown. */
	place(bet: Bet): void {
		this.#bets.set(this.#index, bet);
		this.reveal();
		const { answer } = this.#comparison;
		if (answer) this.note(answer);
	}

	reveal(): void {
		this.#revealed.add(this.#index);
	}

	/** Takes note of an answer to what is on screen: it decides a bet, and perhaps solves the task. */
	note({ final, scenario, reports }: Answer): void {
		if (!final || scenario !== this.#comparison.scenario) return;
		const { bet, outcome, step } = this;
		if (bet !== undefined && outcome === undefined) {
			this.#outcomes.set(this.#index, reports);
			if (bet !== null && step.prediction) this.#tellBet(step.prediction, bet, reports);
		}
		if (step.task && !this.done() && holdAll(step.task.when, reports))
			this.#complete(step.task.text);
	}

	#complete(task: string): void {
		this.#done.add(this.#index);
		const { id: lesson, steps } = this.#lesson;
		const tasks = steps.filter((step) => step.task).length;
		const done = this.#done.size;
		tellLearnerEvent({ type: 'task-completed', lesson, task, done, tasks, score: done / tasks });
	}

	#tellBet(prediction: Prediction, bet: number, reports: FiguresOfRun): void {
		const event = { type: 'prediction', lesson: this.#lesson.id, step: this.#index + 1 } as const;
		if ('choices' in prediction) {
			const right = rightChoices(prediction, reports).includes(bet);
			tellLearnerEvent({ ...event, choice: prediction.choices[bet]!.text, right });
			return;
		}
		const actual = valueOf(reports, prediction);
		if (actual === null) return;
		const right = ['right', 'twice'].includes(closenessOf(bet, actual));
		tellLearnerEvent({ ...event, choice: String(bet), right });
	}
}
