/** What a reader may care about, in the order of the page. Public: the names stand in links. */
export const CRITERION_IDS = [
	'freshness',
	'server',
	'bytes',
	'battery',
	'money',
	'simplicity',
] as const;

export type CriterionId = (typeof CRITERION_IDS)[number];

/** How much each criterion counts, beside the others: whole numbers from 0 to {@link MOST_WEIGHT}. */
export type Weights = Readonly<Record<CriterionId, number>>;

export const MOST_WEIGHT = 5;

/** All criteria count the same. */
export const EQUAL_WEIGHTS: Weights = {
	freshness: 1,
	server: 1,
	bytes: 1,
	battery: 1,
	money: 1,
	simplicity: 1,
};

/** The accepted form, for a notice. */
export const WEIGHTS_FORM = `criterion:weight,… with whole weights from 0 to ${MOST_WEIGHT} (criteria: ${CRITERION_IDS.join(', ')})`;

const ONE_WEIGHT = /^([a-z]+):(\d+)$/i;

/** Reads `freshness:3,battery:1`, in any case; what is not named has no weight. Undefined when any part is not of that form. */
export function parseWeights(text: string): Weights | undefined {
	const weights: Partial<Record<CriterionId, number>> = {};
	for (const part of text.split(',')) {
		const [, name = '', digits = ''] = ONE_WEIGHT.exec(part.trim()) ?? [];
		const id = CRITERION_IDS.find((each) => each === name.toLowerCase());
		const weight = Number(digits);
		if (id === undefined || weights[id] !== undefined || weight > MOST_WEIGHT) return undefined;
		weights[id] = weight;
	}
	return weightsOf(weights);
}

/** The inverse of {@link parseWeights}. */
export function printWeights(weights: Weights): string {
	return CRITERION_IDS.map((id) => `${id}:${weights[id]}`).join(',');
}

/** Whole weights from those that are not 0. */
export function weightsOf(some: Partial<Weights>): Weights {
	return Object.fromEntries(CRITERION_IDS.map((id) => [id, some[id] ?? 0])) as Weights;
}
