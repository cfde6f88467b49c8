import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { exactValue, set } from './controls.ts';
import { open, readTable, settled } from './figures.ts';
import { expect, test } from './harness.ts';

const SMALL = 'users=300&duration=10';

/** The file that a click brings. */
async function saved(
	page: Page,
	click: () => Promise<void>,
): Promise<{ name: string; content: Buffer }> {
	const [download] = await Promise.all([page.waitForEvent('download'), click()] as const);
	return { name: download.suggestedFilename(), content: readFileSync(await pathOf(download)) };
}

async function pathOf(download: Download): Promise<string> {
	expect(await download.failure()).toBeNull();
	return download.path();
}

/** Pinned figure and factor of polling's requests, as the table of all figures says them. */
function pinnedRequests(page: Page) {
	const row = page.getByRole('row', { name: /^HTTP requests/ });
	return row.getByRole('cell').first();
}

test('a pinned run stays behind every chart, with what differs in words and factors', async ({
	page,
}) => {
	await open(page, SMALL);
	await page.getByRole('button', { name: 'Pin this run' }).click();
	await expect(page.getByText('Pinned. Change an input')).toBeVisible();
	await expect(page.locator('.ghost')).toHaveCount(0);

	await set(page, 'pollInterval', '30');
	await expect(page.getByText('Poll interval 30 s instead of 3 s.')).toBeVisible();
	const requests = page.getByRole('figure').filter({ hasText: 'HTTP requests (per s)' });
	await expect(requests.locator('rect.ghost')).toHaveCount(4);
	await expect(requests).toContainText(/polling [\d.]+\/s instead of [\d.]+\/s/);
	await expect(pinnedRequests(page)).toContainText(/pinned 10\d,\s+0\.(09|1)\d*×/);
	await expect(page).toHaveURL(/pin=users:300;duration:10/);

	await page.getByRole('button', { name: 'Unpin' }).click();
	await expect(page.locator('.ghost')).toHaveCount(0);
	await expect(page).not.toHaveURL(/pin=/);
});

test('a link restores both runs', async ({ page }) => {
	await open(page, `${SMALL}&pollInterval=30`);
	const alone = await readTable(page);
	await open(page, `${SMALL}&pin=users:300;duration:10;pollInterval:30`);
	await expect(exactValue(page, 'pollInterval')).toHaveValue('3');
	await expect(page.getByText('Poll interval 3 s instead of 30 s.')).toBeVisible();
	await expect(page.locator('rect.ghost').first()).toBeVisible();
	const rate = alone.requestsPerSecond!.polling!;
	await expect(pinnedRequests(page)).toContainText(`pinned ${rate},`);
});

test('a pin that cannot be used is named, and the page works', async ({ page }) => {
	await open(page, `${SMALL}&pin=pollInterval:fast;network:3g`);
	await expect(
		page.getByText('pin: pollInterval: expected 0.1 to 3600 s, got "fast". Using network:3g.'),
	).toBeVisible();
	await expect(page.getByText(/Network 4G \(LTE\) instead of 3G/)).toBeVisible();
	await open(page, `${SMALL}&pin=<b>`);
	await expect(
		page.getByText(/^pin: expected none, .* got "<b>"\. Nothing is pinned\.$/),
	).toBeVisible();
	await expect(page.getByRole('button', { name: 'Pin this run' })).toBeEnabled();
});

