import axe from 'axe-core';
import type { Page } from '@playwright/test';
import { open } from './figures.ts';
import { expect, test } from './harness.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SMALL = 'users=300&duration=10';
const WIDTHS = [320, 768, 1280];

/** How a system may ask for the page to look. */
const MEDIA = [
	{ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' },
	{ colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' },
	{ colorScheme: 'light', contrast: 'more', forcedColors: 'active' },
] as const;

const LOOKS = WIDTHS.flatMap((width) => MEDIA.map((media) => ({ width, media })));

/** What a reader can bring the page to. */
const STATES: Record<string, (page: Page) => Promise<void>> = {
	'the page': (page) => open(page, SMALL),
	'a notice': (page) => open(page, `${SMALL}&pollInterval=0`),
	'an embed': (page) => open(page, `${SMALL}&embed=1`),
	'the verdict': async (page) => {
		await open(page, SMALL);
		const verdict = page.getByRole('region', { name: 'What fits' });
		await verdict.scrollIntoViewIfNeeded();
		await expect(verdict.getByRole('slider').first()).toBeVisible();
	},
	'the dialog to share': async (page) => {
		await open(page, SMALL);
		await page.getByRole('button', { name: 'Share' }).click();
		await expect(page.getByRole('dialog', { name: 'Share or embed' })).toBeVisible();
	},
	'an explanation': async (page) => {
		await open(page, SMALL);
		await page.getByRole('button', { name: 'Explain Latency' }).click();
		await expect(page.getByRole('dialog').getByRole('list').first()).toBeVisible();
	},
	'a fault': async (page) => {
		await open(page, `${SMALL}&faults=restart@3+2`);
		const faults = page.getByRole('region', { name: 'When something goes wrong' });
		await faults.scrollIntoViewIfNeeded();
		await expect(faults.getByRole('button', { name: '+ Servers restart' })).toBeVisible();
	},
	'the guide': async (page) => {
		await open(page, SMALL);
		await page.getByRole('button', { name: 'Guide' }).click();
		await expect(page.getByLabel(/A lesson of your own/)).toBeAttached();
	},
	'a lesson': async (page) => {
		await page.goto('./?lesson=polling&step=3');
		await expect(page.getByRole('button', { name: 'Commit and see' })).toBeVisible();
	},
	'an interview': async (page) => {
		await page.goto('./?lesson=interview');
		await expect(page.getByRole('button', { name: 'Commit and run' })).toBeVisible();
	},
	'a presenter': async (page) => {
		await page.goto('./?lesson=battery&present=1');
		await expect(page.getByRole('group', { name: 'Presenter' })).toBeVisible();
	},
};

/** What axe objects to. */
async function objections(page: Page): Promise<string[]> {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(
		(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] }),
		TAGS,
	);
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(
			({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`,
		),
	);
}

Object.entries(STATES).forEach(([state, reach], index) => {
	test(`${state}: axe finds nothing to object to, and nothing moves by itself`, async ({
		page,
	}) => {
		// All looks in the long run; else one, another for each state.
		const looks = process.env['LONG'] ? LOOKS : [LOOKS[(index * 4) % LOOKS.length]!];
		test.setTimeout(90_000 + 30_000 * looks.length);
		await page.emulateMedia({ reducedMotion: 'reduce' });
		await reach(page);
		for (const { width, media } of looks) {
			await page.setViewportSize({ width, height: 800 });
			await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
			const look = `${width} pixels, ${media.colorScheme}, contrast ${media.contrast}`;
			expect.soft(await objections(page), look).toEqual([]);
			const moving = () => page.evaluate(() => document.getAnimations().length);
			expect.soft(await moving(), look).toBe(0);
		}
	});
});
