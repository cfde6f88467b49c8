import type { Fraction } from '../model/units.ts';

/** What a learner did, as a host page or a learning system may want to know it. */
export type LearnerEvent =
	/** Guessed before the answer was shown. */
	| {
			readonly type: 'prediction';
			readonly lesson: string;
			/** Counted from 1. */
			readonly step: number;
			/** What was chosen, as a word of the lesson. */
			readonly choice: string;
			readonly right: boolean;
	  }
	/** Came to a step. */
	| {
			readonly type: 'step';
			readonly lesson: string;
			/** Counted from 1. */
			readonly step: number;
			/** How many there are. */
			readonly steps: number;
	  }
	/** Solved a task, for the first time in this visit. */
	| {
			readonly type: 'task-completed';
			readonly lesson: string;
			readonly task: string;
			/** Tasks of the lesson solved so far, this one included. */
			readonly done: number;
			/** Tasks of the lesson. */
			readonly tasks: number;
			/** What the solved tasks are worth, of all tasks. */
			readonly score: Fraction;
	  };

type Listener = (event: LearnerEvent) => void;

const listeners = new Set<Listener>();

/** Hears of every learner event from now on; the function that comes back ends that. */
export function onLearnerEvent(listener: Listener): () => void {
	listeners.add(listener);
	return () => void listeners.delete(listener);
}

/** Tells whoever listens: the host of a frame, a learning system, or nobody. */
export function tellLearnerEvent(event: LearnerEvent): void {
	for (const listener of [...listeners]) listener(event);
}
