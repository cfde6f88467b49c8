import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, ElementHandle, Locator, Page } from '@playwright/test';
import { slider } from './controls.ts';
import { open } from './figures.ts';
import { expect, test } from './harness.ts';

/** How long the page is used for, s; `npm run test:long` gives it an hour. */
const SOAK = Number(process.env['SOAK_SECONDS'] ?? 12);
const HOUR = 3600;
/**
 * When the page is measured first, s: after ten minutes, if there is so much time. The browser optimizes
 * code for thousands of cycles, and counts it as heap.
 */
const FIRST = SOAK < 1200 ? SOAK / 6 : 600;
/** Each piece of the time has so many cycles at least. */
const LEAST = 8;
/** Of the slider, in each cycle: there and back, as a hand pulls it. */
const STEPS = [
	...Array<number>(25).fill(1),
	...Array<number>(50).fill(-1),
	...Array<number>(25).fill(1),
];
/** So many of them come within a frame: a mouse says more often where it is than a screen is drawn. */
const STEPS_A_FRAME = 5;
/** Of the slider, in an hour. */
const CHANGES = 100_000;
/** In a shorter time compiled code is most of what is added. */
const HEAP_GROWTH = SOAK < HOUR ? 1.25 : 1.05;
/** A minute, over the last half of an hour. */
const HEAP_SLOPE = 0.001;
const LONG = process.env['LONG'] !== undefined;
/** How often each part is opened and closed. */
const OPENINGS = LONG ? 2000 : 100;
/** An opening, over two thousand of them. */
const HEAP_OF_AN_OPENING = 0.02 / 1000;
/** The bar of a long run, shown for the first time, leaves the nodes it is copied from. */
const TEMPLATE = 3;
/** What is out of sight follows half a second later, on a busy machine two more, and late; ms. */
const REST = 3500;

interface Held {
	readonly nodes: number;
	readonly listeners: number;
	/** In the heap of the script, arrays and functions among them, but no compiled code. */
	readonly objects: number;
	/** Compiled code as well, B. */
	readonly heap: number;
}

/** How many objects of scripts cannot be collected. */
async function countObjects(session: CDPSession): Promise<number> {
	// To count collects as well, but not what a script and an element hold each other by.
	for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
	const objectGroup = 'count';
	const all = await session.send('Runtime.evaluate', {
		expression: 'Object.prototype',
		objectGroup,
	});
	const { objects } = await session.send('Runtime.queryObjects', {
		prototypeObjectId: all.result.objectId!,
		objectGroup,
	});
	const count = await session.send('Runtime.callFunctionOn', {
		objectId: objects.objectId!,
		functionDeclaration: 'function () { return this.length; }',
		returnByValue: true,
	});
	await session.send('Runtime.releaseObjectGroup', { objectGroup });
	return count.result.value as number;
}

/** What the page holds once it has come to rest and all that it holds no longer has been collected. */
async function held(session: CDPSession): Promise<Held> {
	let objects = NaN;
	for (let round = 0; round < 20; round++) {
		const before = objects;
		objects = await countObjects(session);
		if (objects === before) break;
		await sleep(REST);
	}
	const { metrics } = await session.send('Performance.getMetrics');
	const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
	return {
		nodes: of('Nodes'),
		listeners: of('JSEventListeners'),
		objects,
		heap: of('JSHeapUsedSize'),
	};
}

interface Used {
	readonly cycles: number;
	readonly changes: number;
}

/**
 * What a learner does, again and again for so many seconds, each time ending where it began; counts
 * the cycles, and what moved the slider. All in the page: each thing that the test asks of it would
 * leave code behind there.
 */
async function use(page: Page, seconds: number): Promise<Used> {
	const slide = (await slider(
		page,
		'pollInterval',
	).elementHandle()) as ElementHandle<HTMLInputElement>;
	const chosen = page.getByRole('checkbox', { name: 'WebSocket', exact: true });
	const box = (await chosen.elementHandle()) as ElementHandle<HTMLInputElement>;
	const asks = page.getByRole('button', { name: 'Explain Latency' });
	const explain = (await asks.elementHandle()) as ElementHandle<HTMLButtonElement>;
	return page.evaluate(
		async ({ slide, box, explain, seconds, least, steps, together }) => {
			const until = async (holds: () => unknown) => {
				for (let wait = 0; !holds(); wait++) {
					if (wait > 1000) throw new Error(`waited too long until ${String(holds)}`);
					await new Promise((resolve) => setTimeout(resolve, 20));
				}
			};
			const frame = () => new Promise(requestAnimationFrame);
			const end = performance.now() + seconds * 1000;
			let cycles = 0;
			let changes = 0;
			for (; performance.now() < end || cycles < least; cycles++) {
				for (const [index, step] of steps.entries()) {
					const before = slide.valueAsNumber;
					slide.valueAsNumber += step;
					if (slide.valueAsNumber !== before) changes++;
					slide.dispatchEvent(new Event('input', { bubbles: true }));
					if (index % together === together - 1) await frame();
				}
				for (const boxes of [3, 4]) {
					box.click();
					const ends = () => document.querySelectorAll('fieldset :checked').length === boxes;
					await until(ends);
				}
				explain.click();
				await until(() => document.querySelector('dialog[open] button'));
				document.querySelector<HTMLButtonElement>('dialog[open] button')!.click();
				await until(() => !document.querySelector('dialog'));
				await until(() => !/so far: the first|Still to come/.test(document.body.textContent));
			}
			return { cycles, changes };
		},
		{ slide, box, explain, seconds, least: LEAST, steps: STEPS, together: STEPS_A_FRAME },
	);
}

