import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import type { Simulated } from '../sim/report.ts';
import { simulate } from '../sim/simulate.ts';
import { simulated } from '../sim/testScenario.ts';
import { expectedFigures } from '../theory/expect.ts';
import { createDriver, type Driver } from './driver.ts';
import { driven, FakeWorker, well, type Behaviour } from './fakeWorker.ts';
import { createRunner, type Progress, type Runner } from './run.ts';
import { createTheory } from './theory.ts';

const scenario = completeScenario({ users: 30, pollInterval: 1, duration: 5 });
const POLLING: readonly TransportId[] = ['polling'];

let runner: Runner;

beforeEach(() => {
	vi.stubGlobal('Worker', FakeWorker);
	runner = createRunner();
});

afterEach(() => {
	runner.dispose();
	FakeWorker.reset();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

/** Runs to the end and gives the final reports and all notices. */
async function finish(transports = POLLING, options: { scenario?: typeof scenario } = {}) {
	const reports: Partial<Record<TransportId, Simulated>> = {};
	const notices: string[] = [];
	await runner.run(options.scenario ?? scenario, transports, {
		signal: new AbortController().signal,
		onProgress: ({ transport, report, progress }) => {
			if (progress === 1) reports[transport] = report;
		},
		onNotice: (sentence) => notices.push(sentence),
	});
	return { reports, notices };
}

/** Starts a run that shall be overtaken or aborted. */
function begin(signal = new AbortController().signal) {
	const progresses: Progress[] = [];
	const ended = runner
		.run(scenario, POLLING, { signal, onProgress: (progress) => progresses.push(progress) })
		.then(
			() => 'resolved',
			(error: unknown) => (error as Error).name,
		);
	return { progresses, ended };
}

const expected = { polling: simulated('polling', scenario) };

/** Answers that it is alive, and then never again: stuck in an endless loop. */
const stuck: Behaviour = driven({ ...createDriver(), work: () => new Promise(() => undefined) });

/** Breaks at the first slice. */
const breaks: Behaviour = (port, worker) => {
	const work: Driver['work'] = () => {
		setTimeout(() => worker.fail('Uncaught Error: boom'), 5); // after what it said before
		return new Promise(() => undefined);
	};
	driven({ ...createDriver(), work })(port, worker);
};

const refused: Behaviour = () => {
	throw new DOMException('refused', 'SecurityError');
};
const refusedLate: Behaviour = (_, worker) => setTimeout(() => worker.fail());
const silent: Behaviour = () => undefined;

/** Lets the ticks of the watchdog pass, and the messages between them arrive. */
async function pass(milliseconds: number): Promise<void> {
	for (let passed = 0; passed < milliseconds; passed += 50) {
		await vi.advanceTimersByTimeAsync(50);
		await new Promise((resolve) => setImmediate(resolve));
	}
}

function fakeTicks(): void {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
}

describe('a run', () => {
	test('in workers ends with what the same run does on this thread, to the last bit', async () => {
		const { reports, notices } = await finish(TRANSPORT_IDS);
		expect(reports).toEqual(
			Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulated(id, scenario)])),
		);
		expect(notices).toEqual([]);
		expect(runner.where).toBe('worker (blob)');
	});

	test('needs one worker for each transport, and the next run no more', async () => {
		expect(FakeWorker.urls).toEqual([]);
		await finish(['polling', 'sse']);
		expect(FakeWorker.urls).toHaveLength(2);
		await finish(['sse', 'polling']);
		expect(FakeWorker.urls).toHaveLength(2);
	});

	test('keeps the runner busy until its last answer', async () => {
		const ended = finish();
		expect(runner.busy).toBe(true);
		await ended;
		expect(runner.busy).toBe(false);
	});

	test('reports what is known while it goes on, and ends with 1', async () => {
		const progresses: Progress[] = [];
		const slow = createDriver();
		const work: Driver['work'] = () => slow.work(0);
		FakeWorker.behaviours.push(driven({ ...slow, work }));
		const { signal } = new AbortController();
		await runner.run(scenario, POLLING, { signal, onProgress: (p) => progresses.push(p) });
		expect(progresses.length).toBeGreaterThan(1);
		expect(progresses.slice(0, -1).every(({ progress }) => progress < 1)).toBe(true);
		expect(progresses.at(-1)).toEqual({
			transport: 'polling',
			report: expected.polling,
			progress: 1,
		});
	});

	test('has as many transports at work at a time as there are cores, and all come to their turn', async () => {
		runner = createRunner(2);
		let [working, most] = [0, 0];
		for (let i = 0; i < TRANSPORT_IDS.length; i++) {
			const driver = createDriver();
			const work: Driver['work'] = async () => {
				working += 1;
				most = Math.max(most, working);
				const answer = await driver.work(0);
				working -= 1;
				return answer;
			};
			FakeWorker.behaviours.push(driven({ ...driver, work }));
		}
		const { reports } = await finish(TRANSPORT_IDS);
		expect(Object.keys(reports)).toHaveLength(TRANSPORT_IDS.length);
		expect(most).toBe(2);
	});

	describe('of very many users', () => {
		const many = { ...scenario, users: 300_000 };
		/** Simulates few instead: who begins when does not depend on it. */
		const fewOf = (driver: Driver): Driver => ({
			...driver,
			begin: (transport, given) => driver.begin(transport, { ...given, users: 30 }),
		});

		test('begins with the soonest alone, and with all others at its first answer', async () => {
			const log: string[] = [];
			for (let i = 0; i < TRANSPORT_IDS.length; i++) {
				const driver = fewOf(createDriver());
				const begin: Driver['begin'] = (transport, given) => {
					log.push(`${transport} begins`);
					return driver.begin(transport, given);
				};
				const work: Driver['work'] = async (budget, most) => {
					const answer = await driver.work(budget, most);
					log.push('an answer');
					return answer;
				};
				FakeWorker.behaviours.push(driven({ ...driver, begin, work }));
			}
			const { reports } = await finish(TRANSPORT_IDS, { scenario: many });
			expect(log.slice(0, 2)).toEqual(['sse begins', 'an answer']);
			expect(new Set(log).size).toBe(TRANSPORT_IDS.length + 1);
			expect(Object.keys(reports)).toHaveLength(TRANSPORT_IDS.length);
		});

		test('that is aborted before that begins with nobody else', async () => {
			FakeWorker.behaviours.push(stuck);
			const abort = new AbortController();
			const options = { signal: abort.signal, onProgress: () => undefined };
			const ended = runner.run(many, TRANSPORT_IDS, options);
			await vi.waitFor(() => expect(FakeWorker.urls).toHaveLength(1));
			abort.abort();
			await expect(ended).rejects.toThrow('abort');
			expect(FakeWorker.urls).toHaveLength(1);
		});

		test('whose soonest cannot be simulated simulates the others, and ends with the reason', async () => {
			const begin: Driver['begin'] = () => Promise.reject(new Error('boom'));
			FakeWorker.behaviours.push(driven({ ...createDriver(), begin }));
			for (let i = 1; i < TRANSPORT_IDS.length; i++)
				FakeWorker.behaviours.push(driven(fewOf(createDriver())));
			const done: string[] = [];
			const ended = runner.run(many, TRANSPORT_IDS, {
				signal: new AbortController().signal,
				onProgress: ({ transport, progress }) => {
					if (progress === 1) done.push(transport);
				},
			});
			await expect(ended).rejects.toThrow('boom');
			expect(done.sort()).toEqual(['longPolling', 'polling', 'webSocket']);
		});
	});

	test('whose worker is stuck gives up its turn to the run that overtakes it', async () => {
		runner = createRunner(1);
		FakeWorker.behaviours.push(stuck);
		const { ended } = begin();
		const { signal } = new AbortController();
		const done: string[] = [];
		await runner.run(scenario, ['sse'], { signal, onProgress: (p) => done.push(p.transport) });
		expect(await ended).toBe('AbortError');
		expect(done).toContain('sse');
	});

	test('stops when it is aborted, and its worker is used again', async () => {
		await finish();
		const abort = new AbortController();
		const { progresses, ended } = begin(abort.signal);
		abort.abort();
		expect(await ended).toBe('AbortError');
		expect((await finish()).reports).toEqual(expected);
		expect(progresses).toEqual([]);
		expect(FakeWorker.urls).toHaveLength(1);
	});

	test('that is aborted is cancelled in its worker', async () => {
		const driver = createDriver();
		const cancel = vi.spyOn(driver, 'cancel');
		const abort = new AbortController();
		const work = vi.spyOn(driver, 'work').mockImplementation(() => new Promise(() => undefined));
		FakeWorker.behaviours.push(driven(driver));
		const { ended } = begin(abort.signal);
		await vi.waitFor(() => expect(work).toHaveBeenCalled());
		cancel.mockClear();
		abort.abort();
		await ended;
		await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
	});

	test('moves the arrays of its report to the page instead of copying them', async () => {
		const driver = createDriver();
		const sent: Simulated[] = [];
		const work: Driver['work'] = async (budget) => {
			const answer = await driver.work(budget);
			sent.push(answer!.report);
			return answer;
		};
		FakeWorker.behaviours.push(driven({ ...driver, work }));
		const { reports } = await finish();
		expect(reports.polling!.series.requests.length).toBeGreaterThan(0);
		const arrays = sent.flatMap(({ series, distribution }) => [
			...Object.values<unknown>({ ...series, ...distribution }),
		]);
		const left = arrays.filter((array) => array instanceof Float64Array && array.length > 0);
		expect(left).toEqual([]);
	});

	test('aborted before it began does not start', async () => {
		expect(await begin(AbortSignal.abort()).ended).toBe('AbortError');
		expect(FakeWorker.urls).toEqual([]);
	});

	test('is overtaken by a newer one, in the same worker', async () => {
		const older = [begin(), begin(), begin()];
		expect((await finish()).reports).toEqual(expected);
		expect(await Promise.all(older.map(({ ended }) => ended))).toEqual(Array(3).fill('AbortError'));
		expect(older.flatMap(({ progresses }) => progresses)).toEqual([]);
		expect(FakeWorker.alive.size).toBe(1);
	});

	test('rejects with the name and message of what the simulation threw; the worker lives on', async () => {
		const run = finish(POLLING, { scenario: { ...scenario, users: 0 } });
		await expect(run).rejects.toMatchObject({
			name: 'RangeError',
			message: expect.stringContaining('users') as string,
		});
		expect((await finish()).reports).toEqual(expected);
		expect(FakeWorker.urls).toHaveLength(1);
	});

	test('that ends in a runner told to rest leaves no worker; the next one starts its own', async () => {
		await finish(TRANSPORT_IDS);
		runner.rest();
		expect(FakeWorker.alive.size).toBe(0);
		const run = finish();
		runner.rest();
		expect((await run).reports).toEqual(expected);
		await vi.waitFor(() => expect(FakeWorker.alive.size).toBe(0));
		expect((await finish()).reports).toEqual(expected);
		expect(FakeWorker.alive.size).toBe(1);
	});

	test('ends with its runner, and no worker is left', async () => {
		const { ended } = begin();
		runner.dispose();
		expect(await ended).toBe('AbortError');
		await vi.waitFor(() => expect(FakeWorker.alive.size).toBe(0));
		expect(await begin().ended).toBe('AbortError');
	});
});

