import type { Page } from '@playwright/test';
import { open, readTable } from './figures.ts';
import { expect, test } from './harness.ts';

/** So long does the monkey play; `npm run test:long` gives it ten minutes. */
const SECONDS = Number(process.env['MONKEY_SECONDS'] ?? 15);
const LINK = '?users=200&duration=5';
const SEED = Number(process.env['MONKEY_SEED'] ?? 1);

/** Mulberry32: the same seed, the same monkey. */
function createRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let bits = Math.imul(state ^ (state >>> 15), state | 1);
		bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
		return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const KEYS = [
	...['Tab', 'Shift+Tab', 'Enter', 'Space', 'Escape', 'Home', 'End', 'PageUp', 'PageDown'],
	...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Backspace', 'Delete'],
	...['7', '0', '.', '-', 'e', 'x', 'R', '?', '1', '9'],
];
const SIZES = [
	{ width: 320, height: 560 },
	{ width: 390, height: 844 },
	{ width: 1024, height: 768 },
	{ width: 1440, height: 900 },
];

/** One thing that a monkey does; none of them leaves the page. */
async function act(page: Page, random: () => number): Promise<void> {
	const { width, height } = page.viewportSize()!;
	const point = () => [random() * width, random() * height] as const;
	const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
	const kind = random();
	if (kind < 0.4) await page.keyboard.press(pick(KEYS));
	else if (kind < 0.65) await page.mouse.click(...point());
	else if (kind < 0.8) {
		await page.mouse.move(...point());
		await page.mouse.down();
		await page.mouse.move(...point(), { steps: 4 });
		await page.mouse.up();
	} else if (kind < 0.94) await page.mouse.wheel(0, (random() - 0.4) * 1500);
	else if (kind < 0.97) await page.setViewportSize(pick(SIZES));
	else await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

test('a monkey with a mouse and a keyboard breaks nothing', async ({ page }) => {
	test.setTimeout((SECONDS + 90) * 1000);
	// Runs as large as a monkey makes them are another test's business.
	await open(page, LINK.slice(1));
	await page.evaluate(() => {
		// Links of the footer lead elsewhere; a monkey would follow them.
		addEventListener('click', (event) => {
			if ((event.target as Element).closest('a')) event.preventDefault();
		});
	});
	const before = await readTable(page);
	const random = createRandom(SEED);
	const end = Date.now() + SECONDS * 1000;
	let acts = 0;
	while (Date.now() < end) {
		await act(page, random);
		acts += 1;
	}
	expect(acts).toBeGreaterThan(SECONDS);

	// Whatever it has done, a lesson opened included: the link, opened again on the same page, has its figures.
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.keyboard.press('Escape');
	await page.evaluate((link) => {
		history.pushState(null, '', link);
		dispatchEvent(new PopStateEvent('popstate'));
	}, LINK);
	await expect.poll(() => readTable(page), { timeout: 30_000 }).toEqual(before);
});
