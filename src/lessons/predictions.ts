import type { Lesson } from './lesson.ts';

/** What `predict=1` asks of whatever scenario the page has, before it shows the result. */
export const PREDICTIONS: Lesson = {
	id: 'predict',
	title: 'Bet first',
	about: 'Three bets on the scenario of this page, each before its result is shown.',
	steps: [
		{
			title: 'Requests',
			text: ['{users} users; with polling, each asks every {pollInterval} seconds.'],
			prediction: {
				question: 'How many requests a second reach the servers with polling?',
				transport: 'polling',
				figure: 'requestsPerSecond',
				range: [0.01, 1_000_000],
				tooLow: 'Divide the users by the interval; what users send comes on top.',
				tooHigh: 'Divide the users by the interval. Messages do not count.',
			},
			reveal: [
				'Polling sends {polling.requestsPerSecond}, WebSocket {webSocket.requestsPerSecond}.',
			],
		},
		{
			title: 'Waiting',
			text: ['A message comes at some moment between two polls.'],
			prediction: {
				question: 'How long do nineteen of twenty messages take with polling, at most?',
				transport: 'polling',
				figure: 'latency.p95',
				range: [1, 3_600_000],
				tooLow: 'A message that just missed a poll waits for nearly a whole interval.',
				tooHigh: 'Unless the servers are overloaded, nothing waits for more than an interval.',
			},
			reveal: ['{polling.latency.p95} with polling, {webSocket.latency.p95} on a WebSocket.'],
		},
		{
			title: 'Bytes',
			text: ['A message has {payload} bytes, and there are {messageRate} a minute for each user.'],
			prediction: {
				question: 'How many bytes cross the network for each message that polling delivers?',
				transport: 'polling',
				figure: 'bytes.perMessage',
				range: [10, 10_000_000],
				tooLow: 'Every empty answer has to be paid for by the messages that do come.',
				tooHigh: 'One answer may carry several messages.',
			},
			reveal: [
				'{polling.bytes.perMessage} with polling, {webSocket.bytes.perMessage} on a WebSocket.',
			],
		},
	],
};
