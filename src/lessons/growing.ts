import type { Lesson } from './lesson.ts';
import { is, times } from './predicate.ts';

export const GROWING: Lesson = {
	id: 'growing',
	title: 'Many servers, slow readers',
	about: 'Fan-out, send buffers, and what one server remembers of its clients.',
	steps: [
		{
			title: 'One message, everybody',
			text: [
				'A stream that all watch: every message goes to {users} users at once, and a push takes {pushCpu} milliseconds of a core. One server with {cores} cores holds them all.',
			],
			scenario: {
				users: 10_000,
				audience: 'shared',
				messageRate: 30,
				network: 'wifi',
				duration: 20,
				pollInterval: 10,
			},
			transports: ['sse', 'webSocket'],
			charts: ['latency', 'server'],
			controls: ['nodes', 'cores', 'users'],
			lock: ['users'],
			prediction: {
				question: 'How long does a push wait for a core on average, on the WebSocket?',
				transport: 'webSocket',
				figure: 'server.queueWait.mean',
				range: [0.1, 10_000],
				tooLow: 'The cores are idle most of the time, but all pushes of a message come at once.',
				tooHigh:
					'Divide the work of one message by the cores: on average a push waits for half of it.',
			},
			reveal: [
				'{webSocket.server.queueWait.mean}, though the cores are busy only {webSocket.server.utilisation} of the time. The last user hears of it much later than the first.',
			],
			task: {
				text: 'Bring the mean wait below ten milliseconds.',
				when: [is('webSocket', 'server.queueWait.mean', '<', 10)],
				solution: { nodes: 10 },
			},
			claims: [
				is('webSocket', 'server.queueWait.mean', '>', 20),
				is('webSocket', 'server.utilisation', '<', 0.5),
			],
		},
		{
			title: 'On which server are you?',
			text: [
				'With {nodes} servers a user is connected to one of them, and a message that is published on another has to find its way there. A bus between the servers does that, such as Redis or NATS; what it takes is not simulated here.',
				'A deploy restarts the servers in this run. What a server kept only in its memory is gone.',
			],
			scenario: {
				users: 2000,
				network: 'wifi',
				messageRate: 6,
				nodes: 4,
				resume: false,
				faults: [{ kind: 'restart', start: 20, duration: 3 }],
			},
			charts: ['table', 'memory', 'time'],
			controls: ['resume', 'nodes', 'reconnect', 'faults'],
			prediction: {
				question: 'Who loses messages when the servers restart?',
				choices: [
					{
						text: 'Only those with a held connection',
						when: [
							is('webSocket', 'messages.lost', '>', 0),
							is('sse', 'messages.lost', '>', 0),
							is('polling', 'messages.lost', '<=', 0),
						],
						feedback: 'A poll that fails is asked again, and finds what came meanwhile.',
					},
					{
						text: 'Nobody',
						when: [is('webSocket', 'messages.lost', '<=', 0)],
						feedback: 'Who was not connected was not told, and nobody told them afterwards.',
					},
					{
						text: 'All of them',
						when: [is('polling', 'messages.lost', '>', 0)],
						feedback: 'Who asks does not depend on having been there.',
					},
				],
			},
			reveal: [
				'The WebSocket loses {webSocket.messages.lost} messages of {webSocket.messages.published}, SSE {sse.messages.lost}, polling {polling.messages.lost}. State that must outlive a server belongs where all servers can read it, and messages need numbers by which a client can ask for what it missed.',
			],
			task: {
				text: 'Let nobody lose anything.',
				when: [is('webSocket', 'messages.lost', '<=', 0), is('sse', 'messages.lost', '<=', 0)],
				solution: { resume: true },
			},
			claims: [
				is('webSocket', 'messages.lost', '>', 0),
				is('sse', 'messages.lost', '>', 0),
				is('polling', 'messages.lost', '<=', 0),
			],
		},
		{
			title: 'A reader that is too slow',
			text: [
				'For a while these clients read more slowly than the server writes. What they have not read waits in a buffer on the server, up to a limit; beyond it messages are dropped.',
			],
			scenario: {
				users: 200,
				network: 'wifi',
				messageRate: 120,
				payload: 600,
				pollInterval: 1,
				faults: [{ kind: 'slow', start: 10, duration: 30 }],
			},
			transports: ['sse', 'webSocket'],
			charts: ['latency', 'table', 'time'],
			controls: ['payload', 'messageRate', 'faults'],
			reveal: [
				'While the buffers fill, messages grow old: half of all take {webSocket.latency.p50}, but one in twenty takes longer than {webSocket.latency.p95}. A server that does not look at its buffers runs out of memory for a few slow phones. One that does can drop what is out of date, send less often, or close the connection.',
			],
			task: {
				text: 'Send each of them so little that even slow readers keep up.',
				when: [is('webSocket', 'latency.p95', '<', 1000)],
				solution: { payload: 100 },
			},
			claims: [
				is('webSocket', 'latency.p95', '>', 5000),
				is('webSocket', 'latency.p95', '>', times(10, 'webSocket', 'latency.p50')),
			],
		},
	],
};
