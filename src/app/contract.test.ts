import { describe, expect, test } from 'vitest';
import { LESSONS } from '../lessons/registry.ts';
import { CRITERIA } from '../model/criteria.ts';
import { FAULT_KINDS } from '../model/faults.ts';
import { FIGURES } from '../model/figures.ts';
import { DEFAULT_SCENARIO, FIELDS, type FieldName } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { CHART_IDS, VIEW_NAMES } from '../model/view.ts';
import { simulate } from '../sim/simulate.ts';
import type { Answer } from './comparison.svelte.ts';
import { ENVELOPE, readHostMessage, type HostMessage } from './hostMessage.ts';
import { PRESET_CHOICES } from './preset.ts';
import { tellLearnerEvent } from './progress.ts';
import { guest } from './testGuest.ts';

// What links, embeds and scripts of others rely on. It only ever grows: whoever changes a line that is
// here breaks a course that somebody wrote, so add lines and take none away.

/** Name, default, unit and limits of each number. */
const NUMBERS: Readonly<Record<string, readonly [number, string, number, number]>> = {
	users: [10_000, '', 1, 1_000_000],
	pollInterval: [3, 's', 0.1, 3600],
	messageRate: [1, '/min', 0, 6000],
	payload: [100, 'bytes', 0, 65_536],
	uplinkRate: [0, '/min', 0, 600],
	rtt: [70, 'ms', 0, 5000],
	jitter: [15, 'ms', 0, 5000],
	down: [12_000, 'kbit/s', 1, 10_000_000],
	up: [12_000, 'kbit/s', 1, 10_000_000],
	loss: [0.3, '%', 0, 20],
	requestHeaders: [816, 'bytes', 50, 16_384],
	responseHeaders: [233, 'bytes', 50, 16_384],
	keepAlive: [75, 's', 0, 3600],
	longPollTimeout: [30, 's', 1, 300],
	pingInterval: [30, 's', 0, 3600],
	idleTimeout: [60, 's', 0, 3600],
	cores: [4, '', 1, 128],
	nodes: [1, '', 1, 1000],
	requestCpu: [1, 'ms', 0, 1000],
	requestWait: [0, 'ms', 0, 10_000],
	pushCpu: [0.03, 'ms', 0, 1000],
	handshakeCpu: [1, 'ms', 0, 1000],
	connectionMemory: [50, 'kB', 1, 10_000],
	priceServer: [0.0816, 'USD/h', 0, 1000],
	priceEgress: [0.09, 'USD/GB', 0, 100],
	priceBalancer: [0.0225, 'USD/h', 0, 1000],
	priceCapacity: [0.008, 'USD/h', 0, 1000],
	priceRequests: [0, 'USD', 0, 1000],
	priceConnections: [0, 'USD', 0, 1000],
	duration: [60, 's', 1, 3600],
	seed: [1, '', 0, 4_294_967_295],
};

const CHOICES: Readonly<Record<string, readonly [string, ...string[]]>> = {
	audience: ['own', 'shared'],
	network: ['4g', 'fibre', 'wifi', '5g', 'slow4g', '3g', 'leo', 'geo'],
	radio: ['lte', 'none', 'wifi', '3g', '5g'],
	http: ['1.1', '2'],
	phases: ['random', 'synchronised'],
	tls: ['full', 'resumed'],
	reconnect: ['jitter', 'none', 'immediate', 'backoff'],
};

const FLAGS: Readonly<Record<string, boolean>> = { notModified: false, bus: true, resume: true };

const VIEW =
	'transports theme embed charts controls lock motion title links lang pin t weights soonEnough lesson step present predict';

const PRESETS = 'default aggressive chat cursors ticker notifications tokens status';

/** Path and unit of each figure of a report. */
const UNITS: Readonly<Record<string, string>> = {
	'per s': 'requestsPerSecond messagesPerSecond server.handshakesPerSecond',
	share: 'emptyResponseFraction battery.radioOnFraction server.utilisation',
	ms: 'latency.mean latency.p50 latency.p95 latency.p99 latency.max latency.parts.wait latency.parts.network latency.parts.server latency.parts.radio server.queueWait.mean server.queueWait.p99',
	'B/s':
		'bytes.up bytes.down bytes.parts.payload bytes.parts.framing bytes.parts.headers bytes.parts.tls bytes.parts.tcpip bytes.parts.handshake',
	B: 'bytes.perMessage server.memory',
	'1/h': 'battery.wakeUpsPerHour',
	'J/h': 'battery.energyPerHour',
	count:
		'server.connections messages.published messages.delivered messages.lost messages.duplicated messages.late',
	USD: 'cost.monthly cost.parts.servers cost.parts.egress cost.parts.balancer cost.parts.requests cost.parts.connections',
};

const SERIES =
	'time binWidth requests bytesUp bytesDown deliveries published lost duplicated waiting latencyP50 latencyP95 latencyP99 utilisation connections handshakes handshakePeak buffered wakeUps';

const REPORT =
	'requestsPerSecond emptyResponseFraction messagesPerSecond latency bytes battery server messages cost series distribution trace warmUp phones events partial expected unexpected';

/** What one client went through. */
const TRACE: Readonly<Record<string, string>> = {
	flights: 'kind direction parts total usual',
	packets: 'flight left arrived resent',
	messages: 'published heard left radio delivered',
	radio: 'at since',
};