describe('a transport that has nothing to do', () => {
	const many = completeScenario({ users: 100_000, nodes: 40, duration: 1, pollInterval: 5 });
	const both = ['sse', 'polling'] as const;

	/** Workers that pause after each slice; their help is noted, and is as `help` makes it. */
	function helpers(help: (driver: Driver) => Driver['help']): TransportId[] {
		const helped: TransportId[] = [];
		for (let i = 0; i < 2; i++) {
			const driver = createDriver();
			const noted: Driver['help'] = (transport, ...rest) => {
				helped.push(transport);
				return help(driver)(transport, ...rest);
			};
			const work = () => driver.work(0);
			FakeWorker.behaviours.push(driven({ ...driver, work, help: noted }));
		}
		return helped;
	}

	const expectedOf = (transports: readonly TransportId[]) =>
		Object.fromEntries(transports.map((id) => [id, simulated(id, many)]));

	test('simulates servers for one that is still at work, and the report is the same to the last bit', async () => {
		const helped = helpers((driver) => driver.help);
		expect((await finish(both, { scenario: many })).reports).toEqual(expectedOf(both));
		expect(helped.length).toBeGreaterThan(0);
	});

	test('does so in a later run that leaves it out, too', async () => {
		const helped = helpers((driver) => driver.help);
		await finish(both);
		expect(helped).toEqual([]);
		expect((await finish(POLLING, { scenario: many })).reports).toEqual(expectedOf(POLLING));
		expect(new Set(helped)).toEqual(new Set(POLLING));
	});

	test.each([
		['never answers', () => new Promise<null>(() => undefined)],
		['gives up', () => Promise.resolve(null)],
		['throws', () => Promise.reject(new RangeError('no memory'))],
	])('but %s holds nobody up', async (_, help) => {
		helpers(() => help);
		const { reports, notices } = await finish(both, { scenario: many });
		expect(reports).toEqual(expectedOf(both));
		expect(notices).toEqual([]);
	});

	test('stops when the run is aborted, and works well in the next one', async () => {
		const abort = new AbortController();
		const helped = helpers((driver) => (...share) => {
			abort.abort();
			return driver.help(...share);
		});
		const { signal } = abort;
		const aborted = runner.run(many, both, { signal, onProgress: () => undefined });
		await expect(aborted).rejects.toThrow('abort');
		expect(helped).toHaveLength(1);
		expect((await finish(both)).reports).toEqual(
			Object.fromEntries(both.map((id) => [id, simulated(id, scenario)])),
		);
	});
});

