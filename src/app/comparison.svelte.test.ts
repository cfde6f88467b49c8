import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { completeScenario, DEFAULT_SCENARIO, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import type { Report } from '../sim/report.ts';
import type { Expected } from '../theory/expect.ts';
import type { Runner, RunOptions, RunScenario } from '../worker/run.ts';
import { Comparison } from './comparison.svelte.ts';
import { NOTHING_EXPECTED } from './expected.ts';

/** A run that the test drives by hand. */
interface Run extends RunOptions {
	readonly scenario: Scenario;
	readonly transports: readonly TransportId[];
	resolve(): void;
	reject(error: Error): void;
}

/** Of a report only `partial` is read, so a number is enough to tell them apart. */
function report(events: number, seconds?: number): Report {
	const partial = seconds === undefined ? null : { seconds, reason: 'still running' };
	return { events, partial, ...NOTHING_EXPECTED } as Report;
}

function open(scenario = DEFAULT_SCENARIO, transports: readonly TransportId[] = TRANSPORT_IDS) {
	const runs: Run[] = [];
	const run: RunScenario = (scenario, transports, options) =>
		new Promise((resolve, reject) => {
			options.signal.addEventListener('abort', () => reject(new Error('abandoned')));
			runs.push({ ...options, scenario, transports, resolve, reject });
		});
	const expected = vi.fn<Runner['expected']>(() => Promise.resolve({}));
	const runner = { run, expected, where: 'a test' };
	const comparison = new Comparison(runner, scenario, transports);
	void comparison.start();
	return { comparison, runs, expected };
}

function answer(run: Run, events: number, progress = 1) {
	for (const transport of run.transports) {
		run.onProgress({ transport, report: report(events), progress });
	}
}

/** So many seconds are enough to say something: each bin of the series has one. */
const ENOUGH = 1;

/** One transport has its first figures. */
function tell(run: Run, transport: TransportId, events: number) {
	run.onProgress({ transport, report: report(events, ENOUGH), progress: 0.1 });
}

/** Lets a run end after `milliseconds` with the given report for every transport. */
async function finish(run: Run, events: number, milliseconds = 0) {
	vi.advanceTimersByTime(milliseconds);
	answer(run, events);
	run.resolve();
	await Promise.resolve();
	await Promise.resolve();
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what is on screen', () => {
	test('is nothing until every transport has something to say, then all at once', async () => {
		const { comparison, runs } = open();
		expect(comparison.running).toBe(true);
		for (const transport of ['polling', 'sse', 'webSocket'] as const) {
			runs[0]!.onProgress({ transport, report: report(1), progress: 1 });
		}
		expect(comparison.answer).toBeNull();
		runs[0]!.onProgress({ transport: 'longPolling', report: report(1), progress: 0.5 });
		expect(Object.keys(comparison.answer!.reports)).toHaveLength(4);
		expect(comparison.answer!.final).toBe(false);
		expect(comparison.progress).toBe(0.875);

		await finish(runs[0]!, 2);
		expect(comparison.answer).toMatchObject({ final: true, where: 'a test' });
		expect(comparison.running).toBe(false);
	});

	test('is nothing while a transport is warming up, or in the first bin of its series', () => {
		const { comparison, runs } = open(DEFAULT_SCENARIO, ['polling']);
		for (const seconds of [0.001, 0.9 * ENOUGH]) {
			runs[0]!.onProgress({ transport: 'polling', report: report(1, seconds), progress: 0.08 });
			expect(comparison.answer).toBeNull();
		}
		expect(comparison.progress).toBe(0.08);
		runs[0]!.onProgress({ transport: 'polling', report: report(2, ENOUGH), progress: 0.09 });
		expect(comparison.answer!.reports.polling).toEqual(report(2, ENOUGH));
	});

	test('is drawn for the first time before the runs go on', async () => {
		const { comparison, runs } = open(DEFAULT_SCENARIO, ['polling', 'sse']);
		const goneOn: TransportId[] = [];
		const tell = async (transport: TransportId) => {
			await runs[0]!.onProgress({ transport, report: report(1, ENOUGH), progress: 0.1 });
			goneOn.push(transport);
		};
		void tell('polling');
		await vi.advanceTimersByTimeAsync(500);
		expect(goneOn).toEqual([]);
		void tell('sse');
		expect(comparison.answer).not.toBeNull();
		expect(goneOn).toEqual([]);
		await vi.advanceTimersByTimeAsync(100);
		expect(goneOn).toEqual(['polling', 'sse']);

		await finish(runs[0]!, 2);
		comparison.change({ users: 7 });
		await runs[1]!.onProgress({ transport: 'polling', report: report(1, ENOUGH), progress: 0.1 });
	});

	test('does not hold up the others for long when one of them has nothing to say', async () => {
		const { runs } = open(DEFAULT_SCENARIO, ['polling', 'sse']);
		const went = vi.fn();
		const told = runs[0]!.onProgress({
			transport: 'polling',
			report: report(1, ENOUGH),
			progress: 0.1,
		});
		void Promise.resolve(told).then(went);
		await vi.advanceTimersByTimeAsync(2000);
		expect(went).toHaveBeenCalledOnce();
	});

	test('is of those who have something to say, where another takes long', async () => {
		const { comparison, runs } = open();
		tell(runs[0]!, 'webSocket', 1);
		vi.advanceTimersByTime(999);
		expect(comparison.answer).toBeNull();
		vi.advanceTimersByTime(1);
		expect(Object.keys(comparison.answer!.reports)).toEqual(['webSocket']);
		expect(comparison.answer).toMatchObject({ transports: TRANSPORT_IDS, final: false });
		vi.advanceTimersByTime(250);
		tell(runs[0]!, 'sse', 1);
		expect(Object.keys(comparison.answer!.reports).sort()).toEqual(['sse', 'webSocket']);
		await finish(runs[0]!, 2);
		expect(comparison.answer!.final).toBe(true);

		comparison.change({ users: 7 });
		tell(runs[1]!, 'sse', 3);
		vi.advanceTimersByTime(249);
		expect(comparison.answer!.scenario.users).toBe(10_000);
		vi.advanceTimersByTime(1);
		expect(comparison.answer!.scenario.users).toBe(7);
		expect(comparison.answer!.reports).toEqual({ sse: report(3, ENOUGH) });
	});

	test('keeps who is not touched by a change, while another takes long', async () => {
		const { comparison, runs } = open(DEFAULT_SCENARIO, ['polling', 'sse']);
		await finish(runs[0]!, 1);
		comparison.change({ pollInterval: 7 });
		vi.advanceTimersByTime(250);
		expect(comparison.answer!.scenario.pollInterval).toBe(7);
		expect(comparison.answer!.reports).toEqual({ sse: report(1) });
	});

	test('is of nobody where a run fails before it says something', async () => {
		const { comparison, runs } = open();
		await finish(runs[0]!, 1);
		comparison.change({ users: 7 });
		tell(runs[1]!, 'sse', 3);
		runs[1]!.reject(new Error('broken'));
		await vi.advanceTimersByTimeAsync(1000);
		expect(comparison.answer!.scenario.users).toBe(10_000);
		expect(comparison.failure).toBe('broken');
	});

	test('never mixes two scenarios', async () => {
		const { comparison, runs } = open();
		await finish(runs[0]!, 1, 500);
		comparison.change({ users: 7 });
		runs[1]!.onProgress({ transport: 'polling', report: report(2), progress: 1 });
		expect(comparison.scenario.users).toBe(7);
		expect(comparison.answer!.scenario.users).toBe(10_000);
		expect(comparison.answer!.reports.polling).toEqual(report(1));
		answer(runs[1]!, 2);
		expect(comparison.answer!.scenario.users).toBe(7);
		expect(comparison.answer!.reports.polling).toEqual(report(2));
	});

	test('an abandoned run never reaches it', async () => {
		const { comparison, runs } = open();
		vi.advanceTimersByTime(1000);
		comparison.change({ seed: 2 });
		expect(runs[0]!.signal.aborted).toBe(true);
		await finish(runs[1]!, 2);
		answer(runs[0]!, 99);
		runs[0]!.onNotice?.('late');
		expect(comparison.answer!.reports.polling).toEqual(report(2));
		expect(comparison.notices).toEqual([]);
		expect(comparison.running).toBe(false);
		expect(comparison.failure).toBeNull();
	});

	test('is drawn four times a second while a run goes on, and once more when all is said', () => {
		const { comparison, runs } = open();
		answer(runs[0]!, 1, 0.1);
		const first = comparison.answer;
		vi.advanceTimersByTime(100);
		answer(runs[0]!, 2, 0.5);
		expect(comparison.answer).toBe(first);
		expect(comparison.progress).toBe(0.5);
		vi.advanceTimersByTime(150);
		answer(runs[0]!, 3, 0.7);
		expect(comparison.answer!.reports.polling).toEqual(report(3));
		answer(runs[0]!, 4);
		expect(comparison.answer!.reports.webSocket).toEqual(report(4));
		expect(comparison.answer!.final).toBe(true);
	});

	test('is drawn again only when twice as many of very many servers are simulated', () => {
		const { comparison, runs } = open(DEFAULT_SCENARIO, ['polling']);
		const partial = { seconds: 60, reason: 'one stands for all', sampled: true };
		const look = (events: number) => {
			vi.advanceTimersByTime(500);
			const known = { ...report(events), partial };
			runs[0]!.onProgress({ transport: 'polling', report: known, progress: 0.5 });
			return comparison.answer!.reports.polling!.events;
		};
		expect([10, 15, 19, 20, 30, 45].map(look)).toEqual([10, 10, 10, 20, 20, 45]);
		answer(runs[0]!, 50);
		expect(comparison.answer!.reports.polling).toEqual(report(50));
	});

	test('a failure keeps the last good reports, and the next run clears it', async () => {
		const { comparison, runs } = open();
		await finish(runs[0]!, 1, 500);
		comparison.change({ seed: 2 });
		runs[1]!.reject(new Error('out of memory'));
		await vi.advanceTimersByTimeAsync(0);
		expect(comparison.failure).toBe('out of memory');
		expect(comparison.running).toBe(false);
		expect(comparison.answer!.reports.polling).toEqual(report(1));

		comparison.change({ seed: 3 });
		await finish(runs[2]!, 3);
		expect(comparison.failure).toBeNull();
	});
});

