import { expect, test, type Page } from '@playwright/test';
import { settled } from './figures.ts';

interface Picture {
	readonly name: string;
	/** The page that it is taken of. */
	readonly query: string;
	/** Pixels; a laptop unless it says otherwise. */
	readonly width?: number;
	readonly height?: number;
	/** What the reader does there. */
	readonly act?: (page: Page) => Promise<void>;
	/** The view; without it, what is on screen. */
	readonly region?: string;
}

/** The pictures of docs/VIEWS.md. */
const VIEWS: readonly Picture[] = [
	{ name: 'one-client', query: 'charts=wire,radio&t=20', region: 'One client from near' },
	{
		name: 'follow-message',
		query: 'charts=wire,radio',
		region: 'One client from near',
		act: async (page) => {
			await page.getByRole('button', { name: 'Show it in the lanes' }).click();
		},
	},
	{ name: 'break-even', query: 'charts=breakeven', region: 'Where the answer changes' },
	{
		name: 'verdict',
		query: 'charts=verdict&preset=notifications&soonEnough=60',
		region: 'What fits',
	},
	{
		name: 'fairness',
		query: 'charts=fairness',
		region: 'Is that fair to polling?',
		act: async (page) => {
			await page.getByRole('button', { name: 'The strongest case for polling' }).click();
		},
	},
	{
		name: 'faults',
		query: 'charts=faults&faults=restart@20%2B5',
		region: 'When something goes wrong',
		height: 2600,
	},
	{
		name: 'compare',
		query: 'pin=users:10000&pollInterval=30',
		height: 1400,
	},
	{
		name: 'explanation',
		query: '',
		act: async (page) => {
			await page.getByRole('button', { name: 'Explain Latency' }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
		},
	},
	{ name: 'lesson', query: 'lesson=polling&step=3', height: 900 },
	{
		name: 'interview',
		query: 'lesson=interview',
		act: async (page) => {
			await page.getByRole('radio', { name: 'Polling', exact: true }).check();
			await page.getByRole('textbox', { name: 'Requests a second' }).fill('3k');
			await page.getByRole('textbox', { name: 'Latency, p95' }).fill('3s');
			await page.keyboard.press('Enter');
			await page.getByRole('button', { name: 'Commit and run' }).click();
			await expect(page.getByRole('button', { name: 'Copy as text' })).toBeVisible({
				timeout: 30_000,
			});
		},
	},
	{
		name: 'share',
		query: 'users=50000',
		act: async (page) => {
			await page.getByRole('button', { name: 'Share' }).click();
			await page.getByLabel('Lesson').selectOption({ index: 2 });
			await expect(page.frameLocator('iframe').getByRole('heading').first()).toBeVisible();
		},
	},
	{
		name: 'embed-360',
		query: 'embed=1&preset=chat&controls=users,pollInterval&charts=requests,latency',
		width: 360,
		height: 1100,
	},
];

async function prepare(page: Page, width: number, height: number): Promise<void> {
	await page.setViewportSize({ width, height });
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

test('the picture at the top of the README', async ({ page }) => {
	await prepare(page, 1600, 1200);
	await page.goto('./');
	await settled(page);
	await expect(page.getByRole('progressbar')).toHaveCount(0);
	await page.screenshot({ path: 'docs/screenshot.png', animations: 'disabled' });
});

for (const { name, query, width = 1440, height = 1000, act, region } of VIEWS) {
	test(`the view ${name}`, async ({ page }) => {
		await prepare(page, width, height);
		test.setTimeout(180_000);
		await page.goto(`./?${query}`);
		await expect(page.getByRole('main')).toBeVisible();
		await page.waitForTimeout(3000); // what is loaded on demand, and the closed forms
		await act?.(page);
		await page.waitForTimeout(1000);
		const target = region ? page.getByRole('region', { name: region, exact: true }) : page;
		// Sweeps and studies run when they are seen, and end by themselves.
		await expect(page.getByText(/so far|being simulated|^…$/i)).toHaveCount(0, {
			timeout: 120_000,
		});
		await target.screenshot({ path: `docs/views/${name}.png`, animations: 'disabled' });
	});
}
