import type { Frame, Page } from '@playwright/test';
import { decodePage } from '../src/app/url.ts';
import { findBrowser } from './browser.ts';
import { set } from './controls.ts';
import { open, readTable } from './figures.ts';
import { expect, test } from './harness.ts';
import { hostileAddresses, PLANTED } from './hostile.ts';

const SMALL = 'users=300&duration=10';

/** Attributes of pictures in which a number went wrong. */
function nonsense(page: Page | Frame): Promise<string[]> {
	return page
		.locator('svg, svg *')
		.evaluateAll((elements) =>
			elements.flatMap((element) =>
				[...element.attributes]
					.filter(({ value }) => /NaN|Infinity|undefined/.test(value))
					.map(({ name, value }) => `${element.tagName} ${name}="${value}"`),
			),
		);
}

/** The pictures as they are drawn; ids are counted from the start of each page. */
function pictures(page: Page | Frame): Promise<string[]> {
	return page.locator('figure svg').evaluateAll((all) => {
		const serializer = new XMLSerializer();
		return all.map((svg) => serializer.serializeToString(svg).replaceAll(/\bc\d+-/g, 'c-'));
	});
}

test('a storm of sizes leaves the pictures as if there had been none', async ({
	page,
	baseURL,
}) => {
	test.slow();
	await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
	await page.goto('./icon-192.png');
	await page.evaluate((src) => {
		const iframe = document.createElement('iframe');
		Object.assign(iframe, { title: 'page', src, width: '900', height: '700' });
		document.body.replaceChildren(iframe);
	}, `${baseURL}?${SMALL}&charts=requests,latency,bandwidth,battery,table`);
	const frame = page.frames()[1]!;
	await expect(frame.locator('figure svg').first()).toBeVisible();

	const sizes = await page.evaluate(async () => {
		const SIZES = 150;
		const iframe = document.querySelector('iframe')!;
		const next = () => new Promise(requestAnimationFrame);
		for (let i = 0; i < SIZES; i++) {
			// Multiples of primes: all sizes from nothing to a wall of screens, in no order.
			iframe.width = String((i * 997) % 3840);
			iframe.height = String((i * 613) % 2160);
			iframe.style.display = i % 17 === 0 ? 'none' : '';
			iframe.style.zoom = String(0.5 + ((i * 7) % 8) / 2);
			await next();
		}
		Object.assign(iframe, { width: '900', height: '700', style: '' });
		await next();
		return SIZES;
	});
	expect(sizes).toBe(150);
	await expect.poll(() => nonsense(frame)).toEqual([]);

	await page.setViewportSize({ width: 900, height: 700 });
	const fresh = await page.context().newPage();
	await fresh.setViewportSize({ width: 900, height: 700 });
	await fresh.goto(`./?${SMALL}&charts=requests,latency,bandwidth,battery,table`);
	const different = async () => {
		const [stormed, calm] = [await pictures(frame), await pictures(fresh)];
		return calm.length < 4 ? 'too few' : calm.filter((picture, i) => picture !== stormed[i]);
	};
	await expect.poll(different).toEqual([]);
});