/** What else has names in an address. */
const NAMES: Readonly<Record<string, readonly [known: readonly string[], promised: string]>> = {
	transports: [TRANSPORT_IDS, 'polling longPolling sse webSocket'],
	charts: [
		CHART_IDS,
		'requests latency bandwidth battery server memory money time verdict fairness wire radio breakeven faults table',
	],
	faults: [Object.keys(FAULT_KINDS), 'drop restart block slow burst background'],
	weights: [Object.keys(CRITERIA), 'freshness server bytes battery money simplicity'],
	lessons: [
		LESSONS.map(({ id }) => id),
		'polling held-connection long-polling sse-or-websocket battery staying-connected growing slow-data money',
	],
};

/** What a frame says, and what each message holds beside its source and version. */
const FROM_FRAME: Readonly<Record<string, string>> = {
	ready: 'query',
	state: 'query',
	height: 'height',
	error: 'message',
	report: 'report id',
	prediction: 'lesson step choice right',
	step: 'lesson step steps',
	'task-completed': 'lesson task done tasks score',
};

/** What a frame says that has something to say of every kind. */
function saidByFrame(): ReturnType<typeof guest>['told'] {
	const answer = { scenario: DEFAULT_SCENARIO, transports: [], reports: {}, expects: true };
	const { conversation, say, told } = guest(answer as unknown as Answer);
	conversation.begin('users=5');
	conversation.show('users=6');
	conversation.measure(500, 700);
	say({ type: 'set', scenario: { users: 0 } });
	say({ type: 'get-report', id: 'a' });
	const lesson = { lesson: 'battery', step: 1 };
	tellLearnerEvent({ type: 'prediction', ...lesson, choice: 'sse', right: true });
	tellLearnerEvent({ type: 'step', ...lesson, steps: 3 });
	const solved = { task: 'a', done: 1, tasks: 2, score: 0.5 };
	tellLearnerEvent({ type: 'task-completed', lesson: 'battery', ...solved });
	conversation.end();
	return told;
}

const FROM_HOST: readonly HostMessage[] = [
	{ type: 'hello' },
	{ type: 'set', scenario: { users: 5 } },
	{ type: 'reset' },
	{ type: 'play' },
	{ type: 'pause' },
	{ type: 'step', step: 2 },
	{ type: 'get-report', id: 'a' },
];

describe('what others rely on', () => {
	test.each(Object.entries(NUMBERS))('is the input %s', (name, [fallback, unit, least, most]) => {
		const field = FIELDS[name as FieldName];
		if (field.kind !== 'number') throw new Error(`${name} is a ${field.kind}`);
		expect(field.fallback).toBe(fallback);
		expect(field.unit).toBe(unit);
		expect(field.min).toBeLessThanOrEqual(least);
		expect(field.max).toBeGreaterThanOrEqual(most);
	});

	test.each(Object.entries(CHOICES))('is the choice of %s', (name, choices) => {
		const field = FIELDS[name as FieldName];
		if (field.kind !== 'choice') throw new Error(`${name} is a ${field.kind}`);
		expect(field.fallback).toBe(choices[0]);
		expect(field.choices).toEqual(expect.arrayContaining([...choices]));
	});

	test('is what is on or off, and the list of faults', () => {
		expect(DEFAULT_SCENARIO).toMatchObject({ ...FLAGS, faults: [] });
	});

	test('is each parameter of the view, and each preset', () => {
		expect(VIEW_NAMES).toEqual(expect.arrayContaining(VIEW.split(' ')));
		expect(PRESET_CHOICES.map(({ id }) => id)).toEqual(expect.arrayContaining(PRESETS.split(' ')));
	});

	test('is each figure, in its unit', () => {
		const found = FIGURES.map(({ path, unit }) => `${path} ${unit}`);
		const promised = Object.entries(UNITS).flatMap(([unit, paths]) =>
			paths.split(' ').map((path) => `${path} ${unit}`),
		);
		expect(found).toEqual(expect.arrayContaining(promised));
	});

	test('is each part of a report', () => {
		const report = simulate('sse', { ...DEFAULT_SCENARIO, users: 10, duration: 5 });
		expect(Object.keys(report)).toEqual(expect.arrayContaining(REPORT.split(' ')));
		expect(Object.keys(report.series)).toEqual(expect.arrayContaining(SERIES.split(' ')));
		const { flights, ...others } = report.trace;
		const found: Readonly<Record<string, unknown>> = { flights: flights[0], ...others };
		for (const [name, keys] of Object.entries(TRACE))
			expect(Object.keys(found[name] ?? {}), name).toEqual(expect.arrayContaining(keys.split(' ')));
	});

	test.each(Object.entries(NAMES))('is each name of %s', (_, [known, promised]) => {
		expect(known).toEqual(expect.arrayContaining(promised.split(' ')));
	});

	test('is each message of a frame', () => {
		const said = saidByFrame();
		for (const [type, keys] of Object.entries(FROM_FRAME)) {
			const message = said.find((message) => message.type === type) ?? {};
			expect(message, type).toMatchObject(ENVELOPE);
			expect(Object.keys(message), type).toEqual(expect.arrayContaining(keys.split(' ')));
		}
	});

	test.each(FROM_HOST)('is the message $type of a host', (message) => {
		expect(readHostMessage({ source: 'push-or-poll', version: 1, ...message })).toEqual(message);
	});

	test('has a line here for every input', () => {
		const listed = [...Object.keys(NUMBERS), ...Object.keys(CHOICES), ...Object.keys(FLAGS)];
		expect([...listed, 'faults'].sort()).toEqual(Object.keys(FIELDS).sort());
	});
});