describe('what the closed forms expect', () => {
	const known: Expected = { expected: { requestsPerSecond: 1 }, unexpected: {} };

	test('is asked once the run rests, and joins its reports', async () => {
		const { comparison, runs, expected } = open(DEFAULT_SCENARIO, ['polling']);
		expected.mockResolvedValue({ polling: known });
		await finish(runs[0]!, 1);
		expect(expected).not.toHaveBeenCalled();
		expect(comparison.answer).toMatchObject({ final: true, expects: false });
		await vi.advanceTimersByTimeAsync(500);
		expect(expected).toHaveBeenCalledExactlyOnceWith(DEFAULT_SCENARIO, ['polling']);
		expect(comparison.answer!.expects).toBe(true);
		expect(comparison.answer!.reports.polling).toEqual({ ...report(1), ...known });
	});

	test('never joins the reports of another scenario', async () => {
		const { comparison, runs, expected } = open(DEFAULT_SCENARIO, ['polling']);
		expected.mockResolvedValue({ polling: known });
		await finish(runs[0]!, 1);
		comparison.change({ users: 7 });
		await vi.advanceTimersByTimeAsync(500);
		expect(expected).not.toHaveBeenCalled();
		expect(comparison.answer!.reports.polling).toEqual(report(1));
	});

	test('has a reason instead where they cannot be asked', async () => {
		const { comparison, runs, expected } = open(DEFAULT_SCENARIO, ['polling']);
		expected.mockRejectedValue(new Error('no memory'));
		await finish(runs[0]!, 1);
		await vi.advanceTimersByTimeAsync(500);
		const { unexpected } = comparison.answer!.reports.polling!;
		expect(unexpected['latency.mean']).toContain('no memory');
		expect(comparison.failure).toBeNull();
	});
});

