import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { FIGURES } from '../model/figures.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import Explanation from './Explanation.svelte';
import './theme.css';

/** The explanation of a figure in the answer to a scenario of polling and SSE. */
async function open(path: string, inputs: Partial<Scenario> = {}, transport?: TransportId) {
	const scenario = completeScenario({ users: 100, duration: 10, ...inputs });
	const transports = ['polling', 'sse'] as const;
	const reports = Object.fromEntries(transports.map((id) => [id, simulate(id, scenario)]));
	const answer = { scenario, transports, reports, where: 'here', final: true, expects: true };
	const onclose = vi.fn<() => void>();
	const screen = await render(Explanation, { answer, path, transport, onclose });
	const dialog = screen.getByRole('dialog');
	const last = () => dialog.element().querySelector<HTMLDataElement>('li:last-child data')!;
	return { dialog, last, onclose, reports };
}

test('a figure is worked out line by line, and ends with what is expected', async () => {
	const { dialog, last, reports } = await open('requestsPerSecond');
	await expect.element(dialog.getByRole('heading', { name: 'HTTP requests' })).toBeVisible();
	await expect.element(dialog.getByText('= 100 × (0.3333 + 0)')).toBeVisible();
	expect(Number(last().value)).toBeCloseTo(reports['polling']!.expected.requestsPerSecond!, 9);
	await expect
		.element(dialog.getByText(/the example of the interview question/).first())
		.toBeVisible();
});

test('every transport can be looked at, also one that is not simulated', async () => {
	const { dialog, last } = await open('bytes.up');
	for (const name of ['Long polling', 'SSE', 'WebSocket']) {
		const button = dialog.getByRole('button', { name, exact: true });
		await button.click();
		await expect.element(button).toHaveAttribute('aria-pressed', 'true');
		expect(Number(last().value)).toBeGreaterThan(0);
	}
	await expect.element(dialog.getByText('not in this comparison')).toBeVisible();
});

test('a figure that others rest on leads to its own calculation', async () => {
	const { dialog } = await open('latency.mean', {}, 'sse');
	await dialog.getByRole('button', { name: 'of the mean: network' }).click();
	await expect.element(dialog.getByRole('heading', { name: 'of the mean: network' })).toBeVisible();
	await expect.element(dialog.getByText('the way down', { exact: true })).toBeVisible();
});

test('without a formula there is the reason', async () => {
	const { dialog } = await open('latency.max');
	await expect.element(dialog.getByText(/^There is no formula .*no upper limit/)).toBeVisible();
});

test('what parts simulated and expected is named', async () => {
	const { dialog } = await open('messagesPerSecond');
	await expect.element(dialog.getByText(/chance alone makes|same for every purpose/)).toBeVisible();
});

test('Escape closes it', async () => {
	const { onclose } = await open('bytes.up');
	await userEvent.keyboard('{Escape}');
	await expect.poll(() => onclose.mock.calls.length).toBe(1);
});

test('every figure has something to show, with numbers in it', async () => {
	const { dialog } = await open('bytes.up', { uplinkRate: 2 });
	for (const { label } of FIGURES) {
		await dialog.getByRole('combobox', { name: 'Figure' }).selectOptions(label);
		const text = dialog.element().textContent;
		expect(text).toMatch(/The calculation|There is no formula/);
		expect(text).not.toContain('NaN');
	}
});
