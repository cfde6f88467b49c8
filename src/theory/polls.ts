import { transmissionTime, type Fraction, type Milliseconds } from '../model/units.ts';
import { HANDSHAKE_ROUND_TRIPS, type Leg } from '../model/wire.ts';
import type { PacketSource } from './battery.ts';
import type { Conditions } from './conditions.ts';
import type { Further } from './connections.ts';
import { coresFor, exponentialJob, type Cores } from './cores.ts';
import { cdf, exponential, fixed, lead, negated, oneOf, sum, type Delay } from './delay.ts';
import { dated, repeatsOfPolls, type Repeats } from './dates.ts';
import { flightDelay, handshakeDelay, type Flights } from './link.ts';
import { poissonCounts, type Count } from './poisson.ts';
import { openConnections, overlapsOf, type Overlaps } from './pollConnections.ts';
import { pollPackets } from './pollPackets.ts';
import { ackedAlone, postExchange, postJobs, postPauses, unposted } from './posts.ts';
import { handshakeAirtime } from './traffic.ts';
import {
	keepDelay,
	keeps,
	NO_PROMOTION,
	NOT_KEPT,
	promotionOf,
	type Keeps,
	type Promotion,
} from './wake.ts';

/** The polls of one client in the long run. */
export interface Polls {
	/** Messages in an answer. */
	readonly counts: readonly Count[];
	readonly cores: Cores;
	/** Share of polls that open a connection, and of posts. */
	readonly cold: Fraction;
	readonly coldPosts: Fraction;
	/** Answers behind another one in the same second. */
	readonly repeats: Repeats;
	/** From being due to reaching the server. */
	readonly request: Delay;
	/** By how much longer a poll takes until its service starts than the one before. */
	readonly shift: Delay;
	/** From the start of service to the answer leaving. */
	readonly service: Delay;
	/** From the answer leaving to its end reaching the client's network, as a message in it sees it. */
	readonly downOfMessage: Delay;
	/** How a radio that fell asleep before the answer keeps it up. */
	readonly kept: Keeps;
	/** From being due to the client having the answer. */
	readonly response: Delay;
	/** The same, as a message in the answer sees it: large answers take longer. */
	readonly responseToMessage: Delay;
	/** Connections of one client: opened and closed a ms, and open at a random moment. */
	readonly connections: Further;
	/** What the radio sees. */
	readonly packets: PacketSource;
}

/** What a poll takes, on a warm connection or as the first on a new one, with its radio awake. */
interface Legs {
	readonly up: Delay;
	readonly down: Delay;
	readonly downOfMessage: Delay;
}

/** A message is in an answer with one more message than any answer has: Poisson messages do not know of each other. */
function legsOf(
	{ scenario }: Conditions,
	counts: readonly Count[],
	{ request, answer }: { readonly request: Leg; readonly answer: (messages: number) => Leg },
): Legs {
	const answers = (further: number): Flights =>
		counts.map(({ count, weight }) => [weight, answer(count + further)]);
	return {
		up: flightDelay(request, 'up', scenario),
		down: flightDelay(answers(0), 'down', scenario),
		downOfMessage: flightDelay(answers(1), 'down', scenario),
	};
}

const ROUNDS = 3;

