import { CRITERIA, criterionValue, type Priorities } from './criteria.ts';
import type { Figures } from './figures.ts';
import { exp, ln } from './math.ts';
import type { Scenario } from './scenario.ts';
import { TRANSPORTS, type TransportId } from './transports.ts';
import { CRITERION_IDS, type CriterionId } from './weights.ts';

/** What is judged: complete runs of one scenario. */
export interface Case {
	readonly scenario: Scenario;
	/** In the one order used everywhere. */
	readonly transports: readonly TransportId[];
	/** One for each of `transports`. */
	readonly figures: Readonly<Partial<Record<TransportId, Figures>>>;
}

/** Why a transport cannot simply be recommended, whatever it scores. */
export type Obstacle =
	| { readonly kind: 'blocked' }
	/** Share of the messages that never arrived, 0–1. */
	| { readonly kind: 'loses'; readonly share: number }
	| { readonly kind: 'overloads'; readonly utilisation: number };

export interface Score {
	readonly id: TransportId;
	/** How many times the best value, by criterion; null where the criterion has nothing to say. */
	readonly ratios: Readonly<Record<CriterionId, number | null>>;
	/** Weighted geometric mean of the ratios: 1 is the best in all that has weight. */
	readonly times: number;
	readonly obstacle: Obstacle | null;
}

export interface Verdict {
	/** In the order of the case's transports. */
	readonly scores: readonly Score[];
	readonly winner: TransportId;
	/** The next best, or who is tied with the winner; null if nobody else is compared. */
	readonly runnerUp: TransportId | null;
	/** All within 20 % of the best, winner included; empty where nobody is near. */
	readonly tied: readonly TransportId[];
	/** Every transport has an obstacle, the winner too. */
	readonly troubled: boolean;
	/** Who would have won but for an obstacle. */
	readonly barred: TransportId | null;
	/** What sets the winner apart from the runner-up most; null where nothing does. */
	readonly deciding: CriterionId | null;
}

/** A score must be this many times better before a less simple transport is worth it (decision rules, "simplicity"). */
export const WORTH_IT = 1.2;
/** One message in a thousand. */
const TOLERATED_LOSS = 0.001;

/**
 * Judges a case. For each criterion a value counts as its ratio to the best value; the score is the
 * weighted geometric mean of the ratios, so that units vanish and twice as much is as bad anywhere.
 * Who has an obstacle loses to who has none; within 20 % of the best the simplest is named.
 */
export function verdictOf(given: Case, priorities: Priorities): Verdict {
	const scores = scoresOf(given, priorities);
	const sound = scores.filter(({ obstacle }) => obstacle === null);
	const eligible = sound.length > 0 ? sound : scores;
	const winner = bestOf(eligible)!;
	const others = (some: readonly Score[]) => some.filter((score) => score !== winner);
	const runnerUp = lowestOf(others(eligible)) ?? lowestOf(others(scores));
	const tied = eligible.filter(({ times }) => isNear(times, eligible));
	const first = bestOf(scores)!;
	return {
		scores,
		winner: winner.id,
		runnerUp: runnerUp?.id ?? null,
		tied: tied.length > 1 ? tied.map(({ id }) => id) : [],
		troubled: sound.length === 0,
		barred: first === winner ? null : first.id,
		deciding: runnerUp === undefined ? null : decidingOf(winner, runnerUp, priorities),
	};
}

function isNear(times: number, scores: readonly Score[]): boolean {
	const best = Math.min(...scores.map((score) => score.times));
	// What delivers nothing is near nobody, unless nobody delivers anything.
	return times === best || times <= best * WORTH_IT;
}

/** The simplest of those that are near the lowest score. */
function bestOf(scores: readonly Score[]): Score | undefined {
	const near = scores.filter(({ times }) => isNear(times, scores));
	return near.sort((a, b) => TRANSPORTS[a.id].complexity - TRANSPORTS[b.id].complexity)[0];
}

function lowestOf(scores: readonly Score[]): Score | undefined {
	return [...scores].sort((a, b) => a.times - b.times)[0];
}

function scoresOf(
	{ scenario, transports, figures }: Case,
	priorities: Priorities,
): readonly Score[] {
	const ratios = new Map(
		CRITERION_IDS.map((criterion) => {
			const floor = CRITERIA[criterion].floor(scenario, priorities);
			const values = transports.map((id) => {
				const value = criterionValue(criterion, id, { figures: figures[id]!, scenario });
				return value === null ? null : Math.max(floor, value);
			});
			const best = Math.min(...values.filter((value) => value !== null));
			return [criterion, values.map((value) => (value === null ? null : value / best))];
		}),
	);
	return transports.map((id, index) => {
		const own = Object.fromEntries(
			CRITERION_IDS.map((criterion) => [criterion, ratios.get(criterion)![index] ?? null]),
		) as Score['ratios'];
		return {
			id,
			ratios: own,
			times: meanOf(own),
			obstacle: obstacleOf(id, figures[id]!, scenario),
		};
	});

	/** Infinite for who has no value where others have one: it delivers nothing. */
	function meanOf(own: Score['ratios']): number {
		let [sum, total] = [0, 0];
		for (const criterion of CRITERION_IDS) {
			const weight = priorities.weights[criterion];
			if (weight === 0 || ratios.get(criterion)!.every((ratio) => ratio === null)) continue;
			const ratio = own[criterion];
			sum += weight * (ratio === null ? Infinity : ln(ratio));
			total += weight;
		}
		return total === 0 ? 1 : exp(sum / total);
	}
}

/** Why `id` cannot simply be recommended; null if nothing speaks against it. */
export function obstacleOf(
	id: TransportId,
	{ messages, server }: Figures,
	{ duration, faults }: Scenario,
): Obstacle | null {
	const blocked = faults.some(
		({ kind, start, duration: length }) =>
			kind === 'block' && start <= 0 && start + length >= duration,
	);
	if (id === 'webSocket' && blocked) return { kind: 'blocked' };
	if (server.utilisation > 1) return { kind: 'overloads', utilisation: server.utilisation };
	const missing = messages.lost + messages.late;
	if (missing <= messages.published * TOLERATED_LOSS) return null;
	return { kind: 'loses', share: missing / messages.published };
}

/** The criterion whose weighted ratios differ most in the winner's favour. */
function decidingOf(winner: Score, other: Score, { weights }: Priorities): CriterionId | null {
	let [most, deciding]: [number, CriterionId | null] = [0, null];
	for (const id of CRITERION_IDS) {
		const [own, others] = [winner.ratios[id], other.ratios[id]];
		if (own === null || others === null) continue;
		const lead = weights[id] * (ln(others) - ln(own));
		if (lead > most + 1e-9) [most, deciding] = [lead, id];
	}
	return deciding;
}
