import { describe, expect, test } from 'vitest';
import { DEFAULT_SCENARIO, type Scenario } from '../model/scenario.ts';
import type { Report } from '../sim/report.ts';
import type { RunOptions, RunScenario } from '../worker/run.ts';
import { Sweep, samplesOf, valuesOf, withPoint, type Question } from './sweep.svelte.ts';

const QUESTION: Question = {
	scenario: DEFAULT_SCENARIO,
	transports: ['polling', 'sse'],
	input: 'pollInterval',
	figure: 'battery.energyPerHour',
};

function report(energyPerHour: number, partial: Report['partial'] = null): Report {
	return { battery: { energyPerHour }, partial } as Report;
}

/** Polling costs less the rarer it is, SSE always the same: they cross at 27 s. */
function answer({ pollInterval }: Scenario, { onProgress }: RunOptions): void {
	onProgress({ transport: 'polling', report: report(2700 / pollInterval), progress: 1 });
	onProgress({ transport: 'sse', report: report(100), progress: 1 });
}

/** A sweep whose runs end by themselves, or not at all where `hangs`. */
function start(hangs: (scenario: Scenario) => boolean = () => false) {
	const asked: Scenario[] = [];
	const run: RunScenario = (scenario, _, options) =>
		new Promise((resolve, reject) => {
			asked.push(scenario);
			options.signal.addEventListener('abort', () => reject(new Error('abandoned')));
			if (hangs(scenario)) return;
			answer(scenario, options);
			resolve();
		});
	return { sweep: new Sweep({ run }), asked };
}

describe('a sweep', () => {
	test('changes one input and leaves the others alone', async () => {
		const { sweep, asked } = start();
		await sweep.work(QUESTION);
		for (const scenario of asked) {
			const { pollInterval } = DEFAULT_SCENARIO;
			expect({ ...scenario, pollInterval }).toEqual(DEFAULT_SCENARIO);
		}
	});

	test('ends with runs around each crossing, whose place is then known within 2 %', async () => {
		const { sweep, asked } = start();
		await sweep.work(QUESTION);
		expect(asked.slice(0, 2).map(({ pollInterval }) => pollInterval)).toEqual([1, 1000]);
		expect(asked).toHaveLength(25 + 4);
		const xs = sweep.points.map(({ x }) => x);
		expect(xs).toEqual(xs.toSorted((a, b) => a - b));
		const above = xs.findIndex((x) => x > 27);
		expect(xs[above]! / xs[above - 1]!).toBeLessThan(1.02);
		expect(sweep.running).toBe(false);
	});

	test('shows each point as soon as it is known', async () => {
		const { sweep } = start(({ pollInterval }) => pollInterval === 100);
		void sweep.work(QUESTION);
		await expect.poll(() => sweep.points.map(({ x }) => x)).toEqual([1, 10, 1000]);
		expect(sweep.running).toBe(true);
	});

	test('goes on where it was paused', async () => {
		let hangs = true;
		const { sweep, asked } = start(({ pollInterval }) => hangs && pollInterval === 100);
		void sweep.work(QUESTION);
		await expect.poll(() => sweep.points.length).toBe(3);
		sweep.pause();
		expect(sweep.running).toBe(false);
		hangs = false;
		await sweep.work(QUESTION);
		expect(asked).toHaveLength(25 + 4 + 1);
		expect(sweep.failure).toBeNull();
	});

	test('of another figure, or from another value of the same input, runs nothing again', async () => {
		const { sweep, asked } = start();
		await sweep.work(QUESTION);
		const runs = asked.length;
		const scenario = { ...DEFAULT_SCENARIO, pollInterval: 5 };
		await sweep.work({ ...QUESTION, scenario, figure: 'requestsPerSecond' });
		expect(asked).toHaveLength(runs);
	});

	test('of another scenario begins without the old points', async () => {
		const { sweep } = start();
		await sweep.work(QUESTION);
		sweep.pose({ ...QUESTION, scenario: { ...DEFAULT_SCENARIO, payload: 7 } });
		expect(sweep.points).toEqual([]);
	});

	test('says why it ended early', async () => {
		const sweep = new Sweep({ run: () => Promise.reject(new Error('out of memory')) });
		await sweep.work(QUESTION);
		expect(sweep.failure).toBe('out of memory');
		expect(sweep.running).toBe(false);
	});
});

test('a run that was cut short has no values: its means are of less time', () => {
	const cut = report(5, { seconds: 3, reason: 'too many events', sampled: false });
	expect(valuesOf(report(5))['battery.energyPerHour']).toBe(5);
	expect(valuesOf(cut)['battery.energyPerHour']).toBeNull();
});

test('a point takes its place among the others, or that of one with the same value', () => {
	const point = (x: number, energy: number) => ({ x, values: { sse: { energy } } });
	const points = withPoint(withPoint([point(4, 1)], point(2, 2)), point(4, 3));
	expect(samplesOf(points, 'energy')).toEqual([
		{ x: 2, values: { sse: 2 } },
		{ x: 4, values: { sse: 3 } },
	]);
});
