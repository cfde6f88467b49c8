import { exp } from '../model/math.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import {
	lastSegmentTimeout,
	MIN_RETRANSMISSION_TIMEOUT,
	REORDERING_WINDOW,
	type Leg,
} from '../model/wire.ts';
import {
	cdf,
	excess,
	fixed,
	gapWithin,
	longest,
	oneOf,
	shortest,
	sum,
	type Delay,
} from './delay.ts';
import { furtherWaits, lastLoss, promptDelay } from './link.ts';

/** A stream keeps its order: what is written behind a lost message waits for it, and helps to bring it back. */

/** What else goes down a client's stream, each as good as a Poisson stream; per ms. */
export interface Neighbours {
	readonly messages: number;
	readonly heartbeats: number;
}

/** A message on its way down a stream. */
export interface Push {
	/** Until it is there itself. */
	readonly delay: Delay;
	/** Mean wait, after that, for earlier ones. */
	readonly stalled: Milliseconds;
	/** P(all that left earlier is there t after it left). */
	unblocked(t: Milliseconds): Fraction;
}

/**
 * A message among its neighbours, of a rate of which a share ℓ is lost; μ of the rest arrive a ms. For what
 * brings a lost one back see {@link firstWait}.
 */
export function pushDelay(leg: Leg, scenario: Scenario, neighbours: Neighbours): Push {
	const { rtt } = scenario;
	const loss = scenario.loss / 100;
	const prompt = promptDelay([[1, leg]], 'down', scenario);
	const rate = neighbours.messages + neighbours.heartbeats;
	const recovery = recoveryOf(leg, scenario, rate * (1 - loss));
	const delay = sum(prompt, lastLoss(firstWait(recovery), scenario));

	const losses = furtherWaits(loss, rtt).map(([share, further]) => ({
		share: loss * share,
		shown: rtt + further,
	}));
	const unblocked = (t: Milliseconds): Fraction => {
		let late = (1 - loss) * neighbours.messages * excess(prompt, t);
		let alone = 1;
		for (const { share, shown } of losses) {
			late += share * rate * excess(prompt, t - shown - recovery.least);
			const back = cdf(prompt, t - shown);
			const since = t - shown - prompt.mean;
			const before = waitingBefore(recovery, rate, Math.min(rtt, Math.max(0, -since)));
			const after = waitingAfter(recovery, rate, Math.max(0, since));
			alone *= 1 - share * rate * (before * (1 - back) + after * back);
		}
		return exp(-late) * alone;
	};
	const kinks = losses.flatMap(({ shown }) => [shown, shown + recovery.least]);
	return { delay, stalled: meanStall(delay, unblocked, kinks), unblocked };
}

/** How a lost last segment comes back: by the packets that follow, μ a ms of which arrive, or by time. */
interface Recovery {
	readonly rtt: Milliseconds;
	readonly arriving: number;
	/** By so much a later packet may overtake one that is not lost. */
	readonly least: Milliseconds;
	/** A packet that follows so soon shows the loss before the first time-out; and when the second one is. */
	readonly most: Milliseconds;
	readonly timeout: Milliseconds;
	readonly second: Milliseconds;
}

function recoveryOf(leg: Leg, { rtt }: Scenario, arriving: number): Recovery {
	const timeout = lastSegmentTimeout(leg, rtt);
	const most = timeout - rtt;
	const least = Math.min(REORDERING_WINDOW * rtt, most);
	const second = timeout + MIN_RETRANSMISSION_TIMEOUT + rtt;
	return { rtt, arriving, least, most, timeout, second };
}

/** Pieces that stand for a round trip. */
const PIECES = 6;

/**
 * Until a lost last segment is sent again. The next packet, x later, shows the loss after x + R, and at
 * least after R + R/4 (RFC 8985, 6.2), if that is before the time-out T, or if yet another one follows
 * before T. Else, for x < T, the time-out repeats that packet and not the lost one (7.3), and what follows
 * then or a second time-out brings it back. With nothing before T, it is the lost one that is repeated.
 */
