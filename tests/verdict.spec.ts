import type { Locator, Page } from '@playwright/test';
import { exactValue } from './controls.ts';
import { open } from './figures.ts';
import { expect, test } from './harness.ts';

/** A section below the charts, which is made when the reader comes near. */
async function section(page: Page, title: string): Promise<Locator> {
	const found = page.getByRole('region', { name: title });
	await found.scrollIntoViewIfNeeded();
	await expect(found.getByRole('combobox').first()).toBeVisible();
	return found;
}

function weight(verdict: Locator, name: string): Locator {
	return verdict.getByRole('slider', { name, exact: true });
}

test('the reader’s weights decide, and the link keeps them', async ({ page, context }) => {
	await open(page, 'users=100&duration=10&pollInterval=60&soonEnough=60');
	const verdict = await section(page, 'What fits');
	for (const name of ['Freshness', 'Server load', 'Bytes', 'Money']) {
		await weight(verdict, name).press('Home');
	}
	await expect(verdict.getByText(/^Polling fits:/).first()).toBeVisible();
	await weight(verdict, 'Battery').press('Home');
	await weight(verdict, 'Simplicity').press('Home');
	await weight(verdict, 'Bytes').press('End');
	await expect(verdict.getByText(/SSE.*is named|^SSE fits/).first()).toBeVisible();
	await expect(page).toHaveURL(/weights=freshness:0,server:0,bytes:5,battery:0/);

	const other = await context.newPage();
	await other.goto(page.url());
	const copy = await section(other, 'What fits');
	await expect(weight(copy, 'Bytes')).toHaveValue('5');
	await expect(weight(copy, 'Money')).toHaveValue('0');
	await expect(copy.getByText(/SSE.*is named|^SSE fits/).first()).toBeVisible();
});

test('today’s ring on the map moves the inputs, by keys and by dragging', async ({ page }) => {
	await open(page, 'users=100&duration=5');
	const verdict = await section(page, 'What fits');
	const ring = verdict.getByRole('slider', { name: /^Today/ });
	await ring.press('ArrowRight');
	await expect(exactValue(page, 'pollInterval')).toHaveValue('3.5');
	await ring.press('ArrowUp');
	await expect(exactValue(page, 'messageRate')).toHaveValue('1.1');

	await ring.scrollIntoViewIfNeeded();
	const { x, y, width, height } = (await ring.boundingBox())!;
	await page.mouse.move(x + width / 2, y + height / 2);
	await page.mouse.down();
	await page.mouse.move(x + width / 2 + 120, y + height / 2, { steps: 3 });
	await page.mouse.up();
	const interval = async () => Number(await exactValue(page, 'pollInterval').inputValue());
	await expect.poll(interval).toBeGreaterThan(6);
	await expect(exactValue(page, 'messageRate')).toHaveValue('1.1');
});

test('weights that cannot be read are named, with the form that can', async ({ page }) => {
	await open(page, 'users=100&duration=5&weights=fun:9');
	await expect(page.getByText(/^weights: expected criterion:weight.*got "fun:9"/)).toBeVisible();
});

test('where polling takes less of an LTE battery than a WebSocket is said in words', async ({
	page,
}) => {
	test.slow();
	await open(page, 'users=100&duration=5&transports=polling,webSocket');
	const places = await section(page, 'Where the answer changes');
	// The model says 23 s at a message a minute and 30 s without; so few users have any rate between.
	const sentence = /Poll interval above (?:2[2-9]|30)\Ws: polling takes less energy than WebSocket/;
	for (const text of [sentence, /25 of 25 values/]) {
		// What is loaded above it may push it out of sight, where it rests.
		await expect(async () => {
			await places.scrollIntoViewIfNeeded();
			await expect(places.getByText(text)).toBeVisible();
		}).toPass({ timeout: 60_000 });
	}
});
