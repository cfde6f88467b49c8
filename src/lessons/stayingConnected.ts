import type { Lesson } from './lesson.ts';
import { is } from './predicate.ts';

export const STAYING_CONNECTED: Lesson = {
	id: 'staying-connected',
	title: 'Staying connected',
	about: 'Connections die. Heartbeats, coming back, and catching up.',
	steps: [
		{
			title: 'Closed for being silent',
			text: [
				'Between clients and servers stands a load balancer that closes a connection on which nothing was said for {idleTimeout} seconds. Messages come at a rate of {messageRate} a minute, and there are no heartbeats.',
			],
			scenario: { users: 1000, network: 'wifi', messageRate: 0.5, pingInterval: 0, duration: 120 },
			charts: ['memory', 'latency', 'table', 'time'],
			controls: ['pingInterval', 'idleTimeout', 'messageRate'],
			prediction: {
				question: 'How many connections are opened anew every second, of {users} WebSockets?',
				transport: 'webSocket',
				figure: 'server.handshakesPerSecond',
				range: [0.01, 1000],
				tooLow: 'Most silences between two messages are longer than the balancer waits.',
				tooHigh: 'A connection that speaks in time is left alone.',
			},
			reveal: [
				'{webSocket.server.handshakesPerSecond} a second. Users see a connection that flaps, and the servers do handshakes for it.',
			],
			task: {
				text: 'Let no connection be closed, with a heartbeat that comes as rarely as possible.',
				when: [is('webSocket', 'server.handshakesPerSecond', '<', 0.1)],
				solution: { pingInterval: 50 },
			},
			claims: [is('webSocket', 'server.handshakesPerSecond', '>', 2)],
		},
		{
			title: 'What was missed',
			text: [
				'A phone goes from one network to another: its connection is dead, and neither end is told. It happens to all of them once in this run, and lasts a few seconds. Clients that come back here do not say what they saw last.',
			],
			scenario: {
				users: 500,
				network: 'wifi',
				messageRate: 12,
				resume: false,
				faults: [{ kind: 'drop', start: 20, duration: 5 }],
			},
			charts: ['table', 'latency', 'time'],
			controls: ['resume', 'reconnect', 'pingInterval', 'faults'],
			prediction: {
				question: 'How many of {webSocket.messages.published} messages does the WebSocket lose?',
				transport: 'webSocket',
				figure: 'messages.lost',
				range: [1, 10_000],
				tooLow:
					'What is written to a dead connection is gone, and it takes time to notice the death.',
				tooHigh: 'Only what was sent between the death and the new connection can be lost.',
			},
			reveal: [
				'{webSocket.messages.lost} on the WebSocket, {sse.messages.lost} on SSE. Nobody noticed until a heartbeat or an answer was overdue, and all that was written meanwhile went nowhere.',
			],
			task: {
				text: 'Lose nothing: have clients name the last message that they saw.',
				when: [is('webSocket', 'messages.lost', '<=', 0), is('sse', 'messages.lost', '<=', 0)],
				solution: { resume: true },
			},
			claims: [is('webSocket', 'messages.lost', '>', 100)],
		},
		{
			title: 'Everybody at once',
			text: [
				'A deploy restarts the servers and cuts {users} connections in the same moment. Every client comes back at once, and again at once if that fails. A handshake takes {handshakeCpu} milliseconds of a core, of which there are {cores}.',
			],
			scenario: {
				users: 5000,
				network: 'wifi',
				messageRate: 6,
				handshakeCpu: 2,
				reconnect: 'immediate',
				duration: 40,
				faults: [{ kind: 'restart', start: 10, duration: 2 }],
			},
			transports: ['sse', 'webSocket'],
			charts: ['server', 'latency', 'time'],
			controls: ['reconnect', 'handshakeCpu', 'nodes'],
			lock: ['handshakeCpu', 'nodes'],
			reveal: [
				'The cores have a queue of handshakes before them, and one in a hundred waits for {webSocket.server.queueWait.p99} or longer. Messages stand behind it.',
			],
			task: {
				text: 'Choose another way of coming back, so that only one in a hundred waits for more than a second.',
				when: [is('webSocket', 'server.queueWait.p99', '<', 1000)],
				solution: { reconnect: 'jitter' },
			},
			claims: [is('webSocket', 'server.queueWait.p99', '>', 1000)],
		},
	],
};