describe('a slider that moves faster than runs end', () => {
	test('gets pictures on the way, and the newest at the end', async () => {
		const { comparison, runs } = open();
		await finish(runs[0]!, 0, 40);
		comparison.change({ users: 1 });
		comparison.change({ users: 2 });
		comparison.change({ users: 3 });
		expect(comparison.scenario.users).toBe(3);
		expect(runs).toHaveLength(2);
		await finish(runs[1]!, 1, 40);
		expect(comparison.answer!.scenario.users).toBe(1);
		expect(comparison.running).toBe(true);
		expect(runs[2]!.scenario.users).toBe(3);
		await finish(runs[2]!, 3, 40);
		expect(comparison.answer!.scenario.users).toBe(3);
		expect(comparison.running).toBe(false);
	});

	test('is content with a run under way', async () => {
		const { comparison, runs } = open();
		await finish(runs[0]!, 0, 40);
		comparison.change({ users: 1 });
		comparison.change({ users: 2 });
		answer(runs[1]!, 1, 0.3);
		expect(comparison.answer!.scenario.users).toBe(1);
		expect(runs[1]!.signal.aborted).toBe(true);
		expect(runs[2]!.scenario.users).toBe(2);
	});

	test('waits no more once there is a picture', async () => {
		const { comparison, runs } = open();
		await finish(runs[0]!, 0, 40);
		comparison.change({ users: 1 });
		answer(runs[1]!, 1, 0.3);
		comparison.change({ users: 2 });
		expect(runs[1]!.signal.aborted).toBe(true);
		expect(runs[2]!.scenario.users).toBe(2);
	});

	test('does not wait long for a run that says nothing', async () => {
		const { comparison, runs } = open();
		await finish(runs[0]!, 0, 40);
		comparison.change({ users: 1_000_000 });
		vi.advanceTimersByTime(200);
		comparison.change({ users: 2 });
		expect(runs).toHaveLength(2);
		vi.advanceTimersByTime(50);
		expect(runs[1]!.signal.aborted).toBe(true);
		expect(runs[2]!.scenario.users).toBe(2);
	});
});

