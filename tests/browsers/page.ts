import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { PRESET_CHOICES, scenarioOf, type PresetChoice } from '../../src/app/preset.ts';
import { decodePage } from '../../src/app/url.ts';
import { main } from '../../src/cli.ts';
import { FIGURES } from '../../src/model/figures.ts';
import { TRANSPORT_IDS } from '../../src/model/transports.ts';
import { uniformNumbers } from '../../src/theory/testRandom.ts';
import { pick } from '../chance.ts';
import { hostileAddresses, PLANTED } from '../hostile.ts';
import { startSite, type Site } from '../site.ts';
import { startChromium } from './chromium.ts';
import { call, type Driven, type Where } from './driven.ts';
import { findFirefox, startFirefox } from './firefox.ts';
import * as inside from './inside.ts';
import { MONKEYS, type Monkey } from './monkey.ts';
import { hostPage, startWatched } from './watched.ts';
import { findWebKit, startWebKit } from './webkit.ts';

/** `npm run test:long` tries more, and does without browsers that the machine does not have. */
const LONG = process.env['LONG'] !== undefined;
const ADDRESSES = LONG ? 1400 : 12;
const LAST_SEED = 4_294_967_295;
/** Each preset is simulated with a few seeds as it is, and with more for a short time, s. */
const SEEDS = LONG ? [1, 2, 3, 4, LAST_SEED] : [1, LAST_SEED];
const BRIEF_SEEDS = LONG ? Array.from({ length: 200 }, (_, index) => LAST_SEED - 1 - index) : [];
const BRIEF = 10;

/** So long does each monkey play, s, in windows of such sizes. */
const MONKEY_SECONDS = LONG ? 120 : 5;
const SIZES = [
	{ width: 390, height: 844 },
	{ width: 1024, height: 768 },
	{ width: 1280, height: 900 },
];

/** What a run changes of its preset. */
type Inputs = Readonly<Partial<Record<'seed' | 'duration', number>>>;

const PATIENCE = { timeout: 60_000 };

const OTHERS = [
	{ name: 'Firefox', path: findFirefox(), start: startFirefox },
	{ name: 'WebKit', path: findWebKit(), start: startWebKit },
];

const BROWSERS = [{ name: 'Chromium', path: '', start: startChromium }, ...OTHERS];

// Each browser starts once, and then opens one page after the other.
test.describe.configure({ mode: 'default' });

test('there is Firefox or WebKit on this machine', () => {
	test.skip(LONG);
	expect(OTHERS.filter(({ path }) => path !== undefined)).not.toEqual([]);
});

