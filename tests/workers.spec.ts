import type { Page } from '@playwright/test';
import { set } from './controls.ts';
import { open } from './figures.ts';
import { expect, test } from './harness.ts';
import { putFirst } from './putFirst.ts';

/** `npm run test:long` breaks workers in more ways, and more often. */
const LONG = process.env['LONG'] !== undefined;

const SMALL = 'users=300&duration=10&pollInterval=4&transports=polling,sse&charts=requests,table';

/** One for each transport, and one for the closed forms. */
const WORKERS = 3;

const PATIENCE = { timeout: 30_000 };

/** The whole run on screen, every figure to the last bit, as it would be copied. */
async function report(page: Page): Promise<string> {
	await page.evaluate(() => {
		navigator.clipboard.writeText = (text) => {
			Object.assign(globalThis, { copied: text });
			return Promise.resolve();
		};
	});
	const take = async () => {
		await page.getByRole('button', { name: 'Copy report' }).click(PATIENCE);
		return page.evaluate(() => (globalThis as { copied?: string }).copied);
	};
	// A run that begins just before the click takes the button away.
	let text: string | undefined;
	await expect.poll(async () => (text = await take()), PATIENCE).toBeDefined();
	return text!;
}

const known = new Map<string, string>();

/** What a page says when nothing happens to it; asked once. */
async function undisturbed(page: Page, query: string): Promise<string> {
	if (!known.has(query)) {
		await open(page, query);
		known.set(query, await report(page));
	}
	return known.get(query)!;
}

const notices = (page: Page) => page.getByRole('button', { name: /^Dismiss/ });

type Fault = 'throws' | 'ends' | 'loops' | 'says nothing' | 'talks nonsense' | 'babbles';

/** In a worker before its own code: what happens when it is told to work, once it is given a fault. */
function befall(): void {
	const answer = (value: unknown, id: unknown) => {
		postMessage({ id, type: 'RAW', value });
	};
	addEventListener('message', (event: MessageEvent<{ id: string; path?: string[] }>) => {
		const { fault } = globalThis as { fault?: Fault };
		if (fault === undefined || event.data.path?.[0] !== 'work') return;
		if (fault === 'babbles') {
			// Rubbish, and an answer to a question that nobody asks any more.
			for (const rubbish of ['rubbish', null, 7, {}, { id: [] }]) postMessage(rubbish);
			answer({ progress: 1, report: { series: {} } }, 'of an older run');
			return;
		}
		event.stopImmediatePropagation();
		if (fault === 'throws') throw new Error('boom');
		if (fault === 'ends') close();
		if (fault === 'loops') for (;;);
		if (fault === 'talks nonsense') answer({ progress: 7 }, event.data.id);
	});
}

/** Notes what the table says in each frame until a sentence stands above it; a missing table is ''. */
function watchTable(): void {
	const seen = new Set<string>();
	const look = () => {
		const told = document.querySelector('[aria-label^="Dismiss"]') !== null;
		if (!told) seen.add([...document.querySelectorAll('td')].map((td) => td.textContent).join());
		document.documentElement.dataset['seen'] = JSON.stringify([...seen]);
		if (!told) requestAnimationFrame(look);
	};
	look();
}

const SILENCE = 'no sign of life for 2 s';

/** What the reader is told of each; null for nothing. */
const FAULTS: readonly [Fault, string | null][] = [
	['throws', 'Uncaught Error: boom'],
	['loops', SILENCE],
	['talks nonsense', 'its answer made no sense'],
];
const MORE_FAULTS: typeof FAULTS = [
	['ends', SILENCE],
	['says nothing', SILENCE],
	['babbles', null],
];

for (const [fault, reason] of LONG ? [...FAULTS, ...MORE_FAULTS] : FAULTS) {
	const told = reason === null ? 'nobody hears of it' : 'the reader is told once';
	test(`when every worker ${fault}, the run is repeated, ${told}, and the figures are the same`, async ({
		page,
	}) => {
		test.slow();
		const expected = await undisturbed(page, SMALL.replace('users=300', 'users=400'));
		await page.addInitScript(putFirst, `(${befall.toString()})();`);
		await open(page, SMALL);
		await report(page);
		expect(page.workers()).toHaveLength(WORKERS);
		for (const worker of page.workers())
			await worker.evaluate((fault) => Object.assign(globalThis, { fault }), fault);
		await page.evaluate(watchTable);
		await set(page, 'users', '400');

		if (reason !== null) {
			const sentence = new RegExp(`^Dismiss: .* was started again: ${reason}\\.$`);
			await expect(page.getByRole('button', { name: sentence })).toHaveCount(1, PATIENCE);
			const seen = JSON.parse((await page.locator('html').getAttribute('data-seen'))!) as string[];
			expect(seen, 'the last good figures stay').toHaveLength(1);
			expect(seen[0]).toContain(',');
		}
		await expect.poll(() => report(page), PATIENCE).toBe(expected);
		await expect(notices(page)).toHaveCount(reason === null ? 0 : 1);
		await expect(page.getByRole('alert')).toHaveCount(0);
		await expect.poll(() => page.workers().length, PATIENCE).toBe(WORKERS);
	});
}

const KILLS = LONG ? 100 : 5;

test('killed again and again, workers are replaced each time, and none is left over', async ({
	page,
}) => {
	test.setTimeout(120_000 + KILLS * 10_000);
	await open(page, SMALL);
	const expected = await report(page);
	for (let kill = 0; kill < KILLS; kill++) {
		for (const worker of page.workers())
			await worker.evaluate(() => {
				setTimeout(() => {
					throw new Error('boom');
				});
			});
		await expect.poll(() => page.workers().length, PATIENCE).toBe(0);
		// In turn another number of users and the first again, which all workers are asked about.
		await set(page, 'users', kill % 2 === 0 ? '400' : '300');
		await expect.poll(() => page.workers().length, PATIENCE).toBe(WORKERS);
	}
	await set(page, 'users', '300');
	await expect.poll(() => report(page), PATIENCE).toBe(expected);
	await expect(notices(page)).toHaveCount(0);
	expect(page.workers()).toHaveLength(WORKERS);
});

