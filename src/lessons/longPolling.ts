import type { Lesson } from './lesson.ts';
import { is, times } from './predicate.ts';

export const LONG_POLLING: Lesson = {
	id: 'long-polling',
	title: 'Holding the question',
	about: 'Long polling: a push that looks like a slow answer, and what becomes of it under load.',
	steps: [
		{
			title: 'An answer that waits for news',
			text: [
				'The client asks once. The server keeps the question until it has something to say, or for {longPollTimeout} seconds; then it answers, and the client asks again at once. Messages to a user come at a rate of {messageRate} a minute.',
			],
			scenario: { users: 1000, network: 'wifi' },
			charts: ['requests', 'latency'],
			controls: ['longPollTimeout', 'messageRate', 'pollInterval'],
			prediction: {
				question: 'How many requests a second does long polling send for {users} users?',
				transport: 'longPolling',
				figure: 'requestsPerSecond',
				range: [1, 10_000],
				tooLow: 'Each message ends a request, and each time-out ends one too.',
				tooHigh:
					'A request lasts until a message comes or the time-out is over, not for an interval.',
			},
			reveal: [
				'{longPolling.requestsPerSecond}, where polling sends {polling.requestsPerSecond}. Half of the messages are there within {longPolling.latency.p50}, on SSE within {sse.latency.p50}: while a question is held, news leaves at once.',
			],
			claims: [
				is('longPolling', 'requestsPerSecond', '<', times(0.2, 'polling', 'requestsPerSecond')),
				is('longPolling', 'latency.p50', '<', times(1.5, 'sse', 'latency.p50')),
			],
		},
		{
			title: 'When news comes thick',
			text: [
				'Now each user gets {messageRate} messages a minute, and polling asks every {pollInterval} second. Every message still ends a request.',
			],
			scenario: {
				users: 500,
				network: 'wifi',
				messageRate: 300,
				pollInterval: 1,
				duration: 30,
				nodes: 2,
			},
			charts: ['requests', 'bandwidth', 'latency'],
			controls: ['messageRate', 'pollInterval'],
			prediction: {
				question: 'Who sends most requests now?',
				choices: [
					{
						text: 'Polling',
						when: [
							is('polling', 'requestsPerSecond', '>', times(1, 'longPolling', 'requestsPerSecond')),
						],
						feedback: 'It still asks once in each interval; one answer brings all that came since.',
					},
					{
						text: 'Long polling',
						when: [
							is('longPolling', 'requestsPerSecond', '>', times(1, 'polling', 'requestsPerSecond')),
							is('longPolling', 'requestsPerSecond', '>', times(1, 'sse', 'requestsPerSecond')),
						],
						feedback: 'It asks again after each answer, as fast as the path allows.',
					},
					{
						text: 'SSE',
						when: [
							is('sse', 'requestsPerSecond', '>', times(1, 'longPolling', 'requestsPerSecond')),
						],
						feedback: 'Its one request never ends.',
					},
				],
			},
			reveal: [
				'Long polling: {longPolling.requestsPerSecond} a second, {longPolling.requestsPerSecond / polling.requestsPerSecond} as many as polling. It has become polling at the speed of the path, and the dearest of all: {longPolling.bytes.down} to the users, where SSE needs {sse.bytes.down}.',
			],
			claims: [
				is('longPolling', 'requestsPerSecond', '>', times(3, 'polling', 'requestsPerSecond')),
				is('longPolling', 'bytes.down', '>', times(1, 'polling', 'bytes.down')),
				is('longPolling', 'bytes.down', '>', times(2, 'sse', 'bytes.down')),
			],
		},
		{
			title: 'Where it is still of use',
			text: [
				'Some company networks have a proxy that refuses the upgrade to WebSocket. This one does so for the whole run.',
			],
			scenario: {
				users: 500,
				network: 'wifi',
				messageRate: 6,
				faults: [{ kind: 'block', start: 0, duration: 600 }],
			},
			charts: ['latency', 'table', 'time'],
			controls: ['faults'],
			prediction: {
				question: 'Which of the transports still deliver?',
				choices: [
					{
						text: 'All, WebSocket a little later',
						when: [
							is(
								'webSocket',
								'messages.delivered',
								'>',
								times(0.9, 'webSocket', 'messages.published'),
							),
						],
						feedback: 'Nothing helps a client whose every attempt is refused.',
					},
					{
						text: 'All but WebSocket',
						when: [
							is(
								'webSocket',
								'messages.delivered',
								'<',
								times(0.1, 'webSocket', 'messages.published'),
							),
							is(
								'longPolling',
								'messages.delivered',
								'>',
								times(0.9, 'longPolling', 'messages.published'),
							),
							is('sse', 'messages.delivered', '>', times(0.9, 'sse', 'messages.published')),
						],
						feedback: 'To the proxy the others are plain answers to plain requests.',
					},
					{
						text: 'Polling only',
						when: [
							is(
								'longPolling',
								'messages.delivered',
								'<',
								times(0.1, 'longPolling', 'messages.published'),
							),
						],
						feedback: 'A long answer is still an answer. This proxy does not hold it back.',
					},
				],
			},
			reveal: [
				'Of {webSocket.messages.published} messages the WebSocket delivers {webSocket.messages.delivered}, long polling {longPolling.messages.delivered} and SSE {sse.messages.delivered}. So a client keeps a way over plain HTTP in reserve. Today that is SSE first; long polling is for what holds back even that, such as a proxy that waits for the end of an answer before it passes it on.',
			],
			claims: [
				is('webSocket', 'messages.delivered', '<', times(0.1, 'webSocket', 'messages.published')),
				is(
					'longPolling',
					'messages.delivered',
					'>',
					times(0.9, 'longPolling', 'messages.published'),
				),
				is('sse', 'messages.delivered', '>', times(0.9, 'sse', 'messages.published')),
			],
		},
	],
};
