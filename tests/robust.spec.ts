import type { Frame, Page } from '@playwright/test';
import { decodePage } from '../src/app/url.ts';
import { FIGURES } from '../src/model/figures.ts';
import { findBrowser } from './browser.ts';
import { set, slider } from './controls.ts';
import { follow } from './browsers/inside.ts';
import { notices, open, readTable, type Table } from './figures.ts';
import { expect, test } from './harness.ts';
import { hostileAddresses, PLANTED } from './hostile.ts';
import { putFirst } from './putFirst.ts';

/** `npm run test:long` does more of everything. */
const LONG = process.env['LONG'] !== undefined;

const SMALL = 'users=300&duration=10';

/** The table once all of it is there: its rows come in pieces. */
async function wholeTable(page: Page): Promise<Table> {
	const rows = async () => Object.keys(await readTable(page)).length;
	await expect.poll(rows).toBe(FIGURES.length);
	return readTable(page);
}

/** From now on notes every attribute in which a number goes wrong, and every error of the window. */
function watch(): void {
	const trouble: string[] = [];
	Object.assign(globalThis, { trouble });
	const inspect = (element: Element, { name, value }: Attr) => {
		if (/NaN|Infinity|undefined/.test(value)) trouble.push(`${element.tagName} ${name}="${value}"`);
	};
	const inspectAll = (node: Node) => {
		if (!(node instanceof Element)) return;
		for (const element of [node, ...node.querySelectorAll('*')])
			for (const attribute of element.attributes) inspect(element, attribute);
	};
	new MutationObserver((changes) => {
		for (const { target, attributeName, addedNodes } of changes) {
			const attribute = attributeName && (target as Element).getAttributeNode(attributeName);
			if (attribute) inspect(target as Element, attribute);
			addedNodes.forEach(inspectAll);
		}
	}).observe(document, { subtree: true, childList: true, attributes: true });
	// An observer of sizes that calls itself says so only here.
	addEventListener('error', ({ message }) => trouble.push(message));
}

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

const SIZES = LONG ? 1000 : 150;

