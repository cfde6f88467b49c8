import type { Scenario } from './scenario.ts';
import type { TransportId } from './transports.ts';
import type { Fraction } from './units.ts';

/** How many bins the series of a run have. */
export const BINS = 60;

/** Among clients that have polled less often, those that learned soon outnumber those that are still to ask. */
const POLLS = 3;

/** Below this share of the measured time, figures are noughts and luck: rates need a whole bin. */
export function tooEarly(transport: TransportId, { pollInterval, duration }: Scenario): Fraction {
	return Math.max(1 / BINS, transport === 'polling' ? (POLLS * pollInterval) / duration : 0);
}

/** Where each part of a mean latency went, in ms. The parts add up to the mean. */
export const LATENCY_PARTS = ['wait', 'network', 'server', 'radio'] as const;
/** What bytes are for. The parts add up to all bytes, up and down. */
export const BYTE_PARTS = ['payload', 'framing', 'headers', 'tls', 'tcpip', 'handshake'] as const;
/** Items of the monthly bill. They add up to it. */
export const COST_PARTS = ['servers', 'egress', 'balancer', 'requests', 'connections'] as const;

export type LatencyPart = (typeof LATENCY_PARTS)[number];
export type BytePart = (typeof BYTE_PARTS)[number];
export type CostPart = (typeof COST_PARTS)[number];

/**
 * The numbers that come out of a run. Names are public: they stand in JSON, in messages and in
 * tests. A figure is null where it has no value (a percentile of no messages).
 */
export interface Figures {
	/** HTTP requests that reach the servers, upgrades and POSTs included, 1/s. */
	requestsPerSecond: number;
	/** Responses that carried no message, 0–1. POSTs and upgrades do not count. */
	emptyResponseFraction: number;
	/** Messages delivered, 1/s. */
	messagesPerSecond: number;
	/** From the server having the message to the client having it, ms. */
	latency: {
		mean: number | null;
		p50: number | null;
		p95: number | null;
		p99: number | null;
		max: number | null;
		parts: Record<LatencyPart, number | null>;
	};
	/** IP-level bytes a second, all users. */
	bytes: {
		up: number;
		down: number;
		parts: Record<BytePart, number>;
		/** Bytes per delivered message. */
		perMessage: number | null;
	};
	/** One phone. */
	battery: {
		/** 1/h. */
		wakeUpsPerHour: number;
		/** 0–1, promotion not included. */
		radioOnFraction: number;
		/** J/h above the idle baseline. */
		energyPerHour: number;
	};
	server: {
		/** Work offered to all cores over what they can do: above 1 a queue grows. */
		utilisation: number;
		/** Wait for a core, ms. */
		queueWait: { mean: number; p99: number };
		/** Open connections at the end. */
		connections: number;
		/** Bytes. */
		memory: number;
		/** New connections, 1/s. */
		handshakesPerSecond: number;
	};
	/** Fate of every message published in the measured window, all users: published = delivered + lost + late. */
	messages: {
		published: number;
		delivered: number;
		lost: number;
		duplicated: number;
		/** Still under way at the end. */
		late: number;
	};
	/** USD a month at the scenario's prices. */
	cost: { monthly: number; parts: Record<CostPart, number> };
}

/** The same shape with every number optional: null says that theory has no value there. */
export type Twin<T> = {
	[K in keyof T]?: NonNullable<T[K]> extends number ? number | null : Twin<NonNullable<T[K]>>;
};

export interface FigureFacts {
	/** Where it stands in {@link Figures}, with dots. */
	readonly path: string;
	readonly label: string;
	readonly unit: 'per s' | 'ms' | 'B/s' | 'B' | '1/h' | 'share' | 'J/h' | 'count' | 'USD';
}

