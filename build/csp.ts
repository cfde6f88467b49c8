import type { Plugin } from 'vite';

/** Where scripts and styles may come from: `'self'`, or hashes of what stands in the page. */
export interface Sources {
	readonly scripts: string;
	readonly styles: string;
}

const OWN_FILES: Sources = { scripts: "'self'", styles: "'self'" };

/**
 * What the built page may do, which is nothing that it does not need: no request once it is loaded,
 * no script but its own, no markup made of text. `frame-ancestors` is left out on purpose, as the
 * page wants to be framed and a <meta> could not say it.
 */
function contentPolicy({ scripts, styles }: Sources = OWN_FILES): string {
	return [
		"default-src 'none'",
		`script-src ${scripts}`,
		`style-src ${styles}`,
		"img-src 'self' data: blob:",
		"font-src 'self' data:",
		"connect-src 'none'",
		"worker-src 'self' blob: data:", // the service worker; how a worker starts: src/worker/start.ts
		"manifest-src 'self'",
		"frame-src 'self'", // the preview of an embed
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		'trusted-types svelte-trusted-html push-or-poll-worker',
	].join('; ');
}

/** The page with its content policy as the first thing after the character set. */
export function withPolicy(page: string, sources?: Sources): string {
	const policy = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(sources)}" />`;
	return page.replace(/<meta charset="[^"]*" \/>/, (charset) => `${charset}\n\t\t${policy}`);
}

/** Vite plugin: the built page carries its content policy. In development Vite needs more freedom. */
export function contentPolicyTag(): Plugin {
	return { name: 'content-policy', apply: 'build', transformIndexHtml: (page) => withPolicy(page) };
}
