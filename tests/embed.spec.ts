import { existsSync, readFileSync } from 'node:fs';
import { expect, test as base, type Frame, type FrameLocator, type Page } from '@playwright/test';
import { settled } from './figures.ts';
import { requestsElsewhere, startSite, type Site } from './site.ts';

/** How long it is flooded with messages, s; `npm run test:long` gives it a minute. */
const FLOOD = Number(process.env['FLOOD_SECONDS'] ?? 4);

/** So many frames stand in one article; `npm run test:long` weighs ten. */
const LONG = process.env['LONG'] !== undefined;
const FRAMES = LONG ? 10 : 3;

const root = new URL('../', import.meta.url);

/** An example with the address of the page under test in it. */
function example(name: string, baseURL: string): string {
	return readFileSync(new URL(`examples/${name}`, root), 'utf8').replaceAll(
		'https://HOST/',
		baseURL,
	);
}

interface Fixtures {
	/** Serves pages of another site, by path. */
	site: (pages: Record<string, string | URL>) => Promise<Site>;
	complaints: string[];
}

/**
 * Each test also fails on an error or a content policy violation, and on a request to any other site
 * than the page's and those of the test, on the host or in its frames.
 */
const test = base.extend<Fixtures & { sites: Site[] }>({
	sites: async ({}, use) => use([]),
	site: async ({ sites }, use) => {
		await use(async (pages) => {
			const site = await startSite(
				(path) =>
					pages[path] ??
					(path.startsWith('/reveal.js/') ? new URL(`node_modules${path}`, root) : undefined),
			);
			sites.push(site);
			return site;
		});
		for (const site of sites) site.close();
	},
	complaints: [
		async ({ page, baseURL, sites }, use) => {
			const complaints = requestsElsewhere(page, (url) =>
				[baseURL!, ...sites.map((each) => each.url)].some((own) => url.startsWith(own)),
			);
			page.on('pageerror', (error) => complaints.push(error.message));
			page.on('console', (message) => {
				if (message.type() === 'error') complaints.push(message.text());
			});
			await use(complaints);
			expect(complaints).toEqual([]);
		},
		{ auto: true },
	],
});

/** What a host page knows after loading this: every message of its frame, in order. */
const LISTEN = `<script>
	window.messages = [];
	addEventListener('message', ({ data }) => messages.push(data));
	function send(fields) {
		document.querySelector('iframe').contentWindow.postMessage(
			{ source: 'push-or-poll', version: 1, ...fields }, '*');
	}
</script>`;

interface Said {
	type: string;
	query?: string;
	message?: string;
	height?: number;
	id?: string;
	report?: { transports: Record<string, { requestsPerSecond: number }> };
}

/** Where messages come and go: a host page, or one that is in a frame itself. */
type Listening = Pick<Page, 'evaluate'> | Frame;

async function said(page: Listening, type: string): Promise<Said[]> {
	const all = await page.evaluate(() => (window as unknown as { messages: Said[] }).messages);
	return all.filter((message) => message.type === type);
}

async function tell(page: Listening, fields: object): Promise<void> {
	await page.evaluate((sent) => {
		(window as unknown as { send(fields: object): void }).send(sent);
	}, fields);
}

/** Polls a second, as the report says that answers a question of this name. */
async function polls(page: Listening, id: string): Promise<number> {
	await tell(page, { type: 'get-report', id });
	const answers = async () => (await said(page, 'report')).filter((each) => each.id === id);
	await expect.poll(async () => (await answers()).length, { timeout: 30_000 }).toBe(1);
	return (await answers())[0]!.report!.transports['polling']!.requestsPerSecond;
}

/**
 * Counts from now on what reaches this frame, from the page around it and from others. What counts
 * comes after the page's own listener, so whatever is counted the page has seen.
 */
async function watchMail(frame: Frame): Promise<() => Promise<{ host: number; others: number }>> {
	const counted = await frame.evaluateHandle(() => {
		const seen = { host: 0, others: 0 };
		addEventListener('message', ({ source }) => {
			seen[source === parent ? 'host' : 'others']++;
		});
		return seen;
	});
	return () => counted.jsonValue();
}

/** What all processes that render pages have used of a processor, s, and hold of their own, MB; the latter on Linux. */
async function rendering(page: Page): Promise<{ cpu: number; memory: number }> {
	const session = await page.context().browser()!.newBrowserCDPSession();
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	await session.detach();
	const renderers = processInfo.filter(({ type }) => type === 'renderer');
	const held = (id: number) => {
		const status = `/proc/${id}/status`;
		if (!existsSync(status)) return 0;
		return Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1000;
	};
	return {
		cpu: renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
		memory: renderers.reduce((sum, { id }) => sum + held(id), 0),
	};
}

