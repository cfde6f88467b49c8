import type { BytePart } from './figures.ts';
import type { Scenario } from './scenario.ts';
import type { Bytes, Fraction, Milliseconds } from './units.ts';

/** IPv4 20 + TCP 20 + timestamps option 12 (RFC 791, 9293, 7323); also the size of a pure ACK. */
export const TCP_IP_HEADER: Bytes = 52;
/** MTU 1500 less IPv4, TCP and timestamps. */
export const SEGMENT_SIZE: Bytes = 1448;
/** TLS 1.3: header 5, content type 1, tag 16 (RFC 8446, 5.2). Measured. */
export const TLS_RECORD: Bytes = 22;
export const TLS_RECORD_PAYLOAD: Bytes = 16_384;
/** Frame header of HTTP/2 (RFC 9113, 4.1). */
export const H2_FRAME: Bytes = 9;
/** Frames longer than this need SETTINGS_MAX_FRAME_SIZE (RFC 9113, 4.2). */
const H2_FRAME_PAYLOAD: Bytes = 16_384;
/** A receiver holds back an ACK for this long, hoping for data to carry it (Linux, at least 40 ms). */
export const DELAYED_ACK: Milliseconds = 40;
/**
 * Retransmission time-out: this plus the round-trip time (Linux minimum 200 ms). The first one is a probe
 * and leaves it as it is (RFC 8985, 7.3); with each further loss it doubles (RFC 6298, 5.5).
 */
export const MIN_RETRANSMISSION_TIMEOUT: Milliseconds = 200;
/** Of a round-trip time: by so much a later packet may overtake one that is not lost (RFC 8985, 6.2). */
export const REORDERING_WINDOW: Fraction = 0.25;
/** Segments that may leave before the first ACK (RFC 6928). */
export const INITIAL_WINDOW = 10;
/** Browsers open at most this many HTTP/1.1 connections to one host (Chromium, client_socket_pool_manager.cc). */
export const CONNECTIONS_PER_HOST = 6;

/** TCP and TLS 1.3 set-up, ECDSA chain, a ClientHello as Chrome sends it; with TCP/IP. Derived from captures. */
export const HANDSHAKE = {
	full: { up: 2304, down: 3962 },
	resumed: { up: 2252, down: 2064 },
} as const;
/** TCP and TLS each take one round trip before the first request can leave; resumption saves none. */
export const HANDSHAKE_ROUND_TRIPS = 2;
/** close_notify, FIN and their ACKs. Measured. */
export const TEARDOWN = { up: 180, down: 180 } as const;

/** A SYN, and the RST that refuses it (RFC 9293, 3.5.2). */
export const REFUSAL = { up: 60, down: 40 } as const;

/** Digits of an SSE event's id, as in the captures. */
const EVENT_ID_DIGITS = 8;

export type PartBytes = Readonly<Record<BytePart, Bytes>>;

/** What goes one way as one flight of data: its bytes by part, and the packets they take. */
export interface Leg {
	readonly parts: PartBytes;
	readonly total: Bytes;
	readonly segments: number;
}

interface Content {
	readonly payload?: Bytes;
	readonly framing?: Bytes;
	readonly headers?: Bytes;
}

/** Puts content into TLS records and TCP segments: wire(n) = n + 22⌈n/16384⌉ + 52⌈(n + tls)/1448⌉. */
export function leg({ payload = 0, framing = 0, headers = 0 }: Content): Leg {
	const content = payload + framing + headers;
	const tls = TLS_RECORD * Math.ceil(content / TLS_RECORD_PAYLOAD);
	const segments = Math.ceil((content + tls) / SEGMENT_SIZE);
	const tcpip = TCP_IP_HEADER * segments;
	return {
		parts: { payload, framing, headers, tls, tcpip, handshake: 0 },
		total: content + tls + tcpip,
		segments,
	};
}

/** The same packets, all of them counted as connection set-up. */
function setUp(content: Content): Leg {
	const { total, segments } = leg(content);
	return {
		parts: { payload: 0, framing: 0, headers: 0, tls: 0, tcpip: 0, handshake: total },
		total,
		segments,
	};
}

/**
 * Pure ACKs for a flight: one at once for every two segments (RFC 5681, 4.2), and one for an odd last
 * one, unless that rides on what goes back.
 */
export function acksFor(segments: number, { lastRides = false } = {}): number {
	return lastRides ? Math.floor(segments / 2) : Math.ceil(segments / 2);
}

/** Whether a flight leaves an ACK to send when each two segments have theirs: that of an odd last one. */
export function leavesAck({ segments }: Leg): boolean {
	return segments % 2 === 1;
}

/** Round trips that a flight waits for the congestion window to open (slow start from ten segments). */
export function slowStartRounds(segments: number): number {
	let rounds = 0;
	for (let sent = INITIAL_WINDOW; sent < segments; sent = 2 * sent + INITIAL_WINDOW) rounds += 1;
	return rounds;
}

