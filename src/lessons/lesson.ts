import type { FieldName, Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { ChartId } from '../model/view.ts';
import type { FigureOf, Predicate } from './predicate.ts';

/** A walk in steps, each of them a scenario and what there is to see in it. */
export interface Lesson {
	/** Its name in a link. */
	readonly id: string;
	readonly title: string;
	/** What it is about, in a sentence. */
	readonly about: string;
	readonly steps: readonly LessonStep[];
}

/**
 * One step. In each of its texts `{polling.requestsPerSecond}` stands for a figure of the run on
 * screen, `{polling.bytes.down / sse.bytes.down}` for how many times as much, `{users}` for an input.
 */
export interface LessonStep {
	readonly title: string;
	/** Paragraphs. */
	readonly text: readonly string[];
	/** What differs from the defaults; without it, the scenario on screen stays. */
	readonly scenario?: Partial<Scenario>;
	/** What is compared; without it, what is compared already. */
	readonly transports?: readonly TransportId[];
	/** Charts in their order, as in a link; without it, all. */
	readonly charts?: readonly ChartId[];
	/** Inputs that are shown; without it, all. An empty list shows none. */
	readonly controls?: readonly FieldName[];
	/** Inputs that are shown but fixed. */
	readonly lock?: readonly FieldName[];
	/** Asked before the result is shown. */
	readonly prediction?: Prediction;
	readonly task?: Task;
	/** Paragraphs that are shown after the bet, or when the reader asks. */
	readonly reveal?: readonly string[];
	/** What the texts say of the run, for the test that holds them to it. */
	readonly claims?: readonly Predicate[];
}

/** A number to bet on, or a choice to make. */
export type Prediction = NumberPrediction | ChoicePrediction;

export interface NumberPrediction extends FigureOf {
	readonly question: string;
	/** Ends of the scale, in the figure's base unit. */
	readonly range: readonly [number, number];
	/** What may have led to a bet that is more than twice too low, or too high. */
	readonly tooLow?: string;
	readonly tooHigh?: string;
}

export interface ChoicePrediction {
	readonly question: string;
	readonly choices: readonly Choice[];
}

export interface Choice {
	readonly text: string;
	/** It is right if the run bears all of this out. */
	readonly when: readonly Predicate[];
	/** Said to whoever chose it. */
	readonly feedback?: string;
}

/** Something to bring about by changing the inputs. */
export interface Task {
	readonly text: string;
	/** It is done when all of this holds. */
	readonly when: readonly Predicate[];
	/** Inputs that do it, shown on request. */
	readonly solution?: Partial<Scenario>;
}
