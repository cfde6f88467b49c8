import type { Fraction, Milliseconds } from '../model/units.ts';
import { unsteady, type Expectations } from './assemble.ts';
import type { Conditions } from './conditions.ts';
import { expectPolling } from './expectPolling.ts';
import { flightDelay } from './link.ts';

/** Polls that all clients send at the same moment, after a deploy or from timers set to the clock. */

const TOGETHER =
	'all clients poll at the same moment; what such a crowd does to this figure has no simple formula';
const SCATTERED =
	'the path scatters the polls about as much as the servers do: such a crowd has no formula';
/** The least time that a crowd keeps the cores busy, in spreads of its arrival, before a formula holds. */
const DENSE = 100;
/** At this utilisation one crowd does not run into the next. */
const MOST_UTILISATION: Fraction = 0.9;
/** Figures that do not care who polls when. */
const UNTOUCHED = ['requestsPerSecond', 'messagesPerSecond', 'server.utilisation'];

/**
 * B jobs at once on c cores, exponential work: the first c start at once, then one each s/c. So
 * Wq = s(B − c)(B − c + 1)/2cB.
 */
export function meanWaitInCrowd(crowd: number, cores: number, service: Milliseconds): Milliseconds {
	const waiting = Math.max(0, crowd - cores);
	return (service * waiting * (waiting + 1)) / (2 * cores * crowd);
}

/** The figures of polling with synchronised clients. */
export function expectTogether(conditions: Conditions): Expectations {
	const steady = expectPolling(conditions);
	const known = Object.fromEntries(UNTOUCHED.map((path) => [path, steady[path]!]));
	return {
		...unsteady(conditions, TOGETHER),
		...known,
		'server.queueWait.mean': waitOf(conditions, steady['server.utilisation']!),
	};
}

function waitOf(conditions: Conditions, utilisation: number | string): number | string {
	const { keepAlive, pollInterval, scenario, uplinkRate } = conditions;
	const { cores, nodes, requestCpu, users } = scenario;
	if (typeof utilisation === 'string') return utilisation;
	if (utilisation > MOST_UTILISATION || uplinkRate > 0 || keepAlive < pollInterval) return TOGETHER;
	if (users % nodes !== 0) return TOGETHER;
	const crowd = users / nodes;
	const scatter = scatterOf(conditions);
	if ((crowd * requestCpu) / cores < DENSE * scatter) return SCATTERED;
	return meanWaitInCrowd(crowd, cores, requestCpu) - scatter;
}

/** How much longer than the fastest a poll takes to the servers, on average: by so much less it waits there. */
export function scatterOf({ scenario, wire }: Conditions): Milliseconds {
	const { mean, steps } = flightDelay(wire.pollRequest, 'up', scenario);
	return mean - steps[0]!.length;
}