async function openInputs(frame: FrameLocator): Promise<void> {
	const drawer = frame.getByText('Change the inputs');
	if (await drawer.isVisible()) await drawer.click();
}

const SMALL = 'users=300&duration=9&embed=1';

for (const sandbox of [undefined, 'allow-scripts', 'allow-scripts allow-same-origin']) {
	test(`a host ${sandbox ? `with sandbox="${sandbox}"` : 'without a sandbox'} reads, sets, resets and fits the frame`, async ({
		page,
		baseURL,
		site,
	}) => {
		const query = `${SMALL}&charts=table,requests&controls=users,pollInterval,network&lock=pollInterval`;
		const { url } = await site({
			'/': `${LISTEN}<script src="${baseURL!}embed.js"></script>
				<iframe data-push-or-poll title="Push or Poll" width="700" height="200"
				${sandbox ? `sandbox="${sandbox}"` : ''} src="${baseURL!}?${query}"></iframe>
				<iframe id="stranger" srcdoc="A stranger"></iframe>`,
		});
		await page.goto(url);
		const frame = page.locator('iframe').first().contentFrame();
		await expect.poll(async () => (await said(page, 'ready')).length, { timeout: 30_000 }).toBe(1);
		expect(await polls(page, 'first')).toBeCloseTo(100, 0);
		expect((await said(page, 'ready')).map((each) => each.query)).toEqual([query]);

		// In the order of the link, and nothing else.
		await openInputs(frame);
		await expect(frame.getByRole('heading', { level: 2 })).toHaveText(
			['Result', 'Inputs', 'All figures', 'About this run', 'Side by side'],
			{ ignoreCase: true },
		);
		await expect(frame.getByRole('group', { name: 'Poll interval' })).toContainText('3 s fixed');
		await expect(frame.getByRole('slider', { name: 'Poll interval' })).toHaveCount(0);

		// What the host sets is shown, told, and checked as a link is.
		await tell(page, { type: 'set', scenario: { users: 900, payload: -5, pollution: 1 } });
		expect(await polls(page, 'second')).toBeCloseTo(300, 0);
		expect((await said(page, 'error')).map((each) => each.message)).toContain(
			'payload: expected a whole number from 0 to 65536 bytes, got "-5". Using 0.',
		);
		await expect.poll(async () => (await said(page, 'state')).at(-1)?.query).toContain('users=900');

		// Only the page around the frame is heard: what another says arrives, and changes nothing.
		const mail = await watchMail(page.frames()[1]!);
		await page.evaluate(() => {
			const stranger = document.querySelector<HTMLIFrameElement>('#stranger')!;
			const script = stranger.contentDocument!.createElement('script');
			script.textContent = `parent.frames[0].postMessage(
				{ source: 'push-or-poll', version: 1, type: 'set', scenario: { users: 5 } }, '*')`;
			stranger.contentDocument!.body.append(script);
		});
		await expect.poll(async () => (await mail()).others).toBe(1);
		expect(await polls(page, 'unmoved')).toBeCloseTo(300, 0);
		expect((await said(page, 'state')).map((each) => each.query)).not.toContainEqual(
			expect.stringMatching(/users=5(&|$)/),
		);
		await frame.getByRole('textbox', { name: 'Users, exact value' }).fill('600');
		await page.keyboard.press('Enter');
		expect(await polls(page, 'third')).toBeCloseTo(200, 0);
		await frame.getByRole('button', { name: 'Reset all' }).click();
		await expect.poll(async () => (await said(page, 'state')).at(-1)?.query).toBe(query);

		// The frame is as high as its content, after three reports at most, and its address is untouched.
		const inner = () =>
			page.frames()[1]!.evaluate(() => document.body.getBoundingClientRect().height);
		const outer = () =>
			page
				.locator('iframe')
				.first()
				.evaluate((element) => element.clientHeight);
		const fits = async () => {
			await expect
				.poll(async () => Math.abs(Math.ceil(await inner()) - (await outer())))
				.toBeLessThanOrEqual(1);
		};
		await fits();
		expect(await outer()).toBeGreaterThan(400);
		const heights = async () => (await said(page, 'height')).length;
		const atRest = async () => {
			const count = await heights();
			await page.waitForTimeout(400);
			return (await heights()) === count;
		};
		// Nothing moves any more: the host makes the frame narrower, and is told what comes of it.
		await expect.poll(atRest).toBe(true);
		const [before, high] = [await heights(), await outer()];
		await page
			.locator('iframe')
			.first()
			.evaluate((element) => element.setAttribute('width', '320'));
		await expect.poll(outer).not.toBe(high);
		await fits();
		await expect.poll(atRest).toBe(true);
		expect((await heights()) - before).toBeLessThanOrEqual(3);
		expect(page.frames()[1]!.url()).toBe(`${baseURL!}?${query}`);
	});
}

