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

/** How often a page that its reader changes like this is practised, and whether the runner was idle each time. */
async function practised(
	on: ReturnType<typeof page>,
	{ busy = false, run = () => Promise.resolve(), ...change }: Practice = {},
) {
	const runner = { busy, run: vi.fn(run) };
	practise(on, runner);
	expect(runner.run).not.toHaveBeenCalled();
	Object.assign(on, change);
	await vi.runAllTimersAsync();
	return runner.run.mock.calls.length;
}

interface Practice extends Partial<ReturnType<typeof page>> {
	readonly busy?: boolean;
	readonly run?: () => Promise<void>;
}

test('once a page has come to rest, what it shows is run twice more', async () => {
	expect(await practised(page(1000))).toBe(2);
});

test('who has changed something needs no practice, nor has a run to give way to it', async () => {
	expect(await practised(page(1000), { scenario: { ...scenario, users: 20 } })).toBe(0);
	expect(await practised(page(1000), { busy: true })).toBe(0);
});

test('practice that is overtaken ends', async () => {
	const overtaken = () => Promise.reject(new DOMException('A newer run has begun.', 'AbortError'));
	expect(await practised(page(1000), { run: overtaken })).toBe(1);
});

test('a long run was practice enough', async () => {
	expect(await practised(page(10_000_000))).toBe(0);
});
