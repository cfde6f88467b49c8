import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { LICENCES } from './build/licences.ts';
import { singleFile } from './build/singleFile.ts';
import { workerSource } from './src/worker/sourcePlugin.ts';

/** One HTML file that works from a disk, an upload or a mail; `npm run build:single`. */
export default defineConfig({
	base: './',
	publicDir: false,
	plugins: [
		svelte({ configFile: false, compilerOptions: { runes: true, fragments: 'tree' } }),
		workerSource({ packed: true }),
		singleFile('public/favicon.svg'),
	],
	build: {
		outDir: 'dist-single',
		license: { fileName: LICENCES },
		cssCodeSplit: false,
		modulePreload: false,
		rolldownOptions: { output: { codeSplitting: false } },
	},
});
