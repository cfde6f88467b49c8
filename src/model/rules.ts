import { SLOW_READER_RATE } from './faults.ts';
import type { Figures } from './figures.ts';
import { PLANNED_CONNECTIONS, PLANNED_MEMORY_SHARE, SERVER_MEMORY } from './prices.ts';
import type { FieldName, Scenario } from './scenario.ts';
import type { TransportId } from './transports.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type Seconds } from './units.ts';

/** What the rules read: the figures of those transports that are compared, and the reader's budget. */
export interface Facts {
	readonly scenario: Scenario;
	readonly figures: Readonly<Partial<Record<TransportId, Figures>>>;
	readonly soonEnough: Seconds;
}

/** A number that made a rule fire: an input, or a figure of a transport by its path. */
export type Evidence =
	{ readonly input: FieldName } | { readonly transport: TransportId; readonly path: string };

/** Facts in which every transport that the rule needs is there. */
interface Known {
	readonly scenario: Scenario;
	readonly of: Readonly<Record<TransportId, Figures>>;
	readonly soonEnough: Seconds;
}

/** A rule of thumb for choosing, as a test on the figures of a run. */
export interface Rule {
	readonly id: string;
	/** What it says, when it fires. */
	readonly sentence: string;
	readonly speaksFor: readonly TransportId[];
	readonly speaksAgainst: readonly TransportId[];
	/** Transports without whose figures it says nothing. */
	readonly needs: readonly TransportId[];
	fires(known: Known): boolean;
	readonly evidence: readonly Evidence[];
	readonly source: string;
}

const STREAMS: readonly TransportId[] = ['sse', 'webSocket'];
const HELD: readonly TransportId[] = ['longPolling', ...STREAMS];
/** One message in a thousand. */
const NOTABLE_LOSS = 0.001;
const CLEARLY_FEWER = 0.8;
/** Below this share of the cores, no multiple of it matters. */
const NOTICEABLE_LOAD = 0.01;

function figure(path: string, ...transports: readonly TransportId[]): readonly Evidence[] {
	return transports.map((transport) => ({ transport, path }));
}

function input(...names: readonly FieldName[]): readonly Evidence[] {
	return names.map((name) => ({ input: name }));
}

/** `value` is at most `share` above `other`. */
function within(share: number, value: number, other: number): boolean {
	return value <= other * (1 + share);
}

function missing({ messages: { published, lost, late } }: Figures): boolean {
	return lost + late > published * NOTABLE_LOSS;
}

function hasFault({ faults }: Scenario, ...kinds: readonly string[]): boolean {
	return faults.some(({ kind }) => kinds.includes(kind));
}

