import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, test, type FrameLocator, type Page, type TestInfo } from '@playwright/test';
import { transformWithOxc } from 'vite';
import { codesOf, wishOf, type SizeId } from '../src/app/embedCode.ts';
import { decodePage } from '../src/app/url.ts';
import { requestsElsewhere, startSite, type Site } from './site.ts';

const SANDBOXES = [
	undefined,
	'allow-scripts',
	'allow-scripts allow-same-origin',
	// What hosts give a frame of whatever their readers link to.
	'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation',
	[
		'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation',
		'allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock',
		'allow-storage-access-by-user-activation allow-top-navigation allow-top-navigation-by-user-activation',
	].join(' '),
];

/** A small picture: many of them stand on the screen at once. */
const QUERY = 'embed=1&users=300&duration=9&charts=requests&controls=none';

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/** A page with one frame under each sandbox, all of which are on the screen. */
function hostOf(baseURL: string): string {
	const frames = SANDBOXES.map(
		(sandbox) => `<iframe title="Push or Poll" width="400" height="380"
			${sandbox === undefined ? '' : `sandbox="${sandbox}"`} src="${escaped(`${baseURL}?${QUERY}`)}"></iframe>`,
	);
	return `<!doctype html><meta charset="utf-8"><title>Lesson</title>${frames.join('')}`;
}

