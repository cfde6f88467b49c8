import type { Locator, Page } from '@playwright/test';
import { exactValue, slider } from './controls.ts';
import { open, readTable } from './figures.ts';
import { expect, test } from './harness.ts';

/** Presses Tab until `target` has the focus: a reader without a mouse must be able to get there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
	for (let presses = 0; presses < 200; presses++) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error('not reached in 200 presses of Tab');
}

async function requests(page: Page): Promise<number | null | undefined> {
	return (await readTable(page)).requestsPerSecond?.polling;
}

test('keys alone move a slider, type a value, choose a preset and reset', async ({ page }) => {
	test.slow();
	await open(page, 'users=3000&duration=9');

	await tabTo(page, slider(page, 'users'));
	await page.keyboard.press('ArrowLeft');
	await expect(exactValue(page, 'users')).toHaveValue('2800');
	await page.keyboard.press('PageDown');
	await expect(exactValue(page, 'users')).toHaveValue('280');
	await expect(slider(page, 'users')).toHaveAttribute('aria-valuetext', /280/);

	await page.keyboard.press('Shift+Tab');
	await expect(exactValue(page, 'users')).toBeFocused();
	await page.keyboard.press('ControlOrMeta+A');
	await page.keyboard.type('600');
	await page.keyboard.press('Enter');
	await expect.poll(() => requests(page)).toBeCloseTo(200, 0);

	await tabTo(page, page.getByRole('button', { name: 'About Poll interval' }));
	await page.keyboard.press('Enter');
	await expect(page.getByText('Time between two polls of one client')).toBeVisible();

	await tabTo(page, page.getByRole('button', { name: 'Reset all' }));
	await page.keyboard.press('Enter');
	await expect.poll(() => requests(page)).toBeCloseTo(1000, 0);

	await tabTo(page, page.getByRole('combobox', { name: 'Start from' }));
	await page.keyboard.press('Home');
	await expect(page.getByText('Inputs that you chose')).toHaveCount(0);
	await page.keyboard.type('Status');
	await expect(page.getByText('The data changes every five minutes')).toBeVisible();
});

test('Tab goes once around the page, shows where it is, and can leave', async ({ page }) => {
	await open(page, 'users=100&duration=5');
	const invisible: string[] = [];
	for (let presses = 0; presses < 400; presses++) {
		await page.keyboard.press('Tab');
		const focused = await page.evaluate(() => {
			const element = document.activeElement as HTMLElement;
			const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
			const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
			return {
				name: element.getAttribute('aria-label') ?? element.textContent.trim(),
				visible: outlined || boxShadow !== 'none',
				left: element === document.body,
			};
		});
		if (focused.left) {
			expect(invisible).toEqual([]);
			expect(presses).toBeGreaterThan(20);
			return;
		}
		if (!focused.visible) invisible.push(focused.name);
	}
	throw new Error('Tab never left the page');
});

test('keys alone hold an interview: a bet, the run, a turn, and another bet', async ({ page }) => {
	test.slow();
	await page.goto('./?lesson=interview&users=300&duration=10');
	await expect(page.getByRole('heading', { name: 'The question' })).toBeVisible();
	/** Tab comes to the first transport, later to the one of the bet before. */
	const commit = async (from: string, ...presses: string[]) => {
		await tabTo(page, page.getByRole('radio', { name: from, exact: true }));
		for (const press of presses) await page.keyboard.press(press);
		for (const name of ['Requests a second', 'Latency, p95']) {
			await tabTo(page, page.getByRole('textbox', { name }));
			await page.keyboard.type('3000');
			await page.keyboard.press('Enter');
		}
		await tabTo(page, page.getByRole('button', { name: 'Commit and run' }));
		await page.keyboard.press('Enter');
	};
	await commit('Polling', 'Space', 'ArrowDown');
	const turn = page.getByRole('button', { name: 'A deploy' });
	await expect(turn).toBeVisible({ timeout: 30_000 });
	await expect(page.getByRole('rowheader', { name: /Long polling$/ })).toBeVisible();
	await tabTo(page, turn);
	await page.keyboard.press('Enter');
	await expect(page.getByText(/the servers restart and every connection is dropped/)).toBeVisible();
	await commit('Long polling', 'ArrowDown');
	await expect(turn).toBeVisible({ timeout: 30_000 });
});

test('keys alone make a lesson to embed, in a dialog that they can leave', async ({
	page,
	context,
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, 'users=300&duration=5');
	const share = page.getByRole('button', { name: 'Share' });
	await tabTo(page, share);
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Share or embed' });
	await expect(dialog).toBeVisible();
	await tabTo(page, dialog.getByRole('combobox', { name: 'Lesson' }));
	await page.keyboard.press('ArrowDown');
	await tabTo(page, dialog.getByRole('combobox', { name: 'Theme' }));
	await page.keyboard.type('Dark');
	await tabTo(page, dialog.getByRole('button', { name: 'Copy HTML' }));
	await page.keyboard.press('Enter');
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	expect(copied).toMatch(/^<iframe /);
	for (const part of ['lesson=polling', 'theme=dark', 'embed=1']) expect(copied).toContain(part);
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
	await expect(share).toBeFocused();
});
