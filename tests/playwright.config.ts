import { defineConfig } from '@playwright/test';
import { findBrowser } from './browser.ts';

// A port of this run's own; the workers, who read this file again, inherit it.
const port = (process.env.PREVIEW_PORT ??= String(10_000 + (process.pid % 20_000)));
const address = `http://127.0.0.1:${port}/`;

/** The production build, in a real browser. */
export default defineConfig({
	testDir: '.',
	outputDir: '../test-results',
	fullyParallel: true,
	workers: 2,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	forbidOnly: Boolean(process.env.CI),
	reporter: 'list',
	use: {
		baseURL: address,
		launchOptions: findBrowser(),
		viewport: { width: 1280, height: 900 },
	},
	projects: [
		// What measures time runs alone, before the others take the processor; noise only ever adds.
		{ name: 'start', testMatch: 'start.spec.ts', retries: 4 },
		// On a shared machine a page may stand still for longer than any test waits. What passes only
		// the second time is listed as flaky, and is to be mended.
		{
			name: 'page',
			testMatch: '*.spec.ts',
			testIgnore: 'start.spec.ts',
			dependencies: ['start'],
			retries: 1,
		},
		{ name: 'screenshot', testMatch: 'screenshot.ts' },
		{ name: 'browsers', testMatch: 'browsers/page.ts', timeout: 300_000 },
		{ name: 'bench', testMatch: 'bench/page.ts', fullyParallel: false },
	],
	webServer: {
		command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
		cwd: '..',
		url: address,
	},
});
