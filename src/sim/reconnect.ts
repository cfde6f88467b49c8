import type { Scenario } from '../model/scenario.ts';
import type { Milliseconds } from '../model/units.ts';
import { PURPOSE, uniform } from './random.ts';

/** First delay of exponential back-off, and its ceiling (AWS Architecture Blog, "Exponential Backoff and Jitter"). */
export const BACKOFF_BASE: Milliseconds = 1000;
export const BACKOFF_CAP: Milliseconds = 30_000;

/** Even the most impatient client needs this long to find out that it was refused, and to try again. Assumed. */
const IMMEDIATE_RETRY: Milliseconds = 100;

/** How long a client waits before its `attempt`-th try (from 0) to connect again; Infinity: for ever. */
export function reconnectDelay(
	policy: Scenario['reconnect'],
	attempt: number,
	key: number,
): Milliseconds {
	if (policy === 'none') return Infinity;
	if (policy === 'immediate') return attempt === 0 ? 0 : IMMEDIATE_RETRY;
	let ceiling = BACKOFF_BASE;
	for (let i = 0; i < attempt && ceiling < BACKOFF_CAP; i++) ceiling *= 2;
	ceiling = Math.min(ceiling, BACKOFF_CAP);
	return policy === 'jitter' ? ceiling * uniform(key, PURPOSE.reconnect) : ceiling;
}