describe('the closed forms', () => {
	const theory: Behaviour = (port) => expose(createTheory(), port);
	const whole = Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]));

	test('are asked in a worker of their own, and make the reports whole', async () => {
		const { reports } = await finish(TRANSPORT_IDS);
		FakeWorker.behaviours.push(theory);
		const expectations = await runner.expected(scenario, TRANSPORT_IDS);
		const joined = TRANSPORT_IDS.map((id) => [id, { ...reports[id], ...expectations[id] }]);
		expect(Object.fromEntries(joined)).toEqual(whole);
		expect(FakeWorker.alive.size).toBe(5);
		await runner.expected(scenario, ['sse']);
		expect(FakeWorker.alive.size).toBe(5);
	});

	test('are asked again when their worker breaks', async () => {
		const dies: Behaviour = (port, worker) => {
			const expected = () => {
				worker.fail('Uncaught Error: boom');
				return new Promise<never>(() => undefined);
			};
			expose({ ...createTheory(), expected }, port);
		};
		FakeWorker.behaviours.push(dies, theory);
		const { polling } = await runner.expected(scenario, POLLING);
		expect(polling).toEqual(expectedFigures('polling', scenario));
		FakeWorker.behaviours.push(dies, dies);
		[...FakeWorker.alive][0]!.fail();
		await expect(runner.expected(scenario, POLLING)).rejects.toThrow('Uncaught Error: boom');
	});

	test('answer on the page where workers are refused', async () => {
		FakeWorker.behaviours.push(refused, refusedLate);
		const { polling } = await runner.expected(scenario, POLLING);
		expect(polling).toEqual(expectedFigures('polling', scenario));
		expect(FakeWorker.alive.size).toBe(0);
	});
});

