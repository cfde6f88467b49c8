import { describe, expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import type { Report } from '../sim/report.ts';
import { simulate } from '../sim/simulate.ts';
import type { Reports } from './reports.ts';
import { memorySentence, moneySentence, serverSentence } from './serverSummary.ts';
import {
	bandwidthSentence,
	batterySentence,
	latencySentence,
	requestsSentence,
	WAITING,
} from './summary.ts';
import { timeSentence } from './timeSummary.ts';

const REPORT = simulate('polling', completeScenario({ users: 50, duration: 10 }));

/** Reports that differ from a real one in what the test is about. */
function reportsWith(changes: Partial<Record<TransportId, Partial<Report>>>): Reports {
	return Object.fromEntries(
		Object.entries(changes).map(([id, change]) => [id, { ...REPORT, ...change }]),
	);
}

function say(
	sentence: (reports: Reports, ids: readonly TransportId[]) => string,
	reports: Reports,
) {
	const known = TRANSPORT_IDS.filter((id) => reports[id]);
	return sentence(reports, known).replaceAll('\u202f', ' ');
}

function latency(p50: number | null): Pick<Report, 'latency'> {
	return { latency: { ...REPORT.latency, p50, p99: p50 } };
}

function battery(radioOnFraction: number, energyPerHour: number): Pick<Report, 'battery'> {
	return { battery: { radioOnFraction, energyPerHour, wakeUpsPerHour: energyPerHour } };
}

function server(changes: Partial<Report['server']>): Pick<Report, 'server'> {
	return { server: { ...REPORT.server, ...changes } };
}

test('before all transports have figures, every chart says so', () => {
	for (const sentence of [
		requestsSentence,
		latencySentence,
		bandwidthSentence,
		batterySentence,
		serverSentence,
		memorySentence,
		moneySentence,
	]) {
		expect(sentence({}, TRANSPORT_IDS)).toBe(WAITING);
		expect(sentence({ sse: REPORT, webSocket: REPORT }, TRANSPORT_IDS)).toBe(WAITING);
		expect(sentence({ sse: REPORT }, ['sse'])).not.toBe(WAITING);
	}
});

describe('requests', () => {
	const requests = (requestsPerSecond: number, emptyResponseFraction = 0) => ({
		requestsPerSecond,
		emptyResponseFraction,
	});

	test('the most, as a multiple of the fewest, and what was in vain', () => {
		const reports = reportsWith({ polling: requests(3333.3, 0.951), webSocket: requests(16.7) });
		expect(say(requestsSentence, reports)).toBe(
			'Polling sends 3 333 requests a second, 200× more than WebSocket. 95.1 % of its answers are empty.',
		);
	});

	test('zero is said in words, not divided by', () => {
		const reports = reportsWith({ polling: requests(5), sse: requests(0), webSocket: requests(0) });
		expect(say(requestsSentence, reports)).toBe(
			'Polling sends 5 requests a second; SSE and WebSocket send none.',
		);
	});

	test('a transport alone is not compared', () => {
		expect(say(requestsSentence, reportsWith({ polling: requests(5) }))).toBe(
			'Polling sends 5 requests a second.',
		);
	});

	test('where nobody asks, it says so', () => {
		expect(say(requestsSentence, reportsWith({ sse: requests(0) }))).toContain('no HTTP request');
	});
});

test('latency compares medians in words that people use', () => {
	const reports = reportsWith({ polling: latency(1540), webSocket: latency(36) });
	expect(say(latencySentence, reports)).toBe(
		'Half of the messages arrive within 36 ms by WebSocket; polling takes 1.54 s, 43× as long.',
	);
});

test('no messages, no latency', () => {
	expect(say(latencySentence, reportsWith({ sse: latency(null) }))).toBe(
		'No message was delivered, so there is no latency to show.',
	);
});

test('bandwidth names what most of the bytes are', () => {
	const parts = { payload: 10, framing: 0, headers: 70, tls: 0, tcpip: 20, handshake: 0 };
	const bytes = { up: 60, down: 40, parts, perMessage: 5 };
	expect(say(bandwidthSentence, reportsWith({ polling: { bytes } }))).toBe(
		'Polling moves 100 B/s; 70 % of it is HTTP headers.',
	);
});

test('a network without a sleeping radio is said in words', () => {
	expect(say(batterySentence, reportsWith({ polling: battery(0, 0), sse: battery(0, 0) }))).toBe(
		'This network has no radio that could sleep, so no transport costs battery.',
	);
});

test('battery sets the most energy against the least', () => {
	const reports = reportsWith({ polling: battery(1, 3900), sse: battery(0.38, 1500) });
	expect(say(batterySentence, reports)).toBe(
		'A phone’s radio is on 100 % of the time with polling and 38 % of the time with SSE; polling takes 2.6× more energy than SSE.',
	);
});

test('overload is called by its name', () => {
	const reports = reportsWith({
		polling: server({ utilisation: 1.67 }),
		sse: server({ utilisation: 0.01 }),
	});
	expect(say(serverSentence, reports)).toBe(
		'Polling asks for 167 % of what the cores can do: overloaded, the queue grows.',
	);
});

test('who holds as many connections is named together', () => {
	const open = (connections: number) => server({ connections, memory: connections * 50_000 });
	const reports = reportsWith({ polling: open(5000), sse: open(10_000), webSocket: open(10_000) });
	expect(say(memorySentence, reports)).toBe(
		'SSE and WebSocket hold 10 000 connections open, 500 MB of memory; polling 5 000.',
	);
});

test('money names what it pays for', () => {
	const cost = (monthly: number) => ({
		cost: {
			monthly,
			parts: {
				servers: monthly / 5,
				egress: (monthly * 4) / 5,
				balancer: 0,
				requests: 0,
				connections: 0,
			},
		},
	});
	expect(say(moneySentence, reportsWith({ polling: cost(540), sse: cost(118) }))).toBe(
		'Polling costs $540 a month, 4.6× more than SSE; 80 % pays for data out.',
	);
});

test('over time, each average is said once, and gaps do not count', () => {
	const requests = Float64Array.of(NaN, 10, 30);
	const reports = reportsWith({ polling: { series: { ...REPORT.series, requests } } });
	expect(timeSentence(reports, ['polling'], (series) => series.requests, 'per s')).toBe(
		'On average over the run: polling 20/s.',
	);
});
