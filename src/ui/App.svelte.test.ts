import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { Address } from '../app/address.ts';
import { Appearance } from '../app/appearance.svelte.ts';
import { Comparison } from '../app/comparison.svelte.ts';
import { Pin } from '../app/pin.svelte.ts';
import { Priorities } from '../app/priorities.svelte.ts';
import { decodePage, encodePage } from '../app/url.ts';
import { simulate } from '../sim/simulate.ts';
import { createTheory } from '../worker/theory.ts';
import type { RunScenario } from '../worker/run.ts';
import App from './App.svelte';

/** The real simulation, without a worker between. */
const run: RunScenario = async (scenario, transports, { signal, onProgress }) => {
	for (const transport of transports) {
		await Promise.resolve();
		signal.throwIfAborted();
		onProgress({ transport, report: simulate(transport, scenario), progress: 1 });
	}
};

/** The page of a link to a scenario so small that it takes no time. */
async function open(query = '') {
	const { page: link, problems } = decodePage(`users=60&duration=10&${query}`);
	const { expected } = createTheory();
	const runner = { run, expected, where: 'this test' };
	const comparison = new Comparison(runner, link.scenario, link.view.transports);
	for (const problem of problems) comparison.notify(problem);
	void comparison.start();
	const replace = vi.fn<(query: string) => void>();
	const address = new Address(encodePage(link), replace);
	const appearance = new Appearance(link.view);
	const pin = new Pin(runner, link.view.pin);
	const priorities = new Priorities(link.view);
	const screen = await render(App, { comparison, pin, appearance, address, priorities });
	const exact = (label: string) => screen.getByRole('textbox', { name: `${label}, exact value` });
	await vi.waitFor(() => expect(comparison.answer?.final).toBe(true));
	return { screen, comparison, replace, exact };
}

beforeEach(() => page.viewport(1280, 800));
afterEach(() => {
	delete document.documentElement.dataset['theme'];
});

describe('a link', () => {
	test('opens with its inputs, its result in a sentence and every figure in a table', async () => {
		const { screen, exact } = await open('pollInterval=5');
		await expect.element(exact('Poll interval')).toHaveValue('5');
		await expect.element(screen.getByText(/^Polling asks 12 times a second/)).toBeVisible();
		const table = screen.getByRole('table', { name: 'All figures' });
		await expect.element(table.getByRole('row', { name: /^Latency, p99/ })).toBeVisible();
		await expect.element(screen.getByText('this test')).toBeVisible();
	});

	test('takes no focus', async () => {
		await open();
		expect(document.activeElement).toBe(document.body);
	});

	test('that could not be used as it stood says so until that is dismissed', async () => {
		const { screen } = await open('pollInterval=0&theme=pink');
		const notice = screen.getByText('pollInterval: expected 0.1 to 3600 s, got "0". Using 0.1.');
		await expect.element(notice).toBeVisible();
		await screen.getByRole('button', { name: /^Dismiss: pollInterval/ }).click();
		await expect.element(notice).not.toBeInTheDocument();
		await expect.element(screen.getByText(/got "pink"/)).toBeVisible();
	});

	test('shows the transports that it names, and no others', async () => {
		const { screen } = await open('transports=polling,sse');
		const columns = screen.getByRole('table', { name: 'All figures' }).getByRole('columnheader');
		await expect
			.poll(() => columns.elements().map((column) => column.textContent.trim()))
			.toEqual(['Figure', 'Polling', 'SSE']);
	});

	test('chooses the theme', async () => {
		const { screen } = await open('theme=dark');
		expect(document.documentElement.dataset['theme']).toBe('dark');
		await screen.getByRole('combobox', { name: 'Theme' }).selectOptions('Projector');
		expect(document.documentElement.dataset['theme']).toBe('projector');
	});
});

describe('changing an input', () => {
	test('changes the result, and the address when it rests', async () => {
		const { screen, exact, replace } = await open();
		await exact('Poll interval').fill('1');
		await userEvent.keyboard('{Enter}');
		await expect.element(screen.getByText(/^Polling asks 60 times a second/)).toBeVisible();
		expect(replace).not.toHaveBeenCalled();
		await vi.waitFor(() => {
			expect(replace.mock.calls).toEqual([['users=60&pollInterval=1&duration=10']]);
		});
	});

	test('can be taken back for one input, and for all', async () => {
		const { screen, exact } = await open('payload=50');
		await expect.element(screen.getByRole('button', { name: 'Reset all' })).toBeDisabled();
		for (const label of ['Payload', 'Poll interval']) {
			await exact(label).fill('7');
			await userEvent.keyboard('{Enter}');
		}
		await screen.getByRole('button', { name: 'Reset Payload' }).click();
		await expect.element(exact('Payload')).toHaveValue('50');
		await expect.element(exact('Poll interval')).toHaveValue('7');
		await screen.getByRole('button', { name: 'Reset all' }).click();
		await expect.element(exact('Poll interval')).toHaveValue('3');
		await expect.element(screen.getByRole('button', { name: /^Reset/ })).toHaveLength(1);
	});

	test('is explained on request', async () => {
		const { screen } = await open();
		const help = screen.getByText(/How many clients are connected/);
		await expect.element(help).not.toBeVisible();
		const about = screen.getByRole('button', { name: 'About Users', exact: true });
		await about.click();
		await expect.element(help).toBeVisible();
		await expect.element(about).toHaveAttribute('aria-expanded', 'true');
	});

	test('to those of a preset names the preset', async () => {
		const { screen, exact } = await open();
		const presets = screen.getByRole('combobox', { name: 'Start from' });
		await expect.element(presets).toHaveDisplayValue('A scenario of your own');
		await presets.selectOptions('Notifications');
		await expect.element(exact('Poll interval')).toHaveValue('30');
		await expect.element(presets).toHaveDisplayValue('Notifications');
	});
});

