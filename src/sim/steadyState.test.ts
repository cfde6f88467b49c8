import { describe, expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import type { Report } from './report.ts';
import { simulate } from './simulate.ts';
import { deviationOf, meanOf } from './testScenario.ts';

const RUNS = 12;

/** A minute of many clients and ten minutes of few are as much time. */
const SHORT = { users: 400, duration: 60 } as const;
const LONG = { users: 40, duration: 600 } as const;
/** What a figure may be off by. */
const PRECISION = 0.02;

/** Mean and standard error of a figure over runs that differ in their seed. */
function averageOf(reports: readonly Report[], figure: (report: Report) => number) {
	const values = reports.map(figure);
	return { mean: meanOf(values), error: deviationOf(values) / Math.sqrt(RUNS) };
}

const FIGURES: Record<string, (report: Report, users: number) => number> = {
	'requests a second': (report, users) => report.requestsPerSecond / users,
	'new connections a second': (report, users) => report.server.handshakesPerSecond / users,
	'open connections': (report, users) => report.server.connections / users,
	'bytes a second': ({ bytes }, users) => (bytes.up + bytes.down) / users,
	'share of time with the radio on': ({ battery }) => battery.radioOnFraction,
	'wake-ups an hour': ({ battery }) => battery.wakeUpsPerHour,
};

const SCENARIOS: readonly (readonly [string, Partial<Scenario>])[] = [
	['LTE phones with a message a minute', { messageRate: 1, pollInterval: 20 }],
	['3G phones', { network: '3g', messageRate: 2, pollInterval: 20 }],
	[
		'clients that send something now and then',
		{ messageRate: 1, uplinkRate: 1, keepAlive: 60, pollInterval: 200, network: 'fibre' },
	],
	[
		'phones that send something, on connections that idle out',
		{ messageRate: 1, uplinkRate: 1, keepAlive: 5, pollInterval: 30 },
	],
	[
		'phones that send something, over HTTP/2',
		{ messageRate: 2, uplinkRate: 3, http: '2', pollInterval: 60 },
	],
	[
		'clients behind an impatient balancer',
		{ messageRate: 1, pingInterval: 0, idleTimeout: 30, pollInterval: 60 },
	],
];

describe.each(SCENARIOS)('%s', { timeout: 60_000 }, (_, inputs) => {
	test.each(TRANSPORT_IDS)('are in their steady state on %s from the start', (id) => {
		const [first, later] = [SHORT, LONG].map((size) =>
			Array.from({ length: RUNS }, (_, seed) =>
				simulate(id, completeScenario({ ...inputs, ...size, seed })),
			),
		);
		const off = Object.entries(FIGURES).flatMap(([name, figure]) => {
			const early = averageOf(first!, (report) => figure(report, SHORT.users));
			const late = averageOf(later!, (report) => figure(report, LONG.users));
			// Two means of twelve runs each: 5.5 standard errors of Student's t with 22 degrees of freedom
			// are exceeded once in 60 000.
			const luck = 5.5 * Math.hypot(early.error, late.error);
			return Math.abs(early.mean - late.mean) > luck + PRECISION * late.mean
				? [`${name}: ${early.mean} at first, then ${late.mean}`]
				: [];
		});
		expect(off).toEqual([]);
	});
});
