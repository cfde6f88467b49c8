/** The four ways to learn that something changed, in the one order used everywhere. */
export const TRANSPORT_IDS = ['polling', 'longPolling', 'sse', 'webSocket'] as const;

export type TransportId = (typeof TRANSPORT_IDS)[number];

export interface TransportFacts {
	readonly label: string;
	/** One sentence for a newcomer. */
	readonly summary: string;
	/** Operational simplicity, 0 the simplest: the tie-break of the verdict (polling before SSE before long polling before WebSocket). */
	readonly complexity: number;
	/** Where the mechanism is specified. */
	readonly source: string;
}

export const TRANSPORTS: Readonly<Record<TransportId, TransportFacts>> = {
	polling: {
		label: 'Polling',
		summary: 'The client asks at a fixed rate, whether or not anything changed.',
		complexity: 0,
		source: 'RFC 9110',
	},
	longPolling: {
		label: 'Long polling',
		summary: 'The client asks once; the server holds the request until it has an answer.',
		complexity: 2,
		source: 'RFC 6202',
	},
	sse: {
		label: 'SSE',
		summary: 'One endless HTTP response; the server adds an event whenever something changes.',
		complexity: 1,
		source: 'WHATWG HTML, 9.2 Server-sent events',
	},
	webSocket: {
		label: 'WebSocket',
		summary: 'An HTTP request is upgraded to a two-way connection that carries small frames.',
		complexity: 3,
		source: 'RFC 6455',
	},
};

/** A transport's name inside a sentence: "polling", but "SSE" and "WebSocket". */
export function named(id: TransportId): string {
	const { label } = TRANSPORTS[id];
	return /[A-Z]/.test(label.slice(1)) ? label : label.toLowerCase();
}
