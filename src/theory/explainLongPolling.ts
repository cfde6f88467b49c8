import type { Expectations } from './assemble.ts';
import { batteryOf } from './battery.ts';
import type { Fraction } from '../model/units.ts';
import type { Conditions } from './conditions.ts';
import { constantJob, exponentialJob } from './cores.ts';
import { burstOf, cyclesOf, type Cycles } from './cycles.ts';
import {
	answersAckedAlone,
	answersOf,
	backlogAnswers,
	postingOf,
	postPacketsBeside,
	repeatsOfCycles,
} from './cycleTraffic.ts';
import { secondMoment } from './delay.ts';
import type { Derivation } from './derivation.ts';
import { addBattery } from './explainBattery.ts';
import { addBytes, type Flight } from './explainBytes.ts';
import { addMoney } from './explainMoney.ts';
import { addLatencies, addPath, addWayDown } from './explainPath.ts';
import { addPosts, mixed, POST_WORK, postFlights } from './explainPosts.ts';
import { addServer } from './explainServer.ts';
import { flightDelay, type Flights } from './link.ts';
import { postsBesideHold, postJobs } from './posts.ts';
import { meanKeep } from './wake.ts';

/** The sheet of long polling. */
export function explainLongPolling(
	sheet: Derivation,
	conditions: Conditions,
	figures: Expectations,
): void {
	const cycles = cyclesOf(conditions);
	const posts = postsBesideHold(conditions);
	addCycle(sheet, conditions, cycles);
	if (conditions.messageRate > 0) addLatency(sheet, conditions, cycles, figures);
	const posting = postingOf(conditions, cycles);
	addPosts(sheet, conditions, posting);
	sheet.given('open_posts', posts.open, 'open connections of one user for posts');
	sheet.given('opened_posts', posts.opened * 1000, 'connections that it opens for posts', {
		unit: 'per s',
	});
	sheet.given('closed_posts', posts.closed * 1000, 'such connections that end', { unit: 'per s' });
	sheet.line('opened', 'n_cycle × cold + opened_posts', 'connections that one user opens', {
		unit: 'per s',
	});
	sheet.line('closed', 'n_cycle × cold + closed_posts', 'connections of one user that end', {
		unit: 'per s',
	});
	const flights = [
		...cycleFlights(conditions, cycles, repeatsOfCycles(conditions, cycles).polls),
		...postFlights(conditions, posting),
	];
	addBytes(sheet, conditions, {
		flights,
		acks: [
			{ direction: 'down', rate: 'n_alone' },
			...(conditions.uplinkRate > 0 ? [{ direction: 'down', rate: 'n_post_alone' } as const] : []),
			...(cycles.acks.mixed.posts > 0
				? [{ direction: 'up', rate: 'n_cycle × alone_answer' } as const]
				: []),
		],
		opened: 'opened',
		closed: 'closed',
	});
	const rate = 1 / cycles.length;
	const { cold, cores, ends, reopening } = cycles;
	const { requestCpu, handshakeCpu, pushCpu } = conditions.scenario;
	const cut = reopening ? ends.timeout : 0;
	addServer(sheet, conditions, {
		jobs: [
			exponentialJob(rate * (1 - cold), requestCpu),
			exponentialJob(rate * cold, requestCpu, handshakeCpu),
			constantJob(rate * (ends.message + ends.timeout - cut), pushCpu),
			...postJobs(conditions, posts.cold),
		],
		work: `n_cycle × (cpu_request + cold × cpu_handshake + (by_message + by_timeout − cut) × cpu_push) + ${POST_WORK}`,
		cores,
		oneAtATime: true,
		open: '1 − n_cycle × away + open_posts',
		opened: 'opened',
	});
	addBattery(sheet, conditions, {
		battery: (traffic) => {
			const others = postPacketsBeside(conditions, cycles);
			return batteryOf(conditions, [cycles.packets, ...others], traffic);
		},
		flights,
		connections: {
			opened: rate * cold + posts.opened,
			closed: rate * cold + posts.closed,
		},
		rule: {
			formula:
				conditions.messageRate > 0
					? 'quiet × max(0, e^(−λ × τ) − e^(−λ × T)) / (λ × cycle)'
					: 'max(0, T − τ) / cycle',
			meaning: 'asleep, if only the holds were silent',
		},
	});
	addMoney(sheet, '0');
}