describe('the scenario', () => {
	test('takes the profile of a new network', () => {
		const { comparison } = open();
		comparison.change({ network: '3g' });
		expect(comparison.scenario).toMatchObject({ rtt: 300, radio: '3g' });
	});

	test('goes back to what the link said, not to the defaults', () => {
		const { comparison } = open(completeScenario({ users: 5 }));
		expect(comparison.changed).toBe(false);
		comparison.change({ users: 6, pollInterval: 1 });
		expect(comparison.changed).toBe(true);
		comparison.reset();
		expect(comparison.scenario).toEqual(completeScenario({ users: 5 }));
		expect(comparison.changed).toBe(false);
	});

	test('knows what each input goes back to: the link, or the profile of a network chosen since', () => {
		const { comparison } = open(completeScenario({ users: 5, rtt: 99 }));
		expect(comparison.home).toMatchObject({ users: 5, rtt: 99 });
		comparison.change({ network: '3g', users: 6 });
		expect(comparison.home).toMatchObject({ users: 5, rtt: 300 });
	});

	test('can be one with a name', () => {
		const { comparison } = open(completeScenario({ users: 5 }));
		comparison.choosePreset('cursors');
		expect(comparison.scenario).toMatchObject({ users: 500, network: 'wifi', rtt: 30 });
		comparison.choosePreset('default');
		expect(comparison.scenario).toEqual(DEFAULT_SCENARIO);
	});

	test('of another link replaces all, and becomes what a reset goes back to', () => {
		const { comparison } = open();
		comparison.open(completeScenario({ users: 9 }), ['sse']);
		comparison.change({ users: 10 });
		comparison.reset();
		expect(comparison.scenario.users).toBe(9);
		expect(comparison.transports).toEqual(['sse']);
	});
});

