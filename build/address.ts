import type { Plugin } from 'vite';

/** In the environment: where a build is to be served, `https://example.org/push-or-poll/`. */
const VARIABLE = 'SITE_URL';

/** Where this build is to be served; null where nobody says. Throws a RangeError for what is no web address. */
export function siteAddress(): URL | null {
	const given = process.env[VARIABLE];
	if (!given) return null;
	const url = URL.canParse(given) ? new URL(given) : null;
	if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
	throw new RangeError(`${VARIABLE}: "${given}" is no web address (https://… or http://…)`);
}

/** Vite plugin: the page names its one address, so that a search engine does not take each scenario for another page. */
export function canonicalAddress(): Plugin {
	return {
		name: 'canonical-address',
		apply: 'build',
		transformIndexHtml() {
			const address = siteAddress();
			if (!address) return [];
			return [
				{ tag: 'link', attrs: { rel: 'canonical', href: address.href }, injectTo: 'head' as const },
			];
		},
	};
}