test('a storm of sizes leaves the pictures as if there had been none', async ({
	page,
	baseURL,
}) => {
	test.setTimeout(180_000 + SIZES * 200);
	await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
	await page.goto('./icon-192.png');
	await page.evaluate((src) => {
		const iframe = document.createElement('iframe');
		Object.assign(iframe, { title: 'page', src, width: '900', height: '700' });
		document.body.replaceChildren(iframe);
	}, `${baseURL}?${SMALL}&charts=requests,latency,bandwidth,battery,table`);
	const frame = page.frames()[1]!;
	await expect(frame.locator('figure svg').first()).toBeVisible();

	await frame.evaluate(watch);
	const sizes = await page.evaluate(async (count) => {
		const iframe = document.querySelector('iframe')!;
		const next = () => new Promise(requestAnimationFrame);
		const seen = new Set<string>();
		for (let i = 0; i < count; i++) {
			// Multiples of primes: all sizes from nothing to a wall of screens, in no order.
			iframe.width = String((i * 997) % 3840);
			iframe.height = String((i * 613) % 2160);
			iframe.style.display = i % 17 === 0 ? 'none' : '';
			iframe.style.zoom = String(0.5 + ((i * 7) % 8) / 2);
			seen.add(`${iframe.width} ${iframe.height}`);
			await next();
		}
		Object.assign(iframe, { width: '900', height: '700', style: '' });
		await next();
		return seen.size;
	}, SIZES);
	expect(sizes).toBe(SIZES);
	expect(
		await frame.evaluate(() => (globalThis as unknown as { trouble: string[] }).trouble),
	).toEqual([]);
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

/** What some browsers lack, and others forbid. */
const FEATURES = [
	...['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'crypto', 'matchMedia'],
	...['BroadcastChannel', 'structuredClone'],
	...['navigator.clipboard', 'navigator.serviceWorker', 'navigator.storage', 'navigator.share'],
	...['navigator.wakeLock', 'navigator.getBattery', 'navigator.connection'],
	...['history.replaceState', 'history.pushState', 'Element.prototype.requestFullscreen'],
	...['document.exitFullscreen', 'document.fullscreenEnabled', 'Intl.ListFormat'],
	...['Intl.PluralRules', 'Intl.RelativeTimeFormat', 'Intl.Segmenter', 'Intl.DateTimeFormat'],
];

/** What may be missing, but refuses itself to nobody. */
const NEVER_REFUSED = ['requestIdleCallback'];

/** How features are missing: not there at all, or there and refusing. */
const LACKS = ['absent', 'refused'] as const;

interface Lack {
	readonly paths: readonly string[];
	readonly lack: (typeof LACKS)[number];
}

/** In a page before it loads: takes features away. */
function takeAway({ paths, lack }: Lack): void {
	const refuse = function () {
		throw new DOMException('forbidden', 'SecurityError');
	};
	for (const path of paths) {
		const names = path.split('.');
		const name = names.pop()!;
		const owner = names.reduce<Record<string, unknown>>(
			(object, key) => object[key] as Record<string, unknown>,
			globalThis as unknown as Record<string, unknown>,
		);
		if (lack === 'absent') Object.defineProperty(owner, name, { value: undefined });
		else if (typeof owner[name] === 'function')
			Object.defineProperty(owner, name, { value: refuse });
		else Object.defineProperty(owner, name, { get: refuse });
	}
}

// All at once each time; one might hide what another breaks, so `npm run test:long` takes them one by one as well.
for (const lack of LACKS) {
	const features = lack === 'absent' ? [...FEATURES, ...NEVER_REFUSED] : FEATURES;
	const taken = LONG ? [features, ...features.map((feature) => [feature])] : [features];
	for (const paths of taken) {
		const what = paths.length > 1 ? 'everything that a browser may lack' : paths[0]!;
		test(`with ${what} ${lack} the page opens, follows its inputs, and can be shared`, async ({
			page,
		}) => {
			test.slow();
			await open(page, SMALL);
			const expected = await wholeTable(page);
			await page.addInitScript(takeAway, { paths, lack });
			await open(page, `${SMALL}&pollInterval=9`);
			await slider(page, 'pollInterval').press('ArrowLeft');
			await set(page, 'pollInterval', '3');
			await expect.poll(() => readTable(page), { timeout: 30_000 }).toEqual(expected);
			await page.getByRole('button', { name: 'Copy report' }).click();
			if (paths.includes('navigator.clipboard'))
				await expect(page.getByRole('textbox', { name: 'push-or-poll-report' })).toBeVisible();
			await page.getByRole('button', { name: 'Share' }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
		});
	}
}

/** How the date and the fine clock of a machine may go wrong, in ms at each look. */
const CLOCKS = [
	{ name: 'dates a year ahead at each look, and a fine clock that stands still', fine: 'stands' },
	{ name: 'dates a year back at each look, and a fine clock that ticks coarsely', fine: 'coarse' },
	{ name: 'an hour twice, and a fine clock that leaps an hour at each look', fine: 'leaps' },
] as const;
type Clock = (typeof CLOCKS)[number]['fine'];

/** In a page or a worker before its own code: clocks that cannot be relied on. */
function misleadClocks(clock: Clock): void {
	const HOUR = 3_600_000;
	const steps = { stands: 8760 * HOUR, coarse: -8760 * HOUR, leaps: HOUR };
	const { now } = Date;
	const fine = performance.now.bind(performance);
	const start = fine();
	let looks = 0;
	const wrong = () => now() + steps[clock] * (clock === 'leaps' ? ++looks % 2 : ++looks);
	Date.now = wrong;
	globalThis.Date = new Proxy(Date, {
		construct: (target, given: unknown[]) =>
			Reflect.construct(target, given.length > 0 ? given : [wrong()]) as Date,
	});
	performance.now = {
		stands: () => start,
		coarse: () => Math.floor(fine() / 100) * 100,
		leaps: () => fine() + HOUR * ++looks,
	}[clock];
	Object.assign(globalThis, { clock });
}

for (const { name, fine } of CLOCKS) {
	test(`with ${name}, here and in workers, the figures are the same`, async ({ page }) => {
		test.slow();
		await open(page, SMALL);
		const expected = await wholeTable(page);
		await page.addInitScript(misleadClocks, fine);
		await page.addInitScript(putFirst, `(${misleadClocks.toString()})('${fine}');`);
		await open(page, `${SMALL}&pollInterval=9`);
		await set(page, 'pollInterval', '3');
		await expect.poll(() => readTable(page), { timeout: 30_000 }).toEqual(expected);
		await expect(page.getByRole('button', { name: /^Dismiss/ })).toHaveCount(0);
		const clocks = page.workers().map((worker) => worker.evaluate(() => 'clock' in globalThis));
		expect(clocks.length).toBeGreaterThan(0);
		expect(new Set(await Promise.all(clocks))).toEqual(new Set([true]));
	});
}

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
	const expected = await wholeTable(page);
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
	const before = await wholeTable(page);
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
	const before = await wholeTable(page);
	await set(page, 'pollInterval', '1');
	await expect.poll(() => readTable(page)).not.toEqual(before);
	const left = await wholeTable(page);
	await page.evaluate(() => {
		addEventListener('pageshow', ({ persisted }) => {
			document.documentElement.dataset['kept'] = String(persisted);
		});
	});
	// A service worker that begins while the page is away would be the end of it.
	await page.evaluate(async () => {
		const { active } = await navigator.serviceWorker.ready;
		while (active!.state !== 'activated') await new Promise((resolve) => setTimeout(resolve, 20));
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
	const expected = await wholeTable(page);
	await page.addInitScript(() => {
		setInterval(() => {
			for (const end = performance.now() + 64; performance.now() < end;);
		}, 80);
	});
	await open(page, `${SMALL}&charts=requests,latency,table`);
	for (const value of ['9', '1', '4']) await set(page, 'pollInterval', value);
	await expect.poll(() => readTable(page), { timeout: 60_000 }).toEqual(expected);
});

const ADDRESSES = LONG ? 2000 : 16;

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

/** What takes a load each time takes too long for every change. */
const FOLLOWED = 284;

test('so it does when such addresses follow each other on one page', async ({ page, baseURL }) => {
	test.setTimeout(60_000 + FOLLOWED * 2000);
	await open(page, `${SMALL}&charts=table`);
	const addresses = hostileAddresses(ADDRESSES + FOLLOWED, baseURL!).slice(ADDRESSES);
	for (const [index, url] of addresses.entries()) {
		// A link to what is shown already is none: each has a seed of its own.
		url.search = `?seed=${index + 2}&${url.search.slice(1)}`;
		const { problems } = decodePage(url.search);
		const named = [...new Set(problems)].sort();
		await page.evaluate(follow, url.href);
		await expect.poll(async () => (await notices(page)).sort(), url.href).toEqual(named);
		await expect(page.getByText(/Simulating the first|so far: the first/), url.href).toHaveCount(0);
		const cells = () => page.getByRole('cell').allTextContents();
		await expect.poll(async () => (await cells()).length, url.href).toBeGreaterThan(20);
		expect((await cells()).join(), url.href).not.toMatch(/NaN|Infinity|undefined/);
		expect(await page.locator(PLANTED).count(), url.href).toBe(0);
	}
});

test('a lesson and a pinned run that the address names and nobody knows are said, as text', async ({
	page,
}) => {
	for (const key of ['lesson', 'pin']) {
		for (const text of ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>']) {
			await page.goto(`./?${SMALL}&charts=table&${key}=${encodeURIComponent(text)}`);
			const said = page.getByRole('button', { name: new RegExp(`^Dismiss: ${key}: expected `) });
			await expect(said).toHaveCount(1, { timeout: 30_000 });
			await expect(said).toHaveAccessibleName(/(onerror|script)/);
			await expect(page.getByRole('button', { name: /^Dismiss/ })).toHaveCount(1);
			expect(await page.locator(PLANTED).count()).toBe(0);
		}
	}
});
