import type { CDPSession, ElementHandle, Page } from '@playwright/test';
import { slider } from './controls.ts';
import { open } from './figures.ts';
import { expect, test } from './harness.ts';

/** How long the page is used for, s; `npm run test:long` gives it an hour. */
const SOAK = Number(process.env['SOAK_SECONDS'] ?? 12);
/** Before the page is measured first, code is compiled and caches and pools are filled: s, and cycles. */
const WARM_UP = { seconds: SOAK / 6, cycles: 8 };
/** In a short time compiled code and the browser's own records are most of what is added. */
const HEAP_GROWTH = SOAK < 600 ? 1.25 : 1.05;

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

/**
 * What a learner does, again and again for so many seconds, each time ending where it began; gives the
 * number of cycles. All in the page: each thing that the test asks of it would leave code behind there.
 */
async function use(page: Page, seconds: number): Promise<number> {
	const slide = (await slider(
		page,
		'pollInterval',
	).elementHandle()) as ElementHandle<HTMLInputElement>;
	const chosen = page.getByRole('checkbox', { name: 'WebSocket', exact: true });
	const box = (await chosen.elementHandle()) as ElementHandle<HTMLInputElement>;
	const asks = page.getByRole('button', { name: 'Explain Latency' });
	const explain = (await asks.elementHandle()) as ElementHandle<HTMLButtonElement>;
	return page.evaluate(
		async ({ slide, box, explain, seconds, least }) => {
			const until = async (holds: () => unknown) => {
				for (let wait = 0; !holds(); wait++) {
					if (wait > 1000) throw new Error(`waited too long until ${String(holds)}`);
					await new Promise((resolve) => setTimeout(resolve, 20));
				}
			};
			const frame = () => new Promise(requestAnimationFrame);
			const end = performance.now() + seconds * 1000;
			let cycles = 0;
			for (; performance.now() < end || cycles < least; cycles++) {
				for (const step of [1, 1, -1, -1]) {
					slide.valueAsNumber += step;
					slide.dispatchEvent(new Event('input', { bubbles: true }));
					await frame();
				}
				for (const boxes of [3, 4]) {
					box.click();
					const ends = () => document.querySelectorAll('fieldset :checked').length === boxes;
					await until(ends);
				}
				explain.click();
				await until(() => document.querySelector('dialog[open] button'));
				document.querySelector<HTMLButtonElement>('dialog[open] button')!.click();
				await until(() => !document.querySelector('dialog'));
				await until(() => !document.body.textContent.includes('so far: the first'));
			}
			return cycles;
		},
		{ slide, box, explain, seconds, least: WARM_UP.cycles },
	);
}

test('however long it is used, the page holds no more than at first', async ({ page }) => {
	test.setTimeout((1.2 * SOAK + 120) * 1000);
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable');
	await open(page, 'users=200&duration=5&charts=requests,latency,table');
	await use(page, WARM_UP.seconds);
	const workers = page.workers().length;
	const first = await held(session);
	const cycles = await use(page, SOAK);
	const last = await held(session);
	console.log(
		`after ${cycles} cycles: heap × ${(last.heap / first.heap).toFixed(3)}, nodes ${first.nodes} to ${last.nodes}, listeners ${first.listeners} to ${last.listeners}`,
	);
	expect(last.nodes).toBeLessThanOrEqual(1.01 * first.nodes);
	expect(last.listeners).toBeLessThanOrEqual(1.01 * first.listeners);
	expect(last.heap).toBeLessThan(HEAP_GROWTH * first.heap);
	expect(page.workers()).toHaveLength(workers);
});
