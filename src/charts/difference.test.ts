import { expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import { differenceSentence, pinnedRows } from './difference.ts';
import type { Reports } from './reports.ts';
import { latencyRows } from './latencyRows.ts';
import { requestsRows } from './rows.ts';

function reportsAt(pollInterval: number): Reports {
	const scenario = completeScenario({ users: 300, duration: 30, pollInterval });
	return Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]));
}

const often = reportsAt(3);
const seldom = reportsAt(30);

function requests(now: Reports, then: Reports) {
	const [one, other] = [requestsRows(now, TRANSPORT_IDS), requestsRows(then, TRANSPORT_IDS)];
	return { now: one.requests, then: other.requests, rows: Object.values(other) };
}

test('only polling changes with the poll interval, tenfold', () => {
	expect(differenceSentence(requests(seldom, often), TRANSPORT_IDS)).toBe(
		'HTTP requests: polling 10/s instead of 100/s; long polling, SSE and WebSocket hardly differ.',
	);
});

test('the same run hardly differs', () => {
	expect(differenceSentence(requests(often, often), ['sse'])).toBe(
		'HTTP requests: SSE hardly differs.',
	);
});

test('a figure without a value is said to have none', () => {
	const silent = {
		sse: simulate('sse', completeScenario({ users: 9, duration: 9, messageRate: 0 })),
	};
	const [one, other] = [often, silent].map((some) => latencyRows(some, ['sse']).simulated.p50);
	const text = differenceSentence({ now: one!, then: other!, rows: [] }, ['sse']);
	expect(text).toMatch(/^Latency, p50: SSE [\d.]+\u202fms instead of no value\.$/);
});

test('in a table the rows of the pinned run have names of their own', () => {
	const pinned = requests(seldom, often);
	expect(pinnedRows(pinned).map(({ label }) => label)).toContain('HTTP requests, pinned');
	expect(pinnedRows(pinned).map(({ values }) => values)).toEqual(
		pinned.rows.map(({ values }) => values),
	);
});