test('without what some browsers lack or forbid, and with a clock that jumps, the figures are the same', async ({
	page,
}) => {
	test.slow();
	await open(page, SMALL);
	const expected = await readTable(page);
	await page.addInitScript(() => {
		const refuse = () => {
			throw new DOMException('forbidden', 'SecurityError');
		};
		for (const storage of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
			Object.defineProperty(window, storage, { get: refuse });
		for (const missing of ['clipboard', 'serviceWorker', 'share', 'wakeLock', 'getBattery'])
			Object.defineProperty(Navigator.prototype, missing, { get: () => undefined });
		history.replaceState = refuse;
		history.pushState = refuse;
		Object.defineProperty(window, 'crypto', { get: () => undefined });
		Object.defineProperty(window, 'requestIdleCallback', { value: undefined });
		Element.prototype.requestFullscreen = refuse;
		// A year back at each look; and a fine clock made coarse.
		const { now } = Date;
		let looks = 0;
		Date.now = () => now() - ++looks * 31_536_000_000;
		const fine = performance.now.bind(performance);
		performance.now = () => Math.floor(fine() / 100) * 100;
	});
	await open(page, SMALL);
	expect(await readTable(page)).toEqual(expected);
	await page.getByRole('button', { name: 'Share' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
});

test('with every object’s prototype frozen the page works, whatever the link names', async ({
	page,
}) => {
	await page.addInitScript(() => Object.freeze(Object.prototype));
	await open(page, `${SMALL}&__proto__=1&constructor=2&__proto__[users]=3&toString=x`);
	expect((await readTable(page))['requestsPerSecond']?.polling).toBeGreaterThan(0);
	const polluted = await page.evaluate(() => 'users' in Object.prototype);
	expect(polluted).toBe(false);
});

/** Nothing of the page runs for so many ms, while the clock does: as in a tab that the browser has frozen. */
async function freeze(page: Page, ms: number): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const paused = new Promise((resolve) => session.once('Debugger.paused', resolve));
	await session.send('Debugger.enable');
	await session.send('Debugger.pause');
	await paused;
	await new Promise((resolve) => setTimeout(resolve, ms));
	await session.send('Debugger.resume');
	await session.detach();
}

test('frozen while it runs and while it plays, the page goes on where it was', async ({ page }) => {
	const query = 'users=20000&duration=60&charts=requests,wire,table';
	await open(page, query);
	const expected = await readTable(page);
	await page.goto(`./?${query}`, { waitUntil: 'domcontentloaded' });
	await freeze(page, 3000);
	await expect.poll(() => readTable(page), { timeout: 30_000 }).toEqual(expected);

	const section = page.getByRole('region', { name: 'One client from near' });
	await section.scrollIntoViewIfNeeded();
	await section.getByRole('button', { name: 'Play' }).click();
	const moment = section.getByRole('slider', { name: 'Moment' });
	const time = async () => Number(await moment.inputValue());
	await expect.poll(time).toBeGreaterThan(0);
	const before = await time();
	await freeze(page, 8000);
	expect(await time()).toBeLessThan(before + 4);
	await expect.poll(time).toBeGreaterThan(before);
});

test('what no page can hold is refused in a sentence, and the last figures stay until it is changed', async ({
	page,
}) => {
	await open(page, 'users=20000&duration=5&charts=requests,table');
	const before = await readTable(page);
	await set(page, 'pollInterval', '3600');
	await set(page, 'messageRate', '600');
	const alert = page.getByRole('alert');
	await expect(alert).toContainText('pollInterval: with polls 3600 s apart', { timeout: 30_000 });
	await set(page, 'messageRate', '1');
	await set(page, 'pollInterval', '3');
	await expect(alert).toHaveCount(0, { timeout: 30_000 });
	await expect.poll(() => readTable(page), { timeout: 30_000 }).toEqual(before);
	// No worker had to be killed for it.
	await expect(page.getByText('was started again')).toHaveCount(0);
});

test('left and come back to, the page is as it was, and simulates again', async ({
	playwright,
	baseURL,
}) => {
	// Playwright's browsers keep no page that was left; readers' browsers do.
	const browser = await playwright.chromium.launch({
		...findBrowser(),
		ignoreDefaultArgs: ['--disable-back-forward-cache'],
	});
	const page = await browser.newPage({ baseURL: baseURL! });
	await open(page, `${SMALL}&pollInterval=4&charts=requests,table`);
	const before = await readTable(page);
	await set(page, 'pollInterval', '1');
	await expect.poll(() => readTable(page)).not.toEqual(before);
	const left = await readTable(page);
	await page.evaluate(() => {
		addEventListener('pageshow', ({ persisted }) => {
			document.documentElement.dataset['kept'] = String(persisted);
		});
	});
	await page.goto('./favicon.svg');
	// Its load event does not come a second time, so nothing waits for it.
	await page.evaluate(() => void setTimeout(() => history.back()));
	await expect(page.locator('html')).toHaveAttribute('data-kept', 'true');
	expect(await readTable(page)).toEqual(left);
	await set(page, 'pollInterval', '4');
	await expect.poll(() => readTable(page)).toEqual(before);
	await browser.close();
});

test('on a thread that others keep busy four fifths of the time the figures are the same', async ({
	page,
}) => {
	test.slow();
	await open(page, `${SMALL}&pollInterval=4&charts=requests,latency,table`);
	const expected = await readTable(page);
	await page.addInitScript(() => {
		setInterval(() => {
			for (const end = performance.now() + 64; performance.now() < end;);
		}, 80);
	});
	await open(page, `${SMALL}&charts=requests,latency,table`);
	for (const value of ['9', '1', '4']) await set(page, 'pollInterval', value);
	await expect.poll(() => readTable(page), { timeout: 60_000 }).toEqual(expected);
});

/** `npm run test:long` opens more. */
const ADDRESSES = process.env['LONG'] === undefined ? 16 : 1000;

test('whatever the address says, the page opens, names what it ignored, and makes no markup of it', async ({
	page,
	baseURL,
}) => {
	test.setTimeout(60_000 + ADDRESSES * 5000);
	for (const url of hostileAddresses(ADDRESSES, baseURL!)) {
		await page.goto(url.href);
		await expect(page.getByRole('cell').first(), url.href).toBeVisible();
		const { problems } = decodePage(url.search);
		await expect(page.getByRole('button', { name: /^Dismiss/ }), url.href).toHaveCount(
			new Set(problems).size,
		);
		const values = Object.values(await readTable(page)).flatMap((row) => Object.values(row));
		expect(values.length, url.href).toBeGreaterThan(20);
		expect(
			values.every((value) => value === null || Number.isFinite(value)),
			url.href,
		).toBe(true);
		expect(await page.locator(PLANTED).count(), url.href).toBe(0);
	}
});
