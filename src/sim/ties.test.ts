import { afterEach, describe, expect, test, vi } from 'vitest';
import { FIGURES, figureAt } from '../model/figures.ts';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import { EventQueue } from './eventQueue.ts';
import { mix } from './random.ts';
import { simulate } from './simulate.ts';
import { deviationOf, meanOf } from './testScenario.ts';

const RUNS = 12;
const STANDARD_ERRORS = 3;

/** All ask at the same moments, on a path that takes as long for each; so nearly everything comes at once. */
const TOGETHER = {
	users: 300,
	duration: 30,
	phases: 'synchronised',
	messageRate: 6,
	jitter: 0,
	loss: 0,
	cores: 1,
} as const;

/** What of a queue decides which of two events comes first; whoever shuffles ties must know. */
interface Insides {
	readonly times: Float64Array;
	readonly what: Int32Array;
	before(a: number, b: number): boolean;
}

afterEach(() => {
	vi.restoreAllMocks();
});

/** From now on clients with events at the same time take turns in another order, one for each salt. */
function shuffleTies(salt: number): void {
	const insides = EventQueue.prototype as unknown as Insides;
	vi.spyOn(insides, 'before').mockImplementation(function (this: Insides, a, b) {
		const difference = this.times[a]! - this.times[b]!;
		if (difference !== 0) return difference < 0;
		const [one, other] = [this.what[a]!, this.what[b]!];
		const [mine, theirs] = [mix((one >> 4) ^ salt), mix((other >> 4) ^ salt)];
		return mine < theirs || (mine === theirs && one < other);
	});
}

/** Every figure of runs that differ in their seed. */
function figuresOf(id: TransportId): Map<string, readonly number[]> {
	const reports = Array.from({ length: RUNS }, (_, seed) =>
		simulate(id, completeScenario({ ...TOGETHER, seed })),
	);
	return new Map(FIGURES.map(({ path }) => [path, reports.map((r) => figureAt(r, path) ?? 0)]));
}

describe.each(TRANSPORT_IDS)('of events at the same time on %s', (id) => {
	test('whoever comes first, no figure is another', () => {
		const inOrder = figuresOf(id);
		shuffleTies(0x5ca1ab1e);
		const shuffled = figuresOf(id);
		const apart = [...inOrder].flatMap(([path, values]) => {
			const others = shuffled.get(path)!;
			const error = Math.hypot(deviationOf(values), deviationOf(others)) / Math.sqrt(RUNS);
			const difference = Math.abs(meanOf(values) - meanOf(others));
			return difference <= STANDARD_ERRORS * error + 1e-9 * Math.abs(meanOf(values)) ? [] : [path];
		});
		expect(apart).toEqual([]);
	});
});

test('the order of ties is another, or all this would say nothing', () => {
	const scenario = completeScenario({ ...TOGETHER, seed: 1 });
	const before = simulate('polling', scenario);
	shuffleTies(0x5ca1ab1e);
	expect(simulate('polling', scenario).latency.mean).not.toBe(before.latency.mean);
});
