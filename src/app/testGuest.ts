import { DEFAULT_SCENARIO, type Scenario } from '../model/scenario.ts';
import { DEFAULT_VIEW } from '../model/view.ts';
import type { Answer, Comparison } from './comparison.svelte.ts';
import { Conversation } from './conversation.ts';
import type { GuestMessage, Surroundings } from './host.ts';
import { ENVELOPE } from './hostMessage.ts';

/** For tests: a frame that talks with a host, both of which can be played. */
export function guest(answer: Answer | null = null) {
	const told: (GuestMessage & typeof ENVELOPE)[] = [];
	const listeners = new Set<(event: object) => void>();
	const hear: { onTold?: (message: GuestMessage) => void } = {};
	const parent = {
		postMessage(message: (typeof told)[number]) {
			told.push(message);
			hear.onTold?.(message);
		},
	};
	const own = {
		parent,
		addEventListener: (_: string, listener: (event: object) => void) => listeners.add(listener),
		removeEventListener: (_: string, listener: (event: object) => void) =>
			listeners.delete(listener),
	};
	const comparison = {
		scenario: DEFAULT_SCENARIO,
		answer,
		running: false,
		change: (scenario: Scenario) => void (comparison.scenario = scenario),
		compare: () => undefined,
		reset: () => void (comparison.scenario = DEFAULT_SCENARIO),
		start: () => Promise.resolve(),
	};
	const conversation = new Conversation(
		comparison as unknown as Comparison,
		DEFAULT_VIEW,
		own as unknown as Surroundings,
	);
	function say(fields: object) {
		for (const listener of listeners)
			listener({ source: parent, data: { ...ENVELOPE, ...fields } });
	}
	return { conversation, comparison, told, hear, say };
}
