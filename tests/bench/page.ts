import { expect, test, type Page } from '@playwright/test';
import { FIELDS, type FieldName } from '../../src/model/scenario.ts';
import { settled } from '../figures.ts';
import { firstCharts } from '../slowPhone.ts';

const CHANGES = 50;
/** A reader looks at the page before the first change, ms; meanwhile the workers practise. */
const LOOKED = 5000;
/** How often users are dragged to a million. */
const MILLIONS = 5;
/** How long a run is watched while it is played, ms. */
const PLAYED = 10_000;
/** CPU throttling, and for how long a slider is dragged, s. */
const DRAGS = [
	[1, 10],
	[4, 60],
] as const;

/** Of the first only polling takes notice; of the second all transports. */
const INPUTS = ['pollInterval', 'users'] as const;

/** What one change of an input takes until pictures of it are on screen. */
interface Drawn {
	/** From the input event to the first drawing of a chart on screen, ms. */
	readonly first: number;
	/** To the last: the whole answer, ms. */
	readonly last: number;
	/** The longest that the page let a timer of 0 ms wait meanwhile, ms. */
	readonly deaf: number;
}

/** Moves the slider of an input so many times, each time to the next of `values`, and waits for the whole answer. */
async function measure(
	page: Page,
	input: FieldName,
	values: readonly number[],
	changes: number,
): Promise<Drawn[]> {
	const control = page.getByRole('slider', { name: FIELDS[input].label, exact: true });
	return control.evaluate(
		async (slider: HTMLInputElement, { values, changes }) => {
			/** The last drawing is the one that no other follows for so long, ms. */
			const QUIET = 300;
			const PATIENCE = 120_000;
			const charts = document.querySelector('main')!;
			/** What is off screen may follow later. */
			const seen = (svg: Element) => svg.getBoundingClientRect().top < innerHeight;
			const turns = new MessageChannel();
			const all: Drawn[] = [];
			for (let i = 0; i < changes; i++) {
				let first = 0;
				let last = 0;
				const frame = () =>
					requestAnimationFrame(() => {
						last = performance.now();
						first ||= last;
					});
				const observer = new MutationObserver(frame);
				const options = { subtree: true, childList: true, attributes: true, characterData: true };
				slider.valueAsNumber = values[i % values.length]!;
				const start = performance.now();
				slider.dispatchEvent(new Event('input', { bubbles: true }));
				// The control itself answers at once; what counts is the charts.
				await new Promise((resolve) => setTimeout(resolve));
				for (const svg of charts.querySelectorAll('svg'))
					if (seen(svg)) observer.observe(svg, options);
				let deaf = performance.now() - start;
				const over = () =>
					last > 0 &&
					performance.now() - last > QUIET &&
					document.querySelector('progress') === null;
				while (!over() && performance.now() - start < PATIENCE) {
					await new Promise((resolve) => setTimeout(resolve, 50));
					const asked = performance.now();
					await new Promise((resolve) => {
						turns.port1.onmessage = resolve;
						turns.port2.postMessage(null);
					});
					deaf = Math.max(deaf, performance.now() - asked);
				}
				observer.disconnect();
				if (last > 0) all.push({ first: first - start, last: last - start, deaf });
			}
			return all;
		},
		{ values, changes },
	);
}

/** The place of the slider, and the one above it. */
async function placesOf(page: Page, input: FieldName): Promise<[number, number]> {
	const control = page.getByRole('slider', { name: FIELDS[input].label, exact: true });
	const place = Number(await control.inputValue());
	return [place + 1, place];
}

function quantile(times: readonly number[], q: number, decimals = 0): string {
	const sorted = times.toSorted((a, b) => a - b);
	return `${sorted[Math.ceil(q * sorted.length) - 1]!.toFixed(decimals)} ms`;
}

for (const input of INPUTS) {
	for (const slowdown of [1, 4]) {
		test(`from ${input} to the last chart on screen, CPU ÷ ${slowdown}`, async ({ page }) => {
			test.setTimeout(300_000);
			const session = await page.context().newCDPSession(page);
			await page.goto('./');
			await settled(page);
			await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
			await page.waitForTimeout(LOOKED);
			const drawn = await measure(page, input, await placesOf(page, input), CHANGES);
			const times = drawn.map(({ last }) => last);
			expect(times.length).toBeGreaterThan(CHANGES * 0.9);
			console.log(
				`default scenario, ${input}, CPU ÷ ${slowdown}: median ${quantile(times, 0.5)}, p95 ${quantile(times, 0.95)} of ${times.length} changes, the first ${times[0]!.toFixed(0)} ms`,
			);
		});
	}
}