for (const { name, path, start } of BROWSERS) {
	test.describe(name, () => {
		let browser: Driven;
		let site: Site;

		test.beforeAll(async () => {
			if (path === undefined) console.log(`There is no ${name} on this machine: not tried.`);
			test.skip(path === undefined);
			browser = await start(path!);
			console.log(`${name} ${browser.version}`);
			await browser.resize(1280, 900);
			site = await startWatched();
		});
		test.afterAll(async () => {
			if (path === undefined) return;
			await browser.close();
			site.close();
		});

		/** What is on screen, as far as it can be told from the words. */
		const look = (where: Where = 'page') => call(browser, where, inside.looked, PLANTED);
		const drawn = (where: Where = 'page') =>
			expect
				.poll(() => look(where), PATIENCE)
				.toMatchObject({ place: 'worker (blob)', underWay: false });
		const complaints = (where: Where = 'page') => call(browser, where, inside.complaints, null);

		test('draws the first charts, follows keys, theme and width, and complains of nothing', async () => {
			await browser.open(`${site.url}?users=300&duration=10`);
			await drawn();
			const before = await look();
			expect(before.bars).toBeGreaterThan(20);

			await call(browser, 'page', inside.focusSlider, 'Users');
			await browser.press(['ArrowRight', 'ArrowRight']);
			await expect.poll(async () => (await look()).cells, PATIENCE).not.toEqual(before.cells);
			await browser.press(['Home']);
			await drawn();

			await call(browser, 'page', inside.chooseTheme, 'dark');
			await expect.poll(async () => (await look()).background).not.toBe(before.background);

			await browser.resize(390, 800);
			await expect.poll(async () => (await look()).width).toBeLessThan(500);
			await expect.poll(async () => (await look()).beyond).toBeLessThanOrEqual(0);
			await browser.resize(1280, 900);
			expect(await complaints()).toEqual([]);
		});

		test('opens hostile addresses, names what it ignored, and makes no markup of it', async () => {
			if (LONG) test.setTimeout(7_200_000);
			for (const url of hostileAddresses(ADDRESSES, site.url)) {
				await browser.open(url.href);
				await drawn();
				const { problems } = decodePage(url.search);
				// Where all charts are shown the table is the last, and comes in pieces.
				await expect.poll(async () => (await look()).cells.length, PATIENCE).toBeGreaterThan(20);
				const said = new Set(problems).size;
				await expect.poll(async () => (await look()).notices, url.href).toBe(said);
				const { cells, planted } = await look();
				expect(planted, url.href).toBe(0);
				expect(cells.join(), url.href).not.toMatch(/NaN|Infinity|undefined/);
				expect(await complaints(), url.href).toEqual([]);
			}
		});

		// In Chromium more of them play in `monkey.spec.ts`.
		for (const kind of name === 'Chromium' ? [] : (Object.keys(MONKEYS) as Monkey[])) {
			test(`is not broken by a monkey with a ${kind}`, async () => {
				test.setTimeout(60_000 + 3000 * MONKEY_SECONDS);
				const link = '?users=200&duration=5';
				await browser.open(`${site.url}${link}`);
				await drawn();
				const figures = async () => (await look()).figures;
				const all = FIGURES.length * TRANSPORT_IDS.length;
				await expect.poll(async () => (await figures()).length, PATIENCE).toBe(all);
				const before = await figures();
				await call(browser, 'page', inside.receiveMonkey, null);
				const random = uniformNumbers(1);
				const end = Date.now() + 1000 * MONKEY_SECONDS;
				while (Date.now() < end) {
					const { width, height } = await look();
					await browser.act!(MONKEYS[kind]({ random, width, height }));
					if (random() > 0.1) continue;
					const size = pick(SIZES, random);
					await browser.resize(size.width, size.height);
				}
				const events = await call(browser, 'page', inside.received, null);
				console.log(`${kind}: ${events} events`);
				expect(events).toBeGreaterThan(10 * MONKEY_SECONDS);
				await browser.resize(1280, 900);
				await browser.press(['Escape']);
				await call(browser, 'page', inside.follow, link);
				await expect.poll(figures, PATIENCE).toEqual(before);
				expect(await complaints()).toEqual([]);
			});
		}

		test('in a sandboxed frame of another site obeys, and gives the figures of the command line to the last bit', async () => {
			if (LONG) test.setTimeout(3_600_000);
			const host = await startSite(() => hostPage(`${site.url}?embed=1&users=300&duration=10`));
			const holds = async (preset: PresetChoice, inputs: Inputs) => {
				const about = [preset, ...Object.values(inputs)].join(' ');
				const scenario = { ...scenarioOf(preset), ...inputs };
				await call(browser, 'page', inside.ask, { scenario, id: about });
				const report = () => call(browser, 'page', inside.report, about);
				await expect.poll(report, PATIENCE).not.toBe('');
				expect(digest(`${await report()}\n`), about).toBe(commandLine(preset, inputs));
			};
			try {
				await browser.open(host.url);
				await drawn('frame');
				for (const { id } of PRESET_CHOICES) {
					for (const seed of SEEDS) await holds(id, { seed });
					for (const seed of BRIEF_SEEDS) await holds(id, { seed, duration: BRIEF });
				}
				expect(await complaints('frame')).toEqual([]);
			} finally {
				host.close();
			}
		});
	});
}

const known = new Map<string, string>();

/** The digest of what `npm run -s simulate` prints; of each only once, since it takes seconds. */
function commandLine(preset: PresetChoice, inputs: Inputs): string {
	const changed = Object.entries(inputs).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const args = [...(preset === 'default' ? [] : ['--preset', preset]), ...changed];
	const key = args.join(' ');
	if (!known.has(key)) {
		let printed = '';
		const out = (text: string) => void (printed += text);
		const status = main([...args, '--json'], { out, err: String, read: String });
		expect(status, key).toBe(0);
		known.set(key, digest(printed));
	}
	return known.get(key)!;
}

function digest(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
