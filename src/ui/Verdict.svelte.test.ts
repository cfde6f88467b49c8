import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { Comparison } from '../app/comparison.svelte.ts';
import { Priorities } from '../app/priorities.svelte.ts';
import { decodePage } from '../app/url.ts';
import { simulate } from '../sim/simulate.ts';
import type { RunScenario } from '../worker/run.ts';
import { createTheory } from '../worker/theory.ts';
import Verdict from './Verdict.svelte';

/** Verdicts wait for workers and whole maps, on machines that may be busy. */
const LONG = { timeout: 60_000 };

/** The real simulation, without a worker between. */
const run: RunScenario = async (scenario, transports, { onProgress }) => {
	for (const transport of transports) {
		await Promise.resolve();
		onProgress({ transport, report: simulate(transport, scenario), progress: 1 });
	}
};

async function open(query = '') {
	await page.viewport(1280, 900);
	const { page: link } = decodePage(`users=50&duration=10&${query}`);
	const { expected } = createTheory();
	const runner = { run, expected, where: 'this test' };
	const comparison = new Comparison(runner, link.scenario, link.view.transports);
	const priorities = new Priorities(link.view);
	void comparison.start();
	await vi.waitFor(() => expect(comparison.answer?.final).toBe(true));
	const screen = await render(Verdict, { comparison, priorities });
	return { screen, comparison, priorities };
}

describe('the verdict', LONG, () => {
	test('is said with the rules that hold and the numbers behind them', async () => {
		const { screen } = await open();
		await expect.element(screen.getByText(/^SSE fits:/).first()).toBeVisible();
		await expect.element(screen.getByText('for SSE', { exact: true })).toBeVisible();
		await expect.element(screen.getByText(/Radio wake-ups: polling 0\/h/)).toBeVisible();
	});

	test('follows the weights', async () => {
		const { screen, priorities } = await open('pollInterval=60&soonEnough=60');
		await expect.element(screen.getByText(/^A tie|^\w+ fits:/).first()).toBeVisible();
		for (const name of ['Freshness', 'Server load', 'Bytes', 'Money', 'Simplicity']) {
			screen.getByRole('slider', { name, exact: true }).element().focus();
			await userEvent.keyboard('{Home}');
		}
		expect(priorities.weights).toMatchObject({ battery: 1, bytes: 0, simplicity: 0 });
		await expect.element(screen.getByText(/^Polling fits:/).first()).toBeVisible();
		await screen.getByRole('combobox', { name: 'For' }).selectOptions('Realtime product');
		expect(priorities.soonEnough).toBe(0.1);
		await expect.element(screen.getByText(/^SSE fits|so SSE, the simplest/).first()).toBeVisible();
	});

	test('says when a transport is out', async () => {
		const { screen } = await open('faults=block@0%2B10&weights=battery:1');
		await expect
			.element(screen.getByText(/WebSocket is blocked by a proxy for the whole run/).first())
			.toBeVisible();
	});
});

describe('the map', LONG, () => {
	test('moves today by the keyboard, one axis at a time', async () => {
		const { screen, comparison } = await open();
		const ring = screen.getByRole('slider', { name: /^Today/ });
		await expect.element(ring).toBeInTheDocument();
		ring.element().focus();
		await userEvent.keyboard('{ArrowRight}');
		await vi.waitFor(() => expect(comparison.scenario.pollInterval).toBe(3.5));
		await userEvent.keyboard('{ArrowDown}');
		await vi.waitFor(() => expect(comparison.scenario.messageRate).toBe(0.9));
		await expect
			.element(ring)
			.toHaveAttribute('aria-valuetext', '3.5\u202fs between polls, 0.9 messages a minute');
	});

	test('is simulated cell by cell, read off by the keyboard, and said in a sentence', async () => {
		const { screen } = await open();
		await expect
			.poll(() => screen.container.textContent, { timeout: 50_000 })
			.toMatch(/130 of 130 cells\s+simulated/);
		const cells = screen.getByRole('slider', { name: 'Place on the map' });
		cells.element().focus();
		await userEvent.keyboard('{ArrowRight}');
		await expect
			.element(cells)
			.toHaveAttribute(
				'aria-valuetext',
				expect.stringMatching(/^5\u202fs between polls, 1 message/),
			);
		await expect.element(screen.getByText(/elsewhere|everywhere/)).toBeVisible();
	});
});
