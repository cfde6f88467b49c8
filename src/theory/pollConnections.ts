import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Conditions } from './conditions.ts';
import { busyTime, furtherConnections, NONE, type Further } from './connections.ts';
import { cdf, lead, type Delay } from './delay.ts';
import { atLeast } from './poisson.ts';
import { postDelay, postService, postSetUp, unposted } from './posts.ts';

/** How polls, and posts on the same connection, take up connections. */
export interface ConnectionUse {
	/** From a poll being due to reaching the server, and to its answer. */
	readonly request: Delay;
	readonly response: Delay;
	/** The first of them on average, for a poll that has to set up its connection and for one that has not. */
	readonly coldRequest: Milliseconds;
	readonly warmRequest: Milliseconds;
	/** Shares of polls and posts that find no connection, and that open one in any case. */
	readonly idle: { readonly polls: Fraction; readonly posts: Fraction };
	readonly cold: { readonly polls: Fraction; readonly posts: Fraction };
	/** From a post being sent to its answer. */
	readonly exchange: Delay;
	/** Wait for a core. */
	readonly wait: Delay;
}

/** Share of time without a use in the last K, so that the connection has been closed. */
function closedShare(
	{ keepAlive, pollInterval, uplinkRate }: Conditions,
	{ exchange, response }: ConnectionUse,
): Fraction {
	const unused = lead(response, pollInterval - keepAlive) / pollInterval;
	return unused * unposted(uplinkRate, [{ pause: exchange, share: 1 }], keepAlive);
}

/** Open connections of one client, those left out that a poll and a post open beside each other. */
export function openConnections(
	conditions: Conditions,
	use: ConnectionUse,
	setUpOfPoll: Milliseconds,
): number {
	const { keepAlive, pollInterval, uplinkRate } = conditions;
	const { cold, exchange, response } = use;
	const ofPolls = (cold.polls * setUpOfPoll) / pollInterval;
	const ofPosts = uplinkRate * cold.posts * postSetUp(conditions).mean;
	const inUse = response.mean / pollInterval + uplinkRate * exchange.mean;
	const kept = keepAlive === 0 ? inUse : 1 - closedShare(conditions, use);
	return Math.max(0, kept - ofPolls - ofPosts);
}

/** Connections that are opened because a poll and a post overlap or a poll is late; and by whom. */
export interface Overlaps extends Further {
	readonly byPolls: Fraction;
}

export function overlapsOf(conditions: Conditions, use: ConnectionUse): Overlaps {
	const { pollInterval, scenario, uplinkRate } = conditions;
	const { cold, coldRequest, idle, request, response, wait, warmRequest } = use;
	// Over HTTP/2 all have one connection, and wait for it while it is set up.
	if (scenario.http === '2') return { ...NONE, byPolls: 0 };
	const late = 1 - cdf(response, pollInterval);
	const setUp = postSetUp(conditions).mean;
	const busyFor = (who: 'polls' | 'posts', asking: Milliseconds, answering: Milliseconds) =>
		busyTime({ asking, answering, setUp, first: idle[who], further: cold[who] - idle[who] });
	const polled = busyFor('polls', warmRequest, response.mean - request.mean);
	const asking = postDelay(conditions, 0).mean;
	const posted = busyFor('posts', asking, postService(conditions, wait).mean);
	// Until the first request on a new connection reaches the server, whoever comes opens another one.
	const asked = postDelay(conditions, 1).mean;
	const newPost = uplinkRate * idle.posts;
	const posts = uplinkRate * posted;
	const polling = polled / pollInterval;
	const byPolls = (busy: number) => (atLeast(busy, posts) + (busy === 1 ? late : 0)) / pollInterval;
	// At most one poll of a client is under way.
	const byPosts = (busy: number) =>
		uplinkRate * (polling * atLeast(busy - 1, posts) + (1 - polling) * atLeast(busy, posts));
	// A post that comes shortly before a poll finds the connection as the poll would.
	const pollsMeetNew = (uplinkRate * idle.polls * asked) / pollInterval;
	const postsMeetNew = (others: number) =>
		(idle.polls / pollInterval) * atLeast(others, uplinkRate * coldRequest) +
		newPost * atLeast(others, uplinkRate * asked);
	const further = furtherConnections(conditions, {
		meeting: (busy) => byPolls(busy) + byPosts(busy),
		meetingNew: (others) => (others === 1 ? pollsMeetNew : 0) + postsMeetNew(others),
		rate: uplinkRate,
		exchange: posted,
	});
	const ofPolls = byPolls(1) + pollsMeetNew;
	const all = ofPolls + byPosts(1) + postsMeetNew(1);
	return { ...further, byPolls: all === 0 ? 0 : ofPolls / all };
}
