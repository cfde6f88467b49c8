import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Conditions } from './conditions.ts';
import { exponential, fixed, oneOf, quantile, type Delay } from './delay.ts';
import { constantWaitCdf, erlangC, meanWaitGeneral, waitQuantile } from './queue.ts';

/** One kind of work for a server. */
export interface Job {
	/** Of one user, per ms. */
	readonly rate: number;
	readonly mean: Milliseconds;
	/** Mean of the square, ms². */
	readonly square: number;
}

export function constantJob(rate: number, cpu: Milliseconds): Job {
	return { rate, mean: cpu, square: cpu * cpu };
}

/** Exponential work, plus a part that is always the same. */
export function exponentialJob(rate: number, mean: Milliseconds, always = 0): Job {
	return {
		rate,
		mean: mean + always,
		square: 2 * mean * mean + 2 * mean * always + always * always,
	};
}

/** How a server's cores cope with their work. */
export interface Cores {
	readonly utilisation: Fraction;
	/** CPU work of all servers, in cores. */
	readonly busy: number;
	/** Wait for a core: its distribution, exact for M/M/c, else with the right mean. */
	readonly wait: Delay;
	/** What is known of it: a number, or why there is none. */
	readonly meanWait: Milliseconds | string;
	readonly p99Wait: Milliseconds | string;
	/** For about how long the queue remembers a disturbance. */
	readonly memory: Milliseconds;
	/** Why there is no steady state. */
	readonly broken?: string;
}

export const OVERLOADED =
	'the servers are offered more work than they can do, so the queue grows as long as the run lasts';
const TOO_NEAR =
	'the cores are so nearly saturated that a run of this length does not reach the steady state';
const UNEVEN = 'the clients do not spread evenly over the servers, so no server is the mean one';
const IN_TURN =
	'clients take the servers in turn, in the order in which their timers fire, so the polls of one server come more evenly than at random';
const FEW = 'so few clients with fixed timers repeat one pattern; the formula is for many';
const LIGHT =
	'for several cores and mixed work there is only an approximation, and it is poor at light load';
export const NO_TAIL_FORMULA =
	'the work is neither exponential nor constant on one core, so this percentile has no formula';

/** Below this many clients a server, one more or less of them matters. */
const MANY = 20;
/** n(1 − ρ)² above this: a queue forgets long before a timer comes round again. */
const FORGETFUL = 100;
/** The approximation of Allen and Cunneen is meant for heavy load. */
const LEAST_HEAVY = 0.7;
/** Where hardly any job waits, every formula says nearly nothing. */
const RARE = 1e-3;
/** Services beyond which the sum of M/D/1 loses its digits. */
const MOST_SERVICES = 25;

interface Options {
	/** Jobs come from timers of the clients, not at random. */
	readonly timed?: boolean;
	/** A client's next job comes only after its last one: it meets those of the others. */
	readonly oneAtATime?: boolean;
}

/** The queue in front of the cores of one server, for random arrivals of these jobs. */
export function coresFor(
	conditions: Conditions,
	jobs: readonly Job[],
	{ timed = false, oneAtATime = false }: Options = {},
): Cores {
	const { users, nodes, cores } = conditions.scenario;
	const clients = users / nodes;
	const total = jobs.reduce((sum, { rate }) => sum + rate, 0);
	const offered = jobs.reduce((sum, { rate, mean }) => sum + rate * mean, 0);
	const squares = jobs.reduce((sum, { rate, square }) => sum + rate * square, 0);
	const load = clients * offered;
	const utilisation = load / cores;
	const known = { utilisation, busy: offered * users };
	if (offered === 0) return { ...known, wait: fixed(0), meanWait: 0, p99Wait: 0, memory: 0 };
	if (utilisation >= 1) {
		return {
			...known,
			wait: fixed(0),
			meanWait: OVERLOADED,
			p99Wait: OVERLOADED,
			broken: OVERLOADED,
			memory: Infinity,
		};
	}
	const service = offered / total;
	const variation = squares / total / (service * service) - 1;
	const met = oneAtATime ? Math.max(0, clients - 1) * offered : load;
	const mean = meanWaitGeneral(cores, met, service, variation);
	const waiting = erlangC(cores, met);
	const wait = waiting < 1e-9 ? fixed(0) : waitOf(waiting, mean);
	const memory = (service * (1 + variation)) / (cores * (1 - utilisation) * (1 - utilisation));
	let doubt: string | undefined;
	if (memory > conditions.duration / 20) doubt = TOO_NEAR;
	else if (clients < MANY && users % nodes !== 0) doubt = UNEVEN;
	else if (timed && nodes > 1) doubt = IN_TURN;
	else if (timed && clients * (1 - utilisation) * (1 - utilisation) < FORGETFUL) doubt = FEW;
	else if (waiting > RARE && isApproximate(cores, variation) && utilisation < LEAST_HEAVY)
		doubt = LIGHT;
	if (doubt) return { ...known, wait, meanWait: doubt, p99Wait: doubt, memory };
	return {
		...known,
		wait,
		memory,
		meanWait: mean,
		p99Wait: tailOf(0.99, { cores, load: met, service, variation }),
	};
}

/** Exact are one core, and exponential work. */
function isApproximate(cores: number, variation: number): boolean {
	return cores > 1 && Math.abs(variation - 1) > 1e-6;
}

/** Those who wait at all wait exponentially long, about. */
function waitOf(waiting: Fraction, mean: Milliseconds): Delay {
	return oneOf([
		[1 - waiting, fixed(0)],
		[waiting, exponential(mean / waiting)],
	]);
}

interface Queue {
	readonly cores: number;
	readonly load: number;
	readonly service: Milliseconds;
	readonly variation: number;
}

function tailOf(u: Fraction, { cores, load, service, variation }: Queue): Milliseconds | string {
	if (erlangC(cores, load) <= 1 - u) return 0;
	if (Math.abs(variation - 1) < 1e-6) return waitQuantile(cores, load, service, u);
	if (cores > 1 || variation > 1e-6) return NO_TAIL_FORMULA;
	const longest = MOST_SERVICES * service;
	const onTime = (t: Milliseconds) => constantWaitCdf(load, service, t);
	return onTime(longest) < u ? NO_TAIL_FORMULA : quantile(onTime, u, 0, longest);
}

/** The probability that wait and exponential work together take longer than t (M/M/c sojourn). */
export function slowerThan(t: Milliseconds, wait: Delay, cpu: Milliseconds): Fraction {
	if (t < 0) return 1;
	if (cpu === 0)
		return wait.steps.reduce((total, { length, weight }) => total + (length > t ? weight : 0), 0);
	return wait.steps.reduce(
		(total, { length, weight }) => total + weight * (length > t ? 1 : exp((length - t) / cpu)),
		0,
	);
}
