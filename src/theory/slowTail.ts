import type { Conditions } from './conditions.ts';
import { slowPhaseBegin, tooLarge } from './wake.ts';

/** Where a tail with a slow phase (FACH of 3G) lets no formula say when packets get through, and so when the next one comes. */

const SMALL =
	'requests are small enough to ride in the slow phase of the 3G radio, which keeps it there';
const POSTS =
	'polls and posts meet the 3G radio in either phase of its tail, and what one leaves behind decides how long the next one waits';
const CUT = 'a slow phase of the radio and connections that close: together they have no formula';
const ANSWERED =
	'a phone that sends as well keeps the 3G radio in the phase that it is in: that has no formula';
const OVERTAKING =
	'messages follow each other so fast that some overtake others in the slow phase of the 3G radio';

/** Why polls have no formula. */
export function pollsInSlowPhase(conditions: Conditions): string | undefined {
	const { keepAlive, pollInterval, radio, uplinkRate, wire } = conditions;
	if (slowPhaseBegin(radio) === Infinity) return undefined;
	if (keepAlive < pollInterval) return CUT;
	if (pollInterval <= slowPhaseBegin(radio)) return undefined;
	if (uplinkRate > 0) return POSTS;
	return tooLarge(radio, 'up', wire.pollRequest) ? undefined : SMALL;
}

/** Why long polls have no formula. */
export function holdsInSlowPhase(conditions: Conditions): string | undefined {
	const { holdTimeout, idleTimeout, keepAlive, radio, uplinkRate, wire } = conditions;
	if (slowPhaseBegin(radio) === Infinity) return undefined;
	if (uplinkRate > 0) return POSTS;
	if (keepAlive === 0 || (idleTimeout > 0 && idleTimeout <= holdTimeout)) return CUT;
	return tooLarge(radio, 'up', wire.longPollRequest) ? undefined : SMALL;
}

/** Why a stream that closes, or with posts on another connection beside it, has no formula. */
export function cutInSlowPhase({ radio }: Conditions, closes: number): string | undefined {
	return slowPhaseBegin(radio) < Infinity && closes > 0 ? CUT : undefined;
}

/** Of all time, what a radio may spend awake because one message overtook another. */
const MOST_OVERTAKING = 0.005;

/** Why the radio of a stream has no formula. `answers`: the client answers heartbeats. */
export function streamInSlowPhase(conditions: Conditions, answers: boolean): string | undefined {
	const { messageRate, pingInterval, radio, scenario, uplinkRate } = conditions;
	const begin = slowPhaseBegin(radio);
	if (begin === Infinity) return undefined;
	if (uplinkRate > 0 || (answers && pingInterval > 0)) return ANSWERED;
	return messageRate * messageRate * scenario.jitter * begin > MOST_OVERTAKING
		? OVERTAKING
		: undefined;
}
