import { describe, expect, test } from 'vitest';
import { PRIORITY_PRESETS, type Priorities } from './criteria.ts';
import type { Figures } from './figures.ts';
import { caseWith, SOME_FIGURES } from './testFigures.ts';
import { verdictOf, WORTH_IT, type Case } from './verdict.ts';
import { weightsOf, type Weights } from './weights.ts';

function judge(given: Case, weights: Partial<Weights>, soonEnough = 0.1) {
	const priorities: Priorities = { weights: weightsOf(weights), soonEnough };
	return verdictOf(given, priorities);
}

const energy = (energyPerHour: number): Partial<Figures> => ({
	battery: { ...SOME_FIGURES.battery, energyPerHour },
});
const p95 = (milliseconds: number | null): Partial<Figures> => ({
	latency: { ...SOME_FIGURES.latency, p95: milliseconds },
});
const fate = (changes: Partial<Figures['messages']>): Partial<Figures> => ({
	messages: { ...SOME_FIGURES.messages, ...changes },
});
const busy = (utilisation: number): Partial<Figures> => ({
	server: { ...SOME_FIGURES.server, utilisation },
});

function scoreOf(verdict: ReturnType<typeof judge>, id: string): number {
	return verdict.scores.find((score) => score.id === id)!.times;
}

describe('a score', () => {
	test('is the ratio to the best, whatever the unit', () => {
		const given = caseWith({ polling: { ...energy(4000), ...busy(0.4) } });
		expect(scoreOf(judge(given, { battery: 1 }), 'polling')).toBeCloseTo(4);
		expect(scoreOf(judge(given, { server: 5 }), 'polling')).toBeCloseTo(4);
		expect(scoreOf(judge(given, { server: 5 }), 'sse')).toBe(1);
	});

	test('is the weighted geometric mean of the ratios', () => {
		const given = caseWith({ polling: energy(8000), sse: busy(0.2) });
		const verdict = judge(given, { battery: 1, server: 2 });
		expect(scoreOf(verdict, 'polling')).toBeCloseTo(2); // ∛8
		expect(scoreOf(verdict, 'sse')).toBeCloseTo(2 ** (2 / 3));
	});

	test('does not count what is soon enough, nor what nobody notices', () => {
		const given = caseWith({ polling: p95(9000), sse: p95(40), webSocket: energy(0) });
		expect(scoreOf(judge(given, { freshness: 1 }, 10), 'polling')).toBe(1);
		expect(scoreOf(judge(given, { freshness: 1 }, 0.09), 'polling')).toBeCloseTo(100);
		expect(scoreOf(judge(given, { battery: 1 }), 'sse')).toBeCloseTo(1000 / 18);
	});

	test('leaves out the battery where there is no radio', () => {
		const given = caseWith({ polling: energy(9000) }, { radio: 'none' });
		expect(scoreOf(judge(given, { battery: 5, bytes: 1 }), 'polling')).toBe(1);
	});

	test('counts each step from simple to less simple as twice as bad', () => {
		const verdict = judge(caseWith(), { simplicity: 1 });
		expect(verdict.scores.map(({ times }) => Math.round(times))).toEqual([1, 4, 2, 8]);
	});
});

describe('the verdict', () => {
	test('names who is clearly better, the next, and what decided', () => {
		const given = caseWith({ webSocket: energy(500), longPolling: energy(900) });
		expect(judge(given, { battery: 1, bytes: 1 })).toMatchObject({
			winner: 'webSocket',
			runnerUp: 'longPolling',
			deciding: 'battery',
			tied: [],
		});
	});

	test('is a tie within a fifth, of which the simplest is named; beyond, the better', () => {
		const near = caseWith({ webSocket: energy(1000 / WORTH_IT + 1) });
		const verdict = judge(near, { battery: 1 });
		expect(verdict.winner).toBe('polling');
		expect(verdict.tied).toHaveLength(4);
		const clear = caseWith({ webSocket: energy(1000 / WORTH_IT - 1) });
		expect(judge(clear, { battery: 1 })).toMatchObject({ winner: 'webSocket', tied: [] });
	});

	test('without any weight is a tie of all', () => {
		expect(judge(caseWith(), {})).toMatchObject({ winner: 'polling', deciding: null });
		expect(judge(caseWith(), {}).tied).toHaveLength(4);
	});

	test('of one transport has no runner-up', () => {
		const given = { ...caseWith(), transports: ['sse'] as const };
		expect(judge(given, { money: 1 })).toMatchObject({ winner: 'sse', runnerUp: null, tied: [] });
	});
});

describe('who cannot be recommended', () => {
	const best = energy(100);

	test.each<[string, Partial<Figures>, object]>([
		['loses messages', fate({ lost: 2, delivered: 998 }), { kind: 'loses', share: 0.002 }],
		['never delivers', fate({ late: 1000, delivered: 0 }), { kind: 'loses', share: 1 }],
		['overloads the cores', busy(1.5), { kind: 'overloads', utilisation: 1.5 }],
	])('%s: does not win by its score, and it is said', (_, trouble, obstacle) => {
		const verdict = judge(caseWith({ webSocket: { ...best, ...trouble } }), { battery: 5 });
		expect(verdict).toMatchObject({ winner: 'polling', barred: 'webSocket', troubled: false });
		expect(verdict.scores.at(-1)).toMatchObject({ obstacle });
	});

	test('one message in a thousand is let pass', () => {
		const given = caseWith({ webSocket: { ...best, ...fate({ lost: 1, delivered: 999 }) } });
		expect(judge(given, { battery: 5 }).winner).toBe('webSocket');
	});

	test('a WebSocket that a proxy blocks for the whole run, not for part of it', () => {
		const blocked = (duration: number) =>
			caseWith(
				{ webSocket: best },
				{ duration: 60, faults: [{ kind: 'block', start: 0, duration }] },
			);
		expect(judge(blocked(60), { battery: 1 })).toMatchObject({ barred: 'webSocket' });
		expect(judge(blocked(59), { battery: 1 }).winner).toBe('webSocket');
	});

	test('if it is all of them, the best of them is named and it is said', () => {
		const all = { polling: busy(2), longPolling: busy(2), sse: busy(2), webSocket: busy(3) };
		expect(judge(caseWith(all), { server: 1 })).toMatchObject({
			winner: 'polling',
			troubled: true,
		});
	});

	test('who delivers nothing is last by freshness', () => {
		const silent = { ...p95(null), ...fate({ delivered: 0, lost: 1000 }) };
		const verdict = judge(caseWith({ webSocket: silent }), { freshness: 1 });
		expect(scoreOf(verdict, 'webSocket')).toBe(Infinity);
		expect(scoreOf(verdict, 'sse')).toBe(1);
	});
});

test('every preset asks for something, within the limits', () => {
	for (const { priorities } of Object.values(PRIORITY_PRESETS)) {
		expect(Math.max(...Object.values(priorities.weights))).toBeGreaterThan(0);
		expect(priorities.soonEnough).toBeGreaterThanOrEqual(0.1);
	}
});
