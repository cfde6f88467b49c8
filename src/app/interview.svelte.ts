import type { CurveBall } from '../lessons/interview.ts';
import { QUESTION } from '../lessons/interview.ts';
import { changeScenario, DEFAULT_SCENARIO, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import type { Fraction, Milliseconds, PerSecond } from '../model/units.ts';
import type { Answer, Comparison } from './comparison.svelte.ts';

/** What a candidate stakes on a round. */
export interface Commitment {
	readonly transport: TransportId;
	readonly requests: PerSecond;
	/** 95th percentile. */
	readonly latency: Milliseconds;
}

/** What the run made of the chosen transport. */
export interface Outcome {
	readonly requests: PerSecond;
	/** Null if nothing was delivered. */
	readonly latency: Milliseconds | null;
	/** Share of the messages that arrived; null if there were none. */
	readonly delivered: Fraction | null;
}

export interface Round {
	/** What the interviewer said; may hold placeholders for inputs. */
	readonly says: string;
	readonly scenario: Scenario;
	readonly commitment: Commitment | null;
	readonly outcome: Outcome | null;
}

/** A question, what the candidate commits to, and the turns that the interviewer gives to it. */
export class Interview {
	readonly #comparison: Comparison;
	#rounds: readonly Round[];

	constructor(comparison: Comparison) {
		this.#comparison = comparison;
		this.#rounds = $state.raw([]);
		this.#ask(QUESTION, DEFAULT_SCENARIO);
	}

	/** At least one; the last is the one under way. */
	get rounds(): readonly Round[] {
		return this.#rounds;
	}

	get round(): Round {
		return this.#rounds.at(-1)!;
	}

	/** The candidate has not committed yet, so no result is shown. */
	get asking(): boolean {
		return this.round.commitment === null;
	}

	commit(commitment: Commitment): void {
		this.#change({ commitment });
		const { answer } = this.#comparison;
		if (answer) this.note(answer);
	}

	/** Gives the question another turn; each starts from the question as it was asked. */
	throw(ball: CurveBall): void {
		this.#ask(ball.says, changeScenario(DEFAULT_SCENARIO, ball.change(DEFAULT_SCENARIO)));
	}

	/** Takes note of an answer, if it is to what was committed on. */
	note({ final, scenario, reports }: Answer): void {
		const { commitment, outcome } = this.round;
		const report = commitment && reports[commitment.transport];
		if (!final || !report || outcome || scenario !== this.round.scenario) return;
		const { published, delivered } = report.messages;
		this.#change({
			outcome: {
				requests: report.requestsPerSecond,
				latency: report.latency.p95,
				delivered: published > 0 ? delivered / published : null,
			},
		});
	}

	#ask(says: string, scenario: Scenario): void {
		this.#rounds = [...this.#rounds, { says, scenario, commitment: null, outcome: null }];
		this.#comparison.open(scenario, TRANSPORT_IDS);
	}

	#change(changes: Partial<Round>): void {
		this.#rounds = [...this.#rounds.slice(0, -1), { ...this.round, ...changes }];
	}
}