/** What a page that is not the host may try: to set, to reset, to ask, and to stop what plays. */
const FORGE = `function forge(target) {
	const envelope = { source: 'push-or-poll', version: 1 };
	const { port1, port2 } = new MessageChannel();
	target.postMessage({ ...envelope, type: 'set', scenario: { users: 5 } }, '*');
	target.postMessage({ ...envelope, type: 'set', scenario: { users: 5 } }, '*', [port1]);
	target.postMessage({ ...envelope, type: 'reset' }, '*');
	target.postMessage({ ...envelope, type: 'hello' }, '*');
	target.postMessage({ ...envelope, type: 'get-report', id: 'stolen' }, '*');
	target.postMessage('slide:stop', '*');
}`;
const FORGED = 6;

/** What a host may send that is no message of ours, each with what would be seen if it were obeyed. */
function sendMalformed(target: Window): number {
	const envelope = { source: 'push-or-poll', version: 1 };
	const set = (scenario: unknown) => ({ ...envelope, type: 'set', scenario });
	const circle: Record<string, unknown> = { users: 5 };
	circle['self'] = circle;
	let deep: object = {};
	for (let level = 0; level < 1000; level++) deep = { deep };
	const { port1, port2 } = new MessageChannel();
	const buffer = new ArrayBuffer(1 << 20);
	const malformed: unknown[] = [
		set(circle),
		set({ users: 5, deep }),
		set({ users: 5, buffer: new ArrayBuffer(8) }),
		set({ users: 5, bytes: new Uint8Array(8) }),
		set({ users: 5, blob: new Blob(['5']) }),
		set({ users: 5, error: new Error('5') }),
		set({ users: 5, pattern: /5/ }),
		set({ users: 5, date: new Date(0) }),
		set(new Map([['users', 5]])),
		set(new Set(['users'])),
		set({ users: 5, text: '5'.repeat(70_000) }),
		set({ users: 5, list: Array(10_000).fill(5) }),
		set({ users: 5, large: 5n }),
		{ ...set({ users: 5 }), version: 2 },
		{ ...set({ users: 5 }), version: '1' },
		{ ...set({ users: 5 }), source: 'push-or-pull' },
		[set({ users: 5 })],
		JSON.stringify(set({ users: 5 })),
		new Map(Object.entries(set({ users: 5 }))),
	];
	for (const data of malformed) target.postMessage(data, '*');
	target.postMessage(set({ users: 5, port1 }), '*', [port1]);
	target.postMessage(port2, '*', [port2]);
	target.postMessage(set({ users: 5, buffer }), '*', [buffer]);
	return malformed.length + 3;
}