/** Every figure with its name on screen, in the order of the table. */
export const FIGURES: readonly FigureFacts[] = [
	{ path: 'requestsPerSecond', label: 'HTTP requests', unit: 'per s' },
	{ path: 'emptyResponseFraction', label: 'Empty responses', unit: 'share' },
	{ path: 'messagesPerSecond', label: 'Messages delivered', unit: 'per s' },
	{ path: 'latency.mean', label: 'Latency, mean', unit: 'ms' },
	{ path: 'latency.p50', label: 'Latency, p50', unit: 'ms' },
	{ path: 'latency.p95', label: 'Latency, p95', unit: 'ms' },
	{ path: 'latency.p99', label: 'Latency, p99', unit: 'ms' },
	{ path: 'latency.max', label: 'Latency, longest', unit: 'ms' },
	{ path: 'latency.parts.wait', label: 'of the mean: waiting for a poll or gap', unit: 'ms' },
	{ path: 'latency.parts.network', label: 'of the mean: network', unit: 'ms' },
	{ path: 'latency.parts.server', label: 'of the mean: server', unit: 'ms' },
	{ path: 'latency.parts.radio', label: 'of the mean: sleeping radio', unit: 'ms' },
	{ path: 'bytes.up', label: 'Bytes up', unit: 'B/s' },
	{ path: 'bytes.down', label: 'Bytes down', unit: 'B/s' },
	{ path: 'bytes.parts.payload', label: 'of the bytes: payload', unit: 'B/s' },
	{ path: 'bytes.parts.framing', label: 'of the bytes: framing', unit: 'B/s' },
	{ path: 'bytes.parts.headers', label: 'of the bytes: HTTP headers', unit: 'B/s' },
	{ path: 'bytes.parts.tls', label: 'of the bytes: TLS records', unit: 'B/s' },
	{ path: 'bytes.parts.tcpip', label: 'of the bytes: TCP/IP', unit: 'B/s' },
	{ path: 'bytes.parts.handshake', label: 'of the bytes: connection set-up and end', unit: 'B/s' },
	{ path: 'bytes.perMessage', label: 'Bytes per delivered message', unit: 'B' },
	{ path: 'battery.wakeUpsPerHour', label: 'Radio wake-ups', unit: '1/h' },
	{ path: 'battery.radioOnFraction', label: 'Radio on', unit: 'share' },
	{ path: 'battery.energyPerHour', label: 'Radio energy', unit: 'J/h' },
	{ path: 'server.utilisation', label: 'Core utilisation', unit: 'share' },
	{ path: 'server.queueWait.mean', label: 'Wait for a core, mean', unit: 'ms' },
	{ path: 'server.queueWait.p99', label: 'Wait for a core, p99', unit: 'ms' },
	{ path: 'server.connections', label: 'Open connections', unit: 'count' },
	{ path: 'server.memory', label: 'Memory of connections', unit: 'B' },
	{ path: 'server.handshakesPerSecond', label: 'New connections', unit: 'per s' },
	{ path: 'messages.published', label: 'Messages published', unit: 'count' },
	{ path: 'messages.delivered', label: 'Messages delivered in all', unit: 'count' },
	{ path: 'messages.lost', label: 'Messages lost', unit: 'count' },
	{ path: 'messages.duplicated', label: 'Extra deliveries', unit: 'count' },
	{ path: 'messages.late', label: 'Still under way at the end', unit: 'count' },
	{ path: 'cost.monthly', label: 'Monthly bill', unit: 'USD' },
	{ path: 'cost.parts.servers', label: 'of the bill: servers', unit: 'USD' },
	{ path: 'cost.parts.egress', label: 'of the bill: data out', unit: 'USD' },
	{ path: 'cost.parts.balancer', label: 'of the bill: load balancer', unit: 'USD' },
	{ path: 'cost.parts.requests', label: 'of the bill: requests', unit: 'USD' },
	{ path: 'cost.parts.connections', label: 'of the bill: connections', unit: 'USD' },
];

/** The value at a dotted path of Figures or of its twin; undefined where there is none. */
export function figureAt(figures: object, path: string): number | null | undefined {
	let value: unknown = figures;
	for (const key of path.split('.')) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
		value = (value as Record<string, unknown>)[key];
	}
	return typeof value === 'number' || value === null ? value : undefined;
}

/** A twin with the value that `valueAt` gives for each figure's path. */
export function twinOf(valueAt: (path: string) => number | null): Twin<Figures> {
	const twin: Twin<Figures> = {};
	for (const { path } of FIGURES) put(twin, path.split('.'), valueAt(path));
	return twin;
}

function put(target: Record<string, unknown>, keys: readonly string[], value: number | null): void {
	const [key, ...rest] = keys;
	if (rest.length === 0) target[key!] = value;
	else put((target[key!] ??= {}) as Record<string, unknown>, rest, value);
}
