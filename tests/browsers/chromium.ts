import { chromium } from '@playwright/test';
import { findBrowser } from '../browser.ts';
import type { Driven } from './driven.ts';

/** The Chromium of all other tests, to hold its figures to the last bit as well. */
export async function startChromium(): Promise<Driven> {
	const browser = await chromium.launch(findBrowser());
	const page = await browser.newPage();
	return {
		version: browser.version(),
		open: (url) => page.goto(url),
		evaluate: (where, expression) =>
			page.frames()[where === 'page' ? 0 : 1]!.evaluate<string>(expression),
		async press(keys) {
			for (const key of keys) await page.keyboard.press(key);
		},
		resize: (width, height) => page.setViewportSize({ width, height }),
		close: () => browser.close(),
	};
}
