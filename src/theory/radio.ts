import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import { meanCycle, type Cycle } from './longPolling.ts';

/**
 * The radio's one theorem. S(x) is the probability that the last packet is more than x old at a
 * random moment. Age grows at rate 1, so it crosses T from below −S′(T) times a ms: those are the
 * sleeps, and so the wake-ups. The radio is off for S(T) of the time, and in the phase from age a to
 * b for S(a) − S(b). Independent sources of packets multiply. Rates and wake-ups are per ms.
 */

/** One stream of packets, as the radio sees it. */
export interface Source {
	/** S(x). */
	silence(age: Milliseconds): Fraction;
	/** −S′(x): how often a silence of this stream reaches the age x, per ms. */
	reaching(age: Milliseconds): number;
}

function positive(x: number): number {
	return x > 0 ? x : 0;
}

/** Single packets every `period`: S = (1 − x/N)⁺. */
export function periodic(period: Milliseconds): Source {
	return pairs(period, 0);
}

/**
 * Two packets every `period`, `apart` ms from each other (a request and its answer): silences of a
 * and N − a, so S = [(a − x)⁺ + (N − a − x)⁺]/N. Where a > T the radio sleeps between them.
 */
export function pairs(period: Milliseconds, apart: Milliseconds): Source {
	const rest = period - apart;
	return {
		silence: (age) => (positive(apart - age) + positive(rest - age)) / period,
		reaching: (age) => ((apart > age ? 1 : 0) + (rest > age ? 1 : 0)) / period,
	};
}

/** Packets at random times: S = e^(−λx). */
export function poisson(rate: number): Source {
	return poissonGroups(rate, []);
}

/**
 * Groups of packets at random times: further ones follow the first after `gaps`, each with a
 * probability. Silent for x means that none began in x, nor in x as seen from a later packet on.
 * `airtime` is how long the first packet takes.
 */
export function poissonGroups(
	rate: number,
	gaps: readonly { readonly gap: Milliseconds; readonly share: Fraction }[],
	airtime: Milliseconds = 0,
): Source {
	const seen = (age: Milliseconds) =>
		gaps.reduce((sum, { gap, share }) => sum + share * Math.min(age, gap), age + airtime);
	const ends = (age: Milliseconds) =>
		gaps.reduce((sum, { gap, share }) => sum + (age < gap ? share : 0), 1);
	return {
		silence: (age) => exp(-rate * seen(age)),
		reaching: (age) => ends(age) * rate * exp(-rate * seen(age)),
	};
}

/** Messages and a heartbeat whose timer they reset: S = (e^(−λx) − e^(−λP))/(1 − e^(−λP)). */
export function resettingHeartbeat(rate: number, period: Milliseconds): Source {
	const never = exp(-rate * period);
	return {
		silence: (age) => positive(exp(-rate * age) - never) / (1 - never),
		reaching: (age) => (age < period ? (rate * exp(-rate * age)) / (1 - never) : 0),
	};
}

/**
 * Long polling, request and answer together: silent while the server holds,
 * S = e^(−λg)(e^(−λx) − e^(−λT))/(λE[C]). Up to x = g it leaves out silence within the gap.
 */
export function heldRequests(cycle: Cycle): Source {
	const { messageRate, timeout, quietGap } = cycle;
	const length = meanCycle(cycle);
	const left = (age: Milliseconds) =>
		messageRate > 0
			? (exp(-messageRate * age) - exp(-messageRate * timeout)) / messageRate
			: timeout - age;
	return {
		silence: (age) => (quietGap * positive(left(age))) / length,
		reaching: (age) => (age < timeout ? (quietGap * exp(-messageRate * age)) / length : 0),
	};
}

/** Independent sources together: their silences multiply. */
export function together(sources: readonly Source[]): Source {
	const silence = (age: Milliseconds) =>
		sources.reduce((product, source) => product * source.silence(age), 1);
	return {
		silence,
		reaching: (age) =>
			sources.reduce(
				(sum, source) =>
					sum +
					source.reaching(age) *
						sources.reduce(
							(product, other) => (other === source ? product : product * other.silence(age)),
							1,
						),
				0,
			),
	};
}

/** Wake-ups a ms of a radio that sleeps `tail` after its last packet: −S′(T). */
export function wakeUpRate(source: Source, tail: Milliseconds): number {
	return source.reaching(tail);
}

/** Share of time the radio is on: 1 − S(T). */
export function onFraction(source: Source, tail: Milliseconds): Fraction {
	return 1 - source.silence(tail);
}

/** How long it stays on after a wake-up on average: (1 − S(T))/−S′(T), for Poisson packets (e^(λT) − 1)/λ. */
export function meanOnPeriod(source: Source, tail: Milliseconds): Milliseconds {
	return onFraction(source, tail) / wakeUpRate(source, tail);
}

/**
 * While a radio takes `delay` to wake, further Poisson packets come along for free: exactly
 * w/(1 + w·E[D]) wake-ups for Poisson packets.
 */
export function mergedWakeUps(wakeUps: number, delay: Milliseconds): number {
	return wakeUps / (1 + wakeUps * delay);
}

/** How long a packet for a sleeping phone takes: paging U(0, c), then promotion p. */
export interface Paging {
	readonly cycle: Milliseconds;
	readonly promotion: Milliseconds;
}

/** E[D]. */
export function meanPaging({ cycle, promotion }: Paging): Milliseconds {
	return cycle / 2 + promotion;
}

/** E[D²]/2E[D], what is left of a paging that is found under way. */
export function residualPaging({ cycle, promotion }: Paging): Milliseconds {
	const mean = meanPaging({ cycle, promotion });
	return mean === 0 ? 0 : (mean * mean + (cycle * cycle) / 12) / (2 * mean);
}

/**
 * Mean extra latency of a push: (S·E[D] + w·E[D²]/2)/(1 + w·E[D]): asleep it takes all of D, while
 * the phone is being paged for another what is left of it. Exact for Poisson packets.
 */
export function meanPagingDelay(asleep: Fraction, wakeUps: number, paging: Paging): Milliseconds {
	const mean = meanPaging(paging);
	return (asleep * mean + wakeUps * mean * residualPaging(paging)) / (1 + wakeUps * mean);
}

/** Quantile `u` of it, pagings under way left out: 0 for the share that finds the radio on, else p + U(0, c). */
export function pagingQuantile(asleep: Fraction, { cycle, promotion }: Paging, u: Fraction) {
	return u <= 1 - asleep ? 0 : promotion + (cycle * (u - 1 + asleep)) / asleep;
}
