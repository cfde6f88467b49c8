import { exp, power } from '../model/math.ts';
import { JITTER_SIGMA } from '../model/networks.ts';
import type { Scenario } from '../model/scenario.ts';
import { transmissionTime, type Fraction, type Milliseconds } from '../model/units.ts';
import {
	lastSegmentTimeout,
	MIN_RETRANSMISSION_TIMEOUT,
	REORDERING_WINDOW,
	slowStartRounds,
	type Leg,
} from '../model/wire.ts';
import { fixed, lognormal, oneOf, sum, type Delay } from './delay.ts';

/** The path of one client: what a flight of packets takes, and what it sends again. */

/** A segment is given up after so many retransmissions. */
const MOST_RETRANSMISSIONS = 8;
/** First retransmission time-out of a SYN (RFC 6298, 2.1). */
const SYN_TIMEOUT: Milliseconds = 1000;

export type Direction = 'up' | 'down';

/** Mean queueing delay of one way: a lognormal of shape σ = 1 has the mean sd/√(e^(σ²) − 1). */
export function meanJitter(jitter: Milliseconds): Milliseconds {
	return jitter / Math.sqrt(exp(JITTER_SIGMA * JITTER_SIGMA) - 1);
}

/** Queueing delay of `ways` ways in a row. */
export function jitterDelay(jitter: Milliseconds, ways = 1): Delay {
	return jitter === 0 ? fixed(0) : lognormal(ways * meanJitter(jitter), ways * jitter * jitter);
}

/** Lengths by how likely they are. */
type Waits = readonly (readonly [share: Fraction, length: Milliseconds])[];

/** No wait, or one after another, each twice as long as the one before: after each loss a further one. */
function doublings(loss: Fraction, wait: Milliseconds, most: number): Waits {
	const waits: [Fraction, Milliseconds][] = [];
	let [reached, length] = [1, 0];
	for (let k = 0; k < most && reached > 0; k++) {
		waits.push([reached * (1 - loss), length]);
		reached *= loss;
		length = 2 * length + wait;
	}
	return reached > 0 ? [...waits, [reached, length]] : waits;
}

/** What a segment waits that is lost again after it was sent again. */
export function furtherWaits(loss: Fraction, rtt: Milliseconds): Waits {
	return doublings(loss, MIN_RETRANSMISSION_TIMEOUT + rtt, MOST_RETRANSMISSIONS - 1);
}

function oneOfWaits(waits: Waits): Delay {
	return oneOf(waits.map(([share, length]) => [share, fixed(length)] as const));
}

/** What the loss of a flight's last segment adds, where `first` passes until it is sent again. */
export function lastLoss(first: Delay, scenario: Scenario): Delay {
	const loss = scenario.loss / 100;
	if (loss === 0) return fixed(0);
	const further = oneOfWaits(furtherWaits(loss, scenario.rtt));
	return oneOf([
		[1 - loss, fixed(0)],
		[loss, sum(first, further)],
	]);
}

/** The probability that at least one of `count` packets is lost: 1 − (1 − ℓ)^n. */
export function anyLost(count: number, loss: Fraction): Fraction {
	return count === 0 || loss === 0 ? 0 : 1 - power(1 - loss, count);
}

/** A flight of one of several sizes, by weight. */
export type Flights = readonly (readonly [weight: Fraction, leg: Leg])[];

/** Everything between a flight leaving and its last byte arriving, where nothing follows that brings it back. */
export function flightDelay(
	flights: Leg | Flights,
	direction: Direction,
	scenario: Scenario,
): Delay {
	const choices: Flights = 'total' in flights ? [[1, flights]] : flights;
	const timeouts = choices.map(
		([weight, leg]) => [weight, fixed(lastSegmentTimeout(leg, scenario.rtt))] as const,
	);
	return sum(promptDelay(choices, direction, scenario), lastLoss(oneOf(timeouts), scenario));
}

/** The same where the last segment is not lost; the loss of an earlier one costs R + R/4 (RFC 8985, 6.2). */
export function promptDelay(choices: Flights, direction: Direction, scenario: Scenario): Delay {
	const { rtt, jitter, loss } = scenario;
	const bare: [Fraction, Delay][] = [];
	let early = 0;
	for (const [weight, leg] of choices) {
		const rounds = slowStartRounds(leg.segments);
		const time = rtt / 2 + transmissionTime(leg.total, scenario[direction]) + rounds * rtt;
		bare.push([weight, fixed(time)]);
		early += weight * anyLost(leg.segments - 1, loss / 100);
	}
	return sum(
		oneOf(bare),
		jitterDelay(jitter),
		oneOf([
			[1 - early, fixed(0)],
			[early, fixed((1 + REORDERING_WINDOW) * rtt)],
		]),
	);
}

/** Mean number of segments of a flight that are sent again. */
export function meanRetransmissions({ segments }: Leg, loss: Fraction): number {
	// The last one again and again, at most so often: ℓ + ℓ² + …
	let [last, reached] = [0, 1];
	for (let k = 1; k <= MOST_RETRANSMISSIONS; k++) {
		reached *= loss;
		last += reached;
	}
	return last + anyLost(segments - 1, loss);
}

/** Set-up of a connection: round trips, each way with its jitter; a lost SYN costs a second, then two, … */
export function handshakeDelay(roundTrips: number, scenario: Scenario): Delay {
	const { rtt, jitter, loss } = scenario;
	return sum(
		fixed(roundTrips * rtt),
		jitterDelay(jitter, 2 * roundTrips),
		oneOfWaits(doublings(loss / 100, SYN_TIMEOUT, MOST_RETRANSMISSIONS)),
	);
}