test('however long it is used, the page holds no more than at first', async ({ page }) => {
	test.setTimeout((1.2 * SOAK + 120) * 1000);
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable');
	await open(page, 'users=200&duration=5&charts=requests,latency,table');
	const used = [await use(page, FIRST)];
	const workers = page.workers().length;
	const readings = [await held(session)];
	const [first] = readings as [Held];
	for (const seconds of [Math.max(SOAK / 2 - FIRST, 0), SOAK / 2]) {
		used.push(await use(page, seconds));
		readings.push(await held(session));
	}
	const [middle, last] = readings.slice(-2) as [Held, Held];
	const trend = (name: keyof Held) => `${name} ${readings.map((each) => each[name]).join(', ')}`;
	const total = (name: keyof Used) => used.reduce((sum, each) => sum + each[name], 0);
	const growth = last.heap / first.heap;
	console.log(
		`after ${total('cycles')} cycles, ${total('changes')} slider changes: heap × ${growth.toFixed(3)};`,
		(['nodes', 'listeners', 'objects', 'heap'] as const).map(trend).join('; '),
	);
	expect(last.nodes).toBeLessThanOrEqual(first.nodes + TEMPLATE);
	expect(last.listeners).toBeLessThanOrEqual(first.listeners);
	expect(last.objects).toBeLessThanOrEqual(1.01 * first.objects);
	expect(growth).toBeLessThan(HEAP_GROWTH);
	// Each step moves the slider: none is lost at an end of it.
	expect(total('changes')).toBe(total('cycles') * STEPS.length);
	if (SOAK >= HOUR) {
		expect(total('changes')).toBeGreaterThanOrEqual(CHANGES);
		const minutes = SOAK / 2 / 60;
		expect(last.heap / middle.heap).toBeLessThanOrEqual(1 + HEAP_SLOPE * minutes);
	}
	expect(page.workers()).toHaveLength(workers);
});

/** Clicks on one and then on the other so many times, and waits for what the parts are. */
async function openAndClose(page: Page, opener: Locator, times: number): Promise<void> {
	const handle = (await opener.elementHandle()) as ElementHandle<HTMLElement>;
	await page.evaluate(
		async ({ handle, times }) => {
			const button = (part: string) => document.querySelector<HTMLElement>(`${part} button`);
			const until = async (holds: () => unknown) => {
				for (let wait = 0; !holds(); wait++) {
					if (wait > 500) throw new Error(`waited too long until ${String(holds)}`);
					await new Promise((resolve) => setTimeout(resolve));
				}
			};
			for (let time = 0; time < times; time++) {
				handle.click();
				await until(() => button(':is(dialog, figure details)[open]'));
				(button('dialog') ?? handle).click();
				await until(() => !button(':is(dialog, figure details)'));
			}
		},
		{ handle, times },
	);
}

for (const [name, opener] of [
	['an explanation', (page: Page) => page.getByRole('button', { name: 'Explain Latency' })],
	['the dialog to share', (page: Page) => page.getByRole('button', { name: 'Share' })],
	['what saves a chart', (page: Page) => page.getByText('Save Latency')],
] as const) {
	test(`opened and closed again and again, ${name} leaves nothing behind`, async ({ page }) => {
		test.setTimeout(60_000 + 400 * OPENINGS);
		const session = await page.context().newCDPSession(page);
		await session.send('Performance.enable');
		await open(page, 'users=200&duration=5&charts=latency,table');
		await openAndClose(page, opener(page), OPENINGS / 4);
		await held(session); // at rest only now is the page as it stays
		await openAndClose(page, opener(page), OPENINGS / 4);
		const first = await held(session);
		await openAndClose(page, opener(page), OPENINGS);
		const last = await held(session);
		expect(last.nodes).toBeLessThanOrEqual(first.nodes);
		expect(last.listeners).toBeLessThanOrEqual(first.listeners);
		expect(last.objects).toBeLessThanOrEqual(first.objects + OPENINGS / 50);
		// In a shorter time compiled code is most of what is added.
		if (LONG) {
			expect(last.heap / first.heap).toBeLessThanOrEqual(1 + HEAP_OF_AN_OPENING * OPENINGS);
		}
	});
}
