import { expect, test } from '@playwright/test';
import { settled } from './figures.ts';

test('the picture at the top of the README', async ({ page }) => {
	await page.setViewportSize({ width: 1600, height: 1200 });
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	await page.goto('./');
	await settled(page);
	await expect(page.getByRole('progressbar')).toHaveCount(0);
	await page.screenshot({ path: 'docs/screenshot.png', animations: 'disabled' });
});
