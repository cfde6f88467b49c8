import { completeScenario, type Scenario } from '../src/model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../src/model/transports.ts';

/** A scenario that the lab plays with real sockets. */
export interface LabCase {
	readonly name: string;
	/** What it is there to show. */
	readonly about: string;
	readonly scenario: Scenario;
	readonly transports: readonly TransportId[];
}

/** Where two ends on one machine have no rate to share, no loss and no jitter of their own. */
export const LOOPBACK: Partial<Scenario> = {
	network: 'wifi',
	jitter: 0,
	loss: 0,
	down: 10_000_000,
	up: 10_000_000,
	rtt: 80,
	users: 60,
	duration: 10,
	cores: 1,
	pollInterval: 1,
	messageRate: 60,
	longPollTimeout: 3,
	pingInterval: 2,
	idleTimeout: 0,
};

function labCase(
	name: string,
	about: string,
	inputs: Partial<Scenario>,
	transports: readonly TransportId[] = TRANSPORT_IDS,
): LabCase {
	return { name, about, scenario: completeScenario({ ...LOOPBACK, ...inputs }), transports };
}

const POLLING = ['polling'] as const;
const HELD = ['longPolling', 'sse', 'webSocket'] as const;
const STREAMS = ['sse', 'webSocket'] as const;

const LIST: readonly LabCase[] = [
	labCase('base', 'one message a second for each of 60 users', {}),
	labCase('slow poll', 'a long interval, few messages', {
		pollInterval: 3,
		messageRate: 20,
		users: 150,
	}),
	labCase(
		'fast poll',
		'most answers are empty',
		{ pollInterval: 0.4, messageRate: 12, users: 150 },
		POLLING,
	),
	labCase('busy', 'ten messages a second: long polling meets its gap', {
		messageRate: 600,
		rtt: 60,
		users: 25,
	}),
	labCase('small payload', 'framing outweighs content', { payload: 12, messageRate: 120 }),
	labCase('large payload', 'answers of several packets', { payload: 4000, messageRate: 30 }),
	labCase('large heads', 'an OIDC token and tracking cookies; a content security policy', {
		requestHeaders: 1972,
		responseHeaders: 622,
	}),
	labCase('small heads', 'a client and a server of few words', {
		requestHeaders: 400,
		responseHeaders: 240,
	}),
	labCase(
		'cold polls',
		'keep-alive shorter than the interval: a handshake for every poll',
		{ pollInterval: 2, keepAlive: 1, users: 40 },
		POLLING,
	),
	labCase(
		'cold polls, resumed',
		'the same with session tickets',
		{ pollInterval: 2, keepAlive: 1, users: 40, tls: 'resumed' },
		POLLING,
	),
	labCase(
		'quiet',
		'time-outs and pings are most of the traffic',
		{
			messageRate: 6,
			users: 200,
			longPollTimeout: 2,
			pingInterval: 1,
		},
		HELD,
	),
	labCase('long path', 'a round trip of 100 ms', { rtt: 100, messageRate: 120 }),
	labCase('upstream', 'clients send as well, one message a second', { uplinkRate: 60 }),
	labCase('cold upstream', 'POSTs are rarer than the keep-alive', {
		uplinkRate: 20,
		keepAlive: 1,
		pollInterval: 3,
		users: 120,
		rtt: 20,
	}),
	labCase(
		'slow server',
		'the database takes 70 ms, so requests are acknowledged alone',
		{
			requestWait: 70,
		},
		['polling', 'longPolling'],
	),
	labCase('broadcast', 'every message goes to everybody', {
		audience: 'shared',
		messageRate: 300,
		users: 40,
		duration: 20,
	}),
	labCase('HTTP/2', 'one connection, compressed heads', { http: '2' }, [
		'polling',
		'longPolling',
		'sse',
	]),
	labCase('HTTP/2 upstream', 'POSTs beside a held request', { http: '2', uplinkRate: 60 }, [
		'polling',
		'longPolling',
		'sse',
	]),
	labCase(
		'radio between',
		'a round trip longer than the radio’s tail: two wake-ups a poll',
		{ rtt: 320, pollInterval: 2 },
		POLLING,
	),
	labCase(
		'loss',
		'2 % of packets are lost: p99 is a time-out',
		{ loss: 2, messageRate: 300, duration: 20 },
		STREAMS,
	),
	labCase('no pings', 'streams without heartbeats', { pingInterval: 0 }, STREAMS),
	labCase(
		'loss of large payloads',
		'2 % of packets are lost, and a message takes three',
		{ loss: 2, payload: 4000, duration: 20 },
		STREAMS,
	),
];

/** All that the lab plays, each with messages of its own. */
export const CASES: readonly LabCase[] = LIST.map((each, i) => ({
	...each,
	scenario: { ...each.scenario, seed: i + 1 },
}));

/** The short version: for `npm test`, which has a minute. */
const SHORT: Partial<Scenario> = {
	users: 40,
	rtt: 60,
	duration: 5,
	longPollTimeout: 2,
	pingInterval: 1,
};

export const SHORT_CASES: readonly LabCase[] = [
	labCase('base, short', 'one message a second', SHORT),
	labCase('large and both ways', 'messages of several packets, up and down', {
		...SHORT,
		payload: 4000,
		uplinkRate: 60,
	}),
	labCase(
		'cold polls, short',
		'keep-alive shorter than the interval',
		{ ...SHORT, keepAlive: 0.4, tls: 'resumed' },
		POLLING,
	),
];
