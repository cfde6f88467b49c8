import type { CDPSession, Page } from '@playwright/test';
import { slider } from './controls.ts';
import { open, settled } from './figures.ts';
import { expect, test } from './harness.ts';
import { startSite } from './site.ts';

/** How long the page is used for, s; `npm run test:long` gives it an hour. */
const SOAK = Number(process.env['SOAK_SECONDS'] ?? 12);
/** How long it is flooded with messages, s; `npm run test:long` gives it a minute. */
const FLOOD = Number(process.env['FLOOD_SECONDS'] ?? 4);
/** Cycles before the page is measured first: code is compiled, caches and pools are filled. */
const WARM_UP = 12;

interface Held {
	readonly nodes: number;
	readonly listeners: number;
	readonly heap: number;
}

/** What the page holds once all that it holds no longer has been collected. */
async function held(session: CDPSession): Promise<Held> {
	for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
	const { metrics } = await session.send('Performance.getMetrics');
	const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
	return { nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
}

/** What a learner does, ending where it began. */
async function cycle(page: Page): Promise<void> {
	const interval = slider(page, 'pollInterval');
	for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft'])
		await interval.press(key);
	const webSocket = page.getByRole('checkbox', { name: 'WebSocket', exact: true });
	await webSocket.uncheck();
	await webSocket.check();
	await page.getByRole('button', { name: 'Explain Latency' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
	await settled(page);
}

test('however long it is used, the page holds no more than at first', async ({ page }) => {
	test.setTimeout((SOAK + 120) * 1000);
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable');
	await open(page, 'users=200&duration=5&charts=requests,latency,table');
	for (let round = 0; round < WARM_UP; round++) await cycle(page);
	const workers = page.workers().length;
	const first = await held(session);
	const end = Date.now() + SOAK * 1000;
	let cycles = 0;
	while (Date.now() < end || cycles < WARM_UP) {
		await cycle(page);
		cycles += 1;
	}
	const last = await held(session);
	console.log(
		`after ${cycles} cycles: heap × ${(last.heap / first.heap).toFixed(3)}, nodes ${first.nodes} to ${last.nodes}, listeners ${first.listeners} to ${last.listeners}`,
	);
	expect(last.nodes).toBeLessThanOrEqual(1.02 * first.nodes);
	expect(last.listeners).toBeLessThanOrEqual(1.02 * first.listeners);
	expect(last.heap).toBeLessThan(1.05 * first.heap);
	expect(page.workers()).toHaveLength(workers);
});

test('a host that floods it with messages is not followed, and then obeyed', async ({
	page,
	baseURL,
}) => {
	test.setTimeout((FLOOD + 60) * 1000);
	const { url, close } = await startSite(
		() =>
			`<!doctype html><title>Host</title><iframe title="Push or Poll" width="800" height="600" sandbox="allow-scripts" src="${baseURL!}?embed=1&amp;users=500&amp;duration=5&amp;charts=table"></iframe>`,
	);
	await page.goto(url);
	const frame = page.frameLocator('iframe');
	await expect(frame.getByRole('cell').first()).toBeVisible({ timeout: 20_000 });

	const sent = await page.evaluate(async (seconds) => {
		const { contentWindow } = document.querySelector('iframe')!;
		const envelope = { source: 'push-or-poll', version: 1 };
		const malformed = [
			null,
			7,
			'set',
			[],
			{ ...envelope, type: 'set', scenario: null },
			{ ...envelope, type: 'set', users: { toString: 1 } },
			{ ...envelope, type: '__proto__', constructor: {} },
			{ ...envelope, version: 2, type: 'reset' },
			new ArrayBuffer(64),
		];
		const end = performance.now() + seconds * 1000;
		let count = 0;
		while (performance.now() < end) {
			for (let i = 0; i < 10; i++, count++) {
				const users = 1 + (count % 1000);
				const set = { ...envelope, type: 'set', scenario: { users } };
				contentWindow!.postMessage(count % 3 === 0 ? set : malformed[count % 9], '*');
			}
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		contentWindow!.postMessage({ ...envelope, type: 'set', scenario: { users: 321 } }, '*');
		return count;
	}, FLOOD);
	expect(sent).toBeGreaterThan(100 * FLOOD);
	const inputs = frame.getByText('Change the inputs');
	if (await inputs.isVisible()) await inputs.click();
	await expect(frame.getByRole('textbox', { name: 'Users, exact value' })).toHaveValue('321');
	const row = frame.getByRole('row', { name: /^HTTP requests/ });
	await expect(row.getByRole('cell').first()).toContainText('107');
	close();
});
