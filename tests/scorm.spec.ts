import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { startSite } from './site.ts';

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

/** The run-time of a learning system, with what it remembers of the learner. */
const RUNTIME = `<script src="scorm12.js"></script><script>
	function offerApi() {
		window.API = new Scorm12API({ autocommit: false });
		API.loadFromJSON({ core: { student_id: 'a', student_name: 'A' } });
	}
</script>`;

const SYSTEMS = {
	present: `${RUNTIME}<script>offerApi()</script>`,
	late: `${RUNTIME}<script>setTimeout(offerApi, 3000)</script>`,
	none: '',
	throwing: `<script>window.API = new Proxy({}, { get() { throw new Error('over'); } });</script>`,
};

interface Runtime {
	isInitialized(): boolean;
	lmsGetValue(key: string): string;
}

/** Empty before the package has begun: until then nobody may ask. */
function valueOf(page: Page, name: string): Promise<string> {
	return page.evaluate((key) => {
		const { API } = window as { API?: Runtime };
		return API?.isInitialized() ? API.lmsGetValue(key) : '';
	}, name);
}

for (const [kind, system] of Object.entries(SYSTEMS)) {
	test(`in a learning system whose API is ${kind} the package works`, async ({ page }) => {
		const errors: string[] = [];
		page.on('pageerror', (error) => errors.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error') errors.push(message.text());
		});
		const site = await startSite((path) => {
			if (path === '/scorm12.js') return new URL('node_modules/scorm-again/dist/scorm12.js', root);
			if (path === '/') {
				return `${system}<iframe title="Activity" width="900" height="600" src="${launch}?${query}"></iframe>`;
			}
			return files[path.slice(1)];
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
			if (kind === 'present' || kind === 'late') {
				await expect.poll(() => valueOf(page, 'cmi.core.lesson_status')).toBe('completed');
				expect(await valueOf(page, 'cmi.suspend_data')).toContain('users=1200');
			}
			expect(errors).toEqual([]);
		} finally {
			site.close();
		}
	});
}

test('the package says what it is, and opens one page', () => {
	expect(Object.keys(files)).toEqual(['imsmanifest.xml', launch, 'licences.txt']);
	expect(files['imsmanifest.xml']).toContain('<schemaversion>1.2</schemaversion>');
	expect(files['imsmanifest.xml']).toContain('parameters="?embed=1"');
});
