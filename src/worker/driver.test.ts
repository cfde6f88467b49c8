import { afterEach, describe, expect, test, vi } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import type { Simulation } from '../sim/simulation.ts';
import { simulated } from '../sim/testScenario.ts';
import { createDriver, type Answer } from './driver.ts';

const scenario = completeScenario({ users: 100, pollInterval: 1, messageRate: 30, duration: 10 });

/** A simulation that never ends; each call of `advance` does `work`. */
function endless(work: () => void): Simulation {
	const report = () => simulated('polling', completeScenario({ users: 1, duration: 1 }));
	const alone = { lend: () => null, bring: () => undefined };
	return { done: false, progress: 0.5, observed: 0.5, advance: work, report, ...alone };
}

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

describe.each(TRANSPORT_IDS)('%s', (transport) => {
	test('cut into slices and looked at in between gives the same report, to the last bit', async () => {
		let now = 0;
		vi.spyOn(performance, 'now').mockImplementation(() => (now += 10)); // every look ends a slice
		const driver = createDriver();
		await driver.begin(transport, scenario);
		const answers: Answer[] = [];
		do answers.push((await driver.work(0))!);
		while (answers.at(-1)!.progress < 1);

		expect(answers.at(-1)!.report).toEqual(simulated(transport, scenario));
		expect(answers.length).toBeGreaterThan(2);
		expect(await driver.work(0)).toBeNull(); // a run that is over is let go
		expect(answers.slice(0, -1).every(({ report }) => report.partial !== null)).toBe(true);
	});
});

describe('a share that one driver gives to another', () => {
	const many = completeScenario({ users: 100_000, nodes: 40, duration: 1, pollInterval: 5 });

	test('comes back, so that the report is that of one driver, to the last bit', async () => {
		const [lender, helper] = [createDriver(), createDriver()];
		await lender.begin('polling', many);
		const shares = [await lender.lend(), await lender.lend()];
		for (const share of shares.toReversed()) {
			const books = await helper.help('polling', many, share!);
			await lender.bring(structuredClone(books!));
		}
		const answer = await lender.work(60_000);
		expect(answer!.report).toEqual(simulated('polling', many));
	});

	test('is given up when something else begins', async () => {
		const [lender, helper] = [createDriver(), createDriver()];
		await lender.begin('polling', many);
		const share = await lender.lend();
		const help = helper.help('polling', many, share!);
		await helper.begin('sse', scenario);
		expect(await help).toBeNull();
		expect((await helper.work(60_000))!.report).toEqual(simulated('sse', scenario));
	});

	test('is nothing where no run is under way, or where it is not parted', async () => {
		const driver = createDriver();
		expect(await driver.lend()).toBeNull();
		await driver.begin('polling', scenario);
		expect(await driver.lend()).toBeNull();
	});
});

test('a newer run ends the older one at the end of its slice', async () => {
	let advanced = 0;
	const driver = createDriver(() =>
		endless(() => {
			advanced++;
			if (advanced === 3) void driver.begin('polling', scenario);
		}),
	);
	await driver.begin('polling', scenario);
	expect(await driver.work(60_000)).toBeNull();
	expect(advanced).toBeLessThanOrEqual(256);
});

test('a cancelled run does no more work', async () => {
	let advanced = 0;
	const driver = createDriver(() =>
		endless(() => {
			advanced++;
			if (advanced === 3) void driver.cancel();
		}),
	);
	await driver.begin('polling', scenario);
	expect(await driver.work(60_000)).toBeNull();
	expect(advanced).toBeLessThanOrEqual(256);
	advanced = 0;
	expect(await driver.work(60_000)).toBeNull();
	expect(advanced).toBe(0);
});

test('nobody waits longer than one slice, and the answer comes when the budget is used up', async () => {
	let now = 0;
	const turns: number[] = [];
	vi.spyOn(performance, 'now').mockImplementation(() => now);
	vi.stubGlobal(
		'MessageChannel',
		class {
			port1: { onmessage?: () => void } = {};
			port2 = {
				postMessage: () =>
					setImmediate(() => {
						turns.push(now);
						this.port1.onmessage!();
					}),
			};
		},
	);
	const driver = createDriver(() => endless(() => (now += 0.5)));
	await driver.begin('polling', scenario);
	const answer = await driver.work(100);

	expect(turns.slice(0, 5)).toEqual([0, 0, 8, 16, 24]); // setting up is a turn of its own
	expect(answer!.progress).toBe(0.5);
	expect(now).toBe(104); // the first end of a slice after 100
});

test('while it is too early to say anything, the answer waits longer', async () => {
	let now = 0;
	vi.spyOn(performance, 'now').mockImplementation(() => now);
	const driver = createDriver(() => ({
		...endless(() => (now += 1)),
		progress: 0.2,
		get observed() {
			return now < 150 ? 0.01 : 0.02;
		},
	}));
	await driver.begin('polling', scenario);
	await driver.work(100, 250);
	expect(now).toBeGreaterThanOrEqual(150);
	expect(now).toBeLessThan(160);
});

test('a run near its end is answered at its end, not twice', async () => {
	let now = 0;
	vi.spyOn(performance, 'now').mockImplementation(() => now);
	const driver = createDriver(() => ({
		...endless(() => (now += 1)),
		get done() {
			return now >= 180;
		},
		get progress() {
			return now / 180;
		},
	}));
	await driver.begin('polling', scenario);
	expect((await driver.work(80, 500))!.progress).toBe(1);
	expect(now).toBe(180);
});

test('a clock that stands still does not keep the answer back', async () => {
	vi.spyOn(performance, 'now').mockReturnValue(0);
	const driver = createDriver(() => endless(() => undefined));
	await driver.begin('polling', scenario);
	expect((await driver.work(250))!.progress).toBe(0.5);
});

test('what the simulation throws reaches whoever asked', async () => {
	const driver = createDriver(() => {
		throw new RangeError('no memory for so many users');
	});
	await driver.begin('polling', scenario);
	await expect(driver.work(1)).rejects.toThrow('no memory for so many users');
});
