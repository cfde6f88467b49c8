import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import { HANDSHAKE_ROUND_TRIPS, type Leg } from '../model/wire.ts';
import type { PacketSource } from './battery.ts';
import { seen, type Conditions } from './conditions.ts';
import { cdf, excess, exponential, fixed, sum, type Delay } from './delay.ts';
import { flightDelay, handshakeDelay } from './link.ts';
import { meanHold } from './longPolling.ts';
import { unposted } from './posts.ts';
import { firstBackOff, silencesOfReturn } from './reconnect.ts';
import { handshakeAirtime } from './traffic.ts';

/** How often a balancer closes one client's silent stream, and how long the client is away then. */
export interface Flapping {
	/** Closes a ms. */
	readonly rate: number;
	/** From a close to the server having the client's next request. */
	readonly away: Delay;
	readonly awayFraction: Fraction;
	/** Why there is no formula. */
	readonly broken?: string;
}

const TIMERS_RACE =
	'a heartbeat comes as the balancer closes or the client is on its way back: the timers race';
/** Between a close and the next heartbeat the way back must have at least so many times its mean. */
const UNHURRIED = 2;

/** Heartbeats so much rarer than the balancer's patience do not matter. */
const RARE = 50;

/** Heartbeats or messages may be too rare for the balancer's patience. `rate`: everything else that it sees. */
export function flappingOf(conditions: Conditions, rate: number, opening: Leg): Flapping {
	const { idleTimeout, pingInterval, scenario } = conditions;
	const away = sum(
		firstBackOff(scenario.reconnect),
		handshakeDelay(HANDSHAKE_ROUND_TRIPS, scenario),
		fixed(scenario.rtt / 2 + handshakeAirtime(conditions)),
		flightDelay(opening, 'up', scenario),
	);
	const patient = idleTimeout === 0 || (pingInterval > 0 && pingInterval < idleTimeout);
	if (patient) return { rate: 0, away, awayFraction: 0 };
	const served = scenario.requestCpu + scenario.handshakeCpu + scenario.requestWait;
	if (pingInterval > 0 && pingInterval - idleTimeout < UNHURRIED * away.mean) {
		return { rate: 0, away, awayFraction: 0, broken: TIMERS_RACE };
	}
	const rare = pingInterval === 0 || pingInterval > RARE * idleTimeout;
	const closes = rare
		? 1 / (timeToIdleClose(rate, idleTimeout) + away.mean + served)
		: closesBetweenHeartbeats(conditions, rate, away.mean + served) / pingInterval;
	if (!seen(conditions, closes)) return { rate: 0, away, awayFraction: 0 };
	return { rate: closes, away, awayFraction: Math.min(1, closes * away.mean) };
}

const PARTS = 400;

/**
 * Closes between two heartbeats that come later than the balancer's patience I. With t left after
 * the last packet, M(t) = ∫₀ᴵ λe^(−λx)M(t − x)dx + e^(−λI)(1 + M(t − I − d)), and nothing for t ≤ I;
 * solved on a grid of time.
 */
export function closesBetweenHeartbeats(
	{ idleTimeout, pingInterval }: Conditions,
	rate: number,
	away: Milliseconds,
): number {
	const step = idleTimeout / PARTS;
	const parts = Math.floor(pingInterval / step + 1e-9);
	const closes = new Float64Array(parts + 1);
	const stay = exp(-rate * step);
	const silent = exp(-rate * idleTimeout);
	const back = Math.ceil((idleTimeout + away) / step);
	// The integral moves along with t: what it had decays, a new part comes in, the oldest goes out.
	let integral = 0;
	for (let i = PARTS + 1; i <= parts; i++) {
		integral = stay * integral + (1 - stay) * closes[i - 1]!;
		if (i > PARTS + 1) integral -= (1 - stay) * silent * closes[i - 1 - PARTS]!;
		closes[i] = integral + silent * (1 + (i >= back ? closes[i - back]! : 0));
	}
	return closes[parts]!;
}

/** What a stream's connection carries besides messages. */
interface Carried {
	readonly opening: Leg;
	readonly opened: Leg;
	/** From what the client sends on it to the answer. */
	readonly exchange: Delay;
}

/**
 * What the radio sees without heartbeats: silences that end with a packet or with the balancer's
 * goodbye, and after that the pauses of the way back.
 */
export function flappingPackets(
	conditions: Conditions,
	rate: number,
	{ opening, opened, exchange }: Carried,
): PacketSource {
	const { idleTimeout, messageRate, radio, scenario, tail } = conditions;
	const idle = exp(-rate * idleTimeout);
	const pause = sum(firstBackOff(scenario.reconnect), fixed(scenario.rtt / 2));
	const setUp = sum(
		handshakeDelay(HANDSHAKE_ROUND_TRIPS, scenario),
		fixed(handshakeAirtime(conditions)),
	);
	const pauses = [
		...silencesOfReturn(scenario.rtt, pause, setUp),
		sum(
			flightDelay(opening, 'up', scenario),
			exponential(scenario.requestCpu),
			fixed(scenario.handshakeCpu + scenario.requestWait),
			flightDelay(opened, 'down', scenario),
		),
	];
	const cycle =
		meanHold(rate, idleTimeout) + idle * pauses.reduce((total, { mean }) => total + mean, 0);
	const sent = rate - messageRate;
	const answered = [{ pause: exchange, share: 1 }];
	const quiet = (age: Milliseconds) =>
		age < idleTimeout ? exp(-messageRate * age) * unposted(sent, answered, age) : 0;
	const backFor = (age: Milliseconds) =>
		idle * pauses.reduce((total, pause) => total + excess(pause, age), 0);
	const backReached = (age: Milliseconds) =>
		idle * pauses.reduce((total, pause) => total + 1 - cdf(pause, age), 0);
	// Only a message is kept up by a sleeping radio: a goodbye and the way back are not waited for.
	const wakes = quiet(tail) + backReached(tail);
	const woken = wakes === 0 ? 0 : Math.max(0, quiet(tail) - idle) / wakes;
	const byMessage = rate === 0 ? 0 : (woken * messageRate) / rate;
	return {
		silence: (age) =>
			(quiet(age) * meanHold(rate, Math.max(0, idleTimeout - age)) + backFor(age)) / cycle,
		reaching: (age) => (quiet(age) + backReached(age)) / cycle,
		alone: quiet,
		nextRate: rate,
		wakeDelay: byMessage * (radio.pagingCycle / 2 + radio.promotionDelay),
		large: false,
	};
}

/**
 * Mean time until a connection without heartbeats has been silent for `idleTimeout`:
 * (e^(λI) − 1)/λ, the mean time to the first gap of I in a Poisson stream. Infinity when it
 * practically never happens.
 */
export function timeToIdleClose(rate: number, idleTimeout: Milliseconds): Milliseconds {
	const product = rate * idleTimeout;
	return product < 1e-9 ? idleTimeout : (exp(product) - 1) / rate;
}