test('what others than the host say, and what the host says in no form of ours, changes nothing and is not talked about', async ({
	page,
	baseURL,
	site,
}) => {
	const talk: string[] = [];
	page.context().on('console', (message) => talk.push(message.text()));
	const { url: elsewhere } = await site({
		'/': `<script>${FORGE} forge(parent.frames[0].frames[0])</script>`,
		'/opened': `<script>${FORGE} forge(opener.frames[0].frames[0])</script>`,
	});
	const sibling = `<script>${FORGE} forge(parent.frames[0])</script>`;
	const { url } = await site({
		'/': `<script>${FORGE}</script>
			<iframe title="Host" width="900" height="700" src="host"></iframe>
			<iframe title="Cousin" hidden></iframe>`,
		'/host': `${LISTEN}
			<iframe title="Push or Poll" width="800" height="600" src="${baseURL!}?${SMALL}&charts=table"></iframe>`,
	});
	await page.goto(url);
	const host = page.frames()[1]!;
	await settled(page.frameLocator('[title=Host]').frameLocator('iframe'));
	const guest = host.childFrames()[0]!;
	expect(await polls(host, 'before')).toBeCloseTo(100, 0);
	await tell(host, { type: 'set', scenario: { users: 600 } });
	expect(await polls(host, 'set')).toBeCloseTo(200, 0);
	await expect.poll(async () => (await said(host, 'state')).length).toBe(1);
	/** All but how high it is: a frame that is put into it may change that. */
	const told = async () =>
		Promise.all(['ready', 'state', 'report', 'error'].map((type) => said(host, type)));
	const before = await told();
	const mail = await watchMail(guest);

	// The page around the host, a frame and a window of a third site.
	await page.evaluate('forge(frames[0].frames[0])');
	await page.evaluate((src) => {
		document.querySelectorAll('iframe')[1]!.src = src;
		window.open(`${src}opened`);
	}, elsewhere);
	// A frame beside it of the host's own origin, and one of none.
	await host.evaluate((code) => {
		for (const sandbox of [null, 'allow-scripts']) {
			const beside = document.createElement('iframe');
			if (sandbox !== null) beside.setAttribute('sandbox', sandbox);
			beside.setAttribute('srcdoc', code);
			document.body.append(beside);
		}
	}, sibling);
	// The frame itself, and one in it.
	await guest.evaluate(`(() => { ${FORGE} forge(window); })()`);
	await guest.evaluate(() => {
		document.body.append(document.createElement('iframe'));
	});
	await guest.childFrames()[0]!.evaluate(`(() => { ${FORGE} forge(parent); })()`);
	await expect.poll(async () => (await mail()).others).toBe(7 * FORGED);

	const malformed = await host.evaluate(`(${sendMalformed.toString()})(frames[0])`);
	await expect.poll(async () => (await mail()).host).toBe(malformed);
	expect(await told()).toEqual(before);
	expect(await polls(host, 'after')).toBeCloseTo(200, 0);
	expect(talk).toEqual([]);
});

test('a frame of 280 pixels needs no sideways scrolling, nor does a picture', async ({
	page,
	baseURL,
	site,
}) => {
	const frame = (query: string) =>
		`<iframe title="Push or Poll" width="280" height="600" src="${baseURL!}?${SMALL}&${query}"></iframe>`;
	const views =
		'charts=requests,latency,bandwidth,battery,server,memory,money,time,breakeven,table';
	const { url } = await site({
		'/': frame(views) + frame('controls=none&title=0&links=0&charts=table'),
	});
	await page.goto(url);
	for (const index of [0, 1]) {
		const inside = page.locator('iframe').nth(index).contentFrame();
		await expect(inside.getByRole('cell').first()).toBeVisible({ timeout: 30_000 });
		const width = await page
			.frames()
			[index + 1]!.evaluate(() => document.documentElement.scrollWidth);
		expect(width).toBeLessThanOrEqual(280);
	}
	const picture = page.locator('iframe').nth(1).contentFrame();
	await expect(picture.getByRole('checkbox')).toHaveCount(0);
	await expect(picture.getByRole('link')).toHaveCount(0);
	await expect(picture.getByText('Change the inputs')).toHaveCount(0);
});

test('a frame below the screen computes nothing until it is scrolled to', async ({
	page,
	baseURL,
	site,
}) => {
	const { url } = await site({
		'/': `<div style="height: 3000px"></div>
			<iframe title="Push or Poll" width="700" height="400" src="${baseURL!}?${SMALL}"></iframe>`,
	});
	await page.goto(url);
	const frame = page.frameLocator('iframe');
	await expect(frame.getByText('Simulating the first answer')).toBeAttached();
	await page.waitForTimeout(1500);
	expect(page.workers()).toHaveLength(0);
	await page.locator('iframe').scrollIntoViewIfNeeded();
	await expect(frame.getByText(/^Polling asks 100 times/).first()).toBeVisible({ timeout: 30_000 });
});

