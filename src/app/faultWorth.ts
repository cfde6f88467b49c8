import { DEFAULT_SCENARIO, type Scenario } from '../model/scenario.ts';

/** Something that a team can do about faults, and what the scenario is like without it. */
export interface Precaution {
	readonly id: 'backOff' | 'jitter' | 'resume' | 'ping' | 'nodes' | 'bus';
	readonly label: string;
	/** Whether the scenario has it. */
	readonly on: boolean;
	/** What to change for the opposite. */
	readonly other: Partial<Scenario>;
}

/** A server more or less shows from here on. */
const SEVERAL = 4;

/** What is switched on or off against faults, each with the change that switches it the other way. */
export function precautionsOf(scenario: Scenario): readonly Precaution[] {
	const { bus, nodes, pingInterval, reconnect, resume } = scenario;
	const backOff = reconnect === 'backoff' || reconnect === 'jitter';
	const jitter = reconnect === 'jitter';
	return [
		{
			id: 'backOff',
			label: 'Back-off',
			on: backOff,
			other: { reconnect: backOff ? 'immediate' : 'backoff' },
		},
		{
			id: 'jitter',
			label: 'Jitter in the back-off',
			on: jitter,
			other: { reconnect: jitter ? 'backoff' : 'jitter' },
		},
		{ id: 'resume', label: 'Resume', on: resume, other: { resume: !resume } },
		{
			id: 'ping',
			label: 'Heartbeat',
			on: pingInterval > 0,
			other: { pingInterval: pingInterval > 0 ? 0 : DEFAULT_SCENARIO.pingInterval },
		},
		{
			id: 'nodes',
			label: 'Several servers',
			on: nodes > 1,
			other: { nodes: nodes > 1 ? 1 : SEVERAL },
		},
		{
			id: 'bus',
			label: 'Bus between servers',
			on: bus,
			// One server alone needs no bus.
			other: { bus: !bus, nodes: Math.max(nodes, bus ? SEVERAL : 1) },
		},
	];
}
