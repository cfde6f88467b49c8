import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, test, type FrameLocator, type Page, type TestInfo } from '@playwright/test';
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
async function drawn(frame: FrameLocator): Promise<void> {
	await expect(frame.getByText(/^Polling asks 100 times/).first()).toBeAttached({
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
