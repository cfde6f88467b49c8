import { exactValue } from './controls.ts';
import { open } from './figures.ts';
import { expect, test } from './harness.ts';

test('a link opens a step; the bet comes before the result, and back works at once', async ({
	page,
}) => {
	await page.goto('./?lesson=polling&step=3&pollInterval=5');
	await expect(page.getByRole('heading', { name: 'The wait for the next poll' })).toBeVisible();
	await expect(exactValue(page, 'pollInterval')).toHaveValue('5');
	await expect(page.getByRole('heading', { name: 'Side by side' })).toBeHidden();

	await page.getByRole('textbox', { name: 'Your bet, exact value' }).fill('2500');
	await page.getByRole('button', { name: 'Commit and see' }).click();
	await expect(page.getByText(/You bet 2\.5.s\. The run gives 2\.\d+.s\..*right/)).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Side by side' })).toBeVisible();
	expect(page.url()).toContain('pollInterval=5');

	await page.getByRole('button', { name: 'Next →' }).click();
	await expect(page.getByRole('heading', { name: 'Too often' })).toBeVisible();
	await expect(page).toHaveURL(/lesson=polling&step=4$/);
	await page.goBack();
	await expect(page.getByRole('heading', { name: 'The wait for the next poll' })).toBeVisible();
	await expect(exactValue(page, 'pollInterval')).toHaveValue('5');
});

test('an unknown lesson is said, and the page opens without', async ({ page }) => {
	await open(page, 'lesson=juggling&users=300&duration=5');
	await expect(
		page.getByText(/^lesson: expected polling, .*got "juggling"\. Using none\.$/),
	).toBeVisible();
});

test('a lesson comes as a file, from the guide', async ({ page }) => {
	await open(page, 'users=300&duration=5');
	await page.getByRole('button', { name: 'Guide' }).click();
	const lesson = { title: 'Mine', steps: [{ title: 'One step', text: '{users} users', extra: 1 }] };
	await page.getByLabel(/A lesson of your own/).setInputFiles({
		name: 'mine.json',
		mimeType: 'application/json',
		buffer: Buffer.from(JSON.stringify(lesson)),
	});
	await expect(page.getByRole('heading', { name: 'One step' })).toBeVisible();
	await expect(page.getByText('300 users', { exact: true })).toBeVisible();
	await expect(page.getByText(/^steps\[0\]: expected only the keys .*got "extra"/)).toBeVisible();
});

test('an interview: commit, run, a turn, and the text to take away', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.goto('./?lesson=interview');
	const commit = async (transport: string) => {
		await page.getByRole('radio', { name: transport, exact: true }).check();
		await page.getByRole('textbox', { name: 'Requests a second' }).fill('3k');
		await page.getByRole('textbox', { name: 'Latency, p95' }).fill('3s');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Commit and run' }).click();
	};
	await commit('Polling');
	await page.getByRole('button', { name: 'A deploy' }).click({ timeout: 30_000 });
	await expect(page.getByText(/the servers restart and every connection is dropped/)).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Side by side' })).toBeHidden();
	await commit('WebSocket');
	await page.getByRole('button', { name: 'Copy as text' }).click({ timeout: 30_000 });
	await expect(page.getByText('Copied.')).toBeVisible();
	const text = await page.evaluate(() => navigator.clipboard.readText());
	expect(text).toMatch(/1\. 10.000 people[^]*Choice: Polling[^]*said 3.000, simulated 3.3\d\d/);
	expect(text).toMatch(/2\. We deploy[^]*Choice: WebSocket[^]*Delivered/);
});

test('the presenter’s keys walk the steps and single out a transport', async ({ page }) => {
	await page.goto('./?lesson=battery&present=1');
	await expect(page.getByRole('group', { name: 'Presenter' })).toBeVisible();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
	await page.keyboard.press('ArrowRight');
	await expect(page.getByRole('heading', { name: 'Held does not mean awake' })).toBeVisible();
	await page.keyboard.press('4');
	await expect(page).toHaveURL(/transports=webSocket/);
	await page.keyboard.press('?');
	await expect(page.getByText('step of the lesson')).toBeVisible();
});
