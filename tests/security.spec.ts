import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as bare, type Page } from '@playwright/test';
import { BITING, PAYLOADS, POLLUTING, pollutingLesson } from '../src/app/testPayloads.ts';
import { decodePage } from '../src/app/url.ts';
import type { ChoicePrediction } from '../src/lessons/lesson.ts';
import { loadLesson } from '../src/lessons/load.ts';
import { quote } from '../src/model/fields.ts';
import { FIELD_NAMES, FIELDS } from '../src/model/scenario.ts';
import { VIEW_NAMES } from '../src/model/view.ts';
import { exactValue, openSections, set } from './controls.ts';
import { notices, open, readTable, settled } from './figures.ts';
import { expect, test as base } from './harness.ts';

/** `npm run test:long` puts each text into each place; else each text comes to some place. */
const LONG = process.env['LONG'] !== undefined;

const SMALL = 'users=300&duration=10&charts=table';

interface Fixtures {
	/** What ran though it was only text, and what the content policy had to stop. */
	harm: string[];
}

/** Each test also holds the page to this: no text is run, and the policy has nothing to do. */
const test = base.extend<Fixtures>({
	harm: [
		async ({ context, page }, use) => {
			const harm: string[] = [];
			await context.exposeBinding('hit', ({ frame }) => void harm.push(`ran in ${frame.url()}`));
			await context.exposeBinding('report', (_, directive: string) => void harm.push(directive));
			await context.addInitScript(() => {
				document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
					(window as unknown as { report(directive: string): void }).report(violatedDirective);
				});
			});
			page.on('dialog', (dialog) => {
				harm.push(`dialog: ${dialog.message()}`);
				void dialog.dismiss();
			});
			await use(harm);
			expect(harm).toEqual([]);
		},
		{ auto: true },
	],
});

/** Elements and attributes that were made of a text: ours have no such handlers, addresses and code. */
function planted(page: Pick<Page, 'locator'>): Promise<string[]> {
	return page.locator('html').evaluate((root) =>
		[...root.querySelectorAll('*')].flatMap((element) => {
			const attributes = [...element.attributes].filter(
				({ name, value }) =>
					/^on/i.test(name) ||
					(/^(href|src|action|formaction|data|srcdoc|style)$/.test(name) && value.includes('hit')),
			);
			const code = /^(script|style|template)$/i.test(element.localName) ? element.textContent : '';
			return [
				...attributes.map(({ name, value }) => `${element.localName} ${name}="${value}"`),
				...(code.includes('hit()') ? [code] : []),
			];
		}),
	);
}

test('what is to do no harm does harm where it is taken for markup', async ({ page, harm }) => {
	await page.setContent(BITING.join(''));
	await expect.poll(() => harm.length).toBe(BITING.length);
	harm.length = 0;
});

const KEYS = [...FIELD_NAMES, ...VIEW_NAMES, 'preset'];

/** Addresses in which each payload stands behind a key, or behind each, as many as are read at once. */
function addresses(): Map<string, string>[] {
	const pairs = (LONG ? PAYLOADS : ['']).flatMap((_, turn) =>
		(LONG ? KEYS : PAYLOADS).map((_, i) => {
			return [KEYS[i % KEYS.length]!, PAYLOADS[(i + turn) % PAYLOADS.length]!] as const;
		}),
	);
	const found = [new Map<string, string>()];
	let room = 4000;
	for (const [key, text] of pairs) {
		const length = key.length + encodeURIComponent(text).length + 2;
		if (length > room || found.at(-1)!.has(key)) {
			found.push(new Map());
			room = 4000;
		}
		room -= length;
		found.at(-1)!.set(key, text);
	}
	return found;
}

