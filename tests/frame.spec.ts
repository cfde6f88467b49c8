import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { open } from './figures.ts';
import { requestsElsewhere } from './site.ts';

/** A page of another site that embeds ours, with a field of its own that has the focus. */
async function startHost(frame: string): Promise<{ url: string; server: Server }> {
	const server = createServer((_, response) => {
		response.setHeader('content-type', 'text/html');
		response.end(
			`<!doctype html><title>Lesson</title><input autofocus aria-label="Notes">${frame}`,
		);
	});
	await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
	return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, server };
}

const FORMS = [
	{ form: 'without a sandbox', attributes: '' },
	{ form: 'with sandbox="allow-scripts" alone', attributes: 'sandbox="allow-scripts"' },
	{
		form: 'with sandbox="allow-scripts allow-same-origin"',
		attributes: 'sandbox="allow-scripts allow-same-origin"',
	},
];

for (const { form, attributes } of FORMS) {
	test(`in a frame of another site ${form} the page simulates in a worker and leaves the focus alone`, async ({
		page,
		baseURL,
	}) => {
		const src = `${baseURL!}?embed=1&amp;users=500&amp;duration=9`;
		const { url, server } = await startHost(
			`<iframe title="Push or Poll" width="800" height="600" ${attributes} src="${src}"></iframe>`,
		);
		const errors = requestsElsewhere(page, (asked) =>
			[baseURL!, url].some((own) => asked.startsWith(own)),
		);
		page.on('pageerror', (error) => errors.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error') errors.push(message.text());
		});
		try {
			await page.goto(url);
			const frame = page.frameLocator('iframe');
			await expect(frame.getByRole('cell').first()).toBeVisible({ timeout: 20_000 });
			await expect(frame.getByText('worker (blob)')).toBeVisible();
			await expect(frame.getByRole('heading', { level: 1 })).toHaveCount(0);
			await expect(page.getByRole('textbox', { name: 'Notes' })).toBeFocused();

			// The page inside works, and its address stays as it was written.
			const users = frame.getByRole('textbox', { name: 'Users, exact value' });
			const inputs = frame.getByText('Change the inputs');
			if (await inputs.isVisible()) await inputs.click();
			await users.fill('900');
			await users.press('Enter');
			const row = frame.getByRole('row', { name: /^HTTP requests/ });
			await expect(row.getByRole('cell').first()).toContainText('300');
			await page.waitForTimeout(1000); // longer than the address bar rests
			expect(page.frames()[1]!.url()).toContain('users=500');
			expect(errors).toEqual([]);
		} finally {
			server.close();
		}
	});
}

test('its own files run where only their nonce vouches for them, as in a frame in Safari', async ({
	page,
}) => {
	const refused: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') refused.push(message.text());
	});
	await page.route('**/?*', async (route) => {
		const response = await route.fetch();
		const body = await response.text();
		expect(body).toMatch(/script-src 'self' .*style-src 'self' /);
		await route.fulfill({
			response,
			body: body
				.replace("script-src 'self' ", 'script-src ')
				.replace("style-src 'self' ", 'style-src '),
		});
	});
	await open(page, 'users=300&duration=9');
	for (const title of ['Where the answer changes', 'One client from near'])
		await expect(page.getByRole('heading', { name: title })).toBeVisible();
	expect(refused).toEqual([]);
});
