import { FIGURES } from '../src/model/figures.ts';
import { open, readTable } from './figures.ts';
import { expect, test } from './harness.ts';

const SMALL = 'users=500&duration=20';

test('each figure opens its calculation by keyboard, and Escape returns to it', async ({
	page,
}) => {
	test.slow();
	await open(page, SMALL);
	const table = page.getByRole('table', { name: 'All figures' });
	await expect(table.locator('.expected', { hasText: /\d/ }).first()).toBeVisible();
	const heads = table.getByRole('rowheader').getByRole('button');
	await expect(heads).toHaveCount(FIGURES.length);
	const expected = await readTable(page, { expected: true });
	for (const [index, { label, path }] of FIGURES.entries()) {
		const head = heads.nth(index);
		await head.focus();
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog', { name: label, exact: true });
		await expect(dialog).toBeVisible();
		const value = expected[path]!.polling ?? null;
		if (value === null) await expect(dialog.getByText('There is no formula')).toBeVisible();
		else {
			const last = Number(await dialog.locator('li:last-child data').getAttribute('value'));
			expect(Math.abs(last - value), path).toBeLessThanOrEqual(0.005 * value + 0.001);
		}
		await page.keyboard.press('Escape');
		await expect(dialog).toHaveCount(0);
		await expect(head).toBeFocused();
	}
});

test('a chart explains its figure, and the last line of the calculation is what is expected', async ({
	page,
}) => {
	await open(page, SMALL);
	await page.getByRole('button', { name: 'Explain Requests' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('combobox', { name: 'Figure' }).selectOption('HTTP requests');
	const last = dialog.getByRole('list', { name: 'The calculation' }).locator('li:last-child data');
	await expect(last).toHaveText('166.7');
	await dialog.getByRole('button', { name: 'Close' }).click();
	await expect(page.getByRole('button', { name: 'Explain Requests' })).toBeFocused();
});

test('one press makes the strongest case for polling, and the link keeps it', async ({ page }) => {
	await open(page, SMALL);
	const bytes = async () => {
		const { 'bytes.up': up, 'bytes.down': down } = await readTable(page);
		return (up?.polling ?? 0) + (down?.polling ?? 0);
	};
	const before = await bytes();
	await page.getByRole('button', { name: 'The strongest case for polling' }).click();
	await expect.poll(async () => before / (await bytes())).toBeGreaterThan(3);
	await expect(page.getByText(/^Polling now moves/)).toBeVisible();
	await expect.poll(() => page.url()).toContain('notModified=yes');
	await page.reload();
	await expect(page.getByRole('button', { name: 'Back to how it was' })).toBeVisible();
	await expect.poll(async () => before / (await bytes())).toBeGreaterThan(3);
});