/** A million users behind so many servers. */
for (const nodes of [100, 1]) {
	for (const slowdown of [1, 4]) {
		test(`a million users, nodes=${nodes}, CPU ÷ ${slowdown}`, async ({ page }) => {
			test.setTimeout(300_000);
			const session = await page.context().newCDPSession(page);
			await page.goto(`./?nodes=${nodes}`);
			await settled(page);
			await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
			const [, few] = await placesOf(page, 'users');
			const slider = page.getByRole('slider', { name: FIELDS.users.label, exact: true });
			const most = Number(await slider.getAttribute('max'));
			const drawn = await measure(page, 'users', [most, few], 2 * MILLIONS);
			const millions = drawn.filter((_, i) => i % 2 === 0);
			const all = (part: keyof Drawn) => millions.map((each) => each[part]);
			console.log(
				`1 000 000 users, nodes=${nodes}, CPU ÷ ${slowdown}: first figures ${quantile(all('first'), 0.5)}, whole answer ${quantile(all('last'), 0.5)} (medians of ${millions.length}); the page answers within ${Math.max(...all('deaf')).toFixed(0)} ms`,
			);
		});
	}
}

test('the first chart on a slow phone', async ({ page }) => {
	test.setTimeout(120_000);
	const times = await firstCharts(page);
	console.log(
		`the first chart at 150 ms, 1.6 Mbit/s, CPU ÷ 4: ${quantile(times, 0.5)} (median of ${times.length} first visits)`,
	);
});

/** What dragging a slider comes to. */
interface Dragging {
	/** Of the page's thread, longer than 50 ms. */
	readonly tasks: readonly number[];
	/** From each input event to the picture after it. */
	readonly responses: readonly number[];
}

for (const [slowdown, seconds] of DRAGS) {
	test(`a slider is dragged for ${seconds} s, CPU ÷ ${slowdown}`, async ({ page }) => {
		test.setTimeout(120_000 + seconds * 2000);
		const session = await page.context().newCDPSession(page);
		await page.goto('./');
		await settled(page);
		await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
		const { x, y, width, height } = (await page
			.getByRole('slider', { name: FIELDS.pollInterval.label })
			.boundingBox())!;
		const at = (share: number) => [x + share * width, y + height / 2] as const;
		await page.evaluate(() => {
			const tasks: number[] = [];
			const responses: number[] = [];
			Object.assign(window, { dragging: { tasks, responses } });
			new PerformanceObserver((list) => {
				for (const { duration } of list.getEntries()) tasks.push(duration);
			}).observe({ type: 'longtask' });
			addEventListener(
				'input',
				({ timeStamp }) => {
					const { port1, port2 } = new MessageChannel();
					port1.onmessage = () => responses.push(performance.now() - timeStamp);
					requestAnimationFrame(() => port2.postMessage(null));
				},
				true,
			);
		});
		await page.mouse.move(...at(0.5));
		await page.mouse.down();
		const end = Date.now() + seconds * 1000;
		let moves = 0;
		while (Date.now() < end) await page.mouse.move(...at(0.5 + 0.3 * Math.sin(moves++ / 20)));
		await page.mouse.up();
		const { tasks, responses } = await page.evaluate(
			() => (window as unknown as { dragging: Dragging }).dragging,
		);
		expect(responses.length).toBeGreaterThan(50);
		const share = tasks.reduce((sum, task) => sum + task, 0) / (seconds * 1000);
		console.log(
			`dragging for ${seconds} s, CPU ÷ ${slowdown}, ${moves} moves: ${tasks.length} tasks of more than 50 ms, the longest ${Math.max(0, ...tasks)} ms, ${(100 * share).toFixed(1)} % of the time; from an input to the next picture p98 ${quantile(responses, 0.98)} of ${responses.length}`,
		);
	});
}

test('frames while the finished run is played', async ({ page }) => {
	test.setTimeout(120_000);
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable');
	const busy = async () => {
		const { metrics } = await session.send('Performance.getMetrics');
		return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
	};
	await page.goto('./');
	await settled(page);
	const section = page.getByRole('region', { name: 'One client from near' });
	await section.scrollIntoViewIfNeeded();
	await section.getByRole('button', { name: 'Play' }).click();
	const before = await busy();
	const frames = await page.evaluate(async (length) => {
		const times: number[] = [];
		let before = await new Promise<number>(requestAnimationFrame);
		const end = before + length;
		while (before < end) {
			const now = await new Promise<number>(requestAnimationFrame);
			times.push(now - before);
			before = now;
		}
		return times;
	}, PLAYED);
	expect(frames.length).toBeGreaterThan(0);
	const own = ((await busy()) - before) / frames.length;
	console.log(
		`playing: a frame in ${quantile(frames, 0.5, 1)} (median), ${quantile(frames, 0.95, 1)} (p95) of ${frames.length}; the page's thread works ${own.toFixed(1)} ms of each`,
	);
});
