import type { Lesson } from './lesson.ts';
import { is, times } from './predicate.ts';

export const SSE_OR_WEB_SOCKET: Lesson = {
	id: 'sse-or-websocket',
	title: 'SSE or WebSocket?',
	about: 'One stream or two: what decides between them, and what does not.',
	steps: [
		{
			title: 'One way',
			text: [
				'Prices, scores, notifications: the server speaks, the client listens. {messageRate} messages of {payload} bytes a minute reach each of {users} users.',
			],
			scenario: { users: 1000, network: 'wifi', messageRate: 12 },
			transports: ['sse', 'webSocket'],
			charts: ['latency', 'bandwidth', 'memory'],
			controls: ['messageRate', 'payload', 'network'],
			prediction: {
				question: 'How much faster is the WebSocket?',
				choices: [
					{
						text: 'Not at all',
						when: [is('sse', 'latency.p50', '~', times(1, 'webSocket', 'latency.p50'))],
						feedback: 'Both write to an open connection as soon as there is something to write.',
					},
					{
						text: 'About twice',
						when: [is('sse', 'latency.p50', '>', times(1.5, 'webSocket', 'latency.p50'))],
						feedback: 'It sends fewer bytes, but a path of this rate does not feel them.',
					},
				],
			},
			reveal: [
				'Half of the messages take {sse.latency.p50} on SSE and {webSocket.latency.p50} on the WebSocket. A message costs {sse.bytes.perMessage} and {webSocket.bytes.perMessage}, and both hold {sse.server.memory} of memory. SSE is plain HTTP, comes back by itself when it was cut, and names the last message that it saw. For one-way data a WebSocket has nothing to add.',
			],
			claims: [
				is('sse', 'latency.p50', '~', times(1, 'webSocket', 'latency.p50')),
				is('sse', 'bytes.perMessage', '<', times(2, 'webSocket', 'bytes.perMessage')),
				is('sse', 'server.memory', '~', times(1, 'webSocket', 'server.memory')),
			],
		},
		{
			title: 'Both ways',
			text: [
				'In a chat or a shared document the clients speak too. Each of {users} users now sends {uplinkRate} messages a minute. A WebSocket sends a frame; beside an SSE stream each goes as a request of its own.',
			],
			scenario: { users: 1000, network: 'wifi', messageRate: 12, uplinkRate: 30 },
			transports: ['sse', 'webSocket'],
			charts: ['requests', 'bandwidth', 'server'],
			controls: ['uplinkRate', 'messageRate'],
			prediction: {
				question: 'How many requests a second reach the servers with SSE?',
				transport: 'sse',
				figure: 'requestsPerSecond',
				range: [1, 100_000],
				tooLow: 'The stream needs none, but each message that a user sends is a POST.',
				tooHigh: 'Only what users send makes requests; what they receive does not.',
			},
			reveal: [
				'{sse.requestsPerSecond} with SSE, {webSocket.requestsPerSecond} with the WebSocket. The bytes upward are {sse.bytes.up} against {webSocket.bytes.up}, and the cores are busy {sse.server.utilisation} of the time against {webSocket.server.utilisation}. Frequent small messages from the client are what a WebSocket is for.',
			],
			claims: [
				is('sse', 'requestsPerSecond', '~', 500),
				is('webSocket', 'requestsPerSecond', '<', 1),
				is('sse', 'bytes.up', '>', times(3, 'webSocket', 'bytes.up')),
				is('sse', 'server.utilisation', '>', times(5, 'webSocket', 'server.utilisation')),
			],
		},
		{
			title: 'How many connections',
			text: [
				'Over HTTP/1.1 the stream occupies a connection, and what the client sends needs a second one. A browser opens six to one origin, for all tabs together. Over HTTP/2 both share one.',
			],
			scenario: { users: 1000, network: 'wifi', messageRate: 12, uplinkRate: 6, http: '2' },
			transports: ['sse', 'webSocket'],
			charts: ['memory', 'bandwidth', 'requests'],
			controls: ['http', 'uplinkRate'],
			task: {
				text: 'Switch to HTTP/1.1 and find the connections that were saved.',
				when: [is('sse', 'server.connections', '>', times(1.5, 'webSocket', 'server.connections'))],
				solution: { http: '1.1' },
			},
			reveal: [
				'Over HTTP/2 SSE holds {sse.server.connections} connections, the WebSocket {webSocket.server.connections}. Repeated heads shrink as well, to {sse.bytes.parts.headers} in all.',
			],
			claims: [is('sse', 'server.connections', '~', times(1, 'webSocket', 'server.connections'))],
		},
		{
			title: 'Word by word',
			text: [
				'The answer of a language model comes word by word: {messageRate} pieces of {payload} bytes a minute, all in one direction, to {users} readers.',
			],
			scenario: {
				users: 50,
				messageRate: 2400,
				payload: 20,
				network: 'wifi',
				pollInterval: 1,
				duration: 30,
			},
			charts: ['latency', 'bandwidth', 'requests'],
			controls: ['messageRate', 'pollInterval'],
			reveal: [
				'SSE delivers a piece within {sse.latency.p50} and needs {sse.requestsPerSecond} requests a second. Polling once in {pollInterval} second shows the text in jerks, {polling.latency.p50} late. The task is one-way and begins with a request: it is made for an HTTP answer that takes its time.',
			],
			claims: [
				is('sse', 'latency.p50', '<', 100),
				is('sse', 'requestsPerSecond', '<', 1),
				is('polling', 'latency.p50', '>', times(5, 'sse', 'latency.p50')),
			],
		},
	],
};