describe('a worker that breaks', () => {
	test('is replaced, the run repeated, and the reader told once', async () => {
		FakeWorker.behaviours.push(breaks, breaks, well);
		const { reports, notices } = await finish();
		expect(reports).toEqual(expected);
		expect(notices).toEqual(['Polling was started again: Uncaught Error: boom.']);
		expect(FakeWorker.urls).toHaveLength(3);
		expect(FakeWorker.alive.size).toBe(1);
	});

	test('again and again ends the run with the reason', async () => {
		FakeWorker.behaviours.push(breaks, breaks, breaks);
		await expect(finish()).rejects.toThrow('Uncaught Error: boom');
		expect(FakeWorker.alive.size).toBe(0);
		expect((await finish()).reports).toEqual(expected);
	});

	test('between two runs is replaced without a word', async () => {
		await finish();
		[...FakeWorker.alive][0]!.fail('Uncaught Error: boom');
		expect(await finish()).toEqual({ reports: expected, notices: [] });
		expect(FakeWorker.alive.size).toBe(1);
	});

	test('by an answer that cannot be read, or makes no sense, is replaced', async () => {
		const unreadable: Behaviour = (port, worker) => {
			const work: Driver['work'] = () => {
				setTimeout(() => worker.dispatchEvent(new MessageEvent('messageerror')), 5);
				return new Promise(() => undefined);
			};
			driven({ ...createDriver(), work })(port, worker);
		};
		const nonsense = driven({
			...createDriver(),
			work: () => Promise.resolve({ progress: 7 } as never),
		});
		FakeWorker.behaviours.push(unreadable, nonsense);
		const { reports, notices } = await finish();
		expect(reports).toEqual(expected);
		expect(notices).toEqual(['Polling was started again: an answer could not be read.']);
		expect(FakeWorker.alive.size).toBe(1);
	});

	test('a hundred times in a row leaves one worker and the right answer', async () => {
		for (let kill = 0; kill < 100; kill++) {
			FakeWorker.behaviours.push(breaks);
			await finish();
			[...FakeWorker.alive][0]!.fail();
		}
		expect((await finish()).reports).toEqual(expected);
		expect(FakeWorker.alive.size).toBe(1);
	}, 30_000);
});