function firstWait({ arriving, least, most, rtt, second, timeout }: Recovery): Delay {
	const none = exp(-arriving * timeout);
	const choices: [Fraction, Delay][] = [[none, fixed(timeout)]];
	const soon = 1 - exp(-arriving * most);
	if (soon > 0) choices.push([soon, sum(fixed(rtt), gapWithin(arriving, least, most))]);
	const width = (timeout - most) / PIECES;
	let alone = exp(-arriving * most) - none;
	for (let i = 0; i < PIECES; i++) {
		const [from, to] = [most + i * width, most + (i + 1) * width];
		const another = exp(-arriving * from) - exp(-arriving * to) - arriving * width * none;
		alone -= another;
		choices.push([another, fixed((from + to) / 2 + rtt)]);
	}
	const left = second - timeout - rtt;
	const follows = 1 - exp(-arriving * left);
	if (follows > 0) {
		const again = sum(fixed(timeout + rtt), gapWithin(arriving, 0, left));
		choices.push([alone * follows, again]);
	}
	choices.push([alone * (1 - follows), fixed(second)]);
	return oneOf(choices);
}

/**
 * How long ago something may have left that waits, on average, where what left now arrives in a while and
 * will help it: all that is lost less than R/4 ago is left out. With `left` until a round trip has passed,
 * ν packets a ms and E(a, b) = ∫e^(−νv)dv: E(R/4, T) where the next one tells, less what a time-out
 * repeats itself, and more where it repeats the next one.
 */
function waitingBefore(
	{ least, rtt, second, timeout }: Recovery,
	rate: number,
	left: Milliseconds,
): Milliseconds {
	const none = exp(-rate * timeout);
	const repeated = none * (left + (rate * left * left) / 2);
	const tooLate = none * left + silence(rate, timeout, second - rtt);
	return silence(rate, least, timeout) - repeated + rate * rtt * tooLate;
}

/**
 * The same when a round trip and `more` have passed since: the time-out repeated what left now, and nothing
 * has followed that.
 */
function waitingAfter(
	{ most, rtt, second, timeout }: Recovery,
	rate: number,
	more: Milliseconds,
): Milliseconds {
	const untilTimeout = Math.max(0, rtt - more) * exp(-rate * timeout);
	const from = Math.max(most, timeout - more);
	const to = Math.min(timeout, second - rtt - more);
	return untilTimeout + (to > from ? exp(-rate * more) * silence(rate, from, to) : 0);
}

/** ∫e^(−rv)dv. */
function silence(rate: number, from: Milliseconds, to: Milliseconds): Milliseconds {
	return rate < 1e-9 ? to - from : (exp(-rate * from) - exp(-rate * to)) / rate;
}

const POINTS = 80;

/**
 * ∫P(D ≤ t)·(1 − P(unblocked by t))dt: what the order of the stream adds to the mean. Between one kink and
 * the next the grid is fine where the curve is steep, and coarse in the tail.
 */
function meanStall(
	delay: Delay,
	unblocked: (t: Milliseconds) => Fraction,
	kinks: readonly Milliseconds[],
): Milliseconds {
	const start = shortest(delay);
	const ends = [...kinks.map((kink) => start + kink), longest(delay)].sort((a, b) => a - b);
	let total = 0;
	let from = start;
	for (const to of ends) {
		let [time, value] = [from, stalled(from)];
		for (let i = 1; i <= POINTS; i++) {
			const share = i / POINTS;
			const next = from + (to - from) * share * share * share;
			const following = i === POINTS && to !== ends.at(-1) ? stalled(to - 1e-9) : stalled(next);
			total += ((next - time) * (value + following)) / 2;
			[time, value] = [next, following];
		}
		from = to;
	}
	return total;

	function stalled(t: Milliseconds): Fraction {
		return cdf(delay, t) * (1 - unblocked(t));
	}
}
