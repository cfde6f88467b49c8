import axe from 'axe-core';
import type { Page } from '@playwright/test';
import { openSections } from './controls.ts';
import { open } from './figures.ts';
import { expect, test } from './harness.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { width: 320, height: 640 };
const SMALL = 'users=300&duration=10';

async function violations(page: Page): Promise<string[]> {
	await page.evaluate(axe.source);
	const { violations: found } = await page.evaluate(
		(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] }),
		TAGS,
	);
	return found.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
	);
}

/** Everything that can be unfolded: the drawer of a phone, sections, tables of charts. */
async function unfold(page: Page): Promise<void> {
	for (const drawer of await page.getByText('Change the inputs').all()) {
		if (await drawer.isVisible()) await drawer.click();
	}
	await openSections(page);
	await page.locator('details').evaluateAll((all) => {
		for (const each of all) (each as HTMLDetailsElement).open = true;
	});
	await page.getByRole('button', { name: 'About Users' }).click();
}

const LOOKS = [
	{ look: 'light, unfolded', query: 'theme=light', unfolded: true },
	{ look: 'dark by the system', query: '', scheme: 'dark' },
	{ look: 'projector', query: 'theme=projector' },
	{ look: 'a phone', query: '', size: PHONE },
	{ look: 'a phone, unfolded', query: '', size: PHONE, unfolded: true },
	{ look: 'a phone in the dark', query: 'theme=dark', size: PHONE },
	{ look: 'embedded', query: 'embed=1' },
	{ look: 'with a notice', query: 'users=0&charts=table' },
] as const;

for (const { look, query, ...rest } of LOOKS) {
	test(`${look}: axe finds nothing to object to`, async ({ page }) => {
		test.slow();
		if ('size' in rest) await page.setViewportSize(rest.size);
		await page.emulateMedia({
			colorScheme: 'scheme' in rest ? rest.scheme : 'light',
			reducedMotion: 'reduce',
		});
		await open(page, `${query}&${SMALL}`);
		if ('unfolded' in rest) await unfold(page);
		expect(await violations(page)).toEqual([]);
	});
}

test('a lesson on a shared screen: axe finds nothing to object to', async ({ page }) => {
	test.slow();
	await page.goto('./?lesson=polling&present=1');
	await expect(page.getByRole('button', { name: 'Next →' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Commit and see' })).toBeVisible();
	expect(await violations(page)).toEqual([]);
});

for (const theme of ['auto', 'projector']) {
	test(`nothing scrolls sideways on a narrow phone (theme ${theme})`, async ({ page }) => {
		await page.setViewportSize(PHONE);
		await open(page, `theme=${theme}&${SMALL}`);
		const width = () => page.evaluate(() => document.documentElement.scrollWidth);
		expect(await width()).toBeLessThanOrEqual(PHONE.width);
		await unfold(page);
		expect(await width()).toBeLessThanOrEqual(PHONE.width);
	});
}
