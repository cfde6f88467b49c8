import type { Figures } from '../model/figures.ts';
import { encodeScenario } from '../model/query.ts';
import { changeScenario, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Case } from '../model/verdict.ts';
import type { Simulated } from '../sim/report.ts';
import type { Runner } from '../worker/run.ts';
import { axesFor, keyOf, linesThrough, placesOf, standsOn, type Axes, type Place } from './grid.ts';

export interface Question {
	readonly scenario: Scenario;
	readonly transports: readonly TransportId[];
}

/** Places through today along the two axes, ascending, with those around each change of the verdict. */
export interface Lines {
	readonly byInterval: readonly Place[];
	readonly byRate: readonly Place[];
}

/** Who is named at a place; null while it is not known. */
export type WinnerAt = (place: Place) => TransportId | null;

/** How often the runs around a change halve its place: a third of a decade to under 5 %. */
const ROUNDS = 4;

/**
 * Runs a scenario at many poll intervals and message rates, coarse to fine, then where the verdict
 * changes on the lines through today. Only polling knows the interval, so the others run once a rate.
 */
export class Choices {
	readonly #runner: Pick<Runner, 'run'>;
	#subject = $state('');
	/** Through where its lines go. */
	#today = '';
	#axes = $state.raw<Axes>({ intervals: [], rates: [] });
	#figures = $state.raw<Readonly<Record<string, Figures>>>({});
	#lines = $state.raw<Lines | null>(null);
	#running = $state(false);
	#failure = $state.raw<string | null>(null);
	#current = new AbortController();

	constructor(runner: Pick<Runner, 'run'>) {
		this.#runner = runner;
	}

	/** The same for two questions whose maps are the same. */
	get subject(): string {
		return this.#subject;
	}

	get axes(): Axes {
		return this.#axes;
	}

	/** Null until all of them are known. */
	get lines(): Lines | null {
		return this.#lines;
	}

	get running(): boolean {
		return this.#running;
	}

	/** Why the map stayed unfinished. */
	get failure(): string | null {
		return this.#failure;
	}

	/** What is known of a place, if all of it is. */
	caseAt(place: Place, { scenario, transports }: Question): Case | null {
		const figures: Partial<Record<TransportId, Figures>> = {};
		for (const id of transports) {
			const known = this.#figures[nameOf(id, place)];
			if (known === undefined) return null;
			figures[id] = known;
		}
		return { scenario: scenarioAt(place, scenario), transports, figures };
	}

	/** Turns to another question; what is known and still holds stays. Axes move only if they must. */
	pose(
		{ scenario }: Question,
		reports: Readonly<Partial<Record<TransportId, Simulated>>> = {},
	): void {
		this.pause();
		const subject = String(encodeScenario(scenarioAt({ interval: 1, rate: 1 }, scenario)));
		const same = subject === this.#subject;
		this.#subject = subject;
		const today = { interval: scenario.pollInterval, rate: scenario.messageRate };
		if (!same || keyOf(today) !== this.#today) this.#lines = null;
		this.#today = keyOf(today);
		if (!same) this.#figures = {};
		if (!same || !standsOn(this.#axes, scenario)) this.#axes = axesFor(scenario);
		this.#learn(today, reports);
	}

	/** Simulates what is still missing. */
	async work(question: Question, winnerAt: WinnerAt): Promise<void> {
		this.pause();
		const { signal } = (this.#current = new AbortController());
		this.#running = true;
		this.#failure = null;
		try {
			await this.#answer(question, winnerAt, signal);
		} catch (error) {
			if (signal.aborted) return;
			this.#failure = error instanceof Error ? error.message : String(error);
		}
		if (!signal.aborted) this.#running = false;
	}

	/** Abandons the run under way; what is known stays. */
	pause(): void {
		this.#current.abort();
		this.#running = false;
	}

	async #answer(question: Question, winnerAt: WinnerAt, signal: AbortSignal): Promise<void> {
		const { byInterval, byRate } = linesThrough(this.#axes, question.scenario);
		for (const place of [...placesOf(this.#axes), ...byInterval, ...byRate]) {
			await this.#add(place, question, signal);
		}
		const refined = async (line: readonly Place[]) => {
			let places = line;
			for (let round = 0; round < ROUNDS; round++) {
				const middles = changesOn(places, winnerAt).map(middleOf);
				for (const place of middles) await this.#add(place, question, signal);
				places = [...places, ...middles].sort(ascending);
			}
			return places;
		};
		const lines = { byInterval: await refined(byInterval), byRate: await refined(byRate) };
		signal.throwIfAborted();
		this.#lines = lines;
	}

	async #add(place: Place, { scenario, transports }: Question, signal: AbortSignal): Promise<void> {
		const missing = transports.filter((id) => this.#figures[nameOf(id, place)] === undefined);
		if (missing.length === 0) return;
		const reports: Partial<Record<TransportId, Simulated>> = {};
		await this.#runner.run(scenarioAt(place, scenario), missing, {
			signal,
			onProgress({ transport, report, progress }) {
				if (progress === 1) reports[transport] = report;
			},
		});
		signal.throwIfAborted();
		this.#learn(place, reports);
	}

	#learn(place: Place, reports: Readonly<Partial<Record<TransportId, Simulated>>>): void {
		const figures = { ...this.#figures };
		for (const [id, report] of Object.entries(reports)) {
			// A run that was cut short says less than the others, so it says nothing.
			if (report.partial === null) figures[nameOf(id as TransportId, place)] = figuresOf(report);
		}
		this.#figures = figures;
	}
}

function scenarioAt({ interval, rate }: Place, scenario: Scenario): Scenario {
	return changeScenario(scenario, { pollInterval: interval, messageRate: rate });
}

/** Of all transports only polling depends on the interval. */
function nameOf(id: TransportId, { interval, rate }: Place): string {
	return id === 'polling' ? `${id} ${rate} ${interval}` : `${id} ${rate}`;
}

/** The figures alone, so that the series of hundreds of runs need not be kept. */
function figuresOf(report: Simulated): Figures {
	const { requestsPerSecond, emptyResponseFraction, messagesPerSecond } = report;
	const { latency, bytes, battery, server, messages, cost } = report;
	return {
		requestsPerSecond,
		emptyResponseFraction,
		messagesPerSecond,
		latency,
		bytes,
		battery,
		server,
		messages,
		cost,
	};
}

function ascending(one: Place, other: Place): number {
	return one.interval - other.interval || one.rate - other.rate;
}

/** Neighbours on a line between which another transport is named. */
export type Change = readonly [Place, Place];

export function changesOn(line: readonly Place[], winnerAt: WinnerAt): readonly Change[] {
	const known = line.filter((place) => winnerAt(place) !== null);
	return known.slice(1).flatMap((place, index) => {
		const before = known[index]!;
		return winnerAt(before) === winnerAt(place) ? [] : [[before, place] as const];
	});
}

/** Halfway between two places, by ratio. */
function middleOf([from, to]: Change): Place {
	const middle = (a: number, b: number) => (a === b ? a : Number(Math.sqrt(a * b).toPrecision(3)));
	return { interval: middle(from.interval, to.interval), rate: middle(from.rate, to.rate) };
}
