import { group } from 'd3-array';
import { CRITERIA, type Priorities } from '../model/criteria.ts';
import { figureAt } from '../model/figures.ts';
import type { Field } from '../model/fields.ts';
import type { Evidence, Facts, Rule } from '../model/rules.ts';
import { FIELDS, type Scenario } from '../model/scenario.ts';
import { named, type TransportId } from '../model/transports.ts';
import type { Obstacle, Verdict } from '../model/verdict.ts';
import type { Alternative } from '../model/whatIf.ts';
import { inputUnit } from './breakEven.ts';
import { duration, said, times, unitFor, withUnit } from './format.ts';
import { facts } from './rows.ts';
import { listed, sentence } from './words.ts';

/** The verdict in a few sentences: who fits, by how much, what decided, and what stands in the way of whom. */
export function verdictSentence(verdict: Verdict): string {
	return [conclusion(verdict), deciding(verdict), ...obstacles(verdict)]
		.filter((part) => part !== '')
		.join(' ');
}

function conclusion({ scores, winner, runnerUp, tied, troubled }: Verdict): string {
	const [own, next] = [winner, runnerUp].map((id) => scores.find((score) => score.id === id));
	if (!own || !next) return `Only ${named(winner)} is compared, so there is nothing to choose.`;
	if (troubled) return `None fits without trouble; ${named(winner)} is the best of them.`;
	if (tied.length > 1) {
		const all = tied.length === 2 ? 'both' : 'all';
		return `A tie: ${listed(tied.map(named))} ${all} come within 20 % of the best, so ${named(winner)}, the simplest, is named.`;
	}
	if (next.obstacle !== null)
		return sentence(`${named(winner)} fits: no other is without trouble.`);
	const [score, others] = [times(own.times), times(next.times)];
	return sentence(
		score === times(1)
			? `${named(winner)} fits: its figures are the best in all that counts, those of the runner-up, ${named(next.id)}, on average ${others} that.`
			: `${named(winner)} fits: on average its figures are ${score} the best, those of the runner-up, ${named(next.id)}, ${others}.`,
	);
}

function deciding({ runnerUp, deciding: criterion, tied }: Verdict): string {
	if (criterion === null || runnerUp === null || tied.length > 1) return '';
	return `What sets it apart most is ${CRITERIA[criterion].label.toLowerCase()}.`;
}

/** What stands in the way of whom; of who would else come first, first. */
function obstacles({ scores, barred }: Verdict): readonly string[] {
	const inTheWay = scores.filter(({ obstacle }) => obstacle !== null);
	const barredFirst = inTheWay.toSorted(
		(a, b) => Number(b.id === barred) - Number(a.id === barred),
	);
	return barredFirst.map(({ id, obstacle }) => {
		const start = id === barred ? `${named(id)} would come first, but it` : named(id);
		return sentence(`${start} ${obstacleWords(obstacle!)}.`);
	});
}

function obstacleWords(obstacle: Obstacle): string {
	switch (obstacle.kind) {
		case 'blocked':
			return 'is blocked by a proxy for the whole run';
		case 'loses':
			return `fails to deliver ${said(obstacle.share, 'share')} of the messages`;
		case 'overloads':
			return `asks ${times(obstacle.utilisation)} what the cores can do`;
	}
}

/** The numbers of today that made a rule fire, those of one figure together and in one unit. */
export function evidenceWords(evidence: readonly Evidence[], known: Facts): string {
	const inputs = evidence.flatMap((each) =>
		'input' in each ? [inputWords(known.scenario, each.input)] : [],
	);
	const figures = evidence.filter((each) => 'path' in each);
	const byFigure = [...group(figures, ({ path }) => path)].map(([path, all]) => {
		const values = all.map(
			({ transport }) => figureAt(known.figures[transport] ?? {}, path) ?? null,
		);
		const { label, unit: quantity } = facts(path);
		const unit = unitFor(quantity, values);
		const each = all.map(({ transport }, i) => `${named(transport)} ${withUnit(values[i]!, unit)}`);
		return `${label}: ${each.join(', ')}`;
	});
	return [...inputs, ...byFigure].join('; ');
}

function inputWords(scenario: Scenario, name: keyof Scenario): string {
	const field = FIELDS[name] as Field;
	const value = scenario[name];
	const words =
		field.kind === 'number'
			? withUnit(value as number, inputUnit(field))
			: (field as { print(value: unknown): string }).print(value);
	return `${field.label}: ${words}`;
}

/** "for SSE", "against polling and long polling", or both. */
export function sidesOf(
	{
		speaksFor,
		speaksAgainst,
	}: { speaksFor: readonly TransportId[]; speaksAgainst: readonly TransportId[] },
	transports: readonly TransportId[],
): string {
	const words = (start: string, ids: readonly TransportId[]) => {
		const compared = ids.filter((id) => transports.includes(id));
		return compared.length === 0 ? [] : [`${start} ${listed(compared.map(named))}`];
	};
	return [...words('for', speaksFor), ...words('against', speaksAgainst)].join(', ');
}

/** "If battery counted 3 and not 1, polling would be named." */
export function alternativeWords(
	{ criterion, weight, soonEnough, winner }: Alternative,
	today: Priorities,
): string {
	const then = `${named(winner)} would be named.`;
	if (weight === undefined) {
		const [changed, now] = [soonEnough!, today.soonEnough].map((seconds) =>
			duration(seconds * 1000),
		);
		return `If ${changed} were soon enough, and not ${now}, ${then}`;
	}
	const label = CRITERIA[criterion].label.toLowerCase();
	return `If ${label} counted ${weight}, and not ${today.weights[criterion]}, ${then}`;
}

/** How many of the rules that hold are for the winner, and how many against it. */
export function rulesSentence(
	rules: readonly Pick<Rule, 'speaksFor' | 'speaksAgainst'>[],
	winner: TransportId,
): string {
	const count = (sides: readonly (readonly TransportId[])[]) => {
		const about = sides.filter((ids) => ids.includes(winner)).length;
		return about === 0 ? 'none' : `${about}`;
	};
	const pro = count(rules.map(({ speaksFor }) => speaksFor));
	const contra = count(rules.map(({ speaksAgainst }) => speaksAgainst));
	return `Of these, ${pro} for ${named(winner)} and ${contra} against it.`;
}
