import { gzipSync } from 'node:zlib';
import { build } from 'rolldown';
import type { Plugin } from 'vite';

const QUERY = '?source';

/**
 * Vite plugin: `import source from './worker.ts?source'`, called, gives the bundled file as text, a classic
 * script. Vite's own `?worker&inline` gives a constructor that keeps its text to itself, so a start
 * that fails late could not be tried again in another way, and in development it is a module
 * worker, which frames with an opaque origin refuse. This is the same in development and in a build.
 * `packed`, where nobody compresses the page on its way, it is a third as long and takes a moment to unpack.
 */
export function workerSource({ packed = false } = {}): Plugin {
	return {
		name: 'worker-source',
		load: {
			filter: { id: /\.ts\?source$/ },
			async handler(id) {
				const { output } = await build({
					input: id.slice(0, -QUERY.length),
					platform: 'browser',
					transform: { target: 'es2022' },
					write: false,
					output: {
						format: 'iife',
						minify: this.environment.config.command === 'build',
						comments: false, // licences have a file of their own
					},
				});
				const [chunk] = output;
				for (const file of chunk.moduleIds) this.addWatchFile(file);
				if (!packed) return `export default () => ${JSON.stringify(chunk.code)};`;
				const text = gzipSync(chunk.code, { level: 9 }).toString('base64');
				return `import { unpack } from '/src/worker/unpack.ts';
					const text = ${JSON.stringify(text)};
					export default () => unpack(text);`;
			},
		},
	};
}