describe('an input that has no bearing on a transport', () => {
	test('leaves its report as it is', async () => {
		const { comparison, runs } = open();
		await finish(runs[0]!, 1);
		comparison.change({ pollInterval: 7 });
		expect(runs[1]!.transports).toEqual(['polling']);
		expect(comparison.progress).toBe(0.75);
		expect(comparison.answer!.scenario.pollInterval).toBe(DEFAULT_SCENARIO.pollInterval);
		await finish(runs[1]!, 2);
		expect(comparison.answer).toMatchObject({ final: true, scenario: { pollInterval: 7 } });
		const { polling, ...others } = comparison.answer!.reports;
		expect(polling).toEqual(report(2));
		expect(others).toEqual({ longPolling: report(1), sse: report(1), webSocket: report(1) });
	});

	test('has its report run to the end that was cut short', () => {
		const { comparison, runs } = open(DEFAULT_SCENARIO, ['polling', 'sse']);
		runs[0]!.onProgress({ transport: 'sse', report: report(1), progress: 1 });
		runs[0]!.onProgress({ transport: 'polling', report: report(1, ENOUGH), progress: 0.5 });
		comparison.change({ pingInterval: 7 });
		expect(runs[1]!.transports).toEqual(['polling', 'sse']);
	});

	test('changes the answer without a run where no other is compared', async () => {
		const { comparison, runs } = open(DEFAULT_SCENARIO, ['sse']);
		await finish(runs[0]!, 1);
		comparison.change({ pollInterval: 7 });
		expect(runs[1]!.transports).toEqual([]);
		expect(comparison.answer).toMatchObject({ final: true, scenario: { pollInterval: 7 } });
	});
});

describe('the choice of transports', () => {
	test('hides without a new run and shows again without one', async () => {
		const { comparison, runs } = open();
		await finish(runs[0]!, 1);
		comparison.compare(['webSocket', 'polling']);
		expect(comparison.transports).toEqual(['polling', 'webSocket']);
		expect(comparison.answer!.transports).toEqual(['polling', 'webSocket']);
		comparison.compare(['sse', 'polling']);
		expect(comparison.answer!.transports).toEqual(['polling', 'sse']);
		expect(runs).toHaveLength(1);
	});

	test('runs what has no report yet', async () => {
		const { comparison, runs } = open(DEFAULT_SCENARIO, ['polling']);
		await finish(runs[0]!, 1);
		comparison.compare(['polling', 'sse']);
		expect(runs[1]!.transports).toEqual(['sse']);
		expect(comparison.answer!.transports).toEqual(['polling']);
		await finish(runs[1]!, 2);
		expect(comparison.answer!.reports).toEqual({ polling: report(1), sse: report(2) });
	});

	test('cannot be empty', () => {
		const { comparison } = open(DEFAULT_SCENARIO, ['polling']);
		comparison.compare([]);
		expect(comparison.transports).toEqual(['polling']);
	});
});

describe('notices', () => {
	test('are shown once however often they are said, and can be dismissed', () => {
		const { comparison, runs } = open();
		runs[0]!.onNotice?.('The worker was restarted.');
		runs[0]!.onNotice?.('The worker was restarted.');
		comparison.notify('theme: expected auto, got "pink". Using auto.');
		expect(comparison.notices.map(({ sentence }) => sentence)).toEqual([
			'The worker was restarted.',
			'theme: expected auto, got "pink". Using auto.',
		]);
		comparison.dismiss(comparison.notices[0]!.id);
		expect(comparison.notices).toHaveLength(1);
	});
});

test('a page that closes abandons its run', () => {
	const { comparison, runs } = open();
	comparison.stop();
	expect(runs[0]!.signal.aborted).toBe(true);
});
