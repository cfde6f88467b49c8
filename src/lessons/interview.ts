import type { Scenario } from '../model/scenario.ts';

/** What the interviewer asks. The scenario is the page's default: the one of the question. */
export const QUESTION =
	'{users} people, most of them with a phone, are to see new messages as they come. Today each client polls every {pollInterval} seconds. What would you use, how many requests a second will the servers see, and how long will the slowest five of a hundred messages take?';

/** Minutes to think. */
export const THINKING_TIME = 5;

/** A turn that the interviewer gives to the question. */
export interface CurveBall {
	readonly id: string;
	/** On its button. */
	readonly label: string;
	/** What the interviewer says. */
	readonly says: string;
	/** What it changes in the scenario of the question. */
	change(scenario: Scenario): Partial<Scenario>;
}

function fault(kind: Scenario['faults'][number]['kind'], start: number, duration: number) {
	return (): Partial<Scenario> => ({ faults: [{ kind, start, duration }] });
}

export const CURVE_BALLS: readonly CurveBall[] = [
	{
		id: 'users',
		label: 'Ten times the users',
		says: 'We are in the news: there are ten times as many users, on the same servers.',
		change: ({ users }) => ({ users: Math.min(1_000_000, users * 10) }),
	},
	{
		id: 'proxy',
		label: 'A proxy blocks WebSocket',
		says: 'A customer’s proxy refuses every upgrade to WebSocket.',
		change: fault('block', 0, 3600),
	},
	{
		id: 'idle',
		label: 'Silence is cut',
		says: 'The balancer closes what is silent for {idleTimeout} seconds, and nobody sends pings.',
		change: () => ({ pingInterval: 0, idleTimeout: 60 }),
	},
	{
		id: 'network',
		label: 'The phone changes network',
		says: 'The train leaves the station: phones change their network, and nobody is told.',
		change: fault('drop', 20, 5),
	},
	{
		id: 'background',
		label: 'The tab is in the background',
		says: 'People put the tab into the background and read something else.',
		change: fault('background', 0, 3600),
	},
	{
		id: 'deploy',
		label: 'A deploy',
		says: 'We deploy in the middle of the day: the servers restart and every connection is dropped.',
		change: fault('restart', 20, 3),
	},
	{
		id: 'sending',
		label: 'Clients send, too',
		says: 'It has become a chat: each client also sends {uplinkRate} messages a minute.',
		change: () => ({ uplinkRate: 10 }),
	},
	{
		id: 'rate',
		label: 'A hundred times the messages',
		says: 'Messages now come at a rate of {messageRate} a minute for each user.',
		change: ({ messageRate }) => ({ messageRate: Math.min(6000, messageRate * 100) }),
	},
	{
		id: 'slow',
		label: 'News every five minutes',
		says: 'The data changes every five minutes, the same for everybody, and nobody is in a hurry.',
		change: () => ({ messageRate: 0.2, audience: 'shared', pollInterval: 60, duration: 900 }),
	},
];

/** A question for afterwards, and what a good answer has in it. */
export interface FollowUp {
	readonly question: string;
	readonly answer: string;
}

export const FOLLOW_UPS: readonly FollowUp[] = [
	{
		question: 'When is SSE the better choice than a WebSocket?',
		answer:
			'When news goes one way: prices, scores, notifications, the answer of a language model. It is as fast, it is plain HTTP that proxies and tools know, browsers reconnect by themselves and name the last event they saw. Over HTTP/2 it shares the one connection; over HTTP/1.1 it takes one of the six that a browser opens to an origin. What clients send goes as POSTs, which is fine while it is rare.',
	},
	{
		question: 'How does a message reach a client that is connected to another server?',
		answer:
			'Through a bus that all servers listen to, such as Redis or NATS. Each server holds its own connections and knows who is on it; whoever publishes need not know. Partition the channels when one bus cannot carry all, and keep nothing on a server that must survive its restart.',
	},
	{
		question: 'How do clients come back, and how do they get what they missed?',
		answer:
			'Back-off that doubles, with full jitter, so that a restart does not bring all of them in the same moment. Every message has a number or a cursor; the client names the last one it has, the server sends what came since, and the client drops what it has already. Heartbeats find the connections that died without a word.',
	},
	{
		question: 'What is the difference between long polling and SSE?',
		answer:
			'A long poll is answered once and must be asked again: each message costs a request with its heads, and what comes in the gap waits. An SSE response stays open and carries any number of messages. Long polling survives proxies that hold back an unfinished answer; that is its use today.',
	},
	{
		question: 'A client reads too slowly. What does the server do?',
		answer:
			'It looks at the send buffer of each connection before it writes. Beyond a limit it drops what is out of date, merges updates, sends less often, or closes the connection and lets the client come back and catch up. What it must not do is let the buffers grow without a limit.',
	},
	{
		question: 'When would you keep polling?',
		answer:
			'When data changes slowly, a late answer harms nobody, or the place where it runs cannot hold connections. A poll a minute needs no state, no bus and no reconnection. What is wrong is polling every second or two from thousands of clients.',
	},
	{
		question: 'How do you argue the choice with money?',
		answer:
			'Requests a second from users and interval; bytes from heads and messages; cores from CPU of a request; connections and their memory; then list prices. Put the time that news takes beside each bill. Then add what no bill shows: code to reconnect and to catch up, a bus, deploys that drop connections, people on call.',
	},
];
