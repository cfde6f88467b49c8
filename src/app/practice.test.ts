import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { simulated } from '../sim/testScenario.ts';
import { NOTHING_EXPECTED } from './expected.ts';
import { practise } from './practice.ts';

const scenario = completeScenario({ users: 10, duration: 10 });
const transports = ['sse'] as const satisfies readonly TransportId[];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page whose run was of so many events. */
function page(events: number) {
	const report = { ...simulated('sse', scenario), ...NOTHING_EXPECTED, events };
	const reports = { sse: report };
	const answer = { scenario, transports, reports, where: '', final: true, expects: true };
	return { scenario: scenario, transports, answer, running: false };
}

/** What is practised on a page that its reader changes like this. */
async function practised(on: ReturnType<typeof page>, change: Partial<typeof on> = {}) {
	const runner = { practise: vi.fn(() => Promise.resolve()) };
	practise(on, runner);
	expect(runner.practise).not.toHaveBeenCalled();
	Object.assign(on, change);
	await vi.runAllTimersAsync();
	return runner.practise.mock.calls;
}

test('once a page has come to rest, what it shows is practised', async () => {
	expect(await practised(page(1000))).toEqual([[scenario, transports]]);
});

test('who has changed something needs no practice, nor has a run to give way to it', async () => {
	expect(await practised(page(1000), { scenario: { ...scenario, users: 20 } })).toEqual([]);
	expect(await practised(page(1000), { running: true })).toEqual([]);
});

test('a long run was practice enough', async () => {
	expect(await practised(page(10_000_000))).toEqual([]);
});