describe('a worker that falls silent', () => {
	test('is given up after two seconds', async () => {
		fakeTicks();
		FakeWorker.behaviours.push(stuck);
		const run = finish();
		await pass(2300);
		const { reports, notices } = await run;
		expect(reports).toEqual(expected);
		expect(notices).toEqual(['Polling was started again: no sign of life for 2 s.']);
		expect(FakeWorker.alive.size).toBe(1);
	});

	test('because someone else ended it is replaced, too', async () => {
		fakeTicks();
		await finish();
		[...FakeWorker.alive][0]!.terminate();
		const run = finish();
		await pass(2300);
		expect((await run).reports).toEqual(expected);
	});

	test('does not hold up the newer run for longer than that', async () => {
		fakeTicks();
		FakeWorker.behaviours.push(stuck);
		const older = begin();
		await pass(500);
		const newer = finish();
		expect(await older.ended).toBe('AbortError');
		await pass(2300);
		expect((await newer).reports).toEqual(expected);
	});

	test('is given more time when there are more users to set up', async () => {
		fakeTicks();
		FakeWorker.behaviours.push(stuck);
		const notices: string[] = [];
		const many = { ...scenario, users: 1_000_000 };
		const { signal } = new AbortController();
		void runner
			.run(many, POLLING, {
				signal,
				onProgress: () => undefined,
				onNotice: (sentence) => notices.push(sentence),
			})
			.catch(() => undefined);
		await pass(10_000);
		expect(notices).toEqual([]);
	});
});

describe('where workers are refused', () => {
	test.each([
		['at once', refused],
		['late', refusedLate],
	])('a blob %s, the data address is tried', async (_, refusal) => {
		FakeWorker.behaviours.push(refusal);
		expect(await finish()).toEqual({ reports: expected, notices: [] });
		expect(runner.where).toBe('worker (data)');
		expect(FakeWorker.urls.map((url) => url.split(':')[0])).toEqual(['blob', 'data']);
	});

	test('without a word, the next way is tried after two seconds', async () => {
		fakeTicks();
		FakeWorker.behaviours.push(silent);
		const run = finish();
		await pass(2100);
		expect((await run).reports).toEqual(expected);
		expect(runner.where).toBe('worker (data)');
		expect(FakeWorker.alive.size).toBe(1);
	});

	test('altogether, the page itself computes the same, to the last bit', async () => {
		const four = TRANSPORT_IDS.map(() => refused);
		FakeWorker.behaviours.push(...four, ...four.fill(refusedLate));
		const { reports } = await finish(TRANSPORT_IDS);
		expect(reports).toEqual(
			Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulated(id, scenario)])),
		);
		expect(runner.where).toBe('main thread');
		expect(FakeWorker.alive.size).toBe(0);
		const asked = FakeWorker.urls.length;
		await finish();
		expect(FakeWorker.urls).toHaveLength(asked);
	});

	test('on the page, too, a newer run overtakes the older one', async () => {
		FakeWorker.behaviours.push(refused, refused);
		await finish();
		const older = begin();
		expect((await finish()).reports).toEqual(expected);
		expect(await older.ended).toBe('AbortError');
		expect(older.progresses).toEqual([]);
	});

	test('the way that worked is kept when a worker has to be replaced', async () => {
		FakeWorker.behaviours.push(refused, well);
		await finish();
		[...FakeWorker.alive][0]!.fail();
		await finish();
		expect(FakeWorker.urls.map((url) => url.split(':')[0])).toEqual(['blob', 'data', 'data']);
	});
});