/** In a page before it loads: how its workers do not start. */
const REFUSALS = {
	'throw when they are made': () => {
		window.Worker = function () {
			throw new DOMException('refused', 'SecurityError');
		} as unknown as typeof Worker;
	},
	'do not exist': () => {
		for (const name of ['Worker', 'SharedWorker']) Reflect.deleteProperty(window, name);
	},
	'fail a moment later': () => {
		window.Worker = class extends EventTarget {
			constructor() {
				super();
				setTimeout(() => this.dispatchEvent(new ErrorEvent('error', { cancelable: true })), 50);
			}
			postMessage() {}
			terminate() {}
		} as unknown as typeof Worker;
	},
	'never say a word': () => {
		window.Worker = class extends EventTarget {
			postMessage() {}
			terminate() {}
		} as unknown as typeof Worker;
	},
	'find their file gone': () => {
		const create = URL.createObjectURL.bind(URL);
		URL.createObjectURL = (blob) => {
			const url = create(blob);
			if (blob instanceof Blob && /script/.test(blob.type)) URL.revokeObjectURL(url);
			return url;
		};
	},
	'get another file than theirs': () => {
		const create = URL.createObjectURL.bind(URL);
		URL.createObjectURL = (blob) => {
			const script = blob instanceof Blob && /script/.test(blob.type);
			return create(script ? new Blob(['<!doctype html>'], { type: 'text/html' }) : blob);
		};
	},
	'are forbidden by the rules of the page': () => {},
} satisfies Record<string, () => void>;

/** Where the run is simulated then, if not on the main thread. */
const INSTEAD: Partial<Record<keyof typeof REFUSALS, string>> = {
	'find their file gone': 'worker (data)',
	'get another file than theirs': 'worker (data)',
};

const ALL_REFUSALS = Object.keys(REFUSALS) as (keyof typeof REFUSALS)[];
const REFUSALS_HERE: typeof ALL_REFUSALS = LONG
	? ALL_REFUSALS
	: ['fail a moment later', 'find their file gone', 'are forbidden by the rules of the page'];

for (const how of REFUSALS_HERE) {
	const where = INSTEAD[how] ?? 'main thread';
	test(`where workers ${how}, the ${where} gives the same figures`, async ({ page, browser }) => {
		test.slow();
		const expected = await undisturbed(page, SMALL);
		// Not watched: browsers may say on the console what they refused. Without the first page's service worker.
		const other = await browser.newPage();
		const uncaught: string[] = [];
		other.on('pageerror', (error) => uncaught.push(error.message));
		await other.addInitScript(REFUSALS[how]);
		if (how === 'are forbidden by the rules of the page') await forbidWorkers(other);
		await open(other, SMALL);
		await expect(other.getByText(where, { exact: true })).toBeVisible();
		await expect.poll(() => report(other), PATIENCE).toBe(expected);
		await set(other, 'pollInterval', '2');
		await expect.poll(() => report(other), PATIENCE).not.toBe(expected);
		await set(other, 'pollInterval', '4');
		await expect.poll(() => report(other), PATIENCE).toBe(expected);
		await expect(notices(other)).toHaveCount(0);
		await expect(other.getByRole('alert')).toHaveCount(0);
		expect(uncaught).toEqual([]);
		if (where === 'main thread') expect(other.workers()).toEqual([]);
		await other.close();
	});
}

/** The page, whose own rules allow no worker. */
async function forbidWorkers(page: Page): Promise<void> {
	await page.route(/\/\?/, async (route) => {
		const response = await route.fetch();
		const text = await response.text();
		const strict = text.replace("worker-src 'self' blob: data:", "worker-src 'none'");
		expect(strict).not.toBe(text);
		await route.fulfill({ response, body: strict });
	});
}

test('without workers the page answers while it simulates', async ({ page }) => {
	test.slow();
	const query = 'users=20000&duration=600&pollInterval=1&transports=polling&charts=requests,table';
	const expected = await undisturbed(page, query);
	await page.addInitScript(REFUSALS['do not exist']);
	// Beats by turns with the slices of the simulation, so between two beats lies one of them.
	await page.addInitScript(() => {
		const { port1, port2 } = new MessageChannel();
		const gaps: number[] = [];
		let before = performance.now();
		port1.onmessage = () => {
			const now = performance.now();
			if (document.querySelector('progress')) gaps.push(now - before);
			before = now;
			port2.postMessage(null);
		};
		port2.postMessage(null);
		Object.assign(globalThis, { gaps });
	});
	await page.goto(`./?${query}`);
	const progress = page.getByRole('progressbar', { name: 'Simulating' });
	await expect(progress).toBeVisible(PATIENCE);
	await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await expect(progress, 'it still simulates').toBeVisible();
	await expect.poll(() => report(page), PATIENCE).toBe(expected);
	const gaps = await page.evaluate(() => (globalThis as unknown as { gaps: number[] }).gaps);
	const ascending = gaps.toSorted((a, b) => a - b);
	expect(ascending.length).toBeGreaterThan(50);
	// A slice is to take 8 ms; where others use the processor as well, some take longer.
	const quantile = (q: number) => ascending[Math.floor(q * ascending.length)];
	expect(quantile(0.5)).toBeLessThan(16);
	expect(quantile(0.9)).toBeLessThan(50);
});
