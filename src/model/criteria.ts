import { figureAt, type Figures } from './figures.ts';
import type { Scenario } from './scenario.ts';
import { TRANSPORTS, type TransportId } from './transports.ts';
import { MS_PER_SECOND, type Seconds } from './units.ts';
import { EQUAL_WEIGHTS, weightsOf, type CriterionId, type Weights } from './weights.ts';

/** What the reader asks of a transport. */
export interface Priorities {
	readonly weights: Weights;
	/** A message that is there within this is as good as one that is there at once. */
	readonly soonEnough: Seconds;
}

export interface Criterion {
	readonly label: string;
	/** What is compared, for a newcomer. */
	readonly help: string;
	/** The figures that are added up; none: the judged order of simplicity. */
	readonly paths: readonly string[];
	/** Values below this are as good as this: what nobody notices should decide nothing. */
	floor(scenario: Scenario, priorities: Priorities): number;
	/** Why this figure, and why this floor. */
	readonly source: string;
}

const PERCENT = 0.01;

export const CRITERIA: Readonly<Record<CriterionId, Criterion>> = {
	freshness: {
		label: 'Freshness',
		help: 'Time within which 95 % of the messages are there; sooner than “soon enough” earns nothing.',
		paths: ['latency.p95'],
		floor: (_, { soonEnough }) => soonEnough * MS_PER_SECOND,
		source: 'the budget is the reader’s',
	},
	server: {
		label: 'Server load',
		help: 'Share of all cores that is busy. Below 1 % makes no difference.',
		paths: ['server.utilisation'],
		floor: () => PERCENT,
		source: 'floor assumed',
	},
	bytes: {
		label: 'Bytes',
		help: 'All bytes, up and down. Below 10 B/s a user (26 MB a month) makes no difference.',
		paths: ['bytes.up', 'bytes.down'],
		floor: ({ users }) => 10 * users,
		source: 'floor assumed',
	},
	battery: {
		label: 'Battery',
		help: 'Energy of one phone’s radio. Below 18 J/h, a thousandth of a battery, makes no difference.',
		paths: ['battery.energyPerHour'],
		floor: () => 18,
		source: 'a battery of 5 Wh is 18 kJ (Grigorik, HPBN)',
	},
	money: {
		label: 'Money',
		help: 'Monthly bill at the prices among the inputs. Below 10 dollars makes no difference.',
		paths: ['cost.monthly'],
		floor: () => 10,
		source: 'floor assumed',
	},
	simplicity: {
		label: 'Simplicity',
		help: 'To operate: polling before SSE before long polling before WebSocket. A judgement, not a figure: each step counts like a factor of 2.',
		paths: [],
		floor: () => 1,
		source: 'model.md, 8',
	},
};

/**
 * What a criterion compares, in base units, lower is better. Null where it has nothing to say: no
 * radio, no messages, or none that arrived.
 */
export function criterionValue(
	id: CriterionId,
	transport: TransportId,
	{ figures, scenario }: { readonly figures: Figures; readonly scenario: Scenario },
): number | null {
	if (id === 'simplicity') return 1 << TRANSPORTS[transport].complexity;
	if (id === 'battery' && scenario.radio === 'none') return null;
	let sum = 0;
	for (const path of CRITERIA[id].paths) {
		const value = figureAt(figures, path) ?? null;
		if (value === null) return null;
		sum += value;
	}
	return sum;
}

/** Where a reader may start from. */
export const PRIORITY_PRESETS = {
	balanced: {
		label: 'Balanced',
		priorities: { weights: EQUAL_WEIGHTS, soonEnough: 1 },
	},
	realtime: {
		label: 'Realtime product',
		priorities: {
			weights: weightsOf({
				freshness: 5,
				server: 1,
				bytes: 1,
				battery: 1,
				money: 1,
				simplicity: 1,
			}),
			soonEnough: 0.1,
		},
	},
	battery: {
		label: 'Mobile battery',
		priorities: {
			weights: weightsOf({ freshness: 1, bytes: 1, battery: 5, money: 1, simplicity: 1 }),
			soonEnough: 60,
		},
	},
	cheap: {
		label: 'Cheap back end',
		priorities: {
			weights: weightsOf({ freshness: 1, server: 3, bytes: 1, money: 5, simplicity: 1 }),
			soonEnough: 10,
		},
	},
	smallTeam: {
		label: 'Small team',
		priorities: {
			weights: weightsOf({ freshness: 2, server: 1, battery: 1, money: 1, simplicity: 4 }),
			soonEnough: 30,
		},
	},
} as const satisfies Record<string, { readonly label: string; readonly priorities: Priorities }>;

export type PriorityPresetId = keyof typeof PRIORITY_PRESETS;
