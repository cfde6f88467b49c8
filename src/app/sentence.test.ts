import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TOO_EARLY } from '../model/figures.ts';
import { completeScenario, DEFAULT_SCENARIO, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import type { Report } from '../sim/report.ts';
import { createSimulation } from '../sim/simulation.ts';
import { scenarios as calm, troubledScenarios } from '../sim/testScenarios.ts';
import { NOTHING_EXPECTED } from './expected.ts';
import { resultSentence } from './sentence.ts';

/** What a sentence looks at. */
interface Outcome {
	requests: number;
	empty: number;
	/** Mean latency, ms. */
	latency: number | null;
	bytes: number;
	radioOn: number;
	utilisation: number;
	published: number;
	lost: number;
}

const polling: Outcome = {
	requests: 3333.3,
	empty: 0.951,
	latency: 1560,
	bytes: 4_300_000,
	radioOn: 1,
	utilisation: 0.83,
	published: 10_000,
	lost: 0,
};
const longPolling = {
	...polling,
	requests: 423,
	empty: 0.6,
	latency: 552,
	bytes: 660_000,
	radioOn: 0.62,
};
const sse = { ...longPolling, requests: 0, empty: 0, latency: 550, bytes: 218_000, radioOn: 0.52 };
const webSocket = { ...sse, latency: 548, bytes: 215_000, radioOn: 0.55 };
const DEFAULTS = { polling, longPolling, sse, webSocket };

function reportOf(outcome: Outcome): Report {
	return {
		requestsPerSecond: outcome.requests,
		emptyResponseFraction: outcome.empty,
		latency: { mean: outcome.latency },
		bytes: { up: outcome.bytes / 2, down: outcome.bytes / 2 },
		battery: { radioOnFraction: outcome.radioOn },
		server: { utilisation: outcome.utilisation },
		messages: { published: outcome.published, lost: outcome.lost },
	} as Report;
}

type Changes = Partial<Record<TransportId, Partial<Outcome>>>;

/** The sentences for the default outcomes of `transports`, changed; blanks made plain to be read. */
function said(
	transports: readonly TransportId[],
	changes: Changes = {},
	scenario: Scenario = DEFAULT_SCENARIO,
) {
	const reports = Object.fromEntries(
		transports.map((id) => [id, reportOf({ ...DEFAULTS[id], ...changes[id] })]),
	);
	const { main, more } = resultSentence({ scenario, transports, reports });
	return [main, more].map((text) => text.replaceAll('\u202f', ' '));
}

describe('the result in a sentence', () => {
	test('sets polling against the soonest, and among those alike the lightest', () => {
		expect(said(TRANSPORT_IDS)).toEqual([
			'Polling asks 3 333 times a second and still tells users 1.56 s late; SSE and WebSocket need no requests and take 0.55 s.',
			'95 % of the answers are empty. Polling moves 20 times the bytes of WebSocket; a phone’s radio is on all the time with polling, 52 % with SSE.',
		]);
	});

	test('is empty before the first result', () => {
		expect(said([])).toEqual(['', '']);
	});

	test('of a single transport compares it with nothing', () => {
		expect(said(['webSocket'])).toEqual([
			'WebSocket needs no requests and tells users 548 ms late.',
			'A phone’s radio is on 55 % of the time.',
		]);
	});

	test('says that two are alike when they are', () => {
		expect(said(['sse', 'webSocket'], { webSocket: { radioOn: 0.53 } })).toEqual([
			'SSE needs no requests and tells users 550 ms late; WebSocket needs none either and takes about as long.',
			'SSE and WebSocket move about the same bytes; a phone’s radio is on 53 % of the time with either.',
		]);
	});

	test('says so when polling is the better choice', () => {
		const [main, more] = said(['polling', 'webSocket'], {
			polling: { requests: 0.05, latency: 300, bytes: 100, radioOn: 0.1, empty: 0.2 },
		});
		expect(main).toBe(
			'Polling asks 3 times a minute and tells users 300 ms late; WebSocket needs no requests but takes 548 ms.',
		);
		expect(more).toBe(
			'WebSocket moves 2 200 times the bytes of polling; a phone’s radio is on 55 % of the time with WebSocket, 10 % with polling.',
		);
	});

	test('names an overload, of which the latency is only the beginning', () => {
		const [main] = said(TRANSPORT_IDS, { polling: { utilisation: 8.33, latency: 28_000 } });
		expect(main).toBe(
			'Polling asks 3 333 times a second, 8.3 times what the servers can do, so that its queue only grows, and still tells users 28 s late; SSE and WebSocket need no requests and take 0.55 s.',
		);
	});

	test('has a word for a load that is just too much', () => {
		const [main] = said(TRANSPORT_IDS, { polling: { utilisation: 1.01 } });
		expect(main).toMatch(
			/^Polling asks 3.333 times a second, a little more than the servers can do, so that/,
		);
	});

	test('names the overload of a transport that is not first, in place of the empty answers', () => {
		const [, more] = said(TRANSPORT_IDS, { sse: { utilisation: 1.4 } });
		expect(more).toMatch(/^SSE asks 1.4 times what the servers can do. Polling moves/);
	});

	test('names lost messages', () => {
		const [, more] = said(TRANSPORT_IDS, { longPolling: { lost: 312 }, sse: { lost: 5 } });
		expect(more).toMatch(/^Long polling loses 3.1 % of the messages. Polling moves/);
	});

	test('of a run in which nothing happens is about the questions', () => {
		const nothing = { published: 0, latency: null };
		const [main] = said(['polling', 'webSocket'], {
			polling: { ...nothing, empty: 1 },
			webSocket: nothing,
		});
		expect(main).toBe(
			'Nothing happens, and polling asks 3 333 times a second; WebSocket needs no requests.',
		);
	});

	test('of a transport that delivers nothing says that', () => {
		const [main] = said(['polling', 'webSocket'], { webSocket: { latency: null } });
		expect(main).toMatch(/1.56 s late; WebSocket needs no requests and delivers nothing\.$/);
	});

	test('does not divide by a transport that moves nothing', () => {
		const [, more] = said(['polling', 'sse'], { sse: { bytes: 0 } });
		expect(more).not.toMatch(/bytes/);
		expect(said(['polling', 'sse'], { polling: { bytes: 0 } })[1]).not.toMatch(/bytes/);
	});

	test('does not call posts questions', () => {
		const [main] = said(['polling', 'sse'], {}, completeScenario({ uplinkRate: 3 }));
		expect(main).toMatch(/^Polling makes 3 333 requests a second and still/);
	});

	test('sums up three that do as well', () => {
		const alike = { requests: 0, latency: 900 };
		const [main] = said(TRANSPORT_IDS, { longPolling: alike, sse: alike, webSocket: alike });
		expect(main).toMatch(/; the others need no requests and take 0.9 s\.$/);
	});

	test('names one alone when another that is as soon makes requests', () => {
		const [main] = said(TRANSPORT_IDS, { sse: { requests: 12 } });
		expect(main).toMatch(/; WebSocket needs no requests and takes 0.55 s\.$/);
	});

	test('is silent about radios that do not exist', () => {
		const [, more] = said(TRANSPORT_IDS, {}, completeScenario({ network: 'fibre' }));
		expect(more).not.toMatch(/radio/);
	});
});

/** What is known of a run when at least `share` of its time is behind it, and enough to say something. */
function partial(id: TransportId, scenario: Scenario, share: number): Report {
	const simulation = createSimulation(id, scenario);
	const enough = Math.max(share, TOO_EARLY);
	while (!simulation.done && simulation.observed < enough) simulation.advance(16);
	return { ...simulation.report(), ...NOTHING_EXPECTED };
}

test('of any run, under way or over, says nothing that is no number', () => {
	const share = fc.integer({ min: 0, max: 4 }).map((quarters) => quarters / 4);
	fc.assert(
		fc.property(fc.oneof(calm, troubledScenarios), share, (scenario, share) => {
			const of = (id: TransportId) => [id, partial(id, scenario, share)];
			const reports = Object.fromEntries(TRANSPORT_IDS.map(of)) as Record<TransportId, Report>;
			const { main, more } = resultSentence({ scenario, transports: TRANSPORT_IDS, reports });
			expect(`${main} ${more}`).not.toMatch(/NaN|Infinity|undefined|null|-\d/);
			expect(main).toMatch(/^[A-Z].*\.$/);
		}),
		{ seed: 1, numRuns: process.env['LONG'] === undefined ? 60 : 5000 },
	);
});