/** Header of a server's WebSocket frame (RFC 6455, 5.2); a client adds a mask of 4. */
export function frameHeader(payload: Bytes): Bytes {
	if (payload <= 125) return 2;
	return payload <= 65_535 ? 4 : 10;
}

/** An SSE event: `id: …`, `data: …` and the blank line (WHATWG HTML, 9.2.5), without the payload. */
const EVENT_FIELDS: Bytes = 5 + EVENT_ID_DIGITS + 7 + 1;
/** The comment `:` with its blank line. */
const HEARTBEAT_COMMENT: Bytes = 3;

/** Size line and line ends of one chunk (RFC 9112, 7.1). */
function chunkFraming(content: Bytes): Bytes {
	return content.toString(16).length + 4;
}

/** Points of a curve: size as HTTP/1.1 text → size after HPACK. Counted with the `hpack` package. */
type Curve = readonly (readonly [Bytes, Bytes])[];
const REQUEST_FIRST: Curve = [
	[0, 0],
	[548, 344],
	[605, 383],
	[816, 544],
	[1403, 1020],
	[1972, 1443],
];
const REQUEST_AGAIN: Curve = [
	[0, 0],
	[548, 35],
	[605, 36],
	[816, 37],
	[1403, 37],
	[1972, 45],
];
/**
 * Responses repeat their `etag` and `content-length` in full: nghttp2 (Node, curl, Envoy, Apache) never
 * puts them into HPACK's table. Measured for 111 (no content) and 233 (Express); for 622 the same 33 bytes more.
 */
const RESPONSE_FIRST: Curve = [
	[0, 0],
	[622, 343],
];
const RESPONSE_AGAIN: Curve = [
	[0, 0],
	[111, 26],
	[233, 63],
	[622, 116],
];

/** With the `date` of an earlier answer, which is in the table: one byte instead of 24. Measured for 111 and 233. */
const RESPONSE_SAME_SECOND: Curve = [
	[0, 0],
	[111, 3],
	[233, 40],
	[622, 93],
];
/**
 * The path of a POST has no cursor. What is not put into HPACK's table, path and `content-length`, takes
 * so much less than the path of a poll. Measured in Node 20: 30 bytes and 36.
 */
const POST_AGAIN_DELTA = -6;

/** Straight lines between the points; the last line goes on. */
function along(curve: Curve, text: Bytes): Bytes {
	let [lower, upper] = [curve[0]!, curve[1]!];
	for (let i = 2; i < curve.length && upper[0] < text; i++) [lower, upper] = [upper, curve[i]!];
	const slope = (upper[1] - lower[1]) / (upper[0] - lower[0]);
	return Math.round(lower[1] + (text - lower[0]) * slope);
}

/**
 * Other requests of the same client, as bytes more or less than a poll's head, and the other
 * responses, as bytes more or less than an API answer's (Express, 233). Counted byte by byte in
 * Chrome 142 and Node 20. A WebSocket cannot send the Authorization header.
 */
const HEAD_DELTA = { longPoll: 16, sse: 24, post: 73, upgrade: -255, noContent: -122, stream: -67 };
/** A 304 leaves out `Content-Type` and `Content-Length`: 177 bytes where Express answers with 233. Counted. */
const NOT_MODIFIED_DELTA = -56;
/** `If-None-Match: W/"2-l9Fw4VUO7kr8CvBlt4zaMCqXZ0w"`, as Express tags `[]`. Counted. */
const IF_NONE_MATCH: Bytes = 50;
/** Status line and `Connection`, `Upgrade`, `Sec-WebSocket-Accept`: does not grow with an API's headers. */
const UPGRADE_RESPONSE: Bytes = 129;
const SHORTEST_HEAD: Bytes = 50;

/** The size of everything that the scenario's client and server send each other. */
export interface Wire {
	/** On a warm connection, and as the first on a new one (they differ only with HTTP/2). */
	readonly pollRequest: Leg;
	readonly firstPollRequest: Leg;
	readonly pollAnswer: (messages: number) => Leg;
	readonly firstPollAnswer: (messages: number) => Leg;
	/** Behind another answer of the same connection in the same second. */
	readonly sameSecondPollAnswer: (messages: number) => Leg;
	readonly longPollRequest: Leg;
	readonly firstLongPollRequest: Leg;
	readonly post: Leg;
	readonly firstPost: Leg;
	readonly postAnswer: Leg;
	readonly firstPostAnswer: Leg;
	readonly sameSecondPostAnswer: Leg;
	readonly eventStreamRequest: Leg;
	readonly eventStreamHead: Leg;
	readonly event: Leg;
	readonly heartbeat: Leg;
	readonly upgradeRequest: Leg;
	readonly upgradeAnswer: Leg;
	readonly frame: Leg;
	readonly frameUp: Leg;
	readonly ping: Leg;
	readonly pong: Leg;
	/** TCP and TLS only. */
	readonly handshake: { readonly up: Bytes; readonly down: Bytes };
	readonly teardown: { readonly up: Bytes; readonly down: Bytes };
}

