import type { Milliseconds } from '../model/units.ts';
import { onLearnerEvent, type LearnerEvent } from './progress.ts';

/** The part of the SCORM 1.2 run-time that is used; every value is a text. */
export interface ScormApi {
	LMSInitialize(nothing: ''): string;
	LMSGetValue(name: string): string;
	LMSSetValue(name: string, value: string): string;
	LMSCommit(nothing: ''): string;
	LMSFinish(nothing: ''): string;
}

/** Windows above this one that are asked for the API. */
const MOST_HOPS = 10;
/** Some systems offer the API only after the page: how often, and how many times, it is looked for. */
const PATIENCE = { every: 500 as Milliseconds, times: 20 };
/** Of 4 096 characters that the standard promises. */
const LONGEST_STATE = 1000;
/** Without a lesson there are no tasks: this many different scenarios count as work done. */
const ENOUGH_SCENARIOS = 3;

/** The API of the nearest window above that has one. A window of another site throws when it is asked. */
export function findApi(start: Window = window): ScormApi | undefined {
	return findAbove(start) ?? findAbove(openerOf(start));
}

function findAbove(start: Window | null): ScormApi | undefined {
	let from = start;
	for (let hop = 0; from !== null && hop < MOST_HOPS; hop++) {
		const { api, parent } = look(from);
		if (api) return api;
		if (parent === from) return undefined;
		from = parent;
	}
	return undefined;
}

function look(from: Window): { readonly api?: ScormApi; readonly parent: Window | null } {
	let parent: Window | null = null;
	try {
		({ parent } = from);
		const { API } = from as { API?: ScormApi };
		return API ? { api: API, parent } : { parent };
	} catch {
		return { parent };
	}
}

function openerOf(start: Window): Window | null {
	try {
		return start.opener as Window | null;
	} catch {
		return null;
	}
}

/** What a learning system is told. */
interface Standing {
	readonly completed: boolean;
	/** 0 to 100; undefined while nothing was scored. */
	readonly score: number | undefined;
	/** The step that the learner is at, counted from 1. */
	readonly step: number | undefined;
	/** The query of the page as it is; null before it is known. */
	readonly state: string | null;
}

/** One visit of a learner, told to a learning system if there is one; if it fails, the page goes on. */
export class ScormVisit {
	readonly #find: () => ScormApi | undefined;
	readonly #started = Date.now();
	readonly #seen = new Set<string>();
	readonly #endEvents: () => void;
	readonly #onResume: (state: string) => void;
	#api: ScormApi | undefined;
	#standing: Standing = { completed: false, score: undefined, step: undefined, state: null };
	#inLesson = false;
	#tries = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** `onResume` is given the query that an earlier visit ended with. */
	constructor(onResume: (state: string) => void, find: () => ScormApi | undefined = findApi) {
		this.#onResume = onResume;
		this.#find = find;
		this.#endEvents = onLearnerEvent((event) => this.#record(event));
		this.#connect();
	}

	/** The page is now what `query` reproduces. */
	show(query: string): void {
		if (query === this.#standing.state) return;
		this.#seen.add(query);
		const explored = !this.#inLesson && this.#seen.size > ENOUGH_SCENARIOS;
		const state = query.length <= LONGEST_STATE ? query : null;
		this.#stand({ state, ...(explored && { completed: true }) });
	}

	/** The learner leaves. */
	end(): void {
		clearTimeout(this.#timer);
		this.#endEvents();
		this.#write('cmi.core.exit', this.#standing.completed ? '' : 'suspend');
		this.#write('cmi.core.session_time', timespan(Date.now() - this.#started));
		this.#ask((api) => api.LMSCommit(''));
		this.#ask((api) => api.LMSFinish(''));
		this.#api = undefined;
	}

	#connect(): void {
		this.#api = this.#find();
		if (this.#api) this.#begin();
		else if (this.#tries++ < PATIENCE.times) {
			this.#timer = setTimeout(() => this.#connect(), PATIENCE.every);
		}
	}

	#begin(): void {
		this.#ask((api) => api.LMSInitialize(''));
		const status = this.#ask((api) => api.LMSGetValue('cmi.core.lesson_status'));
		const before = this.#ask((api) => api.LMSGetValue('cmi.suspend_data')) ?? '';
		const completed = status === 'completed' || status === 'passed' || this.#standing.completed;
		// What the learner has done since the page opened is newer than what was kept.
		if (before !== '' && this.#seen.size <= 1) this.#onResume(before);
		this.#stand({ completed });
	}

	#record(event: LearnerEvent): void {
		this.#inLesson = true;
		if (event.type === 'step') this.#stand({ step: event.step });
		if (event.type !== 'task-completed') return;
		const completed = this.#standing.completed || event.done >= event.tasks;
		this.#stand({ completed, score: Math.round(event.score * 100) });
	}

	#stand(change: Partial<Standing>): void {
		const { completed, score, step, state } = (this.#standing = { ...this.#standing, ...change });
		if (!this.#api) return;
		this.#write('cmi.core.lesson_status', completed ? 'completed' : 'incomplete');
		if (score !== undefined) {
			this.#write('cmi.core.score.min', '0');
			this.#write('cmi.core.score.max', '100');
			this.#write('cmi.core.score.raw', String(score));
		}
		if (step !== undefined) this.#write('cmi.core.lesson_location', String(step));
		if (state !== null) this.#write('cmi.suspend_data', state);
		this.#ask((api) => api.LMSCommit(''));
	}

	#write(name: string, value: string): void {
		this.#ask((api) => api.LMSSetValue(name, value));
	}

	/** The other side is a stranger's code. */
	#ask(question: (api: ScormApi) => string): string | undefined {
		try {
			return this.#api && question(this.#api);
		} catch {
			return undefined;
		}
	}
}

/** `0001:02:03`, as SCORM 1.2 writes a length of time. */
function timespan(time: Milliseconds): string {
	const seconds = Math.max(0, Math.floor(time / 1000));
	const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join(':');
}
