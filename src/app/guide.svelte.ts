import type { Lesson } from '../lessons/lesson.ts';
import { loadLesson } from '../lessons/load.ts';
import { PREDICTIONS } from '../lessons/predictions.ts';
import { LESSONS } from '../lessons/registry.ts';
import { quote } from '../model/fields.ts';
import type { Scenario } from '../model/scenario.ts';
import { NO_LESSON, type View } from '../model/view.ts';
import type { Comparison } from './comparison.svelte.ts';
import { LESSON_FRAGMENT } from './guideLink.ts';
import { Interview } from './interview.svelte.ts';
import { OpenLesson, type Overrides, type Shown } from './lesson.svelte.ts';

/** In a link, the interview is a lesson by this name. */
export const INTERVIEW = 'interview';

type Place = 'nowhere' | 'list' | 'interview' | OpenLesson;

/** Which lesson is open, if any, and how the page shows it. */
export class Guide {
	readonly #comparison: Comparison;
	#place = $state.raw<Place>('nowhere');
	#presenting: boolean = $state(false);
	#interview = $state.raw<Interview | null>(null);
	/** Lessons that came as a file or with the link; they are listed after ours. */
	#foreign = $state.raw<readonly Lesson[]>([]);

	constructor(comparison: Comparison) {
		this.#comparison = comparison;
	}

	get lessons(): readonly Lesson[] {
		return [...LESSONS, ...this.#foreign];
	}

	get listed(): boolean {
		return this.#place === 'list';
	}

	get open(): OpenLesson | null {
		return this.#place instanceof OpenLesson ? this.#place : null;
	}

	get interview(): Interview | null {
		return this.#place === 'interview' ? this.#interview : null;
	}

	get presenting(): boolean {
		return this.#presenting;
	}

	/** What the page shows; null where that is not for the guide to say. */
	get shown(): Shown | null {
		return this.open?.shown ?? null;
	}

	/** The reader is to answer before the result is shown. */
	get asking(): boolean {
		return this.open?.asking ?? this.interview?.asking ?? false;
	}

	/** What a link to this place says. */
	get link(): Pick<View, 'lesson' | 'step' | 'present' | 'predict'> {
		const { open, presenting: present } = this;
		const predict = open?.lesson === PREDICTIONS;
		const ours = open !== null && LESSONS.includes(open.lesson);
		const lesson = this.#place === 'interview' ? INTERVIEW : ours ? open.lesson.id : NO_LESSON;
		return { lesson, step: open ? open.index + 1 : 1, present, predict };
	}

	/** What the scenario of a link is added to; undefined for the defaults. */
	get home(): Scenario | undefined {
		return LESSONS.some((lesson) => lesson === this.open?.lesson) ? this.open?.scenario : undefined;
	}

	/** Opens what a link asks for. What it asks for in vain is said, and the page goes on without. */
	follow(view: View, overrides: Overrides, fragment: string): void {
		this.#presenting = view.present;
		if (fragment.startsWith(LESSON_FRAGMENT)) {
			this.#followFragment(fragment, view.step, overrides);
			return;
		}
		const lesson = this.lessons.find(({ id }) => id === view.lesson.toLowerCase());
		if (lesson) this.#show(lesson, view.step - 1, overrides);
		else if (view.lesson.toLowerCase() === INTERVIEW) this.startInterview();
		else if (view.lesson !== NO_LESSON) this.#refuse(view.lesson);
		else if (view.predict) this.#show(PREDICTIONS, view.step - 1, overrides);
		else this.#place = 'nowhere';
	}

	/** Opens a lesson at its first step. */
	choose(lesson: Lesson): void {
		this.#show(lesson, 0, { inputs: {} });
	}

	/** Opens a lesson that somebody else wrote; what is wrong with it is said. */
	load(json: string): void {
		const { lesson, problems } = loadLesson(json);
		for (const problem of problems) this.#comparison.notify(problem);
		if (!lesson) return;
		this.#foreign = [...this.#foreign.filter(({ id }) => id !== lesson.id), lesson];
		this.choose(lesson);
	}

	startInterview(): void {
		this.#interview = new Interview(this.#comparison);
		this.#place = 'interview';
	}

	/** Shows what there is to choose from; the scenario stays. */
	list(): void {
		this.#place = 'list';
	}

	/** Leaves the page alone; the scenario stays. */
	shut(): void {
		this.#place = 'nowhere';
	}

	present(presenting: boolean): void {
		this.#presenting = presenting;
	}

	#show(lesson: Lesson, index: number, overrides: Overrides): void {
		const { open } = this;
		if (open?.lesson === lesson) open.go(index, overrides);
		else this.#place = new OpenLesson(this.#comparison, lesson, index, overrides);
	}

	#refuse(id: string): void {
		const known = [...LESSONS.map((lesson) => lesson.id), INTERVIEW].join(', ');
		this.#comparison.notify(`lesson: expected ${known}, got ${quote(id)}. Using none.`);
		this.#place = 'nowhere';
	}

	#followFragment(fragment: string, step: number, overrides: Overrides): void {
		try {
			this.load(decodeURIComponent(fragment.slice(LESSON_FRAGMENT.length)));
		} catch {
			this.#comparison.notify('lessonFile: expected JSON that is escaped for links. Using none.');
		}
		this.open?.go(step - 1, overrides);
	}
}
