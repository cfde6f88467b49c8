import type { Page } from '@playwright/test';
import { open, settled } from './figures.ts';
import { expect, test } from './harness.ts';

/** Scrolls to the faults, which are loaded when they come near. */
async function openFaults(page: Page, query: string) {
	await open(page, `transports=polling,webSocket&users=400&duration=60&messageRate=6&${query}`);
	const section = page.getByRole('region', { name: 'When something goes wrong' });
	await section.scrollIntoViewIfNeeded();
	await expect(section.getByRole('button', { name: '+ Servers restart' })).toBeVisible();
	return section;
}

test('a fault is added by a button, moved by keys, makes a storm, and is in the link', async ({
	page,
	context,
}) => {
	const section = await openFaults(page, 'reconnect=backoff');
	await section.getByRole('button', { name: '+ Servers restart' }).click();
	const bar = section.getByRole('slider', { name: 'Servers restart', exact: true });
	await expect(bar).toHaveAttribute('aria-valuetext', 'Servers restart from 20 s for 10 s');
	await bar.focus();
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('Shift+ArrowRight');
	await expect(bar).toHaveAttribute('aria-valuetext', 'Servers restart from 19 s for 11 s');
	await expect(page).toHaveURL(/faults=restart@19\+11/);

	const effects = section.getByRole('region', { name: 'What a fault does' });
	await effects.scrollIntoViewIfNeeded();
	// All wait for the same times, so all come back within one second.
	const storm = effects
		.getByRole('row', { name: /^WebSocket/ })
		.getByRole('cell')
		.nth(3);
	await expect(storm).toHaveText(/^(39\d|400)$/);

	const other = await context.newPage();
	await other.goto(page.url());
	await settled(other);
	await other.getByRole('region', { name: 'When something goes wrong' }).scrollIntoViewIfNeeded();
	await expect(other.getByRole('slider', { name: 'Servers restart', exact: true })).toHaveAttribute(
		'aria-valuetext',
		'Servers restart from 19 s for 11 s',
	);
});

test('switching the jitter off raises the peak of the storm', async ({ page }) => {
	const section = await openFaults(page, 'faults=restart@20+10');
	const worth = section.getByRole('region', { name: 'What each precaution is worth' });
	await worth.scrollIntoViewIfNeeded();
	const peakIn = async (row: RegExp) => {
		const text = await worth.getByRole('row', { name: row }).getByRole('cell').nth(3).textContent();
		return Number(text!.replace(/\s/g, ''));
	};
	await expect.poll(() => peakIn(/^Jitter/), { timeout: 20_000 }).toBeGreaterThan(380);
	expect(await peakIn(/^As it is/)).toBeLessThan(160);
	await worth.getByRole('checkbox', { name: /^Jitter/ }).click();
	await expect.poll(() => peakIn(/^As it is/)).toBeGreaterThan(380);
	await expect(page).toHaveURL(/reconnect=backoff/);
});
