import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';

/**
 * Long polling. A cycle runs from one answer leaving to the next: a gap (answer down, request up,
 * service) and then, unless a message came in the gap, a hold until the first message or the
 * time-out. Rates are per ms. All of it holds for one outstanding request a client.
 */

/** What the closed forms need. */
export interface Cycle {
	readonly messageRate: number;
	/** Mean gap. */
	readonly gap: Milliseconds;
	/** Hold time-out. */
	readonly timeout: Milliseconds;
	/** Probability that no message comes in a gap: e^(−λg), averaged where the gap varies. */
	readonly quietGap: Fraction;
}

/** A cycle with a gap that is always the same. */
export function fixedCycle(messageRate: number, gap: Milliseconds, timeout: Milliseconds): Cycle {
	return { messageRate, gap, timeout, quietGap: exp(-messageRate * gap) };
}

/** Mean of min(Exp(λ), t): the integral of e^(−λx) from 0 to t. */
export function meanHold(messageRate: number, timeout: Milliseconds): Milliseconds {
	const product = messageRate * timeout;
	// (1 − e^(−x))/x loses its digits for small x; the series does not.
	if (product < 1e-6) return timeout * (1 - product / 2);
	return (1 - exp(-product)) / messageRate;
}

/** E[C] = g + e^(−λg)·(1 − e^(−λT))/λ: → g + T without messages, → g with very many (polling at the speed of the path). */
export function meanCycle({ messageRate, gap, timeout, quietGap }: Cycle): Milliseconds {
	return gap + quietGap * meanHold(messageRate, timeout);
}

/** Answers without a message: neither the gap nor the hold saw one. */
export function timeoutFraction({ messageRate, timeout, quietGap }: Cycle): Fraction {
	return quietGap * exp(-messageRate * timeout);
}

/** Answers that leave at once, with what had come in the gap. */
export function backlogFraction({ quietGap }: Cycle): Fraction {
	return 1 - quietGap;
}

/** Messages that come while nobody asks: Poisson arrivals see time averages, so g/E[C]. */
export function gapFraction(cycle: Cycle): Fraction {
	return cycle.gap / meanCycle(cycle);
}

/** Mean wait for the gap to close, over all messages: φ·g/2 for a fixed gap, φ·E[g²]/2E[g] in general. */
export function meanWaitForGap(cycle: Cycle, variance: number = 0): Milliseconds {
	const { gap } = cycle;
	return gap === 0 ? 0 : (gapFraction(cycle) * (gap + variance / gap)) / 2;
}

/** Quantile `u` of that wait for a fixed gap: 0 with 1 − φ, else uniform over the gap. */
export function waitForGapQuantile(cycle: Cycle, u: Fraction): Milliseconds {
	const share = gapFraction(cycle);
	return u <= 1 - share ? 0 : (cycle.gap * (u - 1 + share)) / share;
}
