import type { Plugin } from 'vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import type { InlineConfig } from 'vitest/node';
import { precacheList } from './src/worker/precachePlugin.ts';
import { canonicalAddress } from './build/address.ts';
import { contentPolicyTag, OWN_NONCE } from './build/csp.ts';
import { LICENCES } from './build/licences.ts';
import { workerSource } from './src/worker/sourcePlugin.ts';

/** The page needs no browser to be built, so only the tests look for one. */
async function testProjects(): Promise<InlineConfig> {
	const { playwright } = await import('@vitest/browser-playwright');
	const { findBrowser } = await import('./tests/browser.ts');
	return {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['src/**/*.test.ts'],
					exclude: ['**/*.svelte.test.ts'],
					testTimeout: 60_000, // statistics take their time on a busy machine
					maxWorkers: '100%', // by default a core is left to itself, which of two is half
				},
			},
			{
				extends: true,
				test: {
					name: 'lab',
					include: ['lab/**/*.test.ts'],
					maxWorkers: 1,
					sequence: { groupOrder: 1 }, // clocks and sockets want the machine to themselves
				},
			},
			{
				extends: true,
				test: {
					name: 'browser',
					include: ['src/**/*.svelte.test.ts'],
					sequence: { groupOrder: 2 },
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({ launchOptions: findBrowser() }),
						instances: [{ browser: 'chromium' }],
					},
				},
			},
		],
	};
}

/**
 * Svelte spreads a list into another that no page here uses. To bundlers a spread may do something, and
 * stays in the first view; the same said with a method that is known to be pure does not.
 */
function withoutUnusedList(): Plugin {
	const spread = /= \[\s*\.\.\.DOM_BOOLEAN_ATTRIBUTES,([^\]]*)\];/;
	return {
		name: 'without-unused-list',
		transform(code, id) {
			if (!id.endsWith('/svelte/src/utils.js')) return null;
			const to = '= /* @__PURE__ */ DOM_BOOLEAN_ATTRIBUTES.concat([$1]);';
			return { code: code.replace(spread, to), map: null };
		},
	};
}

export default defineConfig(async ({ mode }): Promise<ViteUserConfig> => ({
	base: './', // the build runs from any folder and inside any frame
	html: { cspNonce: OWN_NONCE },
	plugins: [
		withoutUnusedList(),
		// Fragments as trees: made element by element, where no text ever becomes markup; that is quicker, too.
		svelte({ configFile: false, compilerOptions: { runes: true, fragments: 'tree' } }),
		workerSource(),
		precacheList(),
		contentPolicyTag(),
		canonicalAddress(),
	],
	build: {
		license: { fileName: LICENCES },
		modulePreload: {
			polyfill: false, // without it old browsers only load a little later
			// What the page itself has loaded is there: in Firefox to ask for it once more is an error.
			resolveDependencies: (_, files) => files.filter((file) => !file.startsWith('assets/index-')),
		},
		// What the first view needs comes in one file, and so does what follows it: each more costs a
		// slow phone time, and what is packed together packs better.
		rolldownOptions: {
			// No module here does anything when something of it is read.
			treeshake: { propertyReadSideEffects: false },
			output: {
				codeSplitting: {
					groups: [
						{ name: 'first', tags: ['$initial'], priority: 1 },
						{ name: 'next', test: /\/(next\.ts|ChartFoot\.svelte)$/ },
					],
				},
			},
		},
	},
	worker: { format: 'iife' }, // the only form that starts in every sandboxed frame
	preview: {
		cors: true, // a sandboxed frame has no origin, so its module scripts need this
		port: 7655, // of our own: what a service worker keeps belongs to a port, whoever serves there next
	},
	test: mode === 'test' ? await testProjects() : {},
}));