function addCycle(sheet: Derivation, conditions: Conditions, cycles: Cycles): void {
	const { messageRate } = conditions;
	const { cold, cycle, ends, gap, acks, reopening, setUp } = cycles;
	const seconds = { unit: 's' } as const;
	sheet.given('g_ms', gap.mean, 'the gap: from an answer leaving to the next request served', {
		unit: 'ms',
		source: 'way down, way up, queue and work; the balancer’s cut, if it is less patient',
	});
	sheet.line('g', 'g_ms / 1000', 'the same in s', seconds);
	sheet.given('T', cycle.timeout / 1000, 'the longest hold: time-out, or the balancer’s patience', {
		...seconds,
		source: 'the inputs Hold time-out and Balancer idle time-out',
	});
	sheet.given('quiet', cycle.quietGap, 'gaps without a message: e^(−λg), over all gaps', {
		unit: 'share',
	});
	const hold = messageRate > 0 ? '(1 − e^(−λ × T)) / λ' : 'T';
	sheet.line('hold', hold, 'mean hold: until the first message or T', seconds);
	sheet.line('cycle', 'g + quiet × hold', 'from one answer to the next: E[C]', seconds);
	sheet.line('n_cycle', '1 / cycle', 'requests of one user', { unit: 'per s' });
	sheet.line('requests', 'U × (n_cycle + μ)', 'requests that reach the servers', {
		unit: 'per s',
		figure: 'requestsPerSecond',
	});
	sheet.line('by_timeout', 'quiet × e^(−λ × T)', 'cycles that end with the time-out', {
		unit: 'share',
	});
	sheet.line('by_message', 'quiet × (1 − e^(−λ × T))', 'cycles that a message ends', {
		unit: 'share',
	});
	sheet.line('by_backlog', '1 − quiet', 'cycles answered at once, with what came in the gap', {
		unit: 'share',
	});
	sheet.line('cut', reopening ? 'by_timeout' : '0', 'cycles that the balancer cuts', {
		unit: 'share',
	});
	sheet.line('empty', 'by_timeout − cut', 'answers without a message', {
		unit: 'share',
		figure: 'emptyResponseFraction',
	});
	sheet.line('arriving', '1', 'messages that arrive: all', { unit: 'share' });
	sheet.line('delivered', 'U × λ × arriving', 'messages delivered', {
		unit: 'per s',
		figure: 'messagesPerSecond',
	});
	sheet.given('cold', cold, 'cycles that begin with a new connection', { unit: 'share' });
	const away =
		(reopening ? ends.timeout * reopening.mean : 0) + (reopening ? 1 - ends.timeout : 1) * setUp;
	sheet.given('away', away / 1000, 'mean time of a cycle without a connection', seconds);
	sheet.given('alone', acks.alone, 'requests whose ACK travels alone', {
		unit: 'share',
		source: 'the answer takes longer than 40 ms, or the one before did (Linux)',
	});
	sheet.line('n_alone', 'n_cycle × alone', 'such ACKs of one user', { unit: 'per s' });
	if (acks.mixed.posts > 0) {
		sheet.given(
			'alone_answer',
			answersAckedAlone(conditions, cycles),
			'answers whose ACK travels alone',
			{ unit: 'share', source: 'the client has heard of a POST since it asked (Linux)' },
		);
	}
	sheet.line('n_message', 'n_cycle × by_message', 'answers with one message', { unit: 'per s' });
	sheet.line('n_empty', 'n_cycle × (by_timeout − cut)', 'empty answers', { unit: 'per s' });
	sheet.line('n_backlog', 'n_cycle × by_backlog', 'answers with a backlog', { unit: 'per s' });
}

