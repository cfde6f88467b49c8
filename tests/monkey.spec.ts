import type { CDPSession, Page } from '@playwright/test';
import { FIGURES } from '../src/model/figures.ts';
import { PRESETS } from '../src/model/presets.ts';
import { uniformNumbers } from '../src/theory/testRandom.ts';
import { follow } from './browsers/inside.ts';
import { pick } from './chance.ts';
import { open, readTable } from './figures.ts';
import { expect, test } from './harness.ts';

const LONG = process.env['LONG'] !== undefined;
/** So long do the monkeys play, each its share; `npm run test:long` gives them many minutes. */
const SECONDS = Number(process.env['MONKEY_SECONDS'] ?? 12);
const SEED = Number(process.env['MONKEY_SEED'] ?? 1);
/** Runs as large as a monkey makes them are another test's business. */
const SMALL = 'users=200&duration=5';
const LINKS = LONG ? [SMALL, ...Object.keys(PRESETS).map((id) => `preset=${id}`)] : [SMALL];
/** Sent without a wait in between: more than come within a frame. */
const BURST = 100;
/** So many at least reach the page in a second; on a quiet machine it is several hundred. */
const DENSITY = 30;

const SIZES = [
	{ width: 320, height: 560 },
	{ width: 390, height: 844 },
	{ width: 1024, height: 768 },
	{ width: 1440, height: 900 },
];

/** What a monkey has in its hands: a browser to send events to, and where chance takes it. */
interface Hands {
	readonly session: CDPSession;
	readonly random: () => number;
	readonly width: number;
	readonly height: number;
}

/** The events of one burst, in order; the browser deals with them while the next are sent. */
type Burst = (hands: Hands) => Promise<unknown>[];

/** Moves most of the time, in drags and without, clicks, and turns the wheel. */
const pointer: Burst = ({ session, random, width, height }) => {
	let pressed = false;
	let at = { x: 0, y: 0 };
	const send = (type: 'mousePressed' | 'mouseReleased' | 'mouseMoved') =>
		session.send('Input.dispatchMouseEvent', {
			type,
			...at,
			button: pressed || type === 'mouseReleased' ? 'left' : 'none',
			buttons: pressed ? 1 : 0,
			clickCount: type === 'mouseMoved' ? 0 : 1,
		});
	const turn = () =>
		session.send('Input.dispatchMouseEvent', {
			type: 'mouseWheel',
			...at,
			deltaX: 0,
			deltaY: (random() - 0.45) * 1500,
		});
	const events = Array.from({ length: BURST - 1 }, () => {
		const kind = random();
		if (kind < 0.04) return turn();
		if (kind < 0.5) {
			pressed = !pressed;
			return send(pressed ? 'mousePressed' : 'mouseReleased');
		}
		// Near, as on a slider, or anywhere.
		const near = random() < 0.4;
		at = near
			? { x: at.x + (random() - 0.5) * 60, y: at.y + (random() - 0.5) * 6 }
			: { x: random() * width, y: random() * height };
		return send('mouseMoved');
	});
	pressed = false;
	return [...events, send('mouseReleased')];
};

/** Their codes, by their names in the standard. */
const KEYS = {
	...{ Tab: 9, Enter: 13, Escape: 27, PageUp: 33, PageDown: 34, End: 35, Home: 36 },
	...{ ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Backspace: 8, Delete: 46 },
};
type Key = keyof typeof KEYS;
const NAMES = Object.keys(KEYS) as Key[];
/** What those press who go through the page: from one part to the next, and there up and down. */
const OFTEN: readonly Key[] = ['Tab', 'Tab', 'ArrowLeft', 'ArrowRight', 'Enter'];
const WRITTEN = ['7', '0', '.', '-', 'e', 'x', 'R', '?', '1', '9', ' '];
const SHIFT = 8;

function writes(text: string) {
	return { key: text, text, windowsVirtualKeyCode: text.toUpperCase().charCodeAt(0) };
}

