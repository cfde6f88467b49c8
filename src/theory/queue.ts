import { exp, ln } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';

/**
 * Waiting for a core, first come first served, Poisson arrivals. `load` is offered work in cores
 * (arrival rate × mean service), below the number of cores; its share per core is the utilisation.
 */

/** Probability that an arrival finds all cores busy (Erlang C), by the recursion of Erlang B. */
export function erlangC(cores: number, load: number): Fraction {
	let blocked = 1;
	for (let n = 1; n <= cores; n++) blocked = (load * blocked) / (n + load * blocked);
	return blocked / (1 - (load / cores) * (1 - blocked));
}

/** M/M/c: Wq = C·s/(c(1 − ρ)). */
export function meanWait(cores: number, load: number, service: Milliseconds): Milliseconds {
	return (erlangC(cores, load) * service) / (cores - load);
}

/** M/M/c: those who wait at all wait exponentially long, so Wq(u) = ln(C/(1 − u))·s/(c(1 − ρ)). */
export function waitQuantile(
	cores: number,
	load: number,
	service: Milliseconds,
	u: Fraction,
): Milliseconds {
	const waiting = erlangC(cores, load);
	return waiting <= 1 - u ? 0 : (ln(waiting / (1 - u)) * service) / (cores - load);
}

/**
 * M/G/c after Allen and Cunneen: M/M/c times (1 + cv²)/2, where cv² is the squared coefficient of
 * variation of service. Exact for one core (Pollaczek–Khinchine) and for cv² = 1, else approximate.
 */
export function meanWaitGeneral(
	cores: number,
	load: number,
	service: Milliseconds,
	variation: number,
): Milliseconds {
	return (meanWait(cores, load, service) * (1 + variation)) / 2;
}

/** M/D/1: Wq = ρs/2(1 − ρ), half of M/M/1. */
export function meanWaitConstant(utilisation: Fraction, service: Milliseconds): Milliseconds {
	return (utilisation * service) / (2 * (1 - utilisation));
}

/**
 * Batches of `batch` jobs on one core, M^[B]/G/1: the batch waits like one large job, then each job
 * waits for half of the others. Wq = [ρs(1 + cv²) + (B − 1)s]/2(1 − ρ).
 */
export function meanWaitInBatch(
	utilisation: Fraction,
	service: Milliseconds,
	variation: number,
	batch: number,
): Milliseconds {
	return (service * (utilisation * (1 + variation) + batch - 1)) / (2 * (1 - utilisation));
}

/**
 * M/D/1: P(wait ≤ t) (A. K. Erlang, 1909). The sum alternates and loses digits beyond some thirty
 * services, so it is only for moderate t.
 */
export function constantWaitCdf(
	utilisation: Fraction,
	service: Milliseconds,
	t: Milliseconds,
): Fraction {
	if (t < 0) return 0;
	let sum = 0;
	for (let k = 0; k <= t / service; k++) {
		const x = utilisation * (t / service - k);
		let term = exp(x);
		for (let i = 1; i <= k; i++) term *= -x / i;
		sum += term;
	}
	return (1 - utilisation) * sum;
}