/** The rules of thumb of the trade, each with what must be seen in the figures for it to hold. */
export const RULES: readonly Rule[] = [
	{
		id: 'askingWillDo',
		sentence:
			'Where asking is soon enough, takes no more of the battery and costs no more than a tenth on top, ask.',
		speaksFor: ['polling'],
		speaksAgainst: [],
		needs: ['polling', 'webSocket'],
		fires: ({ of: { polling, webSocket }, soonEnough }) =>
			(polling.latency.p95 ?? Infinity) <= soonEnough * MS_PER_SECOND &&
			polling.battery.energyPerHour <= webSocket.battery.energyPerHour &&
			within(0.1, polling.cost.monthly, webSocket.cost.monthly),
		evidence: [
			...figure('latency.p95', 'polling'),
			...figure('battery.energyPerHour', 'polling', 'webSocket'),
			...figure('cost.monthly', 'polling', 'webSocket'),
		],
		source: 'model.md, 8: slowly changing data',
	},
	{
		id: 'nextLook',
		sentence: 'If a minute’s delay harms nobody, it is enough to ask when somebody looks.',
		speaksFor: ['polling'],
		speaksAgainst: [],
		needs: ['polling'],
		fires: ({ of: { polling }, soonEnough }) =>
			soonEnough >= 60 && (polling.latency.p95 ?? Infinity) <= soonEnough * MS_PER_SECOND,
		evidence: figure('latency.p95', 'polling'),
		source: 'model.md, 8: the next time somebody looks',
	},
	{
		id: 'askingForNothing',
		sentence:
			'Many clients that ask every two seconds or more often, nine times in ten for nothing, are better told.',
		speaksFor: [],
		speaksAgainst: ['polling'],
		needs: ['polling'],
		fires: ({ scenario: { pollInterval, users }, of: { polling } }) =>
			pollInterval <= 2 && users >= 1000 && polling.emptyResponseFraction >= 0.9,
		evidence: [...input('pollInterval', 'users'), ...figure('emptyResponseFraction', 'polling')],
		source: 'model.md, 8: aggressive polling',
	},
	{
		id: 'busyAsking',
		sentence:
			'Polling that keeps the servers five times as busy as a stream is the wrong way round.',
		speaksFor: [],
		speaksAgainst: ['polling'],
		needs: ['polling', 'sse'],
		fires: ({ of: { polling, sse } }) =>
			polling.server.utilisation > Math.max(5 * sse.server.utilisation, NOTICEABLE_LOAD),
		evidence: figure('server.utilisation', 'polling', 'sse'),
		source: 'model.md, 8: aggressive polling',
	},
	{
		id: 'twoWay',
		sentence:
			'Users who also send are served by one connection for both ways, if requests of their own cost twice the work or bytes.',
		speaksFor: ['webSocket'],
		speaksAgainst: [],
		needs: STREAMS,
		fires: ({ scenario: { uplinkRate }, of: { sse, webSocket } }) =>
			uplinkRate > 0 &&
			(sse.server.utilisation >= 2 * webSocket.server.utilisation ||
				sse.bytes.up >= 2 * webSocket.bytes.up),
		evidence: [
			...input('uplinkRate'),
			...figure('server.utilisation', ...STREAMS),
			...figure('bytes.up', ...STREAMS),
		],
		source: 'model.md, 8: chat, presence, collaboration',
	},
	{
		id: 'oneWay',
		sentence:
			'For news in one direction SSE does what a WebSocket does: where its figures are within a fifth, take the simpler.',
		speaksFor: ['sse'],
		speaksAgainst: [],
		needs: STREAMS,
		fires: ({ scenario: { uplinkRate }, of: { sse, webSocket } }) =>
			uplinkRate === 0 &&
			!missing(sse) &&
			within(0.2, sse.latency.p95 ?? Infinity, webSocket.latency.p95 ?? Infinity) &&
			within(0.2, sse.battery.energyPerHour, webSocket.battery.energyPerHour) &&
			within(0.2, sse.server.utilisation, webSocket.server.utilisation) &&
			within(0.2, sse.cost.monthly, webSocket.cost.monthly),
		evidence: [
			...input('uplinkRate'),
			...figure('latency.p95', ...STREAMS),
			...figure('battery.energyPerHour', ...STREAMS),
			...figure('cost.monthly', ...STREAMS),
		],
		source: 'model.md, 8: tickers, notifications, token streams',
	},
	{
		id: 'breathlessHolding',
		sentence:
			'Long polling is a fallback: with many messages every answer is a new question, and it asks more often than polling.',
		speaksFor: [],
		speaksAgainst: ['longPolling'],
		needs: ['polling', 'longPolling'],
		fires: ({ scenario: { messageRate, rtt }, of: { polling, longPolling } }) =>
			longPolling.requestsPerSecond > polling.requestsPerSecond ||
			(messageRate * rtt) / MS_PER_MINUTE > 0.1,
		evidence: [
			...input('messageRate', 'rtt'),
			...figure('requestsPerSecond', 'polling', 'longPolling'),
		],
		source: 'model.md, 8: long polling only as a fallback',
	},
	{
		id: 'silence',
		sentence:
			'A stream without heartbeats, or with rarer ones than the balancer waits for, is cut and opened again and again.',
		speaksFor: [],
		speaksAgainst: STREAMS,
		needs: STREAMS,
		fires: ({ scenario: { pingInterval, idleTimeout }, of: { sse, webSocket } }) =>
			idleTimeout > 0 &&
			(pingInterval === 0 || pingInterval >= idleTimeout) &&
			sse.server.handshakesPerSecond + webSocket.server.handshakesPerSecond > 0,
		evidence: [
			...input('pingInterval', 'idleTimeout'),
			...figure('server.handshakesPerSecond', ...STREAMS),
		],
		source: 'model.md, 8: flapping; AWS Application Load Balancer',
	},
	{
		id: 'hiddenTabs',
		sentence:
			'In a hidden tab the timers that polls wait for are slowed down; pushed messages still come.',
		speaksFor: STREAMS,
		speaksAgainst: ['polling'],
		needs: ['polling', 'sse'],
		fires: ({ scenario, of: { polling, sse } }) =>
			hasFault(scenario, 'background') &&
			(polling.latency.p95 ?? Infinity) > 2 * (sse.latency.p95 ?? Infinity),
		evidence: figure('latency.p95', 'polling', 'sse'),
		source: 'timer throttling in Chrome 88',
	},
	{
		id: 'neverBack',
		sentence: 'Clients that never reconnect hear nothing after their first lost connection.',
		speaksFor: [],
		speaksAgainst: STREAMS,
		needs: STREAMS,
		fires: ({ scenario: { reconnect }, of: { sse, webSocket } }) =>
			reconnect === 'none' && (missing(sse) || missing(webSocket)),
		evidence: [
			...input('reconnect'),
			...figure('messages.lost', ...STREAMS),
			...figure('messages.late', ...STREAMS),
		],
		source: 'model.md, 8: no reconnect strategy',
	},
	{
		id: 'herd',
		sentence:
			'After an outage all clients come back at the same moment; that is more than a second of work, so spread them by jitter.',
		speaksFor: [],
		speaksAgainst: HELD,
		needs: [],
		fires: ({ scenario }) =>
			hasFault(scenario, 'restart', 'drop') &&
			(scenario.reconnect === 'immediate' || scenario.reconnect === 'backoff') &&
			scenario.users * scenario.handshakeCpu > scenario.cores * scenario.nodes * MS_PER_SECOND,
		evidence: input('users', 'handshakeCpu', 'cores', 'nodes', 'reconnect'),
		source: 'AWS Architecture Blog, Exponential Backoff and Jitter',
	},
	{
		id: 'forgetful',
		sentence:
			'Without a last message to resume from, what was published while a client was away is lost.',
		speaksFor: [],
		speaksAgainst: STREAMS,
		needs: STREAMS,
		fires: ({ scenario: { resume }, of: { sse, webSocket } }) =>
			!resume && (sse.messages.lost > 0 || webSocket.messages.lost > 0),
		evidence: [...input('resume'), ...figure('messages.lost', ...STREAMS)],
		source: 'Last-Event-ID of SSE, WHATWG HTML 9.2',
	},
	{
		id: 'slowReaders',
		sentence:
			'Readers slower than what they are sent fill the buffers of a server that pushes; who polls takes what he can.',
		speaksFor: ['polling'],
		speaksAgainst: STREAMS,
		needs: [],
		fires: ({ scenario }) =>
			hasFault(scenario, 'slow') &&
			(scenario.messageRate * scenario.payload * 8) / MS_PER_MINUTE > SLOW_READER_RATE,
		evidence: input('messageRate', 'payload'),
		source: 'model.md, 8: backpressure',
	},
	{
		id: 'openConnections',
		sentence:
			'Held connections fill the servers before the work does; polling would keep fewer of them open.',
		speaksFor: ['polling'],
		speaksAgainst: HELD,
		needs: ['polling', 'webSocket'],
		fires: ({ scenario: { nodes }, of: { polling, webSocket } }) =>
			(webSocket.server.connections > PLANNED_CONNECTIONS * nodes ||
				webSocket.server.memory > PLANNED_MEMORY_SHARE * SERVER_MEMORY * nodes) &&
			polling.server.connections < CLEARLY_FEWER * webSocket.server.connections,
		evidence: [
			...input('nodes'),
			...figure('server.connections', 'polling', 'webSocket'),
			...figure('server.memory', 'webSocket'),
		],
		source: 'model.md, 8: memory of connections',
	},
	{
		id: 'refusedUpgrade',
		sentence:
			'A proxy that refuses the upgrade cuts a WebSocket off; what is plain HTTP still passes.',
		speaksFor: ['sse', 'longPolling'],
		speaksAgainst: ['webSocket'],
		needs: ['webSocket'],
		fires: ({ scenario }) => hasFault(scenario, 'block'),
		evidence: [
			...input('faults'),
			...figure('messages.lost', 'webSocket'),
			...figure('messages.late', 'webSocket'),
		],
		source: 'model.md, 8: proxies that block upgrades',
	},
	{
		id: 'wakeUpsMislead',
		sentence:
			'Polling wakes the radio less often only because it never lets it sleep: compare energy, not wake-ups.',
		speaksFor: [],
		speaksAgainst: ['polling'],
		needs: ['polling', 'webSocket'],
		fires: ({ of: { polling, webSocket } }) =>
			polling.battery.wakeUpsPerHour < webSocket.battery.wakeUpsPerHour &&
			polling.battery.energyPerHour > webSocket.battery.energyPerHour,
		evidence: [
			...figure('battery.wakeUpsPerHour', 'polling', 'webSocket'),
			...figure('battery.energyPerHour', 'polling', 'webSocket'),
		],
		source: 'model.md, 8: fair comparison',
	},
];

/** The rules that hold for these facts, in the order of the list. */
export function firedRules({ scenario, figures, soonEnough }: Facts): readonly Rule[] {
	return RULES.filter(({ needs, fires }) => {
		if (needs.some((id) => figures[id] === undefined)) return false;
		return fires({ scenario, of: figures as Known['of'], soonEnough });
	});
}

/** The evidence of a rule that there is: of transports that are compared, and of radios that exist. */
export function evidenceOf({ evidence }: Rule, { scenario, figures }: Facts): readonly Evidence[] {
	return evidence.filter((each) => {
		if ('input' in each) return true;
		const radio = scenario.radio !== 'none' || !each.path.startsWith('battery.');
		return radio && figures[each.transport] !== undefined;
	});
}
