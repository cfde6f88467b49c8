import { canonicalAddress } from '../build/address.ts';
import { contentPolicyTag } from '../build/csp.ts';
import { expect, test } from './harness.ts';

const BARE = '<meta charset="utf-8" />';

/** What a build adds to its page, told that it will be served at `address`. */
function builtFor(address: string | undefined) {
	const before = process.env['SITE_URL'];
	if (address === undefined) delete process.env['SITE_URL'];
	else process.env['SITE_URL'] = address;
	try {
		const [policy, link] = [contentPolicyTag(), canonicalAddress()].map(({ transformIndexHtml }) =>
			(transformIndexHtml as (page: string) => unknown)(BARE),
		);
		return { policy: policy as string, link };
	} finally {
		if (before === undefined) delete process.env['SITE_URL'];
		else process.env['SITE_URL'] = before;
	}
}

test('a page that is told its address names it, and lets nothing but its robots.txt be asked for', () => {
	const { policy, link } = builtFor('https://example.org/push-or-poll/');
	expect(link).toEqual([
		{
			tag: 'link',
			attrs: { rel: 'canonical', href: 'https://example.org/push-or-poll/' },
			injectTo: 'head',
		},
	]);
	expect(policy).toContain('connect-src https://example.org/robots.txt;');
});

test('a page that is told none makes no request once it is loaded', () => {
	const { policy, link } = builtFor(undefined);
	expect(link).toEqual([]);
	expect(policy).toContain("connect-src 'none';");
});

test('an address that is none ends the build with a sentence that names it', () => {
	expect(() => builtFor('example.org')).toThrow(
		'SITE_URL: "example.org" is no web address (https://… or http://…)',
	);
});