test('a text in an address is never run, and is shown letter by letter', async ({ page }) => {
	const all = addresses();
	test.setTimeout(60_000 + all.length * 5000);
	for (const texts of all) {
		const query = [...texts].map(([key, text]) => `${key}=${encodeURIComponent(text)}`).join('&');
		await page.goto(`./?${query}`);
		await expect(page.locator('figure svg').first(), query).toBeVisible({ timeout: 30_000 });
		const { problems } = decodePage(new URL(page.url()).search);
		const said = await notices(page);
		expect(said, query).toEqual(expect.arrayContaining([...problems]));
		for (const [key, text] of texts) {
			const isNumber = FIELD_NAMES.some((name) => name === key && FIELDS[name].kind === 'number');
			if (isNumber) expect(said.join('\n')).toContain(`got ${quote(text)}`);
		}
		expect(await planted(page), query).toEqual([]);
	}
	// As names of parameters, of which the page says nothing, and as a name in a pinned scenario.
	const names = PAYLOADS.slice(0, 20).map((text) => `${encodeURIComponent(text)}=1`);
	const pin = encodeURIComponent(`network:3g;${PAYLOADS[1]!}:1`);
	await open(page, `${SMALL}&pin=${pin}&${names.join('&')}`);
	await expect.poll(() => notices(page)).toEqual([expect.stringContaining(quote(PAYLOADS[1]!))]);
	expect(await planted(page)).toEqual([]);
});

test('a text that is typed is never run', async ({ page }) => {
	const texts = LONG ? PAYLOADS : PAYLOADS.filter((_, i) => i % 20 === 0);
	test.setTimeout(60_000 + texts.length * 3000);
	await open(page, SMALL);
	await openSections(page);
	for (const text of texts) {
		for (const name of ['users', 'faults'] as const) await set(page, name, text);
		expect(await planted(page), text).toEqual([]);
	}
	await expect(exactValue(page, 'users')).toBeVisible();
});

interface Host {
	messages: { type: string; message?: string; query?: string }[];
	send(fields: object): void;
}

/** Opens a page with a sandboxed frame, which is ready. */
async function openHost(page: Page, query: string): Promise<void> {
	await page.route('**/host.html', (route) =>
		route.fulfill({
			contentType: 'text/html',
			body: `<!doctype html><link rel="icon" href="data:,"><script>
				window.messages = [];
				addEventListener('message', ({ data }) => messages.push(data));
				function send(fields) {
					document.querySelector('iframe').contentWindow.postMessage(
						{ source: 'push-or-poll', version: 1, ...fields }, '*');
				}
			</script><iframe title="Push or Poll" width="900" height="700" sandbox="allow-scripts"
				src="./?embed=1&amp;${query.replaceAll('&', '&amp;')}"></iframe>`,
		}),
	);
	await page.goto('./host.html');
	await expect.poll(async () => (await heard(page, 'ready')).length, { timeout: 30_000 }).toBe(1);
}

async function heard(page: Page, type: string) {
	const all = await page.evaluate(() => (window as unknown as Host).messages);
	return all.filter((message) => message.type === type);
}

