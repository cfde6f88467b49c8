import type { Lesson } from './lesson.ts';
import { is, times } from './predicate.ts';

export const BATTERY: Lesson = {
	id: 'battery',
	title: 'The radio in the pocket',
	about: 'What wakes a phone, how long it stays awake, and who pays for it.',
	steps: [
		{
			title: 'Awake for every question',
			text: [
				'A mobile radio sleeps when nothing is sent, and stays up for seconds after the last packet, in case more follows. These phones poll every {pollInterval} seconds.',
			],
			scenario: { users: 300, duration: 120 },
			charts: ['battery', 'radio'],
			controls: ['pollInterval', 'network', 'radio'],
			prediction: {
				question: 'For which share of the time is the radio of a polling phone on?',
				transport: 'polling',
				figure: 'battery.radioOnFraction',
				range: [0.001, 1],
				tooLow: 'A poll takes milliseconds, but the radio stays up for seconds after it.',
				tooHigh: 'It is on whenever the last packet is younger than its tail.',
			},
			reveal: [
				'{polling.battery.radioOnFraction}: the next poll always comes before the radio has fallen asleep. That is {polling.battery.energyPerHour}, to learn mostly that there is nothing new. With a WebSocket the radio is on {webSocket.battery.radioOnFraction} of the time.',
			],
			task: {
				text: 'Find an interval at which polling keeps the radio on for less than a third of the time.',
				when: [is('polling', 'battery.radioOnFraction', '<', 1 / 3)],
				solution: { pollInterval: 60 },
			},
			claims: [
				is('polling', 'battery.radioOnFraction', '>', 0.95),
				is(
					'webSocket',
					'battery.radioOnFraction',
					'<',
					times(0.8, 'polling', 'battery.radioOnFraction'),
				),
			],
		},
		{
			title: 'Held does not mean awake',
			text: [
				'A connection that nothing travels on costs the phone nothing: only packets wake it. News comes {messageRate} times a minute here, and polling asks every {pollInterval} seconds.',
			],
			scenario: {
				users: 300,
				duration: 600,
				messageRate: 0.1,
				pollInterval: 30,
				payload: 250,
				pingInterval: 240,
				idleTimeout: 600,
			},
			charts: ['battery', 'radio'],
			controls: ['messageRate', 'pollInterval', 'pingInterval'],
			prediction: {
				question: 'How often does a phone with an open WebSocket wake up in an hour?',
				transport: 'webSocket',
				figure: 'battery.wakeUpsPerHour',
				range: [1, 10_000],
				tooLow: 'Each message wakes it, and so does each heartbeat.',
				tooHigh:
					'Between a message and the next heartbeat it sleeps, however open the connection is.',
			},
			reveal: [
				'{webSocket.battery.wakeUpsPerHour} times, and {polling.battery.wakeUpsPerHour} times with polling. In energy: {webSocket.battery.energyPerHour} against {polling.battery.energyPerHour}.',
			],
			claims: [
				is(
					'polling',
					'battery.wakeUpsPerHour',
					'>',
					times(3, 'webSocket', 'battery.wakeUpsPerHour'),
				),
				is('polling', 'battery.energyPerHour', '>', times(2, 'webSocket', 'battery.energyPerHour')),
			],
		},
		{
			title: 'The heartbeat is a poll, too',
			text: [
				'A heartbeat keeps balancers from closing a silent connection. This one comes every {pingInterval} seconds; the balancer would wait for {idleTimeout}. Polling asks just as often.',
			],
			scenario: {
				users: 300,
				duration: 600,
				messageRate: 0.1,
				pollInterval: 30,
				payload: 250,
			},
			charts: ['battery', 'radio', 'bandwidth'],
			controls: ['pingInterval', 'idleTimeout', 'pollInterval'],
			prediction: {
				question: 'How much energy does the WebSocket save now, against polling?',
				choices: [
					{
						text: 'More than half',
						when: [
							is(
								'webSocket',
								'battery.energyPerHour',
								'<',
								times(0.5, 'polling', 'battery.energyPerHour'),
							),
						],
						feedback: 'It would with a heartbeat that comes less often than the polls.',
					},
					{
						text: 'Less than half',
						when: [
							is(
								'webSocket',
								'battery.energyPerHour',
								'>',
								times(0.5, 'polling', 'battery.energyPerHour'),
							),
						],
						feedback:
							'To the radio a ping is a packet like any other: it wakes it for a whole tail.',
					},
				],
			},
			reveal: [
				'{webSocket.battery.energyPerHour} against {polling.battery.energyPerHour}. The radio is awake {webSocket.battery.radioOnFraction} of the time for pings of a few bytes.',
			],
			task: {
				text: 'Let the WebSocket need less than half of polling’s energy, without the balancer closing connections. Both ends of the silence have to agree.',
				when: [
					is(
						'webSocket',
						'battery.energyPerHour',
						'<',
						times(0.5, 'polling', 'battery.energyPerHour'),
					),
					is('webSocket', 'server.handshakesPerSecond', '<', 0.1),
				],
				solution: { pingInterval: 240, idleTimeout: 600 },
			},
			claims: [
				is(
					'webSocket',
					'battery.energyPerHour',
					'>',
					times(0.5, 'polling', 'battery.energyPerHour'),
				),
			],
		},
	],
};
