import { describe, expect, test } from 'vitest';
import { SOME_FIGURES } from '../model/testFigures.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import type { Simulated } from '../sim/report.ts';
import type { RunOptions, RunScenario } from '../worker/run.ts';
import { changesOn, Choices, type Question } from './choices.svelte.ts';
import type { Place } from './grid.ts';
import { stretchesAround } from './stretches.ts';

const QUESTION: Question = {
	scenario: completeScenario({ pollInterval: 3, messageRate: 1 }),
	transports: ['polling', 'sse'],
};

function report(utilisation: number, partial: Simulated['partial'] = null): Simulated {
	const server = { ...SOME_FIGURES.server, utilisation };
	return { ...SOME_FIGURES, server, partial } as Simulated;
}

/** Polling is less work than SSE from 28 s between polls on. */
function answer({ pollInterval }: Scenario, ids: readonly string[], { onProgress }: RunOptions) {
	for (const id of ids) {
		const load = id === 'polling' ? 2.8 / pollInterval : 0.1;
		onProgress({ transport: id as 'polling', report: report(load), progress: 1 });
	}
}

function winnerAtOf(choices: Choices, question = QUESTION) {
	return (place: Place) => {
		const known = choices.caseAt(place, question)?.figures;
		if (!known) return null;
		return known.polling!.server.utilisation < known.sse!.server.utilisation ? 'polling' : 'sse';
	};
}

function start(hangs: (scenario: Scenario) => boolean = () => false) {
	const asked: string[] = [];
	const run: RunScenario = (scenario, ids, options) =>
		new Promise((resolve, reject) => {
			for (const id of ids) asked.push(`${id} ${scenario.pollInterval} ${scenario.messageRate}`);
			options.signal.addEventListener('abort', () => reject(new Error('abandoned')));
			if (hangs(scenario)) return;
			answer(scenario, ids, options);
			resolve();
		});
	const choices = new Choices({ run });
	choices.pose(QUESTION);
	return { choices, asked, work: () => choices.work(QUESTION, winnerAtOf(choices)) };
}

describe('the map', () => {
	test('runs polling once for each place, and what knows no interval once for each rate', async () => {
		const { asked, work } = start();
		await work();
		const of = (id: string) => asked.filter((each) => each.startsWith(id));
		expect(new Set(asked).size).toBe(asked.length);
		expect(of('sse')).toHaveLength(10);
		expect(of('polling').length).toBeGreaterThan(130);
		expect(of('polling').length).toBeLessThanOrEqual(130 + 4);
	});

	test('finds where the verdict changes on the lines through today, within a few per cent', async () => {
		const { choices, work } = start();
		expect(choices.lines).toBeNull();
		await work();
		const today = { interval: 3, rate: 1 };
		const [stretch, ...others] = stretchesAround(choices.lines!, today, winnerAtOf(choices));
		expect(others).toEqual([]);
		expect(stretch).toMatchObject({
			axis: 'interval',
			side: 'above',
			winner: 'polling',
			far: null,
		});
		expect(stretch!.near).toBeGreaterThan(28);
		expect(stretch!.near).toBeLessThan(28 * 1.04);
	});

	test('starts from what the page has simulated already', async () => {
		const { choices, asked, work } = start();
		choices.pose(QUESTION, { polling: report(1), sse: report(1) });
		await work();
		expect(asked).not.toContain('polling 3 1');
		expect(asked.filter((each) => /^sse \d+ 1$/.test(each))).toEqual([]);
	});

	test('keeps its places while today moves, and loses them when anything else changes', async () => {
		const { choices, asked, work } = start();
		await work();
		const runs = asked.length;
		const moved = { ...QUESTION, scenario: { ...QUESTION.scenario, pollInterval: 50 } };
		choices.pose(moved);
		expect(choices.lines).toBeNull();
		await choices.work(moved, winnerAtOf(choices, moved));
		expect(asked).toHaveLength(runs);
		choices.pose({ ...QUESTION, scenario: { ...QUESTION.scenario, payload: 7 } });
		expect(choices.caseAt({ interval: 3, rate: 1 }, QUESTION)).toBeNull();
	});

	test('goes on where it was paused', async () => {
		let hangs = true;
		const { choices, asked, work } = start(({ pollInterval }) => hangs && pollInterval === 1000);
		void work();
		await expect.poll(() => asked.length).toBeGreaterThan(3);
		choices.pause();
		expect(choices.running).toBe(false);
		hangs = false;
		await work();
		expect(asked.filter((each) => each === 'polling 1000 0.01')).toHaveLength(2);
		expect(asked.filter((each) => each === 'polling 1 0.01')).toHaveLength(1);
	});

	test('says why it stopped, and knows nothing of runs that were cut short', async () => {
		const failing = new Choices({ run: () => Promise.reject(new Error('out of memory')) });
		failing.pose(QUESTION);
		await failing.work(QUESTION, () => null);
		expect(failing.failure).toBe('out of memory');
		const cut = report(1, { seconds: 3, reason: 'too many events', sampled: false });
		failing.pose(QUESTION, { polling: cut, sse: cut });
		expect(failing.caseAt({ interval: 3, rate: 1 }, QUESTION)).toBeNull();
	});
});

test('a change lies between neighbours that are known', () => {
	const line = [1, 2, 3, 4].map((interval) => ({ interval, rate: 1 }));
	const winners = ['sse', null, 'polling', 'sse'] as const;
	const changes = changesOn(line, ({ interval }) => winners[interval - 1]!);
	expect(changes.map(([a, b]) => [a.interval, b.interval])).toEqual([
		[1, 3],
		[3, 4],
	]);
});

test('a stretch ends where the next begins', () => {
	const line = [1, 2, 3, 4, 5].map((interval) => ({ interval, rate: 1 }));
	const winners = ['webSocket', 'sse', 'polling', 'polling', 'sse'] as const;
	const today = { interval: 2, rate: 1 };
	const lines = { byInterval: line, byRate: [today] };
	expect(stretchesAround(lines, today, ({ interval }) => winners[interval - 1]!)).toEqual([
		{ axis: 'interval', side: 'below', winner: 'webSocket', near: 1, far: null },
		{ axis: 'interval', side: 'above', winner: 'polling', near: 3, far: 4 },
	]);
});
