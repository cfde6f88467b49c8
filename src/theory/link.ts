import { exp, power } from '../model/math.ts';
import { JITTER_SIGMA } from '../model/networks.ts';
import type { Scenario } from '../model/scenario.ts';
import { transmissionTime, type Fraction, type Milliseconds } from '../model/units.ts';
import { MIN_RETRANSMISSION_TIMEOUT, slowStartRounds, type Leg } from '../model/wire.ts';
import { fixed, lognormal, oneOf, sum, type Delay } from './delay.ts';

/** The path of one client: what a flight of packets takes, and what it sends again. */

/** Behind these no three further segments follow, so their loss shows only by time-out (RFC 5681, 3.2). */
const UNGUARDED_SEGMENTS = 3;
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

/** P(k retransmissions), k from 0: one with probability `first`, each further one with `loss`. */
function retransmissions(first: Fraction, loss: Fraction): Fraction[] {
	const shares = [1 - first];
	let reached = first;
	for (let k = 1; k < MOST_RETRANSMISSIONS; k++) {
		shares.push(reached * (1 - loss));
		reached *= loss;
	}
	return [...shares, reached];
}

/** Waiting for time-outs that double: timeout·(2^k − 1) after k losses. */
function timeouts(first: Fraction, loss: Fraction, timeout: Milliseconds): Delay {
	let length = -timeout;
	const choices = retransmissions(first, loss).map((share, k) => {
		length = k === 0 ? 0 : 2 * length + timeout;
		return [share, fixed(length)] as const;
	});
	return oneOf(choices);
}

/** The probability that at least one of `count` packets is lost: 1 − (1 − ℓ)^n. */
export function anyLost(count: number, loss: Fraction): Fraction {
	return count === 0 || loss === 0 ? 0 : 1 - power(1 - loss, count);
}

function losses({ segments }: Leg, loss: Fraction) {
	const unguarded = Math.min(segments, UNGUARDED_SEGMENTS);
	return { late: anyLost(unguarded, loss), early: anyLost(segments - unguarded, loss) };
}

/** A flight of one of several sizes, by weight. */
export type Flights = readonly (readonly [weight: Fraction, leg: Leg])[];

/** Everything that stands between a flight leaving and its last byte arriving. */
export function flightDelay(
	flights: Leg | Flights,
	direction: Direction,
	scenario: Scenario,
): Delay {
	const { rtt, jitter, loss } = scenario;
	const choices: Flights = 'total' in flights ? [[1, flights]] : flights;
	const bare: [Fraction, Delay][] = [];
	let [late, early] = [0, 0];
	for (const [weight, leg] of choices) {
		const rounds = slowStartRounds(leg.segments);
		const time = rtt / 2 + transmissionTime(leg.total, scenario[direction]) + rounds * rtt;
		bare.push([weight, fixed(time)]);
		const lost = losses(leg, loss / 100);
		late += weight * lost.late;
		early += weight * lost.early;
	}
	return sum(
		oneOf(bare),
		jitterDelay(jitter),
		timeouts(late, loss / 100, MIN_RETRANSMISSION_TIMEOUT + rtt),
		oneOf([
			[1 - early, fixed(0)],
			[early, fixed(rtt)],
		]),
	);
}

/** Mean number of segments of a flight that are sent again. */
export function meanRetransmissions(leg: Leg, loss: Fraction): number {
	const { late, early } = losses(leg, loss);
	return retransmissions(late, loss).reduce((total, share, k) => total + k * share, early);
}

/** Set-up of a connection: round trips, each way with its jitter; a lost SYN costs a second, then two, … */
export function handshakeDelay(roundTrips: number, scenario: Scenario): Delay {
	const { rtt, jitter, loss } = scenario;
	return sum(
		fixed(roundTrips * rtt),
		jitterDelay(jitter, 2 * roundTrips),
		timeouts(loss / 100, loss / 100, SYN_TIMEOUT),
	);
}
