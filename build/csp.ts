import type { Plugin } from 'vite';
import { siteAddress } from './address.ts';

/** Where scripts and styles may come from: the page's own files, or hashes of what stands in it. */
export interface Sources {
	readonly scripts: string;
	readonly styles: string;
	/** What may be requested once the page is loaded. */
	readonly requests?: string;
}

/**
 * Marks the page's own scripts and styles, and what they load in turn: in a sandboxed frame, which has
 * no origin, some versions of Safari take 'self' for nothing at all (WebKit bug 316847), and the frame
 * would stay empty. In static files it is no secret, so it lets nobody in whom 'self' would, but does
 * not keep out who can write elements into the page; Trusted Types, and that no text of a link ever
 * becomes markup, do.
 */
export const OWN_NONCE = 'own';

const OWN = `'self' 'nonce-${OWN_NONCE}'`;
const OWN_FILES: Sources = { scripts: OWN, styles: OWN };

/**
 * What the built page may do, which is nothing that it does not need: no request once it is loaded,
 * no script but its own, no markup made of text. `frame-ancestors` is left out on purpose, as the
 * page wants to be framed and a <meta> could not say it.
 */
function contentPolicy({ scripts, styles, requests = "'none'" }: Sources = OWN_FILES): string {
	return [
		"default-src 'none'",
		`script-src ${scripts}`,
		`style-src ${styles}`,
		"img-src 'self' data: blob:",
		"font-src 'self' data:",
		`connect-src ${requests}`,
		"worker-src 'self' blob: data:", // the service worker; how a worker starts: src/worker/start.ts
		"manifest-src 'self'",
		"frame-src 'self'", // the preview of an embed
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		'trusted-types push-or-poll-worker',
	].join('; ');
}

/** The page with its content policy as the first thing after the character set. */
export function withPolicy(page: string, sources?: Sources): string {
	const policy = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(sources)}" />`;
	return page.replace(/<meta charset="[^"]*" \/>/, (charset) => `${charset}\n\t\t${policy}`);
}

/**
 * Vite plugin: the built page carries its content policy. In development Vite needs more freedom.
 * Where it is known where the page will be, search engines' tools may ask for its robots.txt: they do
 * so in its name.
 */
export function contentPolicyTag(): Plugin {
	const address = siteAddress();
	const sources = address
		? { ...OWN_FILES, requests: new URL('/robots.txt', address).href }
		: OWN_FILES;
	return {
		name: 'content-policy',
		apply: 'build',
		transformIndexHtml: (page) => withPolicy(page, sources),
	};
}
