import type { Lesson } from './lesson.ts';
import { is, times } from './predicate.ts';

export const MONEY: Lesson = {
	id: 'money',
	title: 'A model of the cost',
	about: 'From requests and bytes to a bill, and what the bill does not show.',
	steps: [
		{
			title: 'The bill of haste',
			text: [
				'{users} users poll every {pollInterval} second. Servers are rented by the hour at {priceServer} dollars, as many as the load needs; data out costs {priceEgress} dollars a gigabyte, and the balancer has its price too.',
			],
			scenario: { users: 10_000, pollInterval: 1, nodes: 4, duration: 20 },
			charts: ['money', 'requests', 'bandwidth'],
			controls: ['users', 'pollInterval', 'priceServer', 'priceEgress'],
			prediction: {
				question: 'What does polling cost a month?',
				transport: 'polling',
				figure: 'cost.monthly',
				range: [10, 100_000],
				tooLow: 'A month has more than two million seconds, and each of them has its requests.',
				tooHigh: 'A request is a few hundred bytes and a millisecond: little, but often.',
			},
			reveal: [
				'{polling.cost.monthly}, of which {polling.cost.parts.egress} is for data out and {polling.cost.parts.servers} for servers. The same news over a WebSocket costs {webSocket.cost.monthly}.',
				'Look at the parts before you save on one of them.',
			],
			claims: [
				is('polling', 'cost.monthly', '>', times(2, 'webSocket', 'cost.monthly')),
				is('polling', 'cost.parts.egress', '>', times(1, 'polling', 'cost.parts.servers')),
			],
		},
		{
			title: 'What the money buys',
			text: [
				'Cheaper polling is slower polling, up to a point. The bill and the time that news takes belong in one sentence.',
			],
			scenario: { users: 10_000, pollInterval: 5, duration: 30 },
			charts: ['money', 'latency'],
			controls: ['pollInterval', 'users'],
			lock: ['users'],
			prediction: {
				question: 'How long do the slowest five of a hundred messages take with polling, at least?',
				transport: 'polling',
				figure: 'latency.p95',
				range: [10, 60_000],
				tooLow: 'A message that just missed a poll waits for the whole interval.',
				tooHigh: 'Nothing waits for more than one interval.',
			},
			reveal: [
				'{polling.latency.p95} for {polling.cost.monthly} a month, against {webSocket.latency.p95} for {webSocket.cost.monthly}. Whoever pushes pays in another coin: code to come back and to catch up, a bus between the servers, state to look after at night. No run shows that, but it belongs in the sum.',
			],
			task: {
				text: 'Find an interval at which polling costs no more than a tenth above the WebSocket. Would you sell that latency? And why is an interval longer than the keep-alive of {keepAlive} seconds dearer again?',
				when: [is('polling', 'cost.monthly', '<', times(1.1, 'webSocket', 'cost.monthly'))],
				solution: { pollInterval: 60 },
			},
			claims: [
				is('polling', 'latency.p95', '~', 4750),
				is('polling', 'cost.monthly', '>', times(1.1, 'webSocket', 'cost.monthly')),
			],
		},
		{
			title: 'Paid by the request',
			text: [
				'A serverless back end has no servers on the bill: it asks {priceRequests} dollar for a million requests or frames, and {priceConnections} dollars for a million minutes of connection.',
			],
			scenario: {
				users: 10_000,
				pollInterval: 5,
				duration: 30,
				priceServer: 0,
				priceRequests: 1,
				priceConnections: 0.25,
			},
			charts: ['money', 'requests'],
			controls: ['pollInterval', 'messageRate', 'priceRequests', 'priceConnections'],
			prediction: {
				question: 'How many times the bill of the WebSocket is that of polling?',
				choices: [
					{
						text: 'Less than twice',
						when: [is('polling', 'cost.monthly', '<', times(2, 'webSocket', 'cost.monthly'))],
						feedback:
							'Connections cost something here, but a minute of one is cheap beside its polls.',
					},
					{
						text: 'Two to five times',
						when: [
							is('polling', 'cost.monthly', '>=', times(2, 'webSocket', 'cost.monthly')),
							is('polling', 'cost.monthly', '<', times(5, 'webSocket', 'cost.monthly')),
						],
						feedback:
							'Each user asks several times a minute, and every question is paid for, also where nothing is new.',
					},
					{
						text: 'Five times or more',
						when: [is('polling', 'cost.monthly', '>=', times(5, 'webSocket', 'cost.monthly'))],
						feedback:
							'Each user asks several times a minute, and every question is paid for, also where nothing is new.',
					},
				],
			},
			reveal: [
				'{polling.cost.monthly} against {webSocket.cost.monthly}. A price by the request turns every empty answer into a line on the bill.',
			],
			task: {
				text: 'Make polling the cheaper one.',
				when: [is('polling', 'cost.monthly', '<', times(1, 'webSocket', 'cost.monthly'))],
				solution: { pollInterval: 300 },
			},
			claims: [is('polling', 'cost.monthly', '>', times(2, 'webSocket', 'cost.monthly'))],
		},
	],
};
