import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import type { Share } from './world.ts';

/** With fewer users the whole answer is there soon enough. */
const MANY_USERS = 100_000;
/** So many are simulated in a tenth of a second. */
const QUICK_USERS = 10_000;

/**
 * As many servers as are quickly simulated, and their users: the balancer spreads users evenly, so what
 * some servers do is what all do. Null where a first look is not worth it, or one server has too many.
 */
export function shareOf({ users, nodes }: Scenario): Share | null {
	if (users < MANY_USERS || users > 2 * QUICK_USERS * nodes) return null;
	const share = Math.max(1, Math.floor((QUICK_USERS / users) * nodes));
	return { nodes: share, users: Math.round((users / nodes) * share) };
}

/**
 * As {@link createSimulation}, but in a scenario of very many users a few servers are simulated first:
 * their report stands for all until the run of all has ended, and says so.
 */
export function createWithFirstLook(transport: TransportId, scenario: Scenario): Simulation {
	const share = shareOf(scenario);
	if (share === null) return createSimulation(transport, scenario);
	const look = createSimulation(transport, scenario, share);
	let all: Simulation | null = null;
	return {
		get done() {
			return all?.done ?? false;
		},
		get progress() {
			return all?.progress ?? 0;
		},
		get observed() {
			return all?.done ? all.observed : look.observed;
		},
		advance(events) {
			if (!look.done) look.advance(events);
			else if (all === null) all = createSimulation(transport, scenario);
			else all.advance(events);
		},
		report: () => (all?.done ? all : look).report(),
	};
}
