import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const SERVICE_WORKER = 'sw.js';

/** Vite plugin: writes the list of all files of a build for the service worker (`public/sw.js`). */
export function precacheList(): Plugin {
	let publicDir = '';
	return {
		name: 'precache-list',
		apply: 'build',
		configResolved(config) {
			publicDir = config.publicDir;
		},
		generateBundle: {
			order: 'post',
			handler(_, bundle) {
				const version = createHash('sha256');
				for (const file of Object.values(bundle)) {
					version.update(file.type === 'chunk' ? file.code : file.source);
				}
				const asTheyAre = readdirSync(publicDir).filter((file) => file !== SERVICE_WORKER);
				for (const file of asTheyAre) version.update(readFileSync(join(publicDir, file)));
				const made = Object.keys(bundle).filter((file) => file !== 'index.html');
				const list = {
					version: version.digest('hex').slice(0, 16),
					files: ['./', ...[...made, ...asTheyAre].toSorted().map((file) => `./${file}`)],
				};
				const source = `self.precache = ${JSON.stringify(list)};\n`;
				this.emitFile({ type: 'asset', fileName: 'precache.js', source });
			},
		},
	};
}