/** A poll's body is a JSON array: two brackets, and a comma between messages. A 304 has none. */
function arrayFraming(messages: number): Bytes {
	return messages === 0 ? 2 : messages + 1;
}

/** The sizes that follow from payload, heads and HTTP version. */
export function wireOf(scenario: Scenario): Wire {
	const { payload, requestHeaders, responseHeaders } = scenario;
	const h2 = scenario.http === '2';
	const conditional = scenario.notModified ? IF_NONE_MATCH : 0;

	const head = (text: Bytes, curve: Curve): Bytes => {
		const size = Math.max(SHORTEST_HEAD, text);
		return h2 ? Math.min(size, along(curve, size)) : size;
	};
	const headFrame = h2 ? H2_FRAME : 0;
	const bodyFraming = (body: Bytes) => (h2 ? H2_FRAME * Math.ceil(body / H2_FRAME_PAYLOAD) : 0);
	const request = (delta: number, curve: Curve) =>
		leg({ headers: head(requestHeaders + delta, curve), framing: headFrame });
	const post = (curve: Curve, less = 0) =>
		leg({
			headers: head(requestHeaders + HEAD_DELTA.post, curve) + (h2 ? less : 0),
			payload,
			framing: headFrame + bodyFraming(payload),
		});
	const noContent = (curve: Curve) =>
		leg({ headers: head(responseHeaders + HEAD_DELTA.noContent, curve), framing: headFrame });
	const answer = (curve: Curve) => (messages: number) => {
		if (messages === 0 && scenario.notModified) {
			return leg({
				headers: head(responseHeaders + NOT_MODIFIED_DELTA, curve),
				framing: headFrame,
			});
		}
		const body = messages * payload + arrayFraming(messages);
		return leg({
			headers: head(responseHeaders, curve),
			payload: messages * payload,
			framing: arrayFraming(messages) + headFrame + bodyFraming(body),
		});
	};
	const streamed = (fields: Bytes, data: Bytes) =>
		leg({
			payload: data,
			framing: fields + (h2 ? bodyFraming(fields + data) : chunkFraming(fields + data)),
		});

	return {
		pollRequest: request(conditional, REQUEST_AGAIN),
		firstPollRequest: request(conditional, REQUEST_FIRST),
		pollAnswer: answer(RESPONSE_AGAIN),
		firstPollAnswer: answer(RESPONSE_FIRST),
		sameSecondPollAnswer: answer(RESPONSE_SAME_SECOND),
		longPollRequest: request(HEAD_DELTA.longPoll + conditional, REQUEST_AGAIN),
		firstLongPollRequest: request(HEAD_DELTA.longPoll + conditional, REQUEST_FIRST),
		post: post(REQUEST_AGAIN, POST_AGAIN_DELTA),
		firstPost: post(REQUEST_FIRST),
		postAnswer: noContent(RESPONSE_AGAIN),
		firstPostAnswer: noContent(RESPONSE_FIRST),
		sameSecondPostAnswer: noContent(RESPONSE_SAME_SECOND),
		eventStreamRequest: setUp({
			headers: head(requestHeaders + HEAD_DELTA.sse, REQUEST_FIRST),
			framing: headFrame,
		}),
		eventStreamHead: setUp({
			headers: head(responseHeaders + HEAD_DELTA.stream, RESPONSE_FIRST),
			framing: headFrame,
		}),
		event: streamed(EVENT_FIELDS, payload),
		heartbeat: streamed(HEARTBEAT_COMMENT, 0),
		upgradeRequest: setUp({
			headers: Math.max(4 * SHORTEST_HEAD, requestHeaders + HEAD_DELTA.upgrade),
		}),
		upgradeAnswer: setUp({ headers: UPGRADE_RESPONSE }),
		frame: leg({ payload, framing: frameHeader(payload) }),
		frameUp: leg({ payload, framing: frameHeader(payload) + 4 }),
		ping: leg({ framing: 2 }),
		pong: leg({ framing: 6 }),
		handshake: HANDSHAKE[scenario.tls],
		teardown: TEARDOWN,
	};
}

/**
 * How long the sender of a flight waits before it sends its last segment again, when nothing that follows
 * brings it back: a time-out, which the ACK of the segments before it starts anew (RFC 8985, 7.2).
 */
export function lastSegmentTimeout({ segments }: Leg, rtt: Milliseconds): Milliseconds {
	return MIN_RETRANSMISSION_TIMEOUT + (segments > 1 ? 2 * rtt : rtt);
}
