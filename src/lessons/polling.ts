import type { Lesson } from './lesson.ts';
import { is, times } from './predicate.ts';

export const POLLING: Lesson = {
	id: 'polling',
	title: 'What a poll costs',
	about: 'Requests, bytes and waiting, when clients ask again and again.',
	steps: [
		{
			title: 'Asking, whether or not there is news',
			text: [
				'{users} phones ask a server every {pollInterval} seconds whether there is anything new for them. For each of them something new comes at a rate of {messageRate} a minute.',
			],
			scenario: { users: 2000 },
			charts: ['requests'],
			controls: ['users', 'pollInterval', 'messageRate'],
			prediction: {
				question: 'How many requests a second reach the server from the phones that poll?',
				transport: 'polling',
				figure: 'requestsPerSecond',
				range: [1, 100_000],
				tooLow: 'Every phone asks once in each interval, so divide the users by the interval.',
				tooHigh:
					'An interval of a few seconds spreads the phones out: divide the users by it, and do not count the messages.',
			},
			reveal: [
				'It is the users divided by the interval: {polling.requestsPerSecond} requests a second, day and night. What happens in the world does not enter into it.',
				'{polling.emptyResponseFraction} of the answers are empty.',
			],
			claims: [
				is('polling', 'requestsPerSecond', '~', 2000 / 3),
				is('polling', 'emptyResponseFraction', '>', 0.9),
			],
		},
		{
			title: 'What an empty answer weighs',
			text: [
				'A question from a browser with a session has a head of {requestHeaders} bytes, its answer one of {responseHeaders}. Around both come TLS records, TCP and IP. A message itself has {payload} bytes.',
			],
			scenario: { users: 2000 },
			transports: ['polling', 'webSocket'],
			charts: ['bandwidth', 'requests'],
			controls: ['payload', 'requestHeaders', 'responseHeaders', 'http'],
			prediction: {
				question: 'What are most of the bytes of polling?',
				choices: [
					{
						text: 'Messages',
						when: [
							is('polling', 'bytes.parts.payload', '>', times(1, 'polling', 'bytes.parts.headers')),
						],
						feedback: 'Most answers carry none, and those that do carry a head that is larger.',
					},
					{
						text: 'HTTP heads',
						when: [
							is('polling', 'bytes.parts.headers', '>', times(1, 'polling', 'bytes.parts.payload')),
							is('polling', 'bytes.parts.headers', '>', times(1, 'polling', 'bytes.parts.tcpip')),
						],
						feedback: 'Each question repeats the same cookie and the same token.',
					},
					{
						text: 'TCP/IP and its acknowledgements',
						when: [
							is('polling', 'bytes.parts.tcpip', '>', times(1, 'polling', 'bytes.parts.headers')),
						],
						feedback:
							'That is what is left on a WebSocket. Here something larger stands before it.',
					},
				],
			},
			reveal: [
				'For each message that arrives, {polling.bytes.perMessage} cross the network with polling and {webSocket.bytes.perMessage} with a WebSocket: {polling.bytes.perMessage / webSocket.bytes.perMessage} as much.',
				'Try HTTP/2: it sends a repeated head in a few bytes. The questions remain.',
			],
			claims: [
				is('polling', 'bytes.parts.headers', '>', times(2, 'polling', 'bytes.parts.tcpip')),
				is('polling', 'bytes.parts.headers', '>', times(20, 'polling', 'bytes.parts.payload')),
				is('polling', 'bytes.perMessage', '>', times(10, 'webSocket', 'bytes.perMessage')),
			],
		},
		{
			title: 'The wait for the next poll',
			text: [
				'A message comes at some moment between two polls and then waits for the next one. The interval is {pollInterval} seconds, the way there and back takes {rtt} milliseconds.',
			],
			scenario: { users: 2000, network: 'wifi' },
			charts: ['latency', 'requests'],
			controls: ['pollInterval'],
			prediction: {
				question: 'How long does a message take on average, when the phones poll?',
				transport: 'polling',
				figure: 'latency.mean',
				range: [10, 60_000],
				tooLow: 'Most of the wait is not the network but the time until the client asks again.',
				tooHigh: 'Few messages wait for a whole interval. Some come just before a poll.',
			},
			reveal: [
				'It is half of the interval and the way: {polling.latency.mean}. One message in twenty takes longer than {polling.latency.p95}, which is nearly the whole interval. Pushed, the same messages take {webSocket.latency.mean}.',
			],
			task: {
				text: 'Make polling deliver in less than half a second on average, and see what happens to the requests.',
				when: [is('polling', 'latency.mean', '<', 500)],
				solution: { pollInterval: 0.8 },
			},
			claims: [
				is('polling', 'latency.mean', '~', 1500),
				is('polling', 'latency.p95', '~', 2850),
				is('webSocket', 'latency.mean', '<', 100),
			],
		},
		{
			title: 'Too often',
			text: [
				'An interval of {pollInterval} second was fine with ten test users. Now there are {users}, and one server with {cores} cores that each need {requestCpu} millisecond for a request.',
			],
			scenario: { users: 10_000, pollInterval: 1, duration: 20 },
			charts: ['server', 'latency', 'requests'],
			controls: ['users', 'pollInterval', 'nodes'],
			lock: ['users', 'pollInterval'],
			prediction: {
				question: 'How long does one message in twenty take now, or longer?',
				choices: [
					{
						text: 'About a second: that is the interval',
						when: [is('polling', 'latency.p95', '<', 1200)],
						feedback: 'That would hold if the cores could answer as fast as the phones ask.',
					},
					{
						text: 'Much longer, and worse the longer it goes on',
						when: [
							is('polling', 'server.utilisation', '>', 1),
							is('polling', 'latency.p95', '>', 2000),
						],
						feedback: 'More work comes in than the cores can do, and what is not done waits.',
					},
				],
			},
			reveal: [
				'The phones ask for {polling.server.utilisation} of what the cores can do. The queue grows as long as the run lasts: after {duration} seconds one message in twenty has taken longer than {polling.latency.p95}. For the same messages, pushed over a WebSocket, the cores are busy {webSocket.server.utilisation} of the time.',
			],
			task: {
				text: 'Add servers until polling takes no longer than its interval again.',
				when: [is('polling', 'latency.p95', '<', 1500)],
				solution: { nodes: 4 },
			},
			claims: [
				is('polling', 'server.utilisation', '>', 1.5),
				is('polling', 'latency.p95', '>', 2000),
				is('webSocket', 'server.utilisation', '<', 0.1),
			],
		},
	],
};
