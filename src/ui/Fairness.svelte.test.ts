import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { Comparison } from '../app/comparison.svelte.ts';
import { completeScenario } from '../model/scenario.ts';
import { simulate } from '../sim/simulate.ts';
import type { Runner } from '../worker/run.ts';
import Fairness from './Fairness.svelte';

const run: Runner['run'] = async (scenario, transports, { signal, onProgress }) => {
	for (const transport of transports) {
		await Promise.resolve();
		signal.throwIfAborted();
		onProgress({ transport, report: simulate(transport, scenario), progress: 1 });
	}
};

async function open() {
	const scenario = completeScenario({ users: 100, pollInterval: 2, duration: 10 });
	const runner = { run, expected: () => Promise.resolve({}), where: 'this test' };
	const comparison = new Comparison(runner, scenario, ['polling', 'webSocket']);
	void comparison.start();
	await vi.waitFor(() => expect(comparison.answer?.final).toBe(true));
	const screen = await render(Fairness, { comparison, answer: comparison.answer! });
	const follow = () =>
		vi.waitFor(async () => {
			expect(comparison.running).toBe(false);
			await screen.rerender({ comparison, answer: comparison.answer! });
		});
	const button = (name: string) => screen.getByRole('button', { name, exact: true });
	return { button, comparison, follow, screen };
}

test('a press sets the input, shows so, and says what it did to polling', async () => {
	const { button, comparison, follow, screen } = await open();
	await expect.element(button('HTTP/2')).toHaveAttribute('aria-pressed', 'false');
	await button('HTTP/2').click();
	expect(comparison.scenario.http).toBe('2');
	await follow();
	await expect.element(button('HTTP/2')).toHaveAttribute('aria-pressed', 'true');
	await expect
		.element(screen.getByRole('status'))
		.toHaveTextContent(/^Polling now moves \d+\s% of/);
});

test('one button is the strongest case, and the way back', async () => {
	const { button, comparison, follow } = await open();
	const before = comparison.scenario;
	await button('The strongest case for polling').click();
	expect(comparison.scenario).toMatchObject({ http: '2', notModified: true, requestHeaders: 548 });
	await follow();
	await button('Back to how it was').click();
	expect(comparison.scenario).toEqual(before);
});

test('clients that are not spread ask all at once', async () => {
	const { button, comparison } = await open();
	await button('Spread clients').click();
	expect(comparison.scenario.phases).toBe('synchronised');
});