/** Errors, content policy violations among them, and requests for what is not of these sites. */
function watch(page: Page, own: readonly string[]): string[] {
	const complaints = requestsElsewhere(page, (url) => own.some((site) => url.startsWith(site)));
	page.on('pageerror', (error) => complaints.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	return complaints;
}

/** A frame has drawn its chart: a bar for each transport, and what they mean in words. */
async function drawn(frame: FrameLocator | Page): Promise<void> {
	await expect(frame.getByText(/^Polling (asks|makes) \d+ /).first()).toBeAttached({
		timeout: 30_000,
	});
	await expect
		.poll(() =>
			frame
				.locator('figure rect')
				.evaluateAll((bars) => bars.filter((bar) => bar.getBoundingClientRect().width > 0).length),
		)
		.toBeGreaterThanOrEqual(4);
}

interface Place {
	/** Where the page with the frames is opened. */
	readonly url: string;
	/** Where its frames are: in the page, or in a frame of it. */
	readonly inside: (page: Page) => Pick<Page, 'locator'>;
	readonly sites: readonly Site[];
}

/** The places that a host page may be in, as seen from a page at 127.0.0.1. */
const PLACES: Record<string, (host: string, info: TestInfo) => Promise<Place>> = {
	'the same site': async (host) => {
		const site = await startSite(() => host, '127.0.0.1');
		return { url: site.url, inside: (page) => page, sites: [site] };
	},
	'another site': async (host) => {
		const site = await startSite(() => host);
		return { url: site.url, inside: (page) => page, sites: [site] };
	},
	'a file on the disk': async (host, info) => {
		const path = info.outputPath('host.html');
		await writeFile(path, host);
		return { url: pathToFileURL(path).href, inside: (page) => page, sites: [] };
	},
	'a srcdoc': async (host) => {
		const around = `<!doctype html><title>Course</title><iframe id="host" width="1260" height="860"
			srcdoc="${escaped(host)}"></iframe>`;
		const site = await startSite(() => around);
		return { url: site.url, inside: (page) => page.frameLocator('#host'), sites: [site] };
	},
};

for (const [place, prepare] of Object.entries(PLACES)) {
	test(`a host in ${place} shows a chart under every sandbox, without errors and requests elsewhere`, async ({
		page,
		baseURL,
	}, info) => {
		const { url, inside, sites } = await prepare(hostOf(baseURL!), info);
		const complaints = watch(page, [baseURL!, url, ...sites.map((site) => site.url)]);
		try {
			await page.goto(url);
			const frames = inside(page).locator('iframe');
			await expect(frames).toHaveCount(SANDBOXES.length);
			for (let index = 0; index < SANDBOXES.length; index++)
				await drawn(frames.nth(index).contentFrame());
			expect(complaints).toEqual([]);
		} finally {
			for (const site of sites) site.close();
		}
	});
}

/** What Canvas leaves of a frame in a page that a teacher writes. */
const CANVAS = [
	...['src', 'width', 'height', 'name', 'align', 'frameborder', 'scrolling', 'sandbox'],
	...['allowfullscreen', 'id', 'class', 'title', 'lang', 'dir', 'role', 'style'],
];

/** The frame in a text, with no more than these attributes, and without what stands around it. */
function sanitised(text: string, kept: readonly string[]): string {
	const [frame = ''] = /<iframe[^>]*><\/iframe>/.exec(text) ?? [];
	return frame.replaceAll(/\s+([a-z-]+)(="[^"]*")?(?=[\s>])/g, (attribute, name: string) =>
		kept.includes(name) ? attribute : '',
	);
}

/** Makes of an element of JSX what React makes of it: attributes by their names, styles as an object. */
const ELEMENT = `function element(type, { style, ...attributes }) {
	const made = document.createElement(type);
	for (const [name, value] of Object.entries(attributes))
		made.setAttribute(name, value === true ? '' : value);
	Object.assign(made.style, style);
	return made;
}`;

async function rendered(jsx: string, id: string): Promise<string> {
	const options = { lang: 'jsx', jsx: { runtime: 'classic', pragma: 'element' } } as const;
	const { code } = await transformWithOxc(`const made = ${jsx}`, 'snippet.jsx', options);
	return `<div id="${id}"></div><script>{ ${code}; document.getElementById('${id}').append(made); }</script>`;
}

/** What an example says in a block, at the address under test and with a run that is quickly over. */
function blockOf(name: string, pattern: RegExp, baseURL: string): string {
	const text = readFileSync(new URL(`../examples/${name}`, import.meta.url), 'utf8');
	const [block = ''] = pattern.exec(text) ?? [];
	return block.replace('https://HOST/?', `${baseURL}?users=300&duration=9&`);
}

test('what the share dialog and the examples say shows a chart, however much of it a host keeps', async ({
	page,
	baseURL,
}) => {
	const { page: shared } = decodePage(QUERY);
	const codes = (size: SizeId) =>
		Object.fromEntries(
			codesOf(shared, { ...wishOf(shared), size }, baseURL!).map(({ label, text }) => [
				label,
				text,
			]),
		);
	const standard = codes('standard');
	const mdx = blockOf('docusaurus.mdx', /<iframe\n[^]*?<\/iframe>/, baseURL!);
	const lms = blockOf('lms.md', /<iframe\n[^]*?<\/iframe>/, baseURL!);
	const pasted = [
		standard['HTML']!,
		codes('auto')['HTML']!,
		await rendered(standard['MDX']!, 'mdx'),
		await rendered(mdx, 'docusaurus'),
		lms,
		sanitised(standard['HTML']!, CANVAS),
		sanitised(standard['HTML']!, ['src']),
	];
	expect(pasted.at(-1)).toMatch(/^<iframe src="[^"]*"\s*><\/iframe>$/);
	const site = await startSite(
		() => `<!doctype html><meta charset="utf-8"><title>Lesson</title><script>${ELEMENT}</script>
			<style>section { float: left; width: 310px; height: 420px; overflow: hidden; }</style>
			${pasted.map((text) => `<section>${text}</section>`).join('')}`,
	);
	const complaints = watch(page, [baseURL!, site.url]);
	try {
		await page.goto(site.url);
		const frames = page.locator('iframe');
		await expect(frames).toHaveCount(pasted.length);
		for (let index = 0; index < pasted.length; index++)
			await drawn(frames.nth(index).contentFrame());
		// With its script beside it a frame is as high as its content, without any as it was written.
		await expect(frames.nth(1)).toHaveAttribute('style', /height: \d+px/);
		await expect(frames.nth(0)).toHaveAttribute('height', '640');

		// In Markdown it is a link.
		const [, link = ''] = /^\[[^\][\\]*\]\(([^\s()<>]+)\)$/.exec(standard['Markdown']!) ?? [];
		await page.goto(link);
		await drawn(page);
		expect(complaints).toEqual([]);
	} finally {
		site.close();
	}
});

test('nothing says who may frame the page, and what leads out of it is named and safe', async ({
	page,
	baseURL,
	request,
}) => {
	const response = await request.get(baseURL!);
	expect(response.headers()).not.toHaveProperty('x-frame-options');
	expect(response.headers()).not.toHaveProperty('content-security-policy');
	const single = new URL('../dist-single/push-or-poll.html', import.meta.url);
	for (const text of [await response.text(), readFileSync(single, 'utf8')]) {
		expect(text).toMatch(/http-equiv="Content-Security-Policy"/);
		expect(text).not.toMatch(/frame-ancestors|x-frame-options/i);
	}

	for (const query of [QUERY, QUERY.replace('embed=1', 'embed=0'), `${QUERY}&lesson=battery`]) {
		await page.goto(`./?${query}`);
		await expect(page.getByText(/^Polling/).first()).toBeAttached({ timeout: 30_000 });
		await expect(page.locator('a[href]').first()).toBeAttached();
		const links = await page
			.locator('a[href]')
			.evaluateAll((all) =>
				(all as HTMLAnchorElement[]).map(({ href, target, rel }) => ({ href, target, rel })),
			);
		expect(links.length).toBeGreaterThan(0);
		for (const { href, target, rel } of links) {
			expect(href.startsWith(baseURL!) || href.startsWith('https://'), href).toBe(true);
			if (target !== '') expect(rel.split(' '), href).toContain('noopener');
		}
	}
});

test('every link in the sources goes to https, and no new window can reach back', () => {
	const root = new URL('../src/', import.meta.url);
	const parts = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
		name.endsWith('.svelte'),
	);
	const tags = parts.flatMap((name) =>
		[...readFileSync(new URL(name, root), 'utf8').matchAll(/<(?:a|area|form)\s[^]*?>/g)].map(
			([tag]) => `${name}: ${tag}`,
		),
	);
	expect(tags.length).toBeGreaterThan(0);
	for (const tag of tags) {
		expect(tag).not.toMatch(/(href|action)="(?!https:|\.\/|#|\{)/);
		if (tag.includes('target=')) expect(tag).toMatch(/rel="[^"]*\bnoopener\b/);
	}
});