test('a text in a message of the host is never run, and is said as it was', async ({ page }) => {
	test.setTimeout(180_000);
	const payloads = LONG ? PAYLOADS : PAYLOADS.filter((_, i) => i % 3 === 0);
	await openHost(page, SMALL);
	await page.evaluate(
		async ([payloads, keys, everywhere]) => {
			const { send } = window as unknown as Host;
			for (const [turn, text] of payloads.entries()) {
				const some = everywhere ? keys : keys.filter((_, i) => i % 12 === turn % 12 || i < 2);
				send({ type: 'set', scenario: Object.fromEntries(some.map((key) => [key, text])) });
				// Also where no text is expected: as a key, a kind, the number of a step, and an id.
				send({ type: 'set', scenario: { [text]: text, faults: [{ kind: text, start: text }] } });
				send({ type: text, step: text, id: text });
				send({ type: 'get-report', id: text });
				// No more than are read.
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		},
		[payloads, [...FIELD_NAMES, 'preset'], LONG] as const,
	);
	const last = quote(payloads.at(-1)!);
	const said = async () => (await heard(page, 'error')).map(({ message = '' }) => message);
	await expect
		.poll(async () => (await said()).some((each) => each.includes(last)), { timeout: 60_000 })
		.toBe(true);
	const all = (await said()).join('\n');
	for (const text of payloads) expect(all).toContain(`got ${quote(text)}`);
	const frame = page.frameLocator('iframe');
	await settled(frame);
	expect(await planted(frame)).toEqual([]);
	expect(await planted(page)).toEqual([]);
});

/** A lesson in which a text stands in every place that takes one. */
function lessonOf(next: () => string): string {
	const many = (count: number) => Array.from({ length: count }, next);
	const when = [
		{ transport: 'polling', figure: 'latency.p95', comparison: '>', value: next() },
		{ transport: 'polling', figure: 'latency.p95', comparison: '>', value: 0 },
	];
	const title = next();
	const step = { title: next(), text: many(20), reveal: many(10), task: { text: next(), when } };
	const choices = many(8).map((text) => ({ text, when, feedback: text }));
	return JSON.stringify({
		id: next(),
		title,
		about: next(),
		[next()]: next(),
		steps: [
			{ ...step, scenario: { users: next(), [next()]: 1 }, transports: ['sse', next()] },
			{ title: next(), text: next(), prediction: { question: next(), choices, [next()]: 1 } },
		],
	});
}

test('a text in the file of a lesson is never run, and is shown letter by letter', async ({
	page,
}) => {
	const files = LONG ? PAYLOADS.length : 4;
	test.setTimeout(60_000 + files * 10_000);
	await open(page, SMALL);
	const guide = page.getByRole('button', { name: 'Guide', exact: true });
	await guide.click();
	for (let file = 0; file < files; file++) {
		// In the long run each text comes to each place.
		let index = LONG ? file : file * 54;
		const json = lessonOf(() => PAYLOADS[index++ % PAYLOADS.length]!);
		const { lesson, problems } = loadLesson(json);
		const [first, second] = lesson!.steps;
		await page.getByLabel(/A lesson of your own/).setInputFiles({
			name: 'lesson.json',
			mimeType: 'application/json',
			buffer: Buffer.from(json),
		});
		const section = page.locator('section[aria-labelledby="lesson-step"]');
		const words = () => section.locator('p, label').allTextContents();
		const trimmed = async () => (await words()).map((text) => text.trim());
		await expect(section.locator('h2')).toHaveText(first!.title.trim());
		expect(await notices(page)).toEqual(expect.arrayContaining([...problems]));
		await section.getByRole('button', { name: 'What is there to see?' }).click();
		const shown = [...first!.text, ...first!.reveal!].map((text) => text.trim());
		await expect.poll(trimmed).toEqual(expect.arrayContaining(shown));
		await expect(section.locator('.task p').first()).toContainText(first!.task!.text.trim());
		expect(await planted(page)).toEqual([]);

		await section.getByRole('button', { name: 'Next →' }).click();
		const { question, choices } = second!.prediction as ChoicePrediction;
		const asked = [question, ...choices.map(({ text }) => text)].map((text) => text.trim());
		await expect.poll(trimmed).toEqual(expect.arrayContaining(asked));
		await section.getByRole('radio').first().check();
		await section.getByRole('button', { name: 'Commit and see' }).click();
		expect(await planted(page)).toEqual([]);
		await section.getByRole('button', { name: 'All lessons' }).click();
		// The list of lessons shows it as well.
		const listed = await page.locator('section[aria-labelledby="guide"] li > *').allTextContents();
		const { title, about } = lesson!;
		expect(listed).toEqual(expect.arrayContaining([title, about]));
	}
});

const FROZEN = 'with every object’s prototype frozen, names that lead to it do nothing';

test(`${FROZEN} in a link or a lesson`, async ({ page }) => {
	await page.addInitScript(() => Object.freeze(Object.prototype));
	const values = ['preset', 'network', 'theme', 'lesson', 'weights', 'charts', 'controls', 'pin'];
	const links = [
		POLLUTING.map((name) => `${encodeURIComponent(name)}=1`).join('&'),
		POLLUTING.map((name) => `${name.replaceAll('\0', '%00')}=1`).join('&'),
		...POLLUTING.slice(0, LONG ? undefined : 1).map((name) =>
			values.map((key) => `${key}=${encodeURIComponent(name)}`).join('&'),
		),
	];
	test.setTimeout(60_000 + links.length * 10_000);
	for (const link of links) {
		await open(page, `${SMALL}&${link}`);
		expect((await readTable(page))['requestsPerSecond']?.polling, link).toBeGreaterThan(0);
	}

	await page.getByRole('button', { name: 'Guide', exact: true }).click();
	await page.getByLabel(/A lesson of your own/).setInputFiles({
		name: 'lesson.json',
		mimeType: 'application/json',
		buffer: Buffer.from(pollutingLesson()),
	});
	await expect(page.getByRole('heading', { name: 'Still a step' })).toBeVisible();
});

test(`${FROZEN} in a message`, async ({ page }) => {
	await page.addInitScript(() => Object.freeze(Object.prototype));
	await openHost(page, SMALL);
	await page.evaluate((names) => {
		const { send } = window as unknown as Host;
		for (const name of names) {
			const nested = JSON.parse(`{${JSON.stringify(name)}: {"polluted": 1}}`) as object;
			send({ type: 'set', scenario: nested });
			send({ type: name, scenario: { users: nested, faults: [nested], preset: name } });
			send({ type: 'set', ...nested, scenario: { users: nested, faults: [nested], preset: name } });
		}
		send({ type: 'set', scenario: { users: 600 } });
	}, POLLUTING);
	const state = async () => (await heard(page, 'state')).at(-1)?.query;
	await expect.poll(state, { timeout: 30_000 }).toContain('users=600');
});

const BUILT = {
	'the page': new URL('../dist/index.html', import.meta.url),
	'the single file': new URL('../dist-single/push-or-poll.html', import.meta.url),
};

for (const [name, file] of Object.entries(BUILT)) {
	test(`${name} as it is built has no handler and no script but its own`, async ({ page }) => {
		const text = readFileSync(file, 'utf8');
		// On a page without Trusted Types, which would refuse to parse it.
		const found = await page.evaluate((html) => {
			const built = new DOMParser().parseFromString(html, 'text/html');
			const all = [...built.querySelectorAll('*')];
			return {
				handlers: all.flatMap((element) =>
					element.getAttributeNames().filter((attribute) => /^on|^style$|^srcdoc$/.test(attribute)),
				),
				addresses: all.flatMap((element) =>
					['src', 'href', 'action'].flatMap((attribute) => element.getAttribute(attribute) ?? []),
				),
				scripts: [...built.scripts].map(({ type, textContent, nonce }) => ({
					type,
					nonce,
					code: textContent,
				})),
				policies: [...built.querySelectorAll('meta[http-equiv]')].map((meta) => ({
					place: [...meta.parentElement!.children].indexOf(meta),
					content: meta.getAttribute('content')!,
				})),
			};
		}, text);
		expect(found.handlers).toEqual([]);
		for (const address of found.addresses) expect(address).toMatch(/^(\.\/|data:image\/svg\+xml;)/);
		expect(found.scripts).toHaveLength(1);
		const [script] = found.scripts;
		expect(script!.type).toBe('module');

		// The policy comes before all but the character set, and lets in what is meant and nothing else.
		expect(found.policies.map(({ place }) => place)).toEqual([1]);
		const policy = Object.fromEntries(
			found.policies[0]!.content.split('; ').map((directive) => {
				const [first = '', ...sources] = directive.split(' ');
				return [first, sources];
			}),
		);
		const hash = `'sha256-${createHash('sha256').update(script!.code).digest('base64')}'`;
		const own = ["'self'", "'nonce-own'"];
		expect(policy).toMatchObject({
			'default-src': ["'none'"],
			'script-src': script!.code === '' ? own : [hash],
			'connect-src': ["'none'"],
			'base-uri': ["'none'"],
			'form-action': ["'none'"],
			'require-trusted-types-for': ["'script'"],
			'trusted-types': ['push-or-poll-worker'],
		});
		expect(found.policies[0]!.content).not.toMatch(/unsafe|\*|https?:/);
	});
}

/** Svelte's own small parts among them. */
const IN_THE_PAGE = 'clsx comlink d3-array d3-path d3-shape esm-env internmap svelte uqr'.split(
	' ',
);

test('the page lists the packages that are in it, each with a licence that lets it be passed on', () => {
	for (const folder of ['dist', 'dist-single']) {
		const text = readFileSync(new URL(`../${folder}/licences.txt`, import.meta.url), 'utf8');
		const packages = [...text.matchAll(/^## (\S+) - \d+\.\d+\.\d+ \((.*)\)$/gm)];
		expect(packages.length).toBeGreaterThan(5);
		for (const [, name] of packages) expect(IN_THE_PAGE).toContain(name);
		for (const [, name, licence] of packages)
			expect(licence, name).toMatch(/^(MIT|ISC|Apache-2\.0)$/);
	}
});

/** What makes markup or code of a text; each is to throw. */
const REFUSED: Readonly<Record<string, string>> = {
	innerHTML: "document.createElement('p').innerHTML = '<b>x</b>'",
	outerHTML: "document.querySelector('noscript').outerHTML = '<b>x</b>'",
	insertAdjacentHTML: "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
	'document.write': "document.write('<b>x</b>')",
	srcdoc: "document.createElement('iframe').srcdoc = '<b>x</b>'",
	DOMParser: "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
	createContextualFragment: "document.createRange().createContextualFragment('<b>x</b>')",
	'the text of a script': "document.createElement('script').text = 'hit()'",
	'the address of a script': "document.createElement('script').src = './x.js'",
	'a worker': "new Worker('./x.js')",
	eval: "(0, eval)('hit()')",
	Function: "new Function('hit()')",
	'a timer of text': "setTimeout('hit()', 0)",
	'another policy': "trustedTypes.createPolicy('other', {})",
	'the default policy': "trustedTypes.createPolicy('default', {})",
	'our policy once more': "trustedTypes.createPolicy('push-or-poll-worker', {})",
};

/** What need not throw, and is to do nothing; whoever can write elements also knows our nonce. */
const INERT = `
	const make = (name, attributes, text = '') => {
		const element = document.createElement(name);
		try {
			for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
			element.append(text);
			document.body.append(element);
			element.click();
		} catch {}
	};
	make('script', { nonce: 'own' }, 'hit()');
	make('script', { nonce: 'own', src: 'data:text/javascript,hit()' });
	make('script', {}, 'hit()');
	make('img', { src: 'data:,', onerror: 'hit()' });
	make('button', { onclick: 'hit()' });
	make('a', { href: 'javascript:hit()' });
	make('iframe', { src: 'javascript:parent.hit()' });
	make('iframe', { srcdoc: '<script nonce=own>parent.hit()</scr' + 'ipt>' });
	make('object', { data: 'data:text/html,<script>parent.hit()</scr' + 'ipt>' });`;

// Not watched for what the policy stops, which here is all.
for (const [name, file] of Object.entries(BUILT)) {
	bare(
		`${name} makes no markup and no code of a text, and has one policy for that`,
		async ({ page, baseURL }) => {
			let hits = 0;
			await page.exposeFunction('hit', () => {
				hits++;
			});
			const attempts = Object.entries(REFUSED).map(
				([what, code]) => `${JSON.stringify(what)}() { ${code}; }`,
			);
			// As scripts of the page would; what a test evaluates is in part exempt.
			await page.addInitScript(`
			window.policies = [];
			const create = trustedTypes.createPolicy.bind(trustedTypes);
			trustedTypes.createPolicy = (name, rules) => {
				const policy = create(name, rules);
				policies.push(name + ': ' + Object.keys(rules));
				return policy;
			};
			window.attempts = { ${attempts.join()} };
			window.tryInert = () => { ${INERT} };`);
			const address = name === 'the page' ? baseURL! : `file://${fileURLToPath(file)}`;
			await page.goto(`${address}?${SMALL}`);
			await settled(page);
			const ends = await page.evaluate(async () => {
				const { attempts, tryInert } = window as unknown as {
					attempts: Record<string, () => void>;
					tryInert: () => void;
				};
				await new Promise((resolve) => setTimeout(resolve));
				tryInert();
				return Object.entries(attempts).map(([what, attempt]) => {
					try {
						attempt();
						return [what, 'went through'];
					} catch (error) {
						return [what, error instanceof Error ? 'refused' : String(error)];
					}
				});
			});
			expect(ends).toEqual(Object.keys(REFUSED).map((what) => [what, 'refused']));
			const policies = await page.evaluate(
				() => (window as unknown as { policies: string[] }).policies,
			);
			expect(policies).toEqual(['push-or-poll-worker: createScriptURL']);
			// Of what would run by itself, nothing does so later either.
			await page.waitForTimeout(500);
			expect(hits).toBe(0);
		},
	);
}
