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

const ZOOMED = { width: 320, height: 256 };

test('at 400 % of a laptop’s screen everything can be reached and read', async ({ page }) => {
	test.slow();
	await page.setViewportSize(ZOOMED);
	await open(page, SMALL);
	await unfold(page);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(ZOOMED.width);
	// Nothing that sticks to the screen may take it all.
	const lost = await page
		.locator('main :is(h2, h3, button, input, select, summary)')
		.evaluateAll((elements) =>
			elements
				.filter((element) => element.checkVisibility({ visibilityProperty: true }))
				.filter((element) => {
					element.scrollIntoView({ block: 'center', behavior: 'instant' });
					const { left, top, width, height } = element.getBoundingClientRect();
					if (width <= 1) return false; // for screen readers only
					const found = document.elementFromPoint(left + width / 2, top + height / 2);
					return !(found && (element.contains(found) || found.contains(element)));
				})
				.map((element) => `${element.tagName} ${element.textContent.trim() || element.id}`),
		);
	expect(lost).toEqual([]);
});

test('with the wider text spacing that some readers need nothing is cut off', async ({ page }) => {
	test.slow();
	await page.setViewportSize(PHONE);
	await open(page, SMALL);
	await page.evaluate(() => {
		// WCAG 2.2, 1.4.12. A sheet made by script is not markup, and the content policy lets it pass.
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(`:not(svg *) { line-height: 1.5 !important; letter-spacing: 0.12em !important;
			word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
		document.adoptedStyleSheets = [sheet];
	});
	await unfold(page);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
	const cut = await page
		.locator('main :is(h2, h3, p, button, summary, label, td, th)')
		.evaluateAll((elements) =>
			elements
				.filter((element) => element.checkVisibility({ visibilityProperty: true }))
				.filter((element) => {
					const { overflowX, overflowY } = getComputedStyle(element);
					const wide = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
					const high = overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1;
					return (wide || high) && element.clientWidth > 1;
				})
				.map(({ tagName, textContent }) => `${tagName} ${textContent}`),
		);
	expect(cut).toEqual([]);
});

test('in forced colours the series are told apart by mark and line, in colours of the system', async ({
	page,
}) => {
	test.slow();
	await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
	await open(page, `${SMALL}&charts=requests,latency,bandwidth,table`);
	expect(await violations(page)).toEqual([]);
	const looks = await page.locator('figure svg[aria-hidden] path').evaluateAll((paths) =>
		paths
			.map((path) => getComputedStyle(path))
			.filter(({ fill }) => fill === 'none')
			.map(({ stroke, strokeDasharray }) => ({ stroke, strokeDasharray })),
	);
	const text = await page.evaluate(() => getComputedStyle(document.body).color);
	expect(looks.length).toBeGreaterThanOrEqual(4);
	expect(new Set(looks.map(({ strokeDasharray }) => strokeDasharray)).size).toBe(4);
	expect(new Set(looks.map(({ stroke }) => stroke))).toEqual(new Set([text]));
});
