import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { Comparison } from '../app/comparison.svelte.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import type { RunScenario } from '../worker/run.ts';
import { createTheory } from '../worker/theory.ts';
import './theme.css';
import FaultTimeline from './FaultTimeline.svelte';

const { expected } = createTheory();

/** The real simulation, without a worker between. */
const run: RunScenario = async (scenario, transports, { signal, onProgress }) => {
	await Promise.resolve();
	signal.throwIfAborted();
	for (const transport of transports) {
		onProgress({ transport, report: simulate(transport, scenario), progress: 1 });
	}
};

async function open(inputs: Partial<Scenario> = {}) {
	const scenario = completeScenario({ users: 100, duration: 60, messageRate: 6, ...inputs });
	const comparison = new Comparison({ run, expected, where: 'this test' }, scenario, TRANSPORT_IDS);
	void comparison.start();
	const runner = { run, dispose: () => undefined };
	const screen = await render(FaultTimeline, { comparison, runner });
	const bar = (name: string) => screen.getByRole('slider', { name, exact: true });
	return { screen, comparison, bar };
}

beforeEach(() => page.viewport(1000, 900));

describe('faults over time', () => {
	test('are added, moved, made longer and taken away, by buttons and keys', async () => {
		const { screen, comparison, bar } = await open();
		await screen.getByRole('button', { name: '+ Servers restart' }).click();
		await expect.element(bar('Servers restart')).toBeVisible();
		expect(comparison.scenario.faults).toEqual([{ kind: 'restart', start: 20, duration: 10 }]);

		(bar('Servers restart').element() as HTMLElement).focus();
		await userEvent.keyboard('{ArrowLeft}');
		await vi.waitFor(() => expect(comparison.scenario.faults[0]!.start).toBe(19));
		await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
		await vi.waitFor(() => expect(comparison.scenario.faults[0]!.duration).toBe(11));
		await userEvent.keyboard('{Delete}');
		await vi.waitFor(() => expect(comparison.scenario.faults).toEqual([]));
		await expect.element(screen.getByText(/^Nothing goes wrong/)).toBeVisible();
	});

	test('are typed, to the millisecond', async () => {
		const { screen, comparison } = await open({
			faults: [{ kind: 'drop', start: 20, duration: 10 }],
		});
		await screen.getByRole('textbox', { name: 'Network drops from, s' }).fill('12.3456');
		await userEvent.keyboard('{Enter}');
		await vi.waitFor(() => expect(comparison.scenario.faults[0]!.start).toBe(12.346));
		await screen.getByRole('textbox', { name: 'Network drops for, s' }).fill('soon');
		await userEvent.keyboard('{Enter}');
		await expect.element(screen.getByText('expected 0 to 3600 s, got "soon"')).toBeVisible();
	});

	test('shade their time in every plot', async () => {
		const { screen } = await open({ faults: [{ kind: 'drop', start: 20, duration: 10 }] });
		await expect.poll(() => screen.container.querySelectorAll('rect.span').length).toBe(5);
	});

	test('say what they did, against a run without them', async () => {
		const faults = [{ kind: 'restart', start: 20, duration: 10 }] as const;
		const { screen } = await open({ faults, resume: false });
		const scenario = completeScenario({
			users: 100,
			duration: 60,
			messageRate: 6,
			faults,
			resume: false,
		});
		const { lost } = simulate('webSocket', scenario).messages;
		expect(lost).toBeGreaterThan(50);
		const table = screen.getByRole('region', { name: 'What a fault does' });
		table.element().scrollIntoView();
		const row = table.getByRole('row', { name: /^WebSocket/ });
		await expect
			.element(row.getByRole('cell').first(), { timeout: 20_000 })
			.toHaveTextContent(String(lost));
	});

	test('show what each precaution is worth, and its box switches it', async () => {
		const faults = [{ kind: 'restart', start: 20, duration: 10 }] as const;
		const { screen, comparison } = await open({ faults });
		const table = screen.getByRole('region', { name: 'What each precaution is worth' });
		table.element().scrollIntoView();
		const jitter = table.getByRole('row', { name: /^Jitter/ });
		// All 100 at once, but for those beyond the edge of a second.
		await expect
			.element(jitter.getByRole('cell').nth(3), { timeout: 20_000 })
			.toHaveTextContent(/^(9\d|100)$/);
		await table.getByRole('checkbox', { name: /^Jitter/ }).click();
		await vi.waitFor(() => expect(comparison.scenario.reconnect).toBe('backoff'));
	});
});
