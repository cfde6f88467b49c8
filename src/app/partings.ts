import { figureAt, FIGURES } from '../model/figures.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Fraction } from '../model/units.ts';
import type { Distribution, Simulated } from '../sim/report.ts';
import { figure, percent } from './words.ts';

/** How a simulated figure and the expected one stand to each other. */
export interface Parting {
	/** Simulated less expected, as a share of the expected. */
	readonly apart: Fraction;
	/** Chance alone parts them by less than this in 95 runs of 100, about. */
	readonly chance: Fraction;
	/** What to say of it. */
	readonly sentence: string;
}

/** Two standard errors cover 95 % of what chance does. */
const TWO = 2;
/** A difference that no reader sees. */
const ALIKE: Fraction = 0.002;
/** Above this utilisation queues are long and forget slowly. */
const CROWDED: Fraction = 0.7;

/** Compares what a run gave for the figure at `path` with what is expected; null where it gave nothing. */
export function partingOf(
	report: Simulated,
	scenario: Scenario,
	path: string,
	expected: number,
): Parting | null {
	const simulated = figureAt(report, path) ?? null;
	if (simulated === null) return null;
	const difference = simulated - expected;
	const nothing = Math.abs(difference) < 1e-9 * Math.max(1, Math.abs(expected));
	const apart = nothing ? 0 : difference / Math.max(Math.abs(expected), Number.MIN_VALUE);
	const chance = chanceOf(report, scenario, path, expected);
	return { apart, chance, sentence: sentenceOf(report, scenario, apart, chance) };
}

function sentenceOf(
	report: Simulated,
	scenario: Scenario,
	apart: Fraction,
	chance: Fraction,
): string {
	const size = Math.abs(apart);
	if (size === 0) return 'Simulated and expected are the same.';
	if (size > 1000)
		return `Where nothing is expected, the run had some: ${causeOf(report, scenario)}.`;
	const by = `Simulated is ${percent(size)} ${apart > 0 ? 'above' : 'below'} expected`;
	if (size <= ALIKE) return `${by}: the same for every purpose.`;
	if (size <= chance) {
		return `${by}. In a run of this size chance alone makes ±${percent(chance)}; another seed shows it.`;
	}
	return `${by}, more than the ±${percent(chance)} that chance makes: ${causeOf(report, scenario)}.`;
}

/** What in the run departs from what formulas assume, the weightiest first. */
function causeOf({ messages, partial, server }: Simulated, scenario: Scenario): string {
	if (partial) return `only the first ${figure(partial.seconds)} s are counted so far`;
	if (scenario.faults.length > 0) return 'something went wrong during the run';
	if (server.utilisation > CROWDED) {
		return `the cores are ${percent(server.utilisation)} busy, so that queues are long and one run is not the mean of many`;
	}
	if (messages.published < 100) return `only ${messages.published} messages were published`;
	if (messages.duplicated > 0) return 'some answers were overtaken by the next poll';
	if (messages.late > 0.01 * messages.published) return 'much was still under way at the end';
	if (server.handshakesPerSecond > 0) {
		return 'connections close and open again, and the end of the run cuts through that';
	}
	return 'rare events, such as losses one upon the other, weigh more than their number';
}

/** Two standard errors of a figure as a share of it, from how many random events it is made of. */
function chanceOf(report: Simulated, scenario: Scenario, path: string, expected: number): Fraction {
	const { battery, distribution, messages, phones, server } = report;
	// A shared message is one event, however many get it.
	const events = messages.delivered / (scenario.audience === 'shared' ? scenario.users : 1);
	if (path.startsWith('latency.p')) {
		const percentile = Number(path.slice('latency.p'.length)) / 100;
		if (percentile > 0) return percentileChance(distribution, percentile, events, expected);
	}
	if (path.startsWith('latency')) return share(deviationOf(distribution), events, expected);
	if (path.startsWith('server.queueWait')) {
		const requests = Math.max(
			1,
			(report.requestsPerSecond + report.messagesPerSecond) * scenario.duration,
		);
		return (2 * TWO) / ((1 - Math.min(0.99, server.utilisation)) * Math.sqrt(requests));
	}
	if (path.startsWith('battery')) {
		const wakeUps = (battery.wakeUpsPerHour * phones * scenario.duration) / 3600;
		return TWO / Math.sqrt(Math.max(1, wakeUps, scenario.radio === 'none' ? Infinity : 0));
	}
	const counted = FIGURES.find((facts) => facts.path === path)?.unit === 'count';
	return TWO / Math.sqrt(Math.max(1, counted && expected > 0 ? expected : events));
}

function share(deviation: number, events: number, expected: number): Fraction {
	return (TWO * deviation) / Math.sqrt(Math.max(1, events)) / Math.max(expected, 1e-9);
}

function deviationOf({ counts, edges }: Distribution): number {
	let [total, sum, squares] = [0, 0, 0];
	counts.forEach((count, i) => {
		const middle = (edges[i]! + edges[i + 1]!) / 2;
		total += count;
		sum += count * middle;
		squares += count * middle * middle;
	});
	if (total === 0) return 0;
	const mean = sum / total;
	return Math.sqrt(Math.max(0, squares / total - mean * mean));
}

/** Where the percentile may lie: the latencies whose rank is two standard errors off. */
function percentileChance(
	distribution: Distribution,
	percentile: Fraction,
	events: number,
	expected: number,
): Fraction {
	const error = TWO * Math.sqrt((percentile * (1 - percentile)) / Math.max(1, events));
	const low = latencyAt(distribution, percentile - error);
	const high = latencyAt(distribution, percentile + error);
	return Math.max(expected - low, high - expected, 0) / Math.max(expected, 1e-9);
}

function latencyAt({ counts, edges }: Distribution, rank: Fraction): number {
	const total = counts.reduce((sum, count) => sum + count, 0);
	let below = 0;
	for (let i = 0; i < counts.length; i++) {
		const next = below + counts[i]! / total;
		if (next >= rank)
			return edges[i]! + ((rank - below) / (next - below)) * (edges[i + 1]! - edges[i]!);
		below = next;
	}
	return edges.at(-1) ?? 0;
}
