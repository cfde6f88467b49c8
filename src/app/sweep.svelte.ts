import { figureAt, FIGURES } from '../model/figures.ts';
import { encodeScenario } from '../model/query.ts';
import { changeScenario, FIELDS, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Simulated } from '../sim/report.ts';
import type { Runner } from '../worker/run.ts';
import type { Reports } from './comparison.svelte.ts';
import { crossingsOf, refinements, type Sample } from './crossings.ts';
import { coarseToFine, sweptValues, type SweptInput } from './sweep.ts';

export interface Question {
	readonly scenario: Scenario;
	readonly transports: readonly TransportId[];
	readonly input: SweptInput;
	/** Path of the figure whose crossings are looked for. */
	readonly figure: string;
}

/** Every figure of a report by its path, in base units; null where it has no value. */
type Values = Readonly<Record<string, number | null>>;

/** What came out at one value of the input. */
export interface Point {
	readonly x: number;
	readonly values: Readonly<Partial<Record<TransportId, Values>>>;
}

/** How often the runs around a crossing halve its place: an eighth of a decade to under 2 %. */
const ROUNDS = 4;

/** Runs a scenario again and again with one input changed, coarse to fine, then where lines cross. */
export class Sweep {
	readonly #runner: Pick<Runner, 'run'>;
	/** What all points have in common. */
	#subject = '';
	#points = $state.raw<readonly Point[]>([]);
	#running = $state(false);
	#failure = $state.raw<string | null>(null);
	#current = new AbortController();

	constructor(runner: Pick<Runner, 'run'>) {
		this.#runner = runner;
	}

	/** Of the newest question, ascending in x. */
	get points(): readonly Point[] {
		return this.#points;
	}

	get running(): boolean {
		return this.#running;
	}

	/** Why the sweep ended early. */
	get failure(): string | null {
		return this.#failure;
	}

	/**
	 * Turns to another question and abandons the one before. Points that answer both stay: another
	 * figure of the same runs, or another value today of the input that is swept anyway.
	 */
	pose(question: Question): void {
		this.pause();
		const subject = subjectOf(question);
		if (subject === this.#subject) return;
		this.#subject = subject;
		this.#points = [];
		this.#failure = null;
	}

	/** Simulates what is still missing to answer the question. */
	async work(question: Question): Promise<void> {
		this.pose(question);
		const { signal } = (this.#current = new AbortController());
		this.#running = true;
		this.#failure = null;
		try {
			await this.#answer(question, signal);
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

	async #answer(question: Question, signal: AbortSignal): Promise<void> {
		const { scenario, transports, input, figure } = question;
		for (const x of coarseToFine(sweptValues(input, scenario[input]))) {
			await this.#add(x, question, signal);
		}
		for (let round = 0; round < ROUNDS; round++) {
			const crossings = crossingsOf(samplesOf(this.#points, figure), transports);
			for (const x of refinements(crossings, FIELDS[input].integer)) {
				await this.#add(x, question, signal);
			}
		}
	}

	async #add(x: number, { scenario, transports, input }: Question, signal: AbortSignal) {
		if (this.#points.some((point) => point.x === x)) return;
		const values: Partial<Record<TransportId, Values>> = {};
		await this.#runner.run(changeScenario(scenario, { [input]: x }), transports, {
			signal,
			onProgress({ transport, report, progress }) {
				if (progress === 1) values[transport] = valuesOf(report);
			},
		});
		signal.throwIfAborted();
		this.#points = withPoint(this.#points, { x, values });
	}
}

/** The same for two questions whose points are the same. */
function subjectOf({ scenario, transports, input }: Question): string {
	const values = sweptValues(input, scenario[input]);
	const others = changeScenario(scenario, { [input]: values[0] });
	return [input, ...values, ...transports, ...encodeScenario(others)].join(' ');
}

/** All figures of a report. One that was cut short has none: its means are of less time than the others'. */
export function valuesOf(report: Simulated): Values {
	return Object.fromEntries(
		FIGURES.map(({ path }) => [
			path,
			report.partial === null ? (figureAt(report, path) ?? null) : null,
		]),
	);
}

/** What the reports of a run say of its value of the input. */
export function pointOf(x: number, reports: Reports): Point {
	const known = Object.entries(reports).map(([id, report]) => [id, valuesOf(report)] as const);
	return { x, values: Object.fromEntries(known) };
}

/** `points` and one more, ascending in x; it replaces one with the same x. */
export function withPoint(points: readonly Point[], point: Point): readonly Point[] {
	return [...points.filter(({ x }) => x !== point.x), point].sort((a, b) => a.x - b.x);
}

/** One figure at each point. */
export function samplesOf(points: readonly Point[], figure: string): readonly Sample[] {
	return points.map(({ x, values }) => ({
		x,
		values: Object.fromEntries(
			Object.entries(values).map(([id, figures]) => [id, figures[figure] ?? null]),
		),
	}));
}