function names(key: Key) {
	const facts = { key, code: key, windowsVirtualKeyCode: KEYS[key] };
	return key === 'Enter' ? { ...facts, text: '\r' } : facts;
}

/** Presses keys, now and then with Shift. */
const keyboard: Burst = ({ session, random }) =>
	Array.from({ length: BURST / 2 }, () => {
		const named = random() < 0.4 ? pick(OFTEN, random) : pick(NAMES, random);
		const facts = random() < 0.2 ? writes(pick(WRITTEN, random)) : names(named);
		// With Enter on a link it would open a window of its own.
		const modifiers = facts.key !== 'Enter' && random() < 0.15 ? SHIFT : 0;
		return (['keyDown', 'keyUp'] as const).map((type) =>
			session.send('Input.dispatchKeyEvent', {
				...facts,
				type: type === 'keyDown' && !('text' in facts) ? 'rawKeyDown' : type,
				modifiers,
			}),
		);
	}).flat();

/** Two fingers, which come, slide and go by themselves. */
const touch: Burst = ({ session, random, width, height }) => {
	const down = new Map<number, { x: number; y: number }>();
	const send = (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel') => {
		const touchPoints = [...down].map(([id, at]) => ({ id, ...at }));
		return session.send('Input.dispatchTouchEvent', { type, touchPoints });
	};
	const events = Array.from({ length: BURST - 1 }, () => {
		const id = random() < 0.7 ? 1 : 2;
		const at = down.get(id);
		if (at === undefined) {
			down.set(id, { x: random() * width, y: random() * height });
			return send('touchStart');
		}
		if (random() < 0.5) {
			const x = Math.min(Math.max(at.x + (random() - 0.5) * 80, 0), width - 1);
			const y = Math.min(Math.max(at.y + (random() - 0.5) * 80, 0), height - 1);
			down.set(id, { x, y });
			return send('touchMove');
		}
		down.delete(id);
		return send(down.size === 0 ? 'touchEnd' : 'touchMove');
	});
	if (down.size === 0) return events;
	down.clear();
	return [...events, send('touchCancel')];
};

const KINDS = { pointer, touch, keyboard };
type Kind = keyof typeof KINDS;

/** What the page notes down about itself. */
interface Noted {
	complaints: string[];
	/** Events of a hand that have reached it. */
	events: number;
	frames: number;
}
type Noting = typeof globalThis & { noted: Noted };

/** Has the page note down what goes wrong in it, what reaches it and how often it is drawn. */
async function takeNotes(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const noted: Noted = { complaints: [], events: 0, frames: 0 };
		(globalThis as Noting).noted = noted;
		const complain = (sentence: string) => noted.complaints.push(sentence);
		addEventListener('error', ({ message }) => complain(message), true);
		addEventListener('unhandledrejection', ({ reason }) => complain(`rejected: ${String(reason)}`));
		addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
			complain(`content policy: ${violatedDirective} ${blockedURI}`),
		);
		const hands = ['pointerdown', 'pointerup', 'pointermove', 'wheel', 'keydown', 'keyup'];
		for (const type of [...hands, 'touchstart', 'touchmove', 'touchend']) {
			addEventListener(type, () => noted.events++, { capture: true, passive: true });
		}
		const count = () => {
			noted.frames++;
			requestAnimationFrame(count);
		};
		requestAnimationFrame(count);
		// To drag text or a picture out of the page is the browser's part.
		addEventListener('dragstart', (event) => event.preventDefault());
		// The one link that leads to another page.
		addEventListener('click', (event) => {
			const link = (event.target as Element).closest('a');
			if (link?.getAttribute('href') === './licences.txt') event.preventDefault();
		});
	});
}

