import type { Page } from '@playwright/test';

/** The server of the tests does not compress, which would make the page's files so many times smaller. */
const COMPRESSION = 3;
const MEGABIT = (1e6 / 8) * COMPRESSION;
const VISITS = 5;

/**
 * How long five first visits wait for a chart, ms, ascending: at 150 ms and 1.6 Mbit/s, with a quarter
 * of the processor.
 */
export async function firstCharts(page: Page): Promise<number[]> {
	const session = await page.context().newCDPSession(page);
	await session.send('Network.enable');
	await session.send('Network.emulateNetworkConditions', {
		offline: false,
		latency: 150,
		downloadThroughput: 1.6 * MEGABIT,
		uploadThroughput: 0.75 * MEGABIT,
	});
	await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
	const times: number[] = [];
	for (let visit = 0; visit < VISITS; visit++) {
		await session.send('Network.clearBrowserCache');
		await page.goto('./', { waitUntil: 'commit' });
		const drawn = await page.waitForFunction(
			() => document.querySelector('figure rect') && performance.now(),
			undefined,
			{ polling: 'raf', timeout: 60_000 },
		);
		times.push((await drawn.jsonValue()) as number);
		await page.evaluate(async () => {
			for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
		});
	}
	return times.sort((a, b) => a - b);
}
