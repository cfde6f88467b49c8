import type { Scenario } from '../model/scenario.ts';

/** Some of the servers behind the balancer, and their users. */
export interface Share {
	/** In the order in which they are simulated, from 0. */
	readonly number: number;
	readonly nodes: number;
	/** Its first server among all. */
	readonly firstNode: number;
	readonly users: number;
	/** Its first user among all. */
	readonly firstUser: number;
	/** Beyond this many it stops, and its report says so. */
	readonly mostEvents: number;
}

/** Of all servers together: about ten seconds of work. */
export const MOST_EVENTS = 60_000_000;

/** With fewer users all that is known of them lies near at hand anyway. */
const MANY_USERS = 100_000;
/** So many fit into a processor's cache, and are simulated in a tenth of a second. */
const USERS_AT_A_TIME = 10_000;

/** All servers at once. */
export function wholeOf({ nodes, users }: Scenario): Share {
	return { number: 0, nodes, firstNode: 0, users, firstUser: 0, mostEvents: MOST_EVENTS };
}

/**
 * The servers in shares that can be simulated one after another, since no server waits for another:
 * one share where there are not very many users. The balancer spreads users evenly.
 */
export function sharesOf(scenario: Scenario): readonly Share[] {
	const { nodes, users } = scenario;
	if (users < MANY_USERS) return [wholeOf(scenario)];
	return inShares(scenario, Math.max(1, Math.floor((USERS_AT_A_TIME / users) * nodes)));
}

/** The servers in shares of so many, the last perhaps of fewer. */
export function inShares(scenario: Scenario, nodesEach: number): readonly Share[] {
	return Array.from({ length: Math.ceil(scenario.nodes / nodesEach) }, (_, number) => {
		const firstNode = number * nodesEach;
		const nodes = Math.min(nodesEach, scenario.nodes - firstNode);
		const firstUser = usersOf(scenario, firstNode);
		const users = usersOf(scenario, firstNode + nodes) - firstUser;
		const mostEvents = Math.ceil(MOST_EVENTS * (users / scenario.users));
		return { number, nodes, firstNode, users, firstUser, mostEvents };
	});
}

/** How many users the first `count` servers have. */
function usersOf({ nodes, users }: Scenario, count: number): number {
	return count * Math.floor(users / nodes) + Math.min(count, users % nodes);
}
