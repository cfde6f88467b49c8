/** How many bins the series of a run have. */
export const BINS = 60;

/** Below this share of the measured time nothing is said of a run: rates need a whole bin. */
export const TOO_EARLY = 1 / BINS;

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
	facts('requestsPerSecond', 'HTTP requests', 'per s'),
	facts('emptyResponseFraction', 'Empty responses', 'share'),
	facts('messagesPerSecond', 'Messages delivered', 'per s'),
	facts('latency.mean', 'Latency, mean', 'ms'),
	facts('latency.p50', 'Latency, p50', 'ms'),
	facts('latency.p95', 'Latency, p95', 'ms'),
	facts('latency.p99', 'Latency, p99', 'ms'),
	facts('latency.max', 'Latency, longest', 'ms'),
	facts('latency.parts.wait', 'of the mean: waiting for a poll or gap', 'ms'),
	facts('latency.parts.network', 'of the mean: network', 'ms'),
	facts('latency.parts.server', 'of the mean: server', 'ms'),
	facts('latency.parts.radio', 'of the mean: sleeping radio', 'ms'),
	facts('bytes.up', 'Bytes up', 'B/s'),
	facts('bytes.down', 'Bytes down', 'B/s'),
	facts('bytes.parts.payload', 'of the bytes: payload', 'B/s'),
	facts('bytes.parts.framing', 'of the bytes: framing', 'B/s'),
	facts('bytes.parts.headers', 'of the bytes: HTTP headers', 'B/s'),
	facts('bytes.parts.tls', 'of the bytes: TLS records', 'B/s'),
	facts('bytes.parts.tcpip', 'of the bytes: TCP/IP', 'B/s'),
	facts('bytes.parts.handshake', 'of the bytes: connection set-up and end', 'B/s'),
	facts('bytes.perMessage', 'Bytes per delivered message', 'B'),
	facts('battery.wakeUpsPerHour', 'Radio wake-ups', '1/h'),
	facts('battery.radioOnFraction', 'Radio on', 'share'),
	facts('battery.energyPerHour', 'Radio energy', 'J/h'),
	facts('server.utilisation', 'Core utilisation', 'share'),
	facts('server.queueWait.mean', 'Wait for a core, mean', 'ms'),
	facts('server.queueWait.p99', 'Wait for a core, p99', 'ms'),
	facts('server.connections', 'Open connections', 'count'),
	facts('server.memory', 'Memory of connections', 'B'),
	facts('server.handshakesPerSecond', 'New connections', 'per s'),
	facts('messages.published', 'Messages published', 'count'),
	facts('messages.delivered', 'Messages delivered in all', 'count'),
	facts('messages.lost', 'Messages lost', 'count'),
	facts('messages.duplicated', 'Extra deliveries', 'count'),
	facts('messages.late', 'Still under way at the end', 'count'),
	facts('cost.monthly', 'Monthly bill', 'USD'),
	facts('cost.parts.servers', 'of the bill: servers', 'USD'),
	facts('cost.parts.egress', 'of the bill: data out', 'USD'),
	facts('cost.parts.balancer', 'of the bill: load balancer', 'USD'),
	facts('cost.parts.requests', 'of the bill: requests', 'USD'),
	facts('cost.parts.connections', 'of the bill: connections', 'USD'),
];

function facts(path: string, label: string, unit: FigureFacts['unit']): FigureFacts {
	return { path, label, unit };
}

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
