import type { Lesson } from './lesson.ts';
import { is, times } from './predicate.ts';

export const SLOW_DATA: Lesson = {
	id: 'slow-data',
	title: 'When polling is right',
	about: 'Data that changes slowly, and readers who do not mind.',
	steps: [
		{
			title: 'A status page',
			text: [
				'The state of a service changes at a rate of {messageRate} a minute, the same for everybody. {users} browsers ask every {pollInterval} seconds, and nobody is harmed by learning it a minute late.',
			],
			scenario: {
				users: 2000,
				audience: 'shared',
				messageRate: 0.2,
				payload: 500,
				pollInterval: 60,
				network: 'wifi',
				keepAlive: 5,
				duration: 300,
			},
			charts: ['requests', 'server', 'memory'],
			controls: ['pollInterval', 'users', 'messageRate'],
			prediction: {
				question: 'How busy does polling keep the {cores} cores of one server?',
				transport: 'polling',
				figure: 'server.utilisation',
				range: [0.0001, 1],
				tooLow:
					'Each user asks once a minute, and each request takes {requestCpu} ms; most need a handshake, too.',
				tooHigh: 'Once a minute is rare: divide the users by the interval before you multiply.',
			},
			reveal: [
				'{polling.server.utilisation}. {polling.requestsPerSecond} requests a second are nothing to a web server, and every part of it is something you already run.',
			],
			claims: [
				is('polling', 'server.utilisation', '<', 0.05),
				is('polling', 'requestsPerSecond', '~', 2000 / 60),
			],
		},
		{
			title: 'Nothing to hold',
			text: [
				'The server closes a connection that was idle for {keepAlive} seconds, so a poller that comes once a minute keeps none. Who is pushed to keeps one all day, and a heartbeat on it.',
			],
			scenario: {
				users: 2000,
				audience: 'shared',
				messageRate: 0.2,
				payload: 500,
				pollInterval: 60,
				network: 'wifi',
				keepAlive: 5,
				duration: 1800,
				seed: 2,
			},
			charts: ['memory', 'bandwidth', 'latency'],
			controls: ['pollInterval', 'keepAlive'],
			prediction: {
				question: 'How many connections does polling hold open at a time, for {users} users?',
				transport: 'polling',
				figure: 'server.connections',
				range: [1, 10_000],
				tooLow: 'A connection lives for the poll and for the idle seconds after it.',
				tooHigh: 'A connection lives for a few seconds in each minute: that share of the users.',
			},
			reveal: [
				'{polling.server.connections}, and {webSocket.server.connections} for a WebSocket. The price is a set-up for every poll and time: news arrives {polling.latency.mean} late on average, and {polling.latency.p95} in one case of twenty. If that is fine, the simplest thing that works is the best.',
			],
			claims: [
				is('polling', 'server.connections', '<', times(0.2, 'webSocket', 'server.connections')),
				is('polling', 'latency.mean', '~', 30_000),
			],
		},
		{
			title: 'Where it stops being right',
			text: [
				'What speaks against polling is haste. The page is the same, but somebody wants it to be fresher.',
			],
			scenario: {
				users: 2000,
				audience: 'shared',
				messageRate: 0.2,
				payload: 500,
				pollInterval: 60,
				network: 'wifi',
				keepAlive: 75,
				duration: 60,
			},
			charts: ['bandwidth', 'requests', 'latency'],
			controls: ['pollInterval', 'messageRate'],
			lock: ['messageRate'],
			task: {
				text: 'Shorten the interval until polling moves ten times the bytes of SSE to the users, and read off what the mean latency is there.',
				when: [is('polling', 'bytes.down', '>', times(10, 'sse', 'bytes.down'))],
				solution: { pollInterval: 1 },
			},
			reveal: [
				'At {pollInterval} seconds polling sends {polling.bytes.down} to the users and SSE {sse.bytes.down}. Each halving of the interval doubles the first and leaves the second as it is.',
			],
			claims: [is('polling', 'bytes.down', '<', times(10, 'sse', 'bytes.down'))],
		},
	],
};
