import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { requestsElsewhere, startSite } from './site.ts';

const root = new URL('../', import.meta.url);

/** What a learning system unpacks. */
function unpack(): Record<string, string> {
	const zip = readFileSync(new URL('dist-scorm/push-or-poll-scorm12.zip', root));
	return Object.fromEntries(
		Object.entries(unzipSync(new Uint8Array(zip))).map(([name, bytes]) => [name, strFromU8(bytes)]),
	);
}

const files = unpack();
const [, launch = ''] = /<resource[^>]*href="([^"]+)"/.exec(files['imsmanifest.xml']!) ?? [];
const query = 'embed=1&users=300&duration=9';
/** A state that is longer than any system must keep: with a scenario that is pinned behind the first. */
const long = `${query}&pin=users%3D5%26note%3D${'y'.repeat(1100)}`;

/** The run-time of a learning system, and a list of all that it is told. */
const RUNTIME = `<script src="scorm12.js"></script><script>
	window.calls = [];
	function offerApi() {
		const api = new Scorm12API({ autocommit: false });
		api.loadFromJSON({ core: { student_id: 'a', student_name: 'A' } });
		for (const name of ['LMSInitialize', 'LMSSetValue', 'LMSFinish']) {
			const answer = api[name];
			api[name] = (...values) => {
				const given = answer.apply(api, values);
				calls.push([name, ...values, given]);
				return given;
			};
		}
		window.API = api;
	}
</script>`;

const OFFERED = `${RUNTIME}<script>offerApi()</script>`;
const LATE = `${RUNTIME}<script>setTimeout(offerApi, 5000)</script>`;
const BROKEN = `<script>window.API = new Proxy({}, { get() { throw new Error('over'); } });</script>`;

interface System {
	/** What its page holds beside the frame. */
	readonly page: string;
	/** Of the package. */
	readonly address: string;
	/** Whether the package is in a frame of another site, and may not look at the page above it. */
	readonly across?: true;
	/** What it is told to keep in the end; undefined where it is told nothing at all. */
	readonly kept?: RegExp;
}

const SYSTEMS: Record<string, System> = {
	present: { page: OFFERED, address: query, kept: /users=1500/ },
	'present (but the state too long to keep)': { page: OFFERED, address: long, kept: /^$/ },
	'five seconds late': { page: LATE, address: query, kept: /users=1500/ },
	none: { page: '', address: query },
	throwing: { page: BROKEN, address: query },
	'of another site': { page: OFFERED, address: query, across: true },
};

/** What was called, with the values given and the answer. */
function calls(page: Page): Promise<string[][]> {
	return page.evaluate(() => (window as { calls?: string[][] }).calls ?? []);
}

async function valuesOf(page: Page, element: string): Promise<string[]> {
	const all = await calls(page);
	return all
		.filter(([name, key]) => name === 'LMSSetValue' && key === element)
		.map(([, , value]) => value!);
}

/** The value as it changed. */
function turns(values: readonly string[]): string[] {
	return values.filter((value, index) => value !== values[index - 1]);
}

for (const [kind, { page: system, address, across = false, kept }] of Object.entries(SYSTEMS)) {
	test(`in a learning system whose API is ${kind} the package works`, async ({ page }) => {
		const content = await startSite((path) => files[path.slice(1)], '127.0.0.1');
		const site = await startSite((path) => {
			if (path === '/scorm12.js') return new URL('node_modules/scorm-again/dist/scorm12.js', root);
			if (path === '/') {
				return `${system}<iframe title="Activity" width="900" height="600" src="${across ? content.url : ''}${launch}?${address}"></iframe>`;
			}
			return files[path.slice(1)];
		});
		const errors = requestsElsewhere(page, (url) =>
			[site, content].some((own) => url.startsWith(own.url)),
		);
		page.on('pageerror', (error) => errors.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error') errors.push(message.text());
		});
		try {
			await page.goto(site.url);
			const frame = page.frameLocator('iframe');
			await expect(frame.getByText(/^Polling asks 100 times/).first()).toBeVisible({
				timeout: 30_000,
			});
			const drawer = frame.getByText('Change the inputs');
			if (await drawer.isVisible()) await drawer.click();
			const users = frame.getByRole('textbox', { name: 'Users, exact value' });
			for (const [count, rate] of [
				[600, 200],
				[900, 300],
				[1200, 400],
			] as const) {
				await users.fill(String(count));
				await users.press('Enter');
				await expect(frame.getByText(RegExp(`^Polling asks ${rate} times`)).first()).toBeVisible();
			}
			if (kept !== undefined) {
				const statuses = () => valuesOf(page, 'cmi.core.lesson_status');
				await expect.poll(async () => (await statuses()).at(-1)).toBe('completed');
				// What is done after that, and leaving, completes nothing a second time.
				await users.fill('1500');
				await users.press('Enter');
				await expect(frame.getByText(/^Polling asks 500 times/).first()).toBeVisible();
				await page.locator('iframe').evaluate((element: HTMLIFrameElement) => {
					element.src = 'about:blank';
				});
				const names = async () => (await calls(page)).map(([name]) => name);
				await expect.poll(async () => (await names()).at(-1)).toBe('LMSFinish');
				expect((await names()).filter((name) => name !== 'LMSSetValue')).toEqual([
					'LMSInitialize',
					'LMSFinish',
				]);
				expect((await statuses()).at(-1)).toBe('completed');
				expect(turns(await statuses()).filter((status) => status === 'completed')).toHaveLength(1);
				expect((await valuesOf(page, 'cmi.suspend_data')).at(-1) ?? '').toMatch(kept);
				for (const state of await valuesOf(page, 'cmi.suspend_data'))
					expect(state.length).toBeLessThanOrEqual(1000);
				expect((await calls(page)).filter((call) => call.at(-1) !== 'true')).toEqual([]);
			} else expect(await calls(page)).toEqual([]);
			expect(errors).toEqual([]);
		} finally {
			site.close();
			content.close();
		}
	});
}

test('the package says what it is, and opens one page', () => {
	expect(Object.keys(files)).toEqual(['imsmanifest.xml', launch, 'licences.txt']);
	expect(files['imsmanifest.xml']).toContain('<schemaversion>1.2</schemaversion>');
	expect(files['imsmanifest.xml']).toContain('parameters="?embed=1"');
});
