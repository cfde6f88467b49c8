import type { Lesson } from './lesson.ts';
import { is, times } from './predicate.ts';

export const HELD_CONNECTION: Lesson = {
	id: 'held-connection',
	title: 'What a held connection buys',
	about: 'A WebSocket is set up once. What that saves, and what it keeps.',
	steps: [
		{
			title: 'The server speaks first',
			text: [
				'A WebSocket begins as an HTTP request and stays open: set up once by TCP, TLS and an upgrade, it carries frames both ways for as long as the page lives. A message leaves as soon as the server has it. The round trip takes {rtt} milliseconds.',
			],
			scenario: { users: 1000, network: 'wifi' },
			charts: ['latency'],
			controls: ['network', 'pollInterval'],
			prediction: {
				question: 'How long does half of the messages take on a WebSocket, at most?',
				transport: 'webSocket',
				figure: 'latency.p50',
				range: [1, 10_000],
				tooLow: 'A message cannot be faster than the way: half a round trip and what delays it.',
				tooHigh: 'Nothing is asked and nothing waits. Only one way remains, half a round trip.',
			},
			reveal: [
				'{webSocket.latency.p50}: one way and a little delay on it. Polling every {pollInterval} seconds takes {polling.latency.p50}, {polling.latency.p50 / webSocket.latency.p50} as long. SSE is as fast as a WebSocket, and long polling nearly so.',
			],
			claims: [
				is('webSocket', 'latency.p50', '<', 100),
				is('sse', 'latency.p50', '~', times(1, 'webSocket', 'latency.p50')),
				is('polling', 'latency.p50', '>', times(10, 'webSocket', 'latency.p50')),
				is('longPolling', 'latency.p50', '<', times(2, 'webSocket', 'latency.p50')),
			],
		},
		{
			title: 'A frame instead of two heads',
			text: [
				'A small message of {payload} bytes, {messageRate} of them a minute. On a WebSocket the server puts a frame head of a few bytes before each. With polling, each comes with a question and an answer, heads and all.',
			],
			scenario: { users: 1000, payload: 20, messageRate: 12, pollInterval: 5 },
			transports: ['polling', 'webSocket'],
			charts: ['bandwidth'],
			controls: ['payload', 'messageRate', 'pingInterval'],
			prediction: {
				question: 'How many bytes cross the network for each message on a WebSocket?',
				transport: 'webSocket',
				figure: 'bytes.perMessage',
				range: [10, 100_000],
				tooLow:
					'Below the frame there are a TLS record, a TCP and an IP head, and the phone acknowledges what it got.',
				tooHigh: 'No HTTP head is sent again after the upgrade.',
			},
			reveal: [
				'{webSocket.bytes.perMessage}, and {polling.bytes.perMessage} with polling. On the WebSocket, framing is {webSocket.bytes.parts.framing} beside {webSocket.bytes.parts.payload} of payload. Most of the rest is TCP/IP, {webSocket.bytes.parts.tcpip}, which no protocol above it can save.',
			],
			claims: [
				is('polling', 'bytes.perMessage', '>', times(5, 'webSocket', 'bytes.perMessage')),
				is('webSocket', 'bytes.parts.framing', '<', times(1, 'webSocket', 'bytes.parts.payload')),
				is('webSocket', 'bytes.parts.tcpip', '>', times(2, 'webSocket', 'bytes.parts.payload')),
				is('webSocket', 'bytes.parts.headers', '<=', 0),
			],
		},
		{
			title: 'What it costs to hold',
			text: [
				'Each open connection takes {connectionMemory} kB on the server, as in a usual Node process. {users} users are connected, or poll every {pollInterval} seconds over connections that the server keeps alive for {keepAlive} idle seconds.',
			],
			scenario: { users: 1000 },
			charts: ['memory', 'bandwidth'],
			controls: ['keepAlive', 'pollInterval', 'connectionMemory'],
			prediction: {
				question: 'Who holds fewer connections open?',
				choices: [
					{
						text: 'Polling, by far',
						when: [
							is(
								'polling',
								'server.connections',
								'<',
								times(0.5, 'webSocket', 'server.connections'),
							),
						],
						feedback:
							'It would if the server closed each connection after its answer. It waits first.',
					},
					{
						text: 'Both hold one for each user',
						when: [
							is('polling', 'server.connections', '~', times(1, 'webSocket', 'server.connections')),
						],
						feedback: 'The next poll comes before the server has lost its patience.',
					},
				],
			},
			reveal: [
				'{polling.server.connections} for polling and {webSocket.server.connections} for the WebSocket, {webSocket.server.memory} in both cases. Memory is the price of holding, and with keep-alive a poller pays it too.',
			],
			task: {
				text: 'Have the server close idle connections so soon that polling holds less than half of them. What do the bytes say to that?',
				when: [
					is('polling', 'server.connections', '<', times(0.5, 'webSocket', 'server.connections')),
				],
				solution: { keepAlive: 1 },
			},
			claims: [
				is('polling', 'server.connections', '~', 1000),
				is('webSocket', 'server.connections', '~', 1000),
				is('webSocket', 'server.memory', '~', 50e6),
				is('polling', 'server.memory', '~', times(1, 'webSocket', 'server.memory')),
			],
		},
	],
};
