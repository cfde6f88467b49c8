import type { Scenario } from './scenario.ts';

export interface Preset {
	readonly label: string;
	/** What the case is, and what to look at. */
	readonly about: string;
	readonly inputs: Partial<Scenario>;
}

export const PRESETS = {
	aggressive: {
		label: 'Aggressive polling',
		about: '10 000 users ask every second whether anything is new. Most answers are empty.',
		inputs: { pollInterval: 1 },
	},
	chat: {
		label: 'Chat',
		about: 'Short messages in both directions, a few a minute.',
		inputs: { messageRate: 6, uplinkRate: 3, payload: 200 },
	},
	cursors: {
		label: 'Collaborative cursors',
		about: 'Every hand on the page is seen by the others: many tiny messages both ways.',
		inputs: {
			users: 500,
			messageRate: 600,
			uplinkRate: 300,
			payload: 40,
			pollInterval: 1,
			network: 'wifi',
		},
	},
	ticker: {
		label: 'Price ticker',
		about: 'One stream of prices for everybody, two a second, one way.',
		inputs: { messageRate: 120, audience: 'shared', payload: 60, pollInterval: 1, network: 'wifi' },
	},
	notifications: {
		label: 'Notifications',
		about: 'A message every ten minutes, to phones that should sleep in between.',
		inputs: { messageRate: 0.1, payload: 250, pollInterval: 30 },
	},
	tokens: {
		label: 'AI token stream',
		about: 'A model’s answer, word by word: 40 small messages a second, one way.',
		inputs: { users: 1000, messageRate: 2400, payload: 20, pollInterval: 1 },
	},
	status: {
		label: 'Status page',
		about: 'The data changes every five minutes; a minute of delay harms nobody.',
		// An hour, so that there are messages to speak of; of fewer users, so that it is as soon simulated.
		inputs: {
			users: 1000,
			messageRate: 0.2,
			audience: 'shared',
			payload: 500,
			pollInterval: 60,
			network: 'wifi',
			duration: 3600,
		},
	},
} as const satisfies Record<string, Preset>;

export type PresetId = keyof typeof PRESETS;