/** Works out which polls find their connection closed and their radio asleep: each depends on the one before. */
export function pollsOf(conditions: Conditions): Polls {
	const { keepAlive, messageRate, pollInterval, scenario, uplinkRate, wire } = conditions;
	const counts = poissonCounts(messageRate * pollInterval);
	const again = legsOf(conditions, counts, { request: wire.pollRequest, answer: wire.pollAnswer });
	const first = legsOf(conditions, counts, {
		request: wire.firstPollRequest,
		answer: wire.firstPollAnswer,
	});
	const work = sum(exponential(scenario.requestCpu), fixed(scenario.requestWait));
	const setUp = sum(
		handshakeDelay(HANDSHAKE_ROUND_TRIPS, scenario),
		fixed(handshakeAirtime(conditions)),
	);

	let cold = 0;
	let coldPosts = 0;
	let idle = { polls: 0, posts: 0 };
	let overlaps: Overlaps = { opened: 0, closed: 0, open: 0, byPolls: 0 };
	let [up, request] = [fixed(0), fixed(0)];
	let cores = pollCores(conditions, 0, 0);
	let [warm, coldResponse, response] = [fixed(0), fixed(0), fixed(0)];
	let promotion: Promotion = NO_PROMOTION;
	let kept = NOT_KEPT;
	let [coldRequest, warmRequest] = [0, 0];
	let exchange = fixed(0);
	// The first round knows no queue and no new connections, each next one has them from the one before.
	for (let round = 0; round < ROUNDS; round++) {
		const server = sum(cores.wait, work);
		const silence = sum(again.up, server, again.down);
		// Whether a post K ago was the last use: it was cold itself if nothing came in K before it.
		const coldBefore = cdf(response, pollInterval - 2 * keepAlive) * idle.posts;
		exchange = postExchange(conditions, cores.wait, coldBefore);
		kept = keeps(conditions, (age) => 1 - cdf(silence, age), false);
		const awake = sum(silence, keepDelay(kept));
		const opening = sum(
			setUp,
			fixed(scenario.handshakeCpu),
			first.up,
			server,
			first.down,
			keepDelay(kept),
		);
		const quiet = (age: Milliseconds) => unposted(uplinkRate, [{ pause: exchange, share: 1 }], age);
		const unused = (response: Delay, age: Milliseconds, delay = 0) =>
			cdf(response, pollInterval - age - delay) * quiet(age);
		const whenWarm = promotionOf(conditions, (age, delay) => {
			const closed = unused(awake, keepAlive, delay);
			const silent = unused(awake, age, delay) - closed;
			return age < keepAlive && closed < 1 ? silent / (1 - closed) : 0;
		});
		const whenCold = promotionOf(conditions, (age, delay) => {
			const closed = unused(opening, keepAlive, delay);
			return closed === 0 ? 0 : unused(opening, keepAlive + age, delay) / closed;
		});
		warm = sum(whenWarm.delay, awake);
		coldResponse = sum(whenCold.delay, opening);
		const idlePolls = settled(unused(warm, keepAlive), unused(coldResponse, keepAlive));
		promotion = {
			delay: mixed(idlePolls, whenCold.delay, whenWarm.delay),
			change: mixed(idlePolls, whenCold.change, whenWarm.change),
			slow: idlePolls * whenCold.slow + (1 - idlePolls) * whenWarm.slow,
		};
		response = mixed(idlePolls, coldResponse, warm);
		const unusedShare = lead(response, pollInterval - keepAlive) / pollInterval;
		idle = {
			polls: idlePolls,
			posts: keepAlive === 0 ? 1 : unusedShare * quiet(keepAlive),
		};
		up = mixed(idlePolls, sum(setUp, first.up), again.up);
		request = sum(promotion.delay, up);
		coldRequest = whenCold.delay.mean + setUp.mean + first.up.mean;
		warmRequest = whenWarm.delay.mean + again.up.mean;
		overlaps = overlapsOf(conditions, {
			request,
			response,
			coldRequest,
			warmRequest,
			idle,
			cold: { polls: cold, posts: coldPosts },
			exchange,
			wait: cores.wait,
		});
		cold = Math.min(1, idle.polls + overlaps.opened * overlaps.byPolls * pollInterval);
		const openedByPosts = overlaps.opened * (1 - overlaps.byPolls);
		coldPosts = uplinkRate === 0 ? 0 : Math.min(1, idle.posts + openedByPosts / uplinkRate);
		cores = pollCores(conditions, cold, coldPosts);
	}
	const use = {
		request,
		response,
		coldRequest,
		warmRequest,
		idle,
		cold: { polls: cold, posts: coldPosts },
		exchange,
		wait: cores.wait,
	};
	const asked = sum(up, cores.wait);
	const airtime =
		transmissionTime(wire.pollRequest.total, scenario.up) +
		transmissionTime(meanSize(counts, wire.pollAnswer), scenario.down);
	const shift = sum(promotion.change, asked, negated(asked));
	return {
		counts,
		cores,
		cold,
		coldPosts,
		repeats: repeatsOfPolls(conditions, sum(fixed(pollInterval), shift)),
		request,
		shift,
		service: sum(work, mixed(cold, fixed(scenario.handshakeCpu), fixed(0))),
		downOfMessage: mixed(cold, first.downOfMessage, again.downOfMessage),
		kept,
		response,
		responseToMessage: sum(
			request,
			cores.wait,
			work,
			mixed(cold, first.downOfMessage, again.downOfMessage),
			keepDelay(kept),
		),
		connections: {
			opened: cold / pollInterval + uplinkRate * coldPosts,
			closed: idle.polls / pollInterval + uplinkRate * idle.posts + overlaps.closed,
			open: openConnections(conditions, use, promotion.delay.mean + setUp.mean) + overlaps.open,
		},
		packets: pollPackets(conditions, {
			response,
			answerGap: sum(again.up, cores.wait, work, again.down, fixed(-airtime)),
			handshake: setUp,
			cold,
			firstUses: (cold / pollInterval + uplinkRate * coldPosts) / (1 / pollInterval + uplinkRate),
			postPauses: postPauses(conditions, cores.wait, coldPosts),
			slow: promotion.slow,
		}),
	};
}

/** Polls whose ACK travels alone. */
export function pollsAckedAlone(conditions: Conditions, { cold, cores }: Polls): Fraction {
	const { firstPollRequest: first, pollRequest: again } = conditions.wire;
	return ackedAlone(conditions, { first, again }, cores.wait, cold);
}

/** Answers of so many messages, as HPACK makes them. */
export function pollAnswers(
	{ wire }: Conditions,
	{ cold, repeats }: Pick<Polls, 'cold' | 'repeats'>,
	messages: number,
): Flights {
	const forms = {
		first: wire.firstPollAnswer(messages),
		again: wire.pollAnswer(messages),
		sameSecond: wire.sameSecondPollAnswer(messages),
	};
	return dated(forms, cold, repeats.polls);
}

function meanSize(counts: readonly Count[], answer: (messages: number) => Leg) {
	return counts.reduce((total, { count, weight }) => total + weight * answer(count).total, 0);
}

/** `share` of `those`, else `others`. */
function mixed(share: Fraction, those: Delay, others: Delay): Delay {
	if (share === 0) return others;
	if (share === 1) return those;
	return oneOf([
		[share, those],
		[1 - share, others],
	]);
}

/** Long-run share of rounds in a state that is entered from outside and kept with these probabilities. */
function settled(entered: Fraction, kept: Fraction): Fraction {
	return entered === 0 ? 0 : entered / (1 - kept + entered);
}

function pollCores(conditions: Conditions, cold: Fraction, coldPosts: Fraction): Cores {
	const { pollInterval, scenario } = conditions;
	const { requestCpu, handshakeCpu } = scenario;
	const jobs = [
		exponentialJob((1 - cold) / pollInterval, requestCpu),
		exponentialJob(cold / pollInterval, requestCpu, handshakeCpu),
		...postJobs(conditions, coldPosts),
	];
	return coresFor(conditions, jobs, { timed: true });
}
