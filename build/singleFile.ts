import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';
import { withPolicy } from './csp.ts';

export const SINGLE_FILE = 'push-or-poll.html';

type Bundle = Rolldown.OutputBundle;

/**
 * Vite plugin: script, style and icon move into the page, which then needs no other file and no
 * server. The worker is text in the script already. Hashes say which script and style may run.
 */
export function singleFile(icon: string): Plugin {
	return {
		name: 'single-file',
		generateBundle: {
			order: 'post', // Vite's own have written into the code until then
			handler(_, bundle) {
				const [script] = take(bundle, '.js');
				const styles = take(bundle, '.css').join('');
				const [page] = take(bundle, '.html');
				// What the HTML parser would take for the end of the element.
				const code = script!.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
				const source = page!
					.replace(/<link rel="(?:stylesheet|modulepreload|manifest)"[^>]*>\s*/g, '')
					.replace(/href="[^"]*favicon\.svg"/, () => `href="${dataAddress(icon)}"`)
					.replace(
						/<script type="module"[^>]*><\/script>/,
						() => `<style>${styles}</style>\n<script type="module">${code}</script>`,
					);
				const sources = { scripts: hash(code), styles: hash(styles) };
				this.emitFile({
					type: 'asset',
					fileName: SINGLE_FILE,
					source: withPolicy(source, sources),
				});
			},
		},
	};
}

/** The text of every file of a kind, which leaves the bundle. */
function take(bundle: Bundle, ending: string): string[] {
	return Object.keys(bundle)
		.filter((name) => name.endsWith(ending))
		.map((name) => {
			const file = bundle[name]!;
			Reflect.deleteProperty(bundle, name);
			return file.type === 'chunk' ? file.code : String(file.source);
		});
}

function hash(text: string): string {
	return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function dataAddress(icon: string): string {
	return `data:image/svg+xml;base64,${readFileSync(icon).toString('base64')}`;
}
