import { expect, test, vi } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import type { Report } from '../sim/report.ts';
import type { RunScenario } from '../worker/run.ts';
import { NOTHING_EXPECTED } from './expected.ts';
import { lacks, pinOf, readPin, simulated } from './pinning.ts';

const both = ['polling', 'sse'] as const;
const { signal } = new AbortController();

/** A report that can be told from others by its number of events. */
function reportOf(events: number): Report {
	return { events, partial: null, ...NOTHING_EXPECTED } as Report;
}

const run = vi.fn<RunScenario>((scenario, transports, { onProgress }) => {
	for (const transport of transports) {
		onProgress({ transport, report: reportOf(1), progress: 0.5 });
		onProgress({ transport, report: reportOf(scenario.pollInterval), progress: 1 });
	}
	return Promise.resolve();
});

test('what a link pins is simulated for the transports that are missing', async () => {
	const { pinned, problem } = readPin('pollInterval:30');
	expect(problem).toBeUndefined();
	expect(lacks(pinned, both)).toBe(true);
	const first = await simulated(pinned, ['polling'], { run, signal });
	expect(first.reports).toEqual({ polling: reportOf(30) });
	expect(lacks(first, ['polling'])).toBe(false);
	const second = await simulated(first, both, { run, signal });
	expect(run.mock.lastCall?.slice(0, 2)).toEqual([completeScenario({ pollInterval: 30 }), ['sse']]);
	expect(lacks(second, both)).toBe(false);
});

test('a run that has ended is pinned as it is, under the text of its link', () => {
	const scenario = completeScenario({ users: 5 });
	const reports = { polling: reportOf(7), sse: reportOf(8) };
	const pinned = pinOf({
		scenario,
		transports: both,
		reports,
		where: 'here',
		final: true,
		expects: true,
	});
	expect(pinned).toEqual({ text: 'users:5', scenario, reports, failure: null });
	expect(lacks(pinned, both)).toBe(false);
});

test('a link that pins nonsense says so and pins nothing', () => {
	const { pinned, problem } = readPin('faster');
	expect(pinned.scenario).toBeNull();
	expect(pinned.text).toBe('');
	expect(lacks(pinned, both)).toBe(false);
	expect(problem).toMatch(
		/^pin: expected none, default or .*, got "faster"\. Nothing is pinned\.$/,
	);
	expect(readPin('users:0').problem).toMatch(/got "0"\. Using users:1\.$/);
});

test('a run that fails says why, and is not tried again', async () => {
	const { pinned } = readPin('users:5');
	run.mockRejectedValueOnce(new Error('too many events'));
	const failed = await simulated(pinned, both, { run, signal });
	expect(failed).toEqual({ ...pinned, failure: 'too many events' });
	expect(lacks(failed, both)).toBe(false);
});

test('a run that the page overtakes rejects, and can be asked for again', async () => {
	const { pinned } = readPin('users:5');
	run.mockRejectedValueOnce(new DOMException('A newer run has begun.', 'AbortError'));
	await expect(simulated(pinned, both, { run, signal })).rejects.toThrow('newer run');
	expect(lacks(pinned, both)).toBe(true);
});
