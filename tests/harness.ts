import { expect, test as base } from '@playwright/test';

/** Every test also holds the page to this: no error on the console, no request to another origin. */
export const test = base.extend<{ watched: undefined }>({
	watched: [
		async ({ page, baseURL }, use) => {
			const complaints: string[] = [];
			const own = new URL(baseURL!).origin;
			page.on('console', (message) => {
				if (message.type() === 'error') complaints.push(message.text());
			});
			page.on('pageerror', (error) => complaints.push(error.message));
			page.on('request', (request) => {
				const url = request.url();
				if (/^https?:/.test(url) && !url.startsWith(own)) complaints.push(`request to ${url}`);
			});
			await use(undefined);
			expect(complaints).toEqual([]);
		},
		{ auto: true },
	],
});

export { expect } from '@playwright/test';
