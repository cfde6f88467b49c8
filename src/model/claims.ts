import type { TransportId } from './transports.ts';

/** A figure of a report by its path, or the largest value of a series (`series.handshakePeak`). */
export interface Shown {
	readonly of: TransportId;
	readonly figure: string;
	/** Of another link than the claim's own. */
	readonly query?: string;
}

/** A figure, or how many times more it is than another, and the range in which it must lie. */
export interface Check extends Shown {
	readonly over?: Shown;
	readonly from: number;
	readonly to: number;
}

/** Something that is said about polling and pushing, and the link that makes it happen on the page. */
export interface Claim {
	readonly title: string;
	/** In our words. */
	readonly claim: string;
	readonly query: string;
	/** Where what is usually said is loose. */
	readonly exactly?: string;
	readonly checks: readonly Check[];
}

const MOST = Infinity;
const STILL = 'radio=none&jitter=0&loss=0';

/** Every claim of the interview question from which this page grew; docs/CLAIMS.md is written from it. */
export const CLAIMS: readonly Claim[] = [
	{
		title: 'Polls that find nothing still arrive',
		claim:
			'10 000 clients that ask every 3 s send 3 333 requests a second, for ever, even when nothing changes.',
		query: 'messageRate=0',
		checks: [
			{ of: 'polling', figure: 'requestsPerSecond', from: 3330, to: 3337 },
			{ of: 'polling', figure: 'emptyResponseFraction', from: 1, to: 1 },
			{ of: 'webSocket', figure: 'requestsPerSecond', from: 0, to: 0 },
		],
	},
	{
		title: 'A poll carries a whole head',
		claim:
			'Each poll costs from hundreds of bytes to two kilobytes of HTTP heads, with or without news.',
		exactly:
			'With a session cookie and a token, 816 and 233 bytes of head; about 1 250 bytes on the wire with TLS, TCP/IP and ACKs. Over HTTP/2, HPACK brings that to about 300.',
		query: `messageRate=0&${STILL}`,
		checks: [
			{
				of: 'polling',
				figure: 'bytes.parts.headers',
				over: { of: 'polling', figure: 'requestsPerSecond' },
				from: 1048,
				to: 1050,
			},
			{
				of: 'polling',
				figure: 'bytes.parts.headers',
				query: `messageRate=0&http=2&${STILL}`,
				over: {
					of: 'polling',
					figure: 'requestsPerSecond',
					query: `messageRate=0&http=2&${STILL}`,
				},
				from: 80,
				to: 120,
			},
		],
	},
	{
		title: 'A cold connection multiplies it',
		claim: 'Where connections do not survive from poll to poll, TCP and TLS are set up every time.',
		exactly:
			'It is a cliff, not a slope: every poll is cold as soon as the interval exceeds the keep-alive, so with a keep-alive of 5 s polling every 6 s costs four times as much as every 4 s.',
		query: 'pollInterval=6&keepAlive=5&messageRate=0',
		checks: [
			{
				of: 'polling',
				figure: 'server.handshakesPerSecond',
				over: { of: 'polling', figure: 'requestsPerSecond' },
				from: 0.99,
				to: 1.01,
			},
			{
				of: 'polling',
				figure: 'bytes.down',
				over: {
					of: 'polling',
					figure: 'bytes.down',
					query: 'pollInterval=4&keepAlive=5&messageRate=0',
				},
				from: 4,
				to: MOST,
			},
		],
	},
	{
		title: 'Every poll is work for the server',
		claim: 'Authentication and a query run for every poll; a push needs neither.',
		query: '',
		checks: [
			{
				of: 'polling',
				figure: 'server.utilisation',
				over: { of: 'webSocket', figure: 'server.utilisation' },
				from: 100,
				to: MOST,
			},
		],
	},
	{
		title: 'Polling drains the battery',
		claim: 'Asking all the time costs a phone energy.',
		exactly:
			'Not by waking the radio at every poll: an interval of 3 s is shorter than the tail of an LTE radio, which then never sleeps. It wakes up 0 times an hour and is on all the time. A poll a minute wakes it 60 times and costs about a sixth.',
		query: 'messageRate=0&duration=600&users=500',
		checks: [
			{ of: 'polling', figure: 'battery.wakeUpsPerHour', from: 0, to: 0.1 },
			{ of: 'polling', figure: 'battery.radioOnFraction', from: 0.99, to: 1 },
			{
				of: 'polling',
				figure: 'battery.wakeUpsPerHour',
				query: 'messageRate=0&duration=600&users=500&pollInterval=60',
				from: 59,
				to: 61,
			},
			{
				of: 'polling',
				figure: 'battery.energyPerHour',
				over: {
					of: 'polling',
					figure: 'battery.energyPerHour',
					query: 'messageRate=0&duration=600&users=500&pollInterval=60',
				},
				from: 5,
				to: 6.5,
			},
		],
	},
	{
		title: 'A push wakes no radio',
		claim: 'A phone that is pushed to can sleep between messages.',
		exactly:
			'It cannot sleep through heartbeats. With one every 30 s a WebSocket needs more than twice the energy of polling once a minute; without, less.',
		query: 'duration=600&users=1000&pollInterval=60',
		checks: [
			{
				of: 'webSocket',
				figure: 'battery.energyPerHour',
				over: { of: 'polling', figure: 'battery.energyPerHour' },
				from: 2,
				to: 3,
			},
			{
				of: 'webSocket',
				figure: 'battery.energyPerHour',
				query: 'duration=600&users=1000&pollInterval=60&pingInterval=0&idleTimeout=0',
				over: { of: 'polling', figure: 'battery.energyPerHour' },
				from: 0.5,
				to: 0.99,
			},
		],
	},
	{
		title: 'The interval is the worst case',
		claim: 'With a poll every 3 s, news are up to 3 s late.',
		exactly:
			'Half a round trip and the service come on top: the longest is N + s + R/2, the mean N/2 + s + R/2, the 95th percentile 0.95 N + s + R/2.',
		query: `${STILL}&requestCpu=0&cores=128`,
		checks: [
			{ of: 'polling', figure: 'latency.max', from: 3000, to: 3040 },
			{ of: 'polling', figure: 'latency.mean', from: 1500, to: 1570 },
			{ of: 'polling', figure: 'latency.p95', from: 2850, to: 2930 },
		],
	},
	{
		title: 'Aggressive polling multiplies all of it',
		claim:
			'Asking every second makes three times the requests of every 3 s. It works with ten users on a desk and breaks the server with 10 000.',
		exactly:
			'With 16 cores, which can serve them all. Four cores are saturated: browsers then hold requests back, and news come later than with a poll every 3 s.',
		query: 'pollInterval=1',
		checks: [
			{
				of: 'polling',
				figure: 'requestsPerSecond',
				query: 'pollInterval=1&cores=16',
				over: { of: 'polling', figure: 'requestsPerSecond', query: 'cores=16' },
				from: 2.99,
				to: 3.01,
			},
			{ of: 'polling', figure: 'server.utilisation', from: 1.1, to: 3 },
			{
				of: 'polling',
				figure: 'latency.p95',
				over: { of: 'polling', figure: 'latency.p95', query: '' },
				from: 1.1,
				to: MOST,
			},
			{
				of: 'polling',
				figure: 'server.utilisation',
				query: 'pollInterval=1&users=10',
				from: 0,
				to: 0.01,
			},
		],
	},
	{
		title: 'Pushes are there at once',
		claim: 'A pushed message takes about a round trip, whatever the poll interval.',
		exactly:
			'Half a round trip, where the radio is awake. A sleeping phone has to be paged and its radio promoted first: nearly a second on LTE.',
		query: STILL,
		checks: [
			{ of: 'webSocket', figure: 'latency.p99', from: 35, to: 37 },
			{ of: 'sse', figure: 'latency.p99', from: 35, to: 37 },
			{ of: 'webSocket', figure: 'latency.parts.radio', query: '', from: 300, to: 900 },
		],
	},
	{
		title: 'Frames are tiny',
		claim: 'A WebSocket frame adds 2 to 14 bytes to a message, an HTTP exchange a thousand.',
		exactly:
			'True of the framing. On the wire, 20 bytes become 96 with TLS and TCP/IP, and their ACK is 52 more.',
		query: `payload=20&messageRate=6&pingInterval=0&idleTimeout=0&${STILL}`,
		checks: [
			{
				of: 'webSocket',
				figure: 'bytes.parts.framing',
				over: { of: 'webSocket', figure: 'messagesPerSecond' },
				from: 1.99,
				to: 2.01,
			},
			{ of: 'webSocket', figure: 'bytes.perMessage', from: 147, to: 149 },
			{
				of: 'polling',
				figure: 'bytes.perMessage',
				over: { of: 'webSocket', figure: 'bytes.perMessage' },
				from: 20,
				to: MOST,
			},
		],
	},
	{
		title: 'One handshake, then none',
		claim: 'A WebSocket is set up once and then costs no further handshake.',
		exactly:
			'Neither does polling, as long as it asks more often than the server closes idle connections.',
		query: 'duration=600&users=500',
		checks: [
			{ of: 'webSocket', figure: 'server.handshakesPerSecond', from: 0, to: 0 },
			{ of: 'polling', figure: 'server.handshakesPerSecond', from: 0, to: 0 },
			{
				of: 'polling',
				figure: 'server.handshakesPerSecond',
				query: 'duration=600&users=500&keepAlive=1',
				from: 160,
				to: 170,
			},
		],
	},
	{
		title: 'A WebSocket begins as an HTTP request',
		claim:
			'The upgrade is an ordinary request with cookies, so authentication works; each new socket is one more.',
		query: 'pingInterval=0&idleTimeout=10&messageRate=0&reconnect=immediate',
		checks: [
			{
				of: 'webSocket',
				figure: 'requestsPerSecond',
				over: { of: 'webSocket', figure: 'server.handshakesPerSecond' },
				from: 0.99,
				to: 1.01,
			},
		],
	},
	{
		title: 'Both sides may speak',
		claim:
			'On a WebSocket, what users send is a frame on the open socket; beside SSE each is a POST, with authentication and a head.',
		query: 'uplinkRate=6',
		checks: [
			{ of: 'webSocket', figure: 'requestsPerSecond', from: 0, to: 0 },
			{ of: 'sse', figure: 'requestsPerSecond', from: 950, to: 1050 },
			{
				of: 'sse',
				figure: 'server.utilisation',
				over: { of: 'webSocket', figure: 'server.utilisation' },
				from: 10,
				to: MOST,
			},
		],
	},
	{
		title: 'Chat: WebSocket',
		claim: 'Where messages go both ways, a WebSocket needs least.',
		query: 'preset=chat',
		checks: [
			{
				of: 'sse',
				figure: 'server.utilisation',
				over: { of: 'webSocket', figure: 'server.utilisation' },
				from: 2,
				to: MOST,
			},
			{
				of: 'sse',
				figure: 'bytes.up',
				over: { of: 'webSocket', figure: 'bytes.up' },
				from: 2,
				to: MOST,
			},
		],
	},
	{
		title: 'Cursors of a shared page: WebSocket',
		claim: 'Many tiny messages in both directions, soon: nothing else is close.',
		query: 'preset=cursors',
		checks: [
			{
				of: 'sse',
				figure: 'bytes.up',
				over: { of: 'webSocket', figure: 'bytes.up' },
				from: 3,
				to: MOST,
			},
			{ of: 'webSocket', figure: 'latency.p95', from: 0, to: 100 },
			{ of: 'polling', figure: 'latency.p95', from: 900, to: MOST },
		],
	},
	{
		title: 'Prices and scores: SSE',
		claim:
			'One way only, so the second direction of a WebSocket buys nothing: SSE is as fast and as cheap.',
		query: 'preset=ticker',
		checks: [
			{
				of: 'sse',
				figure: 'latency.p95',
				over: { of: 'webSocket', figure: 'latency.p95' },
				from: 0.9,
				to: 1.1,
			},
			{
				of: 'sse',
				figure: 'cost.monthly',
				over: { of: 'webSocket', figure: 'cost.monthly' },
				from: 0.9,
				to: 1.2,
			},
		],
	},
	{
		title: 'Notifications: SSE or WebSocket',
		claim: 'A rare message to a sleeping phone: both push, and differ by little.',
		query: 'preset=notifications&duration=600&users=2000',
		checks: [
			{
				of: 'sse',
				figure: 'latency.mean',
				over: { of: 'webSocket', figure: 'latency.mean' },
				from: 0.9,
				to: 1.1,
			},
			{
				of: 'sse',
				figure: 'battery.energyPerHour',
				over: { of: 'webSocket', figure: 'battery.energyPerHour' },
				from: 0.9,
				to: 1.1,
			},
			{
				of: 'polling',
				figure: 'latency.mean',
				over: { of: 'sse', figure: 'latency.mean' },
				from: 10,
				to: MOST,
			},
		],
	},
	{
		title: 'Words of a model: SSE',
		claim: 'Token by token, one way: a stream shows each at once, polling shows lumps.',
		exactly:
			'Lumps are lighter: 40 tokens in one answer weigh less than 40 events, so polling wins on bytes.',
		query: 'preset=tokens&duration=10',
		checks: [
			{ of: 'sse', figure: 'latency.p95', from: 0, to: 150 },
			{ of: 'polling', figure: 'latency.p95', from: 900, to: MOST },
			{
				of: 'sse',
				figure: 'bytes.down',
				over: { of: 'polling', figure: 'bytes.down' },
				from: 1.5,
				to: MOST,
			},
		],
	},
	{
		title: 'Slowly changing data: polling',
		claim: 'What changes every few minutes does not justify a connection that is held open.',
		exactly:
			'The bill is then that of the servers, the same for both; a minute of delay is the price.',
		query: 'preset=status&users=2000&duration=1800',
		checks: [
			{
				of: 'polling',
				figure: 'cost.monthly',
				over: { of: 'webSocket', figure: 'cost.monthly' },
				from: 0.8,
				to: 1.1,
			},
			{ of: 'polling', figure: 'server.utilisation', from: 0, to: 0.1 },
			{ of: 'polling', figure: 'latency.max', from: 0, to: 61_000 },
		],
	},
	{
		title: 'Once a minute is fine',
		claim:
			'A poll a minute for something that is not urgent is no antipattern; who only cares at the next look misses nothing.',
		query: 'pollInterval=60&messageRate=0.1&duration=600&users=2000',
		checks: [
			{ of: 'polling', figure: 'messages.lost', from: 0, to: 0 },
			{
				of: 'polling',
				figure: 'battery.energyPerHour',
				over: { of: 'webSocket', figure: 'battery.energyPerHour' },
				from: 0,
				to: 0.6,
			},
		],
	},
	{
		title: 'A single call: plain HTTP',
		claim: 'For one question now and then there is no reason to keep a socket.',
		query: 'pollInterval=600&messageRate=0&duration=3600&users=100',
		checks: [
			{
				of: 'webSocket',
				figure: 'bytes.up',
				over: { of: 'polling', figure: 'bytes.up' },
				from: 0.3,
				to: 3,
			},
			{
				of: 'webSocket',
				figure: 'battery.energyPerHour',
				over: { of: 'polling', figure: 'battery.energyPerHour' },
				from: 9,
				to: MOST,
			},
			{ of: 'polling', figure: 'server.connections', from: 0, to: 30 },
		],
	},
	{
		title: 'SSE reconnects and resumes by itself',
		claim:
			'EventSource comes back after a cut and names the last event it saw, so nothing is missed.',
		query: 'faults=restart@20+10&messageRate=6&users=2000',
		exactly:
			'The browser waits 3 s without jitter unless the server says otherwise; here all transports follow the chosen policy.',
		checks: [
			{ of: 'sse', figure: 'messages.lost', from: 0, to: 0 },
			{ of: 'sse', figure: 'server.connections', from: 1980, to: 2000 },
			{
				of: 'sse',
				figure: 'messages.lost',
				query: 'faults=restart@20+10&messageRate=6&users=2000&resume=no',
				from: 1000,
				to: MOST,
			},
		],
	},
	{
		title: 'Some proxies block WebSocket',
		claim: 'A corporate proxy may refuse the upgrade; SSE and long polling pass as plain HTTP.',
		query: 'faults=block@0+60&messageRate=6&users=2000',
		checks: [
			{ of: 'webSocket', figure: 'server.connections', from: 0, to: 0 },
			{ of: 'webSocket', figure: 'messagesPerSecond', from: 0, to: 5 },
			{ of: 'sse', figure: 'messages.lost', from: 0, to: 0 },
			{ of: 'sse', figure: 'messagesPerSecond', from: 180, to: 220 },
			{ of: 'longPolling', figure: 'messagesPerSecond', from: 180, to: 220 },
		],
	},
	{
		title: 'Long polling imitates push',
		claim:
			'The server holds the question until there is an answer, or for about 30 s; then the client asks again at once.',
		query: STILL,
		checks: [
			{ of: 'longPolling', figure: 'latency.p50', from: 35, to: 40 },
			{
				of: 'polling',
				figure: 'requestsPerSecond',
				over: { of: 'longPolling', figure: 'requestsPerSecond' },
				from: 5,
				to: 10,
			},
			{ of: 'longPolling', figure: 'emptyResponseFraction', from: 0.5, to: 0.7 },
		],
	},
	{
		title: 'Long polling does not scale',
		claim: 'It is stateful and hard to scale.',
		exactly:
			'What breaks it is the rate: each message ends a question, so at two messages a second it sends more requests than polling once a second.',
		query: 'messageRate=120&pollInterval=1&users=1000&duration=20',
		checks: [
			{
				of: 'longPolling',
				figure: 'requestsPerSecond',
				over: { of: 'polling', figure: 'requestsPerSecond' },
				from: 1.5,
				to: 2.2,
			},
		],
	},
	{
		title: 'Without a reconnect strategy the first blip is the end',
		claim: 'A client that does not come back hears nothing more.',
		query: 'faults=restart@20+2&reconnect=none&messageRate=6&users=2000',
		checks: [
			{ of: 'webSocket', figure: 'server.connections', from: 0, to: 0 },
			{
				of: 'webSocket',
				figure: 'messages.lost',
				over: { of: 'webSocket', figure: 'messages.published' },
				from: 0.6,
				to: 0.7,
			},
		],
	},
	{
		title: 'Back-off and jitter tame the storm',
		claim:
			'Clients that come back at once, or after equal waits, arrive together; random waits spread them.',
		exactly:
			'Back-off alone does not: all wait for the same times. It is the jitter that spreads them, to 2U/cap a second after a long outage.',
		query: 'faults=restart@20+10&messageRate=6&users=5000',
		checks: [
			{
				of: 'webSocket',
				figure: 'series.handshakePeak',
				query: 'faults=restart@20+10&messageRate=6&users=5000&reconnect=immediate',
				over: { of: 'webSocket', figure: 'series.handshakePeak' },
				from: 3,
				to: MOST,
			},
			{
				of: 'webSocket',
				figure: 'series.handshakePeak',
				query: 'faults=restart@20+10&messageRate=6&users=5000&reconnect=backoff',
				from: 4900,
				to: 5000,
			},
		],
	},
	{
		title: 'Resume where it stopped',
		claim:
			'With sequence numbers or a cursor, a client that was away gets all it missed, in order and once.',
		query: 'faults=drop@20+10&messageRate=6&users=2000&duration=120',
		checks: [
			{ of: 'webSocket', figure: 'messages.lost', from: 0, to: 0 },
			{ of: 'webSocket', figure: 'messages.duplicated', from: 0, to: 0 },
			{
				of: 'webSocket',
				figure: 'messages.lost',
				query: 'faults=drop@20+10&messageRate=6&users=2000&duration=120&resume=no',
				from: 2000,
				to: MOST,
			},
		],
	},
	{
		title: 'State in memory goes with the server',
		claim: 'What only the process knows is lost with each deployment.',
		query: 'faults=restart@20+2&resume=no&messageRate=60&users=500',
		checks: [
			{ of: 'webSocket', figure: 'messages.lost', from: 500, to: MOST },
			{ of: 'polling', figure: 'messages.lost', from: 0, to: 0 },
			{
				of: 'webSocket',
				figure: 'messages.lost',
				query: 'faults=restart@20+2&messageRate=60&users=500',
				from: 0,
				to: 0,
			},
		],
	},
	{
		title: 'A slow reader fills the send buffer',
		claim: 'Who reads more slowly than is written to makes the server keep the rest, or drop it.',
		exactly:
			'The buffer grows by λ·bytes less what the reader takes, up to 1 MB a client here; from then on as much is dropped as is not read.',
		query: 'faults=slow@10+50&messageRate=3600&payload=600&users=20&radio=none',
		checks: [
			{ of: 'webSocket', figure: 'series.buffered', from: 18e6, to: 20.1e6 },
			{ of: 'webSocket', figure: 'messages.lost', from: 1000, to: MOST },
			{ of: 'polling', figure: 'messages.lost', from: 0, to: 0 },
		],
	},
	{
		title: 'Several servers need a bus',
		claim:
			'A user is on one server. Without Redis, NATS or the like, what is published on another never reaches them.',
		exactly:
			'With n servers 1 − 1/n of the messages are lost; polls that read a shared store lose none.',
		query: 'nodes=4&bus=no&messageRate=6',
		checks: [
			{
				of: 'webSocket',
				figure: 'messages.lost',
				over: { of: 'webSocket', figure: 'messages.published' },
				from: 0.74,
				to: 0.76,
			},
			{ of: 'polling', figure: 'messages.lost', from: 0, to: 0 },
			{
				of: 'webSocket',
				figure: 'messages.lost',
				query: 'nodes=4&messageRate=6',
				from: 0,
				to: 0,
			},
		],
	},
	{
		title: 'Balancers close what is silent',
		claim:
			'A load balancer that waits 60 s closes an idle socket every minute and users see it flap; a heartbeat every 30 s prevents it.',
		exactly:
			'λ/(e^(λI) − 1) closes a second: 60 an hour without messages, 35 with one a minute. A heartbeat of exactly the time-out loses the race. Cloudflare’s limit is 120 s now, not 100.',
		query: 'pingInterval=0&messageRate=0&reconnect=immediate&duration=3600&users=100',
		checks: [
			{ of: 'webSocket', figure: 'server.handshakesPerSecond', from: 1.6, to: 1.7 },
			{
				of: 'webSocket',
				figure: 'server.handshakesPerSecond',
				query: 'messageRate=0&duration=3600&users=100',
				from: 0,
				to: 0,
			},
			{
				of: 'webSocket',
				figure: 'server.handshakesPerSecond',
				query: 'pingInterval=60&messageRate=0&reconnect=immediate&duration=3600&users=100',
				from: 0.5,
				to: 1.7,
			},
		],
	},
	{
		title: 'Connections cost memory',
		claim: 'An open connection takes about 50 kB: 500 MB for 10 000 of them.',
		exactly:
			'Polling every 3 s keeps one open for each user as well, since it asks again long before the server closes it.',
		query: '',
		checks: [
			{ of: 'webSocket', figure: 'server.memory', from: 5e8, to: 5e8 },
			{ of: 'polling', figure: 'server.memory', from: 4.9e8, to: 5.1e8 },
		],
	},
	{
		title: 'About 10 000 connections a server',
		claim: 'So many are comfortable for one machine; beyond that more are needed.',
		query: 'users=50000&messageRate=0&duration=10&priceServer=1',
		checks: [{ of: 'webSocket', figure: 'cost.parts.servers', from: 3650, to: 3650 }],
	},
	{
		title: 'HTTP/2 takes the limit off SSE',
		claim:
			'A browser opens six connections to a host over HTTP/1.1, and a stream occupies one for good; over HTTP/2 all share one.',
		exactly:
			'The limit is 6 for HTTP/1.1; WebSockets have a pool of their own (255 in Chrome, 200 in Firefox). The page shows the connections of one tab: a stream and its POSTs need two over HTTP/1.1, one over HTTP/2; polls that take longer than six intervals wait for each other.',
		query: 'uplinkRate=6&users=1000',
		checks: [
			{ of: 'sse', figure: 'server.connections', from: 1900, to: 2100 },
			{
				of: 'sse',
				figure: 'server.connections',
				query: 'uplinkRate=6&users=1000&http=2',
				from: 1000,
				to: 1000,
			},
			{
				of: 'polling',
				figure: 'requestsPerSecond',
				query: `pollInterval=0.1&users=10&requestWait=2000&http=2&${STILL}`,
				over: {
					of: 'polling',
					figure: 'requestsPerSecond',
					query: `pollInterval=0.1&users=10&requestWait=2000&${STILL}`,
				},
				from: 3,
				to: 4,
			},
		],
	},
	{
		title: 'Hidden tabs poll slowly and hear at once',
		claim: 'Browsers throttle the timers of background tabs, but not what arrives on a socket.',
		exactly:
			'Once a second at first; after five minutes once a minute, so the 95th percentile nears 57 s whatever the interval.',
		query: 'faults=background@0+900&duration=900&users=200&radio=none',
		checks: [
			{ of: 'polling', figure: 'latency.max', from: 55_000, to: 61_000 },
			{ of: 'webSocket', figure: 'latency.p99', from: 0, to: 300 },
		],
	},
	{
		title: 'Push reduces processor, bytes and battery',
		claim: 'At scale a WebSocket needs less of all three than polling every 3 s.',
		query: 'duration=120',
		checks: [
			{
				of: 'polling',
				figure: 'server.utilisation',
				over: { of: 'webSocket', figure: 'server.utilisation' },
				from: 100,
				to: MOST,
			},
			{
				of: 'polling',
				figure: 'bytes.up',
				over: { of: 'webSocket', figure: 'bytes.up' },
				from: 30,
				to: MOST,
			},
			{
				of: 'polling',
				figure: 'battery.energyPerHour',
				over: { of: 'webSocket', figure: 'battery.energyPerHour' },
				from: 2,
				to: 2.5,
			},
		],
	},
	{
		title: 'WebSocket halves the bill',
		claim: 'Moving from polling to a WebSocket saves half of the money.',
		exactly:
			'It depends: 4.5 times at 3 s, 2.7 times with HTTP/2, nothing at one poll a minute and a message every ten.',
		query: '',
		checks: [
			{
				of: 'polling',
				figure: 'cost.monthly',
				over: { of: 'webSocket', figure: 'cost.monthly' },
				from: 4.2,
				to: 4.8,
			},
			{
				of: 'polling',
				figure: 'cost.monthly',
				query: 'http=2',
				over: { of: 'webSocket', figure: 'cost.monthly', query: 'http=2' },
				from: 2.5,
				to: 2.9,
			},
			{
				of: 'polling',
				figure: 'cost.monthly',
				query: 'pollInterval=60&messageRate=0.1',
				over: {
					of: 'webSocket',
					figure: 'cost.monthly',
					query: 'pollInterval=60&messageRate=0.1',
				},
				from: 0.95,
				to: 1.05,
			},
		],
	},
];
