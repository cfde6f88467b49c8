import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Conditions } from './conditions.ts';
import { constantJob, coresFor, NO_TAIL_FORMULA, type Cores, type Job } from './cores.ts';
import { cdfWithUniform, fixed, oneOf, quantile, uniform, type Delay } from './delay.ts';
import { constantWaitCdf } from './queue.ts';

/**
 * A shared message is pushed to one client after another, a round of all cores at a time. A client's
 * turn is whatever round it is in.
 */
export interface Turns {
	readonly service: Milliseconds;
	/** Share of clients in each round, where the rounds are few. */
	readonly shares: readonly Fraction[];
	/** Else the turns are as good as uniform up to this. */
	readonly spread: Milliseconds;
}

const AT_ONCE: Turns = { service: 0, shares: [1], spread: 0 };
/** So many can be gone through one by one: for each of many steps, or once. */
const FEW_ROUNDS = 32;
const MANY_ROUNDS = 2000;

/** Rounds of so many jobs on so many cores; the last one need not be full. */
function turnsOf({ scenario }: Conditions, most: number): Turns {
	const { cores, nodes, users, pushCpu: service } = scenario;
	const batch = users / nodes;
	const full = Math.floor(batch / cores);
	if (full > most) return { ...AT_ONCE, spread: (batch / cores - 1) * service };
	const shares = Array.from({ length: full }, () => cores / batch);
	const rest = 1 - (full * cores) / batch;
	return { service, shares: rest > 1e-9 ? [...shares, rest] : shares, spread: 0 };
}

export function meanTurn({ service, shares, spread }: Turns): Milliseconds {
	return shares.reduce((total, share, round) => total + share * round * service, spread / 2);
}

export function longestTurn({ service, shares, spread }: Turns): Milliseconds {
	return (shares.length - 1) * service + spread;
}

/** P(delay + turn ≤ t). */
export function cdfInTurn(delay: Delay, turns: Turns, t: Milliseconds): Fraction {
	return overRounds(turns, (at) => cdfWithUniform(delay, turns.spread, t - at));
}

/** The mean over the rounds of what depends on when they start. */
export function overRounds(
	{ service, shares }: Turns,
	value: (start: Milliseconds) => Fraction,
): Fraction {
	return shares.reduce((total, share, round) => total + share * value(round * service), 0);
}

/** The queue of pushes in front of a server's cores. */
export interface PushQueue {
	readonly cores: Cores;
	/** Until the first push of a message starts, and from there to that of each client. */
	readonly wait: Delay;
	readonly turns: Turns;
}

/** Pushes of `rate` to each user, among other work. */
export function pushQueue(conditions: Conditions, rate: number, others: readonly Job[]): PushQueue {
	const pushes = constantJob(rate, conditions.scenario.pushCpu);
	const cores = coresFor(conditions, [pushes, ...others]);
	if (!conditions.shared || rate === 0) return { cores, wait: cores.wait, turns: AT_ONCE };
	return broadcast(conditions, { rate, others, cores });
}

/** The turns in which a shared message is handed out. */
export function sharedTurns(conditions: Conditions): Turns {
	const { scenario, shared } = conditions;
	return shared && scenario.pushCpu > 0 ? turnsOf(conditions, FEW_ROUNDS) : AT_ONCE;
}

interface Broadcast {
	readonly rate: number;
	readonly others: readonly Job[];
	readonly cores: Cores;
}

/**
 * A shared message is a batch: as many pushes as a server has clients. A batch waits like one job that
 * takes as long as all its rounds, M/D/1; and then each client for its turn.
 */
function broadcast(conditions: Conditions, { rate, others, cores }: Broadcast): PushQueue {
	const { users, nodes, pushCpu } = conditions.scenario;
	const turns = sharedTurns(conditions);
	const { utilisation } = cores;
	if (cores.broken || pushCpu === 0) return { cores, wait: fixed(0), turns };
	const parallel = conditions.scenario.cores;
	const service = Math.max(1, users / nodes / parallel) * pushCpu;
	const total = others.reduce((sum, job) => sum + job.rate, rate);
	const share = rate / total;
	// A batch delays what follows by what is left of it: λE[s²]/2(1 − ρ), M/G/1.
	const batches = (rate * service * service) / (2 * (1 - utilisation));
	const first = batches + behindOthers(conditions, others, utilisation);
	const ofBatches = rate * service;
	const p99Wait =
		utilisation - ofBatches > 0.01
			? NO_TAIL_FORMULA
			: broadcastTail(0.99, {
					utilisation: ofBatches,
					service,
					turns: turnsOf(conditions, MANY_ROUNDS),
					share,
				});
	return {
		cores: { ...cores, meanWait: share * meanTurn(turns) + first, p99Wait },
		wait: oneOf([
			[1 - utilisation, fixed(0)],
			[utilisation, uniform((2 * first) / (utilisation || 1))],
		]),
		turns,
	};
}

/**
 * What a push waits for other work that keeps a core: on one core all that is left of it, M/G/1. Else
 * its share of that, or the longer turns on the cores that are left, Bs/2·(1/(c − 1) − 1/c), whichever is less.
 */
function behindOthers(
	{ scenario }: Conditions,
	others: readonly Job[],
	utilisation: Fraction,
): Milliseconds {
	const { cores, nodes, pushCpu, users } = scenario;
	const clients = users / nodes;
	const busy = clients * others.reduce((sum, { rate, mean }) => sum + rate * mean, 0);
	const squares = clients * others.reduce((sum, { rate, square }) => sum + rate * square, 0);
	if (busy === 0) return 0;
	const left = squares / (2 * busy);
	const longer = cores === 1 ? Infinity : (clients * pushCpu) / (2 * cores * (cores - 1));
	return (busy * Math.min(left / cores, longer)) / (1 - utilisation);
}

interface Tail {
	readonly utilisation: Fraction;
	/** Of a whole batch. */
	readonly service: Milliseconds;
	readonly turns: Turns;
	/** Share of jobs that belong to a batch. */
	readonly share: Fraction;
}

const MOST_SERVICES = 20;
/** Points that stand for a uniform turn. */
const POINTS = 64;

function broadcastTail(u: Fraction, { utilisation, service, turns, share }: Tail) {
	const first = (t: Milliseconds) => constantWaitCdf(utilisation, service, t);
	const starts = Array.from({ length: turns.spread > 0 ? POINTS : 1 }, (_, i) =>
		turns.spread > 0 ? (turns.spread * (i + 0.5)) / POINTS : 0,
	);
	const inTurn = (t: Milliseconds) =>
		starts.reduce((sum, start) => sum + overRounds(turns, (at) => first(t - start - at)), 0) /
		starts.length;
	const onTime = (t: Milliseconds) => share * inTurn(t) + (1 - share) * first(t);
	const most = MOST_SERVICES * service;
	return onTime(most) < u ? NO_TAIL_FORMULA : quantile(onTime, u, 0, most);
}