test('of many frames in an article only the one on screen has workers, and the others rest', async ({
	page,
	baseURL,
	site,
}) => {
	test.setTimeout((FRAMES * 10 + 60) * 1000);
	const frames = Array.from(
		{ length: FRAMES },
		(_, i) => `<div style="height: 1500px"></div>
			<iframe title="${i}" width="700" height="400" src="${baseURL!}?${SMALL}&seed=${i + 1}"></iframe>`,
	);
	const { url } = await site({ '/': frames.join(''), '/bare': 'An article without frames.' });
	await page.goto(`${url}bare`);
	const bare = await rendering(page);
	await page.goto(url);
	for (let i = 0; i < FRAMES; i++) {
		await page.locator('iframe').nth(i).scrollIntoViewIfNeeded();
		await settled(page.locator('iframe').nth(i).contentFrame());
	}
	await page.evaluate(() => scrollTo(0, 0));
	await expect.poll(() => page.workers().length).toBe(0);
	if (!LONG) return;

	// What they hold and do when the browser has come to rest as well.
	await page.waitForTimeout(10_000);
	const before = await rendering(page);
	const seconds = 20;
	await page.waitForTimeout(seconds * 1000);
	const after = await rendering(page);
	const megabytes = (after.memory - bare.memory) / FRAMES;
	const idle = (after.cpu - before.cpu) / seconds / FRAMES;
	console.log(
		`${FRAMES} frames off screen: ${megabytes.toFixed(1)} MB and ${(100 * idle).toFixed(2)} % of a core each`,
	);
	expect(megabytes).toBeLessThan(25);
	expect(idle).toBeLessThan(0.01);
});

test('the plain example sets, resets and reads the report', async ({ page, baseURL, site }) => {
	const { url } = await site({ '/': example('plain.html', baseURL!) });
	await page.goto(url);
	await page.getByRole('button', { name: 'Report' }).click();
	await expect(page.getByText('Polling asks 100 times a second.')).toBeVisible({ timeout: 30_000 });
	await page.getByRole('spinbutton', { name: 'Users' }).fill('600');
	await page.getByRole('button', { name: 'Set', exact: true }).click();
	await page.getByRole('button', { name: 'Report' }).click();
	await expect(page.getByText('Polling asks 200 times a second.')).toBeVisible({ timeout: 30_000 });
	await expect(page.getByText(/The reader looks at .*users=600/)).toBeVisible();
	await page.getByRole('button', { name: 'Reset' }).click();
	await expect(page.getByText(/The reader looks at .*users=300/)).toBeVisible();
});

test('in a deck the frame leaves the keys to the deck, and plays only while its slide is shown', async ({
	page,
	baseURL,
	site,
}) => {
	test.slow();
	const { url } = await site({ '/': example('reveal.html', baseURL!) });
	await page.goto(url);
	await page.keyboard.press('ArrowRight');
	const frame = page.frameLocator('iframe');
	await expect(frame.getByText(/^Polling asks 100 times/).first()).toBeVisible({ timeout: 30_000 });
	await page.keyboard.press('ArrowLeft');
	await expect(page.getByRole('heading', { name: 'Ask, or be told?' })).toBeVisible();
	await page.keyboard.press('ArrowRight');
	const play = frame.getByRole('button', { name: /^(Play|Pause)$/ });
	await play.click({ timeout: 40_000 });
	await expect(play).toHaveText('Pause');
	await page.evaluate('Reveal.next()');
	await expect(page.getByRole('heading', { name: 'It depends.' })).toBeVisible();
	await expect(play).toHaveText('Play');
	await page.evaluate('Reveal.prev()');
	await expect(play).toHaveText('Pause');
});

