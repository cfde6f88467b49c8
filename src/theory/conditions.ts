import { RADIOS, tailTime, type Radio } from '../model/radios.ts';
import type { Scenario } from '../model/scenario.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type Fraction, type Milliseconds } from '../model/units.ts';
import { wireOf, type Wire } from '../model/wire.ts';

/** A scenario in the units of the formulas: ms, and rates of one user per ms. */
export interface Conditions {
	readonly scenario: Scenario;
	readonly wire: Wire;
	readonly radio: Radio;
	readonly tail: Milliseconds;
	/** Messages to one user, and from one user. */
	readonly messageRate: number;
	readonly uplinkRate: number;
	readonly pollInterval: Milliseconds;
	readonly keepAlive: Milliseconds;
	readonly holdTimeout: Milliseconds;
	/** 0: no heartbeats. */
	readonly pingInterval: Milliseconds;
	/** 0: never. */
	readonly idleTimeout: Milliseconds;
	readonly duration: Milliseconds;
	readonly loss: Fraction;
	/** Every message goes to all users at once. */
	readonly shared: boolean;
}

export function conditionsOf(scenario: Scenario): Conditions {
	const radio: Radio = RADIOS[scenario.radio];
	return {
		scenario,
		wire: wireOf(scenario),
		radio,
		tail: tailTime(radio),
		messageRate: scenario.messageRate / MS_PER_MINUTE,
		uplinkRate: scenario.uplinkRate / MS_PER_MINUTE,
		pollInterval: scenario.pollInterval * MS_PER_SECOND,
		keepAlive: scenario.keepAlive * MS_PER_SECOND,
		holdTimeout: scenario.longPollTimeout * MS_PER_SECOND,
		pingInterval: scenario.pingInterval * MS_PER_SECOND,
		idleTimeout: scenario.idleTimeout * MS_PER_SECOND,
		duration: scenario.duration * MS_PER_SECOND,
		loss: scenario.loss / 100,
		shared: scenario.audience === 'shared',
	};
}

/** Events in a run below which it practically never sees one. */
const UNSEEN = 0.01;

/** Whether a run sees events that happen to each user so many times a ms. */
export function seen({ duration, scenario }: Conditions, rate: number): boolean {
	return rate * scenario.users * duration >= UNSEEN;
}
