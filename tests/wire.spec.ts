import type { Page } from '@playwright/test';
import { open } from './figures.ts';
import { expect, test } from './harness.ts';

/** Without the sections that grow above it as they are loaded. */
const SMALL = 'users=300&duration=30&messageRate=6&charts=requests,time,wire,table';

/** The section of the followed client, which is loaded when it comes near. */
async function near(page: Page) {
	const section = page.getByRole('region', { name: 'One client from near' });
	await section.scrollIntoViewIfNeeded();
	const lane = section.getByRole('slider', { name: 'Polling, packet by packet', exact: true });
	await expect(lane).toBeVisible();
	const moment = section.getByRole('slider', { name: 'Moment' });
	const time = async () => Number(await moment.inputValue());
	return { section, lane, moment, time };
}

/** Where the crosshairs of the charts over time stand, pixels. */
async function crosshairs(page: Page): Promise<number[]> {
	return page
		.locator('line.crosshair')
		.evaluateAll((lines) => lines.map((line) => Number(line.getAttribute('x1'))));
}

test('playing moves all views over time; out of sight it stops', async ({ page }) => {
	await open(page, SMALL);
	const { section, time } = await near(page);
	expect(await crosshairs(page)).toEqual([]);
	await section.getByRole('combobox', { name: 'Speed' }).selectOption('10');
	await section.getByRole('button', { name: 'Play' }).click();
	await expect.poll(async () => (await crosshairs(page)).length).toBe(5);
	const before = { charts: await crosshairs(page), time: await time() };
	await expect.poll(time).toBeGreaterThan(before.time + 2);
	const after = await crosshairs(page);
	after.forEach((x, chart) => expect(x).toBeGreaterThan(before.charts[chart]!));
	await expect(section.locator('.ahead')).toHaveCount(2);

	await page.evaluate(() => scrollTo(0, 0));
	await expect(section.getByRole('button', { name: 'Play' })).toHaveCount(1);
	const stopped = await time();
	await page.waitForTimeout(300);
	expect(await time()).toBe(stopped);
});

test('keys step and drag the playhead; a packet’s parts add up to its size', async ({ page }) => {
	await open(page, SMALL);
	const { section, lane, moment, time } = await near(page);
	const next = section.getByRole('button', { name: 'Next packet' });
	await next.focus();
	await page.keyboard.press('Enter');
	const first = await time();
	expect(first).toBeGreaterThan(0);
	await page.keyboard.press('Enter');
	expect(await time()).toBeGreaterThan(first);

	await moment.focus();
	const stepped = await time();
	await page.keyboard.press('ArrowRight');
	await expect.poll(time).toBeGreaterThan(stepped);
	await page.keyboard.press('End');
	await expect.poll(time).toBe(30);
	await page.keyboard.press('Home');
	await expect.poll(time).toBe(0);

	await lane.focus();
	await page.keyboard.press('ArrowRight');
	await expect(lane).toHaveAttribute('aria-valuetext', /^Request of 890 bytes/);
	const [, size] = /of (\d+) bytes/.exec(await section.locator('.card p').innerText())!;
	const parts = await section.locator('.card li:not(.scale)').allInnerTexts();
	expect(parts.map((text) => parseInt(text)).reduce((sum, bytes) => sum + bytes)).toBe(
		Number(size),
	);
});

test('a link opens at its moment, and the address follows where the playhead rests', async ({
	page,
}) => {
	await open(page, `${SMALL}&t=12.345`);
	expect((await crosshairs(page)).length).toBeGreaterThan(0);
	const { section, time } = await near(page);
	expect(await time()).toBeCloseTo(12.345, 3);
	await section.getByRole('button', { name: 'Next packet' }).click();
	await expect(page).toHaveURL(new RegExp(`t=${(await time()).toFixed(3).replace(/0+$/, '')}`));
	await page.reload();
	await near(page);
	await expect.poll(time).toBeGreaterThan(12.345);
});

test('a moment beyond the end of the run is named, and the end is shown', async ({ page }) => {
	await open(page, `${SMALL}&t=45`);
	await expect(page.getByText('t: expected 0 to 30 s, got "45". Using 30.')).toBeVisible();
	const { time } = await near(page);
	expect(await time()).toBe(30);
});

test('with reduced motion a second goes by at each packet', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await open(page, SMALL);
	const { section, time } = await near(page);
	await section.getByRole('button', { name: 'Play' }).click();
	await page.waitForTimeout(400);
	expect(await time()).toBe(0);
	await expect.poll(time, { timeout: 5000 }).toBeGreaterThan(0);
});
