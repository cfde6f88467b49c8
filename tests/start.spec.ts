import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './harness.ts';
import { firstCharts } from './slowPhone.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

/**
 * How many times slower this machine is, right now, than a laptop whose browser starts four threads
 * and has each count to a hundred million, in 0.15 s; at least 1.
 */
async function slowness(page: Page): Promise<number> {
	const took = await page.evaluate(async () => {
		const count = 'for (let index = 0; index < 1e8; index++); postMessage(0)';
		const url = URL.createObjectURL(new Blob([count], { type: 'text/javascript' }));
		const start = performance.now();
		await Promise.all(
			Array.from({ length: 4 }, () => {
				const worker = new Worker(url);
				return new Promise((resolve) => worker.addEventListener('message', resolve));
			}),
		);
		return performance.now() - start;
	});
	return Math.max(1, took / 150);
}

test('the first figures are there within a second', async ({ page }) => {
	await page.goto('about:blank');
	const times = await slowness(page);
	await page.goto('./');
	const drawn = await page.waitForFunction(
		() => document.querySelector('figure rect') && performance.now(),
		undefined,
		{ polling: 'raf', timeout: 45_000 },
	);
	expect(await drawn.jsonValue()).toBeLessThan(1000 * times);
});

test('what must be loaded before the first figures is small', () => {
	const html = readFileSync(`${dist}index.html`, 'utf8');
	const sizeOf = (pattern: RegExp) => {
		const files = [...html.matchAll(pattern)].map(([, path]) => path!);
		expect(files.length).toBeGreaterThan(0);
		return files.reduce((sum, path) => sum + gzipSync(readFileSync(dist + path)).length, 0);
	};
	const scripts = sizeOf(/(?:<script[^>]* src|rel="modulepreload"[^>]* href)="\.\/([^"]+)"/g);
	const styles = sizeOf(/rel="stylesheet"[^>]* href="\.\/([^"]+)"/g);
	expect(scripts).toBeLessThan(90_000);
	expect(scripts + styles).toBeLessThan(90 * 1024);
});

test('on a slow phone and a slow line the first chart is there within three seconds', async ({
	page,
}) => {
	test.skip(!process.env['LONG'], 'it takes a minute');
	test.setTimeout(240_000);
	await page.goto('about:blank');
	const slower = await slowness(page);
	const [, , median = Infinity] = await firstCharts(page);
	expect(median).toBeLessThan(3000 * slower);
});
