import { expect, test } from 'vitest';
import { FIGURES, figureAt, type Figures, type FigureFacts } from '../model/figures.ts';
import type { Scenario } from '../model/scenario.ts';
import { TRANSPORTS, type TransportId } from '../model/transports.ts';
import { expectedFigures } from '../theory/expect.ts';
import { REGISTRY } from './registry.ts';
import type { Distribution } from './report.ts';
import { Run } from './run.ts';
import { figuresOf } from './summary.ts';
import { scenarioGrid } from './testGrid.ts';
import { deviationOf, meanOf } from './testScenario.ts';

const SCENARIOS = 200;
const RUNS = 16;
/** A mean may part from its formula by the larger of these. */
const SHARE = 0.01;
const STANDARD_ERRORS = 4;
/**
 * Of some thirty thousand figures a few are off by more through luck, most of all those that count
 * rare events, whose standard error is itself uncertain. So what parts must part again in as many
 * further runs as this.
 */
const RUNS_AGAIN = 64;
/** A difference below this is none, whatever the figure: a microsecond, a wake-up in ten hours. */
const NOTHING: Partial<Record<FigureFacts['unit'], number>> = {
	ms: 0.001,
	'1/h': 0.1,
	share: 1e-4,
	count: 0.5,
	'B/s': 0.01,
};
const ALMOST_NOTHING = 0.001;
/** Buckets for each doubling: as fine as latencies are counted. */
const FINEST = 128;

interface Outcome {
	readonly figures: Figures;
	readonly latencies: Distribution;
	readonly waits: Distribution;
}

function outcomeOf(transport: TransportId, scenario: Scenario): Outcome {
	const run = new Run(REGISTRY[transport], scenario);
	while (!run.done) run.advance(1_000_000);
	const { clock, ledger, servers } = run.world;
	return {
		figures: figuresOf(run.world, clock.end),
		latencies: ledger.latencies.distribution(FINEST),
		waits: servers.waits.distribution(FINEST),
	};
}

/** The share of latencies up to `time`. */
function shareUpTo({ counts, edges }: Distribution, time: number): number {
	let [below, total] = [0, 0];
	counts.forEach((count, i) => {
		const inBucket = (time - edges[i]!) / (edges[i + 1]! - edges[i]!);
		below += count * Math.min(1, Math.max(0, inBucket));
		total += count;
	});
	return below / total;
}

/** How far a figure of some runs is from its formula: whether by more than 1 %, and by how many standard errors. */
interface Deviation {
	readonly path: string;
	readonly measured: number;
	readonly expected: number;
	readonly notable: boolean;
	readonly errors: number;
}

function standardError(values: readonly number[]): number {
	return deviationOf(values) / Math.sqrt(values.length);
}

/** A figure that is a percentile: of what, and which. */
function percentileOf(path: string): { of: 'latencies' | 'waits'; share: number } | null {
	const found = /^(latency|server\.queueWait)\.p(\d+)$/.exec(path);
	if (!found) return null;
	return { of: found[1] === 'latency' ? 'latencies' : 'waits', share: Number(found[2]) / 100 };
}

/**
 * A percentile of one run is no mean of anything, and the mean of several is not that of all. But the
 * share of values up to a given one is a mean: up to 1 % less than the percentile it is not notably
 * more than `share`, and up to 1 % more it is not notably less.
 */
function percentileErrors(
	distributions: readonly Distribution[],
	share: number,
	expected: number,
	nothing: number,
): number {
	const upTo = (time: number) => distributions.map((values) => shareUpTo(values, time));
	const [less, more] = [upTo(expected - nothing), upTo(expected + nothing)];
	const beyond = (excess: number, values: readonly number[]) =>
		excess > 0 ? excess / standardError(values) : 0;
	return Math.max(beyond(meanOf(less) - share, less), beyond(share - meanOf(more), more));
}

/** All figures that have a twin, and by how much they part from it. */
function deviations(
	transport: TransportId,
	scenario: Scenario,
	{ runs, seed }: { readonly runs: number; readonly seed: number },
): Deviation[] {
	const { expected: twins } = expectedFigures(transport, scenario);
	const outcomes = Array.from({ length: runs }, (_, run) =>
		outcomeOf(transport, { ...scenario, seed: seed + run }),
	);
	const found: Deviation[] = [];
	for (const { path, unit } of FIGURES) {
		const expected = figureAt(twins, path);
		const values = outcomes.map(({ figures }) => figureAt(figures, path));
		if (typeof expected !== 'number' || !values.every((value) => typeof value === 'number'))
			continue;
		const measured = meanOf(values);
		const apart = Math.abs(measured - expected);
		const nothing = Math.max(SHARE * Math.abs(expected), NOTHING[unit] ?? ALMOST_NOTHING);
		const percentile = percentileOf(path);
		const errors = percentile
			? percentileErrors(
					outcomes.map((outcome) => outcome[percentile.of]),
					percentile.share,
					expected,
					nothing,
				)
			: apart / standardError(values);
		const notable = percentile ? errors > 0 : apart > nothing;
		found.push({ path, measured, expected, notable, errors });
	}
	return found;
}

/** A mean may part from its formula by the larger of one per cent and four standard errors. */
function parts({ errors, notable }: Deviation): boolean {
	return notable && errors > STANDARD_ERRORS;
}

/** What a transport comes to over all scenarios. */
interface Verdict {
	readonly partings: string[];
	/** Pairs of a scenario and a figure that have a twin. */
	twins: number;
	/** The largest deviation in standard errors of those above one per cent. */
	errors: number;
}

function verdictOn(transport: TransportId): Verdict {
	const verdict: Verdict = { partings: [], twins: 0, errors: 0 };
	scenarioGrid(SCENARIOS).forEach((scenario, index) => {
		const seed = 1000 * index;
		const first = deviations(transport, scenario, { runs: RUNS, seed });
		verdict.twins += first.length;
		const doubtful = new Set(first.filter(parts).map(({ path }) => path));
		const again =
			doubtful.size === 0
				? []
				: deviations(transport, scenario, { runs: RUNS_AGAIN, seed: seed + RUNS });
		const settled = [
			...first.filter(({ path }) => !doubtful.has(path)),
			...again.filter(({ path }) => doubtful.has(path)),
		];
		for (const deviation of settled) {
			const { errors, expected, measured, notable, path } = deviation;
			if (parts(deviation))
				verdict.partings.push(`${index}: ${path}: ${measured}, not ${expected}`);
			if (notable) verdict.errors = Math.max(verdict.errors, errors);
		}
	});
	return verdict;
}

/** Of all pairs of a scenario and a figure, so many have a twin at least: theory may not pass by saying nothing. */
const LEAST_TWINS: Readonly<Record<TransportId, number>> = {
	polling: 0.83,
	longPolling: 0.84,
	sse: 0.92,
	webSocket: 0.9,
};

/** A test of its own file for each transport: together they take minutes, and files run side by side. */
export function testTheFormulasOf(transport: TransportId): void {
	test(
		`${TRANSPORTS[transport].label} does what the formulas say, whatever the scenario`,
		{ timeout: 600_000 },
		async ({ annotate }) => {
			const { errors, partings, twins } = verdictOn(transport);
			const covered = twins / (SCENARIOS * FIGURES.length);
			await annotate(
				`${(covered * 100).toFixed(1)} % of the figures have a formula; ` +
					`of those that are off by more than 1 %, none is by more than ${errors.toFixed(2)} standard errors`,
			);
			expect(partings).toEqual([]);
			expect(covered).toBeGreaterThan(LEAST_TWINS[transport]);
		},
	);
}
