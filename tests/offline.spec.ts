import { open, settled } from './figures.ts';
import { expect, test } from './harness.ts';

test('a second visit needs no network, whatever the scenario', async ({ page, context }) => {
	await open(page, 'users=100&duration=5');
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
	});
	await context.setOffline(true);
	await page.goto('./?users=200&duration=5&theme=dark');
	await settled(page);
	await expect(page.getByRole('textbox', { name: 'Users, exact value' })).toHaveValue('200');
	await expect(page.getByRole('heading', { name: 'Where the answer changes' })).toBeAttached();
	await context.setOffline(false);
});
