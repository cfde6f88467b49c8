import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type FrameLocator, type Page } from '@playwright/test';
import { requestsElsewhere, startSite } from './site.ts';

const file = new URL('../dist-single/push-or-poll.html', import.meta.url);

/** Errors, content policy violations among them, and requests for anything but these pages. */
function watch(page: Page, ...pages: readonly string[]): string[] {
	const complaints = requestsElsewhere(page, (url) => pages.includes(url.replace(/[?#].*/, '')));
	page.on('pageerror', (error) => complaints.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	return complaints;
}

async function works(page: Page | FrameLocator): Promise<void> {
	await expect(page.getByText(/^Polling asks/).first()).toBeVisible({ timeout: 30_000 });
	await expect(page.getByText('worker (blob)')).toBeVisible({ timeout: 30_000 });
}

test('the single file works from a disk, reads its address, and shares', async ({ page }) => {
	const complaints = watch(page, file.href);
	await page.goto(`file://${fileURLToPath(file)}?users=300&duration=9#users=600`);
	await expect(page.getByText(/^Polling asks 200 times/).first()).toBeVisible({ timeout: 30_000 });
	await works(page);
	await page.getByRole('button', { name: 'Share' }).click();
	const dialog = page.getByRole('dialog', { name: 'Share or embed' });
	await expect(dialog.getByText(/links to it work nowhere else/)).toBeVisible();
	await works(dialog.frameLocator('iframe'));
	expect(complaints).toEqual([]);
});

for (const [place, attributes] of [
	['a frame with sandbox="allow-scripts"', 'sandbox="allow-scripts" src="push-or-poll.html#QUERY"'],
	['a sandboxed srcdoc', 'sandbox="allow-scripts"'],
] as const) {
	test(`the single file works in ${place}`, async ({ page }) => {
		const source = readFileSync(file, 'utf8');
		const escaped = source.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
		const kind = attributes.includes('src=') ? attributes : `${attributes} srcdoc="${escaped}"`;
		const site = await startSite((path) =>
			path === '/push-or-poll.html'
				? file
				: `<!doctype html><meta charset="utf-8"><iframe title="Push or Poll" width="900" height="600" ${kind.replace('QUERY', 'embed=1&amp;users=300&amp;duration=9')}></iframe>`,
		);
		// A browser asks by itself for the icon of a host that names none.
		const complaints = watch(
			page,
			...['', 'push-or-poll.html', 'favicon.ico'].map((path) => site.url + path),
		);
		try {
			await page.goto(site.url);
			await works(page.frameLocator('iframe'));
			expect(complaints).toEqual([]);
		} finally {
			site.close();
		}
	});
}

test('the single file is small enough to mail', () => {
	expect(readFileSync(file).length).toBeLessThan(800_000);
});
