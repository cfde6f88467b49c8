import { exp } from '../model/math.ts';
import type { Milliseconds } from '../model/units.ts';
import type { Leg } from '../model/wire.ts';
import type { Conditions } from './conditions.ts';
import type { Flapping } from './flapping.ts';
import type { PushQueue } from './pushes.ts';

/** Connections that stay open: Server-Sent Events and WebSocket. Rates are per ms. */

/** What tells one kind of held stream from another. */
export interface Kind {
	readonly opening: Leg;
	readonly opened: Leg;
	readonly message: Leg;
	readonly heartbeat: Leg;
	/** What the client sends back to a heartbeat; an ACK if nothing. */
	readonly heartbeatAnswer: Leg | null;
	/** What the client has to say, on the same connection; else it posts. */
	readonly frameUp: Leg | null;
}

/** What is known of a stream before its bytes and its radio. Rates are those of one user per ms. */
export interface StreamRates {
	readonly kind: Kind;
	readonly flapping: Flapping;
	/** Messages pushed, heartbeats, and what is sent on the same connection. */
	readonly pushRate: number;
	readonly heartbeatRate: number;
	readonly frameRate: number;
	readonly queue: PushQueue;
}

/** Messages both ways on the stream's connection, which HTTP/2 shares with the posts. */
export function carriedRate(
	{ messageRate, scenario, uplinkRate }: Conditions,
	{ frameUp }: Kind,
): number {
	return messageRate + (frameUp || scenario.http === '2' ? uplinkRate : 0);
}

/** Heartbeats a ms from a timer that traffic resets: one for each silence of `period`; 1/P without traffic. */
export function resettingHeartbeatRate(rate: number, period: Milliseconds): number {
	const product = rate * period;
	if (product < 1e-9) return 1 / period;
	const quiet = exp(-product);
	return (rate * quiet) / (1 - quiet);
}