test('charts are saved as CSV, SVG and PNG', async ({ context, page }) => {
	test.slow();
	const reader = await context.newPage();
	await open(page, `${SMALL}&charts=requests,battery,table`);
	const saves = page.locator('summary').filter({ hasText: /^Save/ });
	await expect.poll(() => saves.count()).toBe(2);
	const figures = page.getByRole('figure').filter({ has: saves });
	for (const figure of await figures.all()) {
		await figure.locator('summary').filter({ hasText: /^Save/ }).click();
		const take = (kind: string) =>
			saved(page, () => figure.getByRole('button', { name: kind }).click());

		const csv = await take('CSV');
		expect(csv.name).toMatch(/^[a-z0-9._-]{1,76}\.csv$/);
		const [head, ...lines] = csv.content.toString().trim().split('\r\n');
		expect(head).toBe('Figure,Unit,Polling,Long polling,SSE,WebSocket,Scenario,Seed,Version');
		expect(lines.length).toBeGreaterThan(0);
		for (const line of lines) {
			expect(line).toContain(`/?${SMALL}&charts=`);
			expect(line).toMatch(/,1,[\d.]+$/);
		}

		const svg = (await take('SVG')).content.toString();
		// On a page without Trusted Types, which would refuse to parse it.
		const width = await reader.evaluate((text) => {
			const file = new DOMParser().parseFromString(text, 'image/svg+xml');
			const all = [...file.querySelectorAll('*')];
			const names = all.flatMap((each) => [each.localName, ...each.getAttributeNames()]);
			const bad = names.filter((name) =>
				/^(parsererror|script|foreignObject|style|class|on.*|.*href)$/.test(name),
			);
			return bad.length > 0 ? bad.join() : Number(file.documentElement.getAttribute('width'));
		}, svg);
		expect(width).toBeGreaterThan(200);
		expect(svg).toContain('seed 1, ');
		expect(svg.match(/url\((?!#)/)).toBeNull();

		const png = (await take('PNG')).content;
		expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
		expect(png.readUInt32BE(16)).toBe(2 * Number(width));
	}
});

test('the report is the JSON that the command line prints', async ({ page }) => {
	const args = ['--users', '300', '--duration', '10', '--json'];
	const printed = execFileSync('npm', ['run', '-s', 'simulate', '--', ...args], {
		cwd: new URL('..', import.meta.url),
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	await open(page, SMALL);
	const button = page.getByRole('button', { name: 'Download report (JSON)' });
	const { name, content } = await saved(page, () => button.click());
	expect(name).toBe('push-or-poll-report.json');
	expect(content.toString()).toBe(printed);
});

test('where a frame may not save, the file can be copied by hand', async ({ page, baseURL }) => {
	await page.route('**/host.html', (route) =>
		route.fulfill({
			contentType: 'text/html',
			body: `<iframe title="Push or Poll" width="900" height="700" sandbox="allow-scripts"
				src="${baseURL!}?embed=1&amp;${SMALL}"></iframe>`,
		}),
	);
	await page.goto('./host.html');
	const frame = page.frameLocator('iframe');
	await frame.locator('summary').filter({ hasText: 'Save Requests' }).click();
	await frame.getByRole('button', { name: 'CSV' }).click();
	const text = frame.getByRole('textbox', { name: 'push-or-poll-requests.csv' });
	await expect(text).toHaveValue(/^Figure,Unit,/);
	await frame.getByRole('button', { name: 'PNG' }).click();
	await expect(frame.getByRole('img', { name: 'push-or-poll-requests.png' })).toBeVisible();
});

for (const format of ['A4', 'Letter']) {
	test(`printed, the page is one sheet of ${format}, light and without controls`, async ({
		page,
	}) => {
		await open(page, `${SMALL}&theme=dark&pin=default`);
		await settled(page);
		const pdf = (await page.pdf({ format })).toString('latin1');
		expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
		// Afterwards the page is as it was.
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
		await expect(page.locator('.handout')).toHaveCount(0);

		await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
		await page.emulateMedia({ media: 'print' });
		const sheet = page.locator('.handout');
		await expect(sheet.getByRole('figure')).toHaveCount(4);
		await expect(sheet).toContainText('users 300, simulated time 10 s');
		await expect(sheet).toContainText(`/?${SMALL}`);
		await expect(sheet.getByRole('row')).toHaveCount(9);
		await expect(page.getByRole('button')).toHaveCount(0);
		const paper = await page.evaluate(
			() => getComputedStyle(document.documentElement).backgroundColor,
		);
		expect(paper).toBe('rgb(255, 255, 255)');
	});
}
