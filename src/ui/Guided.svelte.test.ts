import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { Appearance } from '../app/appearance.svelte.ts';
import { Comparison } from '../app/comparison.svelte.ts';
import type { Guide } from '../app/guide.svelte.ts';
import { overridesOf } from '../app/guideLink.ts';
import { decodePage } from '../app/url.ts';
import { simulate } from '../sim/simulate.ts';
import type { RunScenario } from '../worker/run.ts';
import Guided from './Guided.svelte';

const run: RunScenario = async (scenario, transports, { signal, onProgress }) => {
	for (const transport of transports) {
		await Promise.resolve();
		signal.throwIfAborted();
		onProgress({ transport, report: simulate(transport, scenario), progress: 1 });
	}
};

/** The guide as a link opens it, with a scenario so small that it takes no time. */
async function open(query: string) {
	const link = decodePage(`users=60&duration=10&${query}`);
	const { scenario, view } = link.page;
	const runner = { run, expected: () => Promise.resolve({}), where: 'this test' };
	const comparison = new Comparison(runner, scenario, view.transports);
	const appearance = new Appearance(view);
	const [onready, onvisit] = [vi.fn<(guide: Guide) => void>(), vi.fn()];
	const overrides = overridesOf(link);
	const props = { comparison, appearance, view, overrides, onready, onvisit };
	const screen = await render(Guided, props);
	return { screen, comparison, appearance, guide: onready.mock.calls[0]![0], onvisit };
}

beforeEach(() => page.viewport(1280, 900));
afterEach(() => {
	delete document.documentElement.dataset['present'];
});

test('a bet is committed, decided by the run, and stays on its axis', async () => {
	const { screen, guide } = await open('lesson=polling');
	expect(guide.asking).toBe(true);
	await screen.getByRole('textbox', { name: 'Your bet, exact value' }).fill('200');
	await userEvent.keyboard('{Enter}');
	await screen.getByRole('button', { name: 'Commit and see' }).click();
	await expect
		.element(screen.getByText(/You bet 200 a second\. The run gives [\d.]+ a second\..*too high/))
		.toBeVisible();
	await expect.element(screen.getByText(/Divide the users|divide the users/)).toBeVisible();
	await expect.element(screen.getByRole('img', { name: /You bet 200/ })).toBeVisible();
	await expect.element(screen.getByText(/[\d.]+ requests a second, day and night/)).toBeVisible();
	expect(guide.asking).toBe(false);
});

test('whoever is not sure sees the result at once', async () => {
	const { screen, guide } = await open('lesson=polling&step=2');
	await screen.getByRole('button', { name: 'Not sure, show me' }).click();
	expect(guide.asking).toBe(false);
	await expect.element(screen.getByText('HTTP heads')).toBeVisible();
	await expect.element(screen.getByText('right')).toBeVisible();
});

test('steps are walked by buttons, each a place to come back to, and announced once', async () => {
	const { screen, comparison, onvisit } = await open('lesson=polling&step=2');
	await screen.getByRole('button', { name: 'Next →' }).click();
	expect(comparison.scenario.network).toBe('wifi');
	expect(onvisit).toHaveBeenCalledTimes(1);
	await expect
		.element(screen.getByRole('status').filter({ hasText: /^\s*Step/ }))
		.toHaveTextContent('Step 3 of 4: The wait for the next poll');
	await expect
		.element(screen.getByRole('button', { name: /^Step 3/ }))
		.toHaveAttribute('aria-current', 'step');
});

test('keys act for the presenter, but not in a field, and letters can be switched off', async () => {
	const { screen, comparison, appearance, guide } = await open('lesson=polling&step=3&present=1');
	expect(appearance.theme).toBe('projector');
	await userEvent.keyboard('{ArrowLeft}');
	expect(guide.open?.index).toBe(1);
	await userEvent.keyboard('1');
	expect(comparison.transports).toEqual(['polling']);
	await userEvent.keyboard('1');
	expect(comparison.transports).toHaveLength(4);

	await userEvent.keyboard('?');
	await screen.getByRole('checkbox', { name: /single letter/ }).click();
	(document.activeElement as HTMLElement).blur();
	await userEvent.keyboard('4');
	expect(comparison.transports).toHaveLength(4);
	await userEvent.keyboard('{ArrowRight}');
	expect(guide.open?.index).toBe(2);
	await screen.getByRole('textbox', { name: 'Your bet, exact value' }).click();
	await userEvent.keyboard('{ArrowRight}');
	expect(guide.open?.index).toBe(2);

	await screen.getByRole('button', { name: 'Stop presenting' }).click();
	expect(appearance.theme).toBe('auto');
});