test.each([
	['latency.p99', 'sse', 'Latency, p99', 'SSE'],
	['battery.wakeUpsPerHour', 'polling', 'Radio wake-ups', 'Polling'],
])('a click on a number in a picture explains %s of %s', async (figure, id, title, label) => {
	const { screen } = await open();
	const selector = `[role=img] text[data-figure="${figure}"][data-transport=${id}]`;
	const number = () => screen.container.querySelector(selector);
	await expect.poll(number).not.toBeNull();
	expect(getComputedStyle(number()!).cursor).toBe('pointer');
	await userEvent.click(number()!);
	const dialog = screen.getByRole('dialog', { name: title });
	await expect.element(dialog).toBeVisible();
	const way = dialog.getByRole('button', { name: label, exact: true });
	await expect.element(way).toHaveAttribute('aria-pressed', 'true');
});

test('a figure that is asked for before the last dialog says that it was closed is explained', async () => {
	const { screen } = await open();
	const ask = (chart: string) => screen.getByRole('button', { name: `Explain ${chart}` });
	await ask('Latency').click();
	const dialog = screen.getByRole('dialog');
	await expect.element(dialog).toBeVisible();
	const first = dialog.element() as HTMLDialogElement;
	const other = ask('Requests').element() as HTMLElement;
	const closed = new Promise((resolve) => first.addEventListener('close', resolve));
	first.close();
	other.click();
	await closed;
	await expect.element(dialog).toBeVisible();
	expect(dialog.element()).not.toBe(first);
});

test('nothing inside a picture takes the focus', async () => {
	const { screen } = await open();
	await expect.poll(() => screen.container.querySelector('[role=img] text.value')).not.toBeNull();
	expect(screen.container.querySelector('[role=img] :is([tabindex], a, button)')).toBeNull();
});

test('hiding a transport leaves the last one', async () => {
	const { screen, replace } = await open('transports=polling,sse');
	await screen.getByRole('checkbox', { name: 'Polling' }).first().click();
	await expect.element(screen.getByRole('checkbox', { name: 'SSE' })).toBeDisabled();
	await expect.element(screen.getByText(/^SSE needs no requests/)).toBeVisible();
	await vi.waitFor(() => expect(replace.mock.lastCall?.[0]).toMatch(/transports=sse$/));
});

test('going back opens the older address', async () => {
	const { exact } = await open();
	const { href } = location;
	try {
		history.replaceState(null, '', '?users=60&duration=10&pollInterval=9');
		window.dispatchEvent(new PopStateEvent('popstate'));
		await expect.element(exact('Poll interval')).toHaveValue('9');
	} finally {
		history.replaceState(null, '', href);
	}
});

test('faults are added and removed by buttons', async () => {
	const { screen, comparison } = await open();
	await screen.getByText('Reliability').click();
	await screen.getByRole('button', { name: '+ Burst' }).click();
	expect(comparison.scenario.faults).toEqual([{ kind: 'burst', start: 3, duration: 2 }]);
	await expect.element(screen.getByText('Burst from 3 s, for 2 s')).toBeVisible();
	await screen.getByRole('button', { name: 'Remove Burst from 3 s' }).click();
	expect(comparison.scenario.faults).toEqual([]);
});

test('on a phone the inputs are in a drawer, which says what they are', async () => {
	await page.viewport(390, 800);
	const { screen, exact } = await open();
	await expect.element(exact('Poll interval')).not.toBeInTheDocument();
	await screen.getByText('60 users, a poll every 3 s').click();
	await expect.element(exact('Poll interval')).toBeVisible();
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
});

test('a guest has no header and no links, and leaves the address alone', async () => {
	const { screen, exact, replace, comparison } = await open('embed=1');
	await expect.element(screen.getByRole('heading', { level: 1 })).not.toBeInTheDocument();
	await expect.element(screen.getByRole('link', { name: /Skip/ })).not.toBeInTheDocument();
	await exact('Poll interval').fill('1');
	await userEvent.keyboard('{Enter}');
	expect(comparison.scenario.pollInterval).toBe(1);
	await new Promise((resolve) => setTimeout(resolve, 600));
	expect(replace).not.toHaveBeenCalled();
});