function cycleFlights(conditions: Conditions, cycles: Cycles, repeats: Fraction): Flight[] {
	const { wire } = conditions;
	const down = { direction: 'down', rides: true } as const;
	return [
		{
			symbol: 'ask',
			meaning: 'a request',
			direction: 'up',
			rides: true,
			rate: 'n_cycle',
			legs: mixed(cycles.cold, wire.longPollRequest, wire.firstLongPollRequest),
		},
		{
			symbol: 'message',
			meaning: 'an answer with one message',
			...down,
			rate: 'n_message',
			legs: answersOf(conditions, 1, repeats),
		},
		{
			symbol: 'empty',
			meaning: 'an empty answer',
			...down,
			rate: 'n_empty',
			legs: answersOf(conditions, 0, repeats),
		},
		{
			symbol: 'backlog',
			meaning: 'an answer with a backlog',
			...down,
			rate: 'n_backlog',
			legs: backlogAnswers(cycles, repeats),
		},
	];
}

function addLatency(
	sheet: Derivation,
	conditions: Conditions,
	{ backlogs, gap, kept, release, unasked }: Cycles,
	figures: Expectations,
): void {
	const { scenario, shared, wire } = conditions;
	const ms = { unit: 'ms' } as const;
	addPath(sheet, conditions);
	const one: Flights = [[1, wire.pollAnswer(1)]];
	addWayDown(sheet, conditions, {
		suffix: '',
		legs: one,
		mean: flightDelay(one, 'down', scenario).mean,
	});
	const seen = seenByMessages(backlogs, conditions);
	addWayDown(sheet, conditions, {
		suffix: '_backlog',
		legs: seen,
		mean: flightDelay(seen, 'down', scenario).mean,
	});
	sheet.line('φ', 'g / cycle', 'messages that come in a gap: Poisson arrivals see time averages', {
		unit: 'share',
	});
	sheet.given('g2', secondMoment(gap), 'mean square of the gap', { unit: 'ms²' });
	sheet.given('u2', secondMoment(unasked), 'the same of its part before the server is asked', {
		unit: 'ms²',
	});
	sheet.line(
		'wait',
		'φ × u2 / (2 × g_ms)',
		'waiting for the gap to close: half of it, if all were alike',
		{
			...ms,
			figure: 'latency.parts.wait',
		},
	);
	sheet.given('release', release.mean, 'from a message ending a hold to its answer leaving', {
		...ms,
		source: 'queue and CPU of a push',
	});
	sheet.given(
		'turn',
		shared ? burstOf(conditions).answers / 2 : 0,
		'mean turn in a burst of answers',
		ms,
	);
	sheet.line(
		'server',
		'φ × (g2 − u2) / (2 × g_ms) + (1 − φ) × (release + turn)',
		'queue and work: the rest of the gap, or the release of the held answer',
		{ ...ms, figure: 'latency.parts.server' },
	);
	sheet.line('network', 'φ × down_backlog + (1 − φ) × down', 'the way of the answer', {
		...ms,
		figure: 'latency.parts.network',
	});
	sheet.given('keep', meanKeep(kept), 'mean time that a sleeping radio keeps a held answer up', ms);
	sheet.line('radio', '(1 − φ) × keep', 'a sleeping radio', {
		...ms,
		figure: 'latency.parts.radio',
	});
	addLatencies(sheet, figures);
}

/** A message sees larger answers than an answer does: each size counts once for every message in it. */
function seenByMessages(backlogs: Flights, { scenario }: Conditions): Flights {
	const counts = backlogs.map(([weight, { parts }], i) =>
		scenario.payload > 0 ? (weight * parts.payload) / scenario.payload : weight * (i + 1),
	);
	const total = counts.reduce((sum, count) => sum + count, 0);
	return backlogs.map(([, leg], i) => [counts[i]! / total, leg]);
}