/** Where the page was taken to, and what windows it opened, from now on. */
function departures(page: Page): readonly string[] {
	const list: string[] = [];
	page.on('request', (request) => {
		if (!request.isNavigationRequest()) return;
		// The dialog to share shows an embed in a frame of its own.
		if (request.frame() === page.mainFrame()) list.push(`to ${request.url()}`);
	});
	page.on('domcontentloaded', () => list.push(`another page: ${page.url()}`));
	page.on('popup', (popup) => {
		list.push(`window: ${popup.url()}`);
		void popup.close();
	});
	return list;
}

/** Burst after burst; between them the screen is turned, or the tab is left and looked at again. */
async function play(page: Page, kind: Kind, seed: number, seconds: number): Promise<void> {
	const session = await page.context().newCDPSession(page);
	// The browser answers a swipe that the page has no use for with the page before; here is none.
	await session.send('Page.resetNavigationHistory');
	await session.send('Emulation.setTouchEmulationEnabled', {
		enabled: kind === 'touch',
		maxTouchPoints: 2,
	});
	const random = uniformNumbers(seed);
	const end = Date.now() + seconds * 1000;
	while (Date.now() < end) {
		const size = page.viewportSize()!;
		await Promise.all(KINDS[kind]({ session, random, ...size }));
		const between = random();
		if (between < 0.1) await page.setViewportSize(pick(SIZES, random));
		else if (between < 0.2) {
			await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		}
	}
	await session.detach();
}

/** Opens a link, lets monkeys play, one after the other, and asks whether anything broke. */
async function survives(page: Page, link: string, kinds: readonly Kind[], seconds: number) {
	test.setTimeout(120_000 + 2000 * seconds * kinds.length);
	await takeNotes(page);
	await open(page, link);
	// Its rows come in a few goes.
	await expect.poll(async () => Object.keys(await readTable(page)).length).toBe(FIGURES.length);
	const before = await readTable(page);
	const left = departures(page);
	for (const kind of kinds) {
		const read = () => page.evaluate(() => (globalThis as Noting).noted);
		const start = await read();
		await play(page, kind, seedOf(kind), seconds);
		const { complaints, events, frames } = await read();
		const reached = events - start.events;
		console.log(`${kind}: ${reached} events in ${frames - start.frames} frames`);
		expect(left).toEqual([]);
		expect(complaints).toEqual([]);
		expect(reached).toBeGreaterThan(DENSITY * seconds);
	}

	// Whatever they have done, a lesson opened included: the link, opened again on the same page, has its figures.
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.keyboard.press('Escape');
	await page.evaluate(follow, `?${link}`);
	await expect.poll(() => readTable(page), { timeout: 60_000 }).toEqual(before);
	expect(await page.evaluate(() => (globalThis as Noting).noted.complaints)).toEqual([]);
	expect(left).toEqual([]);
}

const kinds = Object.keys(KINDS) as Kind[];
const SHARE = SECONDS / LINKS.length / kinds.length;
const seedOf = (kind: Kind) => SEED + kinds.indexOf(kind);

for (const kind of kinds) {
	for (const link of LINKS) {
		test(`a monkey with a ${kind}, of seed ${seedOf(kind)}, breaks nothing at ${link}`, async ({
			page,
		}) => {
			await survives(page, link, [kind], SHARE);
		});
	}
}

/** How long others keep the thread, and how long they leave it alone in turn, ms. */
const BUSY = {
	'four fifths of the time': [[64, 16]],
	'for longer or shorter by chance': randomly(uniformNumbers(SEED)),
};

function randomly(random: () => number): number[][] {
	return Array.from({ length: 500 }, () => [200 * random() ** 2, 60 * random()]);
}

for (const [busy, turns] of Object.entries(BUSY)) {
	test(`on a thread that others keep busy ${busy}, monkeys break nothing`, async ({ page }) => {
		await page.addInitScript((turns) => {
			let turn = 0;
			const work = () => {
				const [length, pause] = turns[turn++ % turns.length]!;
				for (const end = performance.now() + length!; performance.now() < end;);
				setTimeout(work, pause);
			};
			work();
		}, turns);
		await survives(page, SMALL, kinds, LONG ? SHARE : SHARE / 2);
	});
}