test('a host that floods it with messages is not followed, and then obeyed', async ({
	page,
	baseURL,
	site,
}) => {
	test.setTimeout((FLOOD + 60) * 1000);
	const { url } = await site({
		'/': `<iframe title="Push or Poll" width="800" height="600" sandbox="allow-scripts"
			src="${baseURL!}?embed=1&amp;users=500&amp;duration=5&amp;charts=table"></iframe>`,
	});
	await page.goto(url);
	const frame = page.frameLocator('iframe');
	await expect(frame.getByRole('cell').first()).toBeVisible({ timeout: 20_000 });

	const sent = await page.evaluate(async (seconds) => {
		const { contentWindow } = document.querySelector('iframe')!;
		const envelope = { source: 'push-or-poll', version: 1 };
		const malformed = [
			null,
			7,
			'set',
			[],
			{ ...envelope, type: 'set', scenario: null },
			{ ...envelope, type: 'set', users: { toString: 1 } },
			{ ...envelope, type: '__proto__', constructor: {} },
			{ ...envelope, version: 2, type: 'reset' },
			new ArrayBuffer(64),
		];
		const begun = performance.now();
		let count = 0;
		// As many as are due, a thousand a second, however late this page is served itself.
		while (count < seconds * 1000) {
			for (; count < performance.now() - begun; count++) {
				const users = 1 + (count % 1000);
				const set = { ...envelope, type: 'set', scenario: { users } };
				contentWindow!.postMessage(count % 3 === 0 ? set : malformed[count % 9], '*');
			}
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		const elapsed = (performance.now() - begun) / 1000;
		contentWindow!.postMessage({ ...envelope, type: 'set', scenario: { users: 321 } }, '*');
		return { count, perSecond: count / elapsed };
	}, FLOOD);
	expect(sent.count).toBeGreaterThanOrEqual(1000 * FLOOD);
	expect(sent.perSecond).toBeGreaterThan(900);
	const inputs = frame.getByText('Change the inputs');
	if (await inputs.isVisible()) await inputs.click();
	await expect(frame.getByRole('textbox', { name: 'Users, exact value' })).toHaveValue('321');
	const row = frame.getByRole('row', { name: /^HTTP requests/ });
	await expect(row.getByRole('cell').first()).toContainText('107');
});

/** How many messages come at once, all of them small, of 64 KB, or of 1 MB. */
const HEAPS = LONG ? { small: 10_000, large: 200, huge: 20 } : { small: 2000, large: 20, huge: 4 };
/** Of their text, characters. */
const SIZES = { small: 0, large: 64_000, huge: 1 << 20 };
const KINDS = ['small', 'large', 'huge'] as const;

test('a host that sends heaps of messages, small and large, is answered when they are through, and nothing of them stays', async ({
	page,
	baseURL,
	site,
}) => {
	test.slow();
	const { url } = await site({
		'/': `${LISTEN}<iframe title="Push or Poll" width="800" height="600" sandbox="allow-scripts"
			src="${baseURL!}?${SMALL}&amp;charts=table"></iframe>`,
	});
	await page.goto(url);
	await settled(page.frameLocator('iframe'));
	const frame = page.frames()[1]!;
	const session = await page.context().newCDPSession(frame);
	/** What lives in the frame once all else is collected, bytes. */
	const heap = async () => {
		for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
		return (await session.send('Runtime.getHeapUsage')).usedSize;
	};
	const mail = await watchMail(frame);
	/** When the newest message came, and when the page was next painted, ms. */
	const times = await frame.evaluateHandle(() => {
		const noted = { last: 0, painted: 0 };
		addEventListener('message', () => {
			noted.last = performance.now();
			requestAnimationFrame(() => (noted.painted = performance.now()));
		});
		return noted;
	});
	/** Sends so many of a size at once, among them and before the last inputs that can be set, until all are through. */
	async function send(count: number, size: number, users: number): Promise<void> {
		const before = (await mail()).host;
		await page.evaluate(
			([count, size, users]) => {
				const { contentWindow } = document.querySelector('iframe')!;
				const envelope = { source: 'push-or-poll', version: 1, type: 'set' };
				for (let sent = 1; sent < count; sent++) {
					const text = sent % 2 === 0 ? 'x'.repeat(size) : '';
					const scenario = { users: 1 + (sent % 100), ...(text !== '' && { text }) };
					contentWindow!.postMessage({ ...envelope, scenario }, '*');
				}
				contentWindow!.postMessage({ ...envelope, scenario: { users } }, '*');
				const text = 'x'.repeat(70_000);
				contentWindow!.postMessage({ ...envelope, scenario: { users: 5, text } }, '*');
			},
			[count, size, users] as const,
		);
		const all = before + count + 1;
		await expect.poll(async () => (await mail()).host, { timeout: 60_000 }).toBe(all);
	}
	/** Holds the frame to the last inputs, of which it tells and answers. */
	async function answers(id: string, users: number): Promise<void> {
		await expect
			.poll(async () => (await said(page, 'state')).at(-1)?.query)
			.toMatch(new RegExp(`users=${users}(&|$)`));
		expect(await polls(page, id)).toBeCloseTo(users / 3, 0);
	}
	/** All three heaps, each with inputs of its own at its end. */
	async function sendHeaps(pass: string): Promise<void> {
		for (const [index, kind] of KINDS.entries()) {
			const users = 600 + 300 * index;
			await send(HEAPS[kind], SIZES[kind], users);
			await answers(`${kind}, ${pass}`, users);
			const { last, painted } = await times.jsonValue();
			expect(painted - last, kind).toBeLessThan(1000);
		}
	}
	await sendHeaps('once');
	if (!LONG) return;

	// What is loaded and compiled for the first ones is there to stay, but nothing of the next.
	const before = await heap();
	await sendHeaps('twice');
	const change = (await heap()) / before - 1;
	console.log(`Of heaps of messages ${(100 * change).toFixed(1)} % of the memory stay.`);
	expect(Math.abs(change)).toBeLessThan(0.05);
});
