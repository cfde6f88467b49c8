import { DELAYED_ACK } from '../model/wire.ts';
import type { Expectations } from './assemble.ts';
import { batteryOf } from './battery.ts';
import type { Conditions } from './conditions.ts';
import { exponentialJob } from './cores.ts';
import { cdf, laplace } from './delay.ts';
import type { Derivation } from './derivation.ts';
import { addBattery } from './explainBattery.ts';
import { addBytes, type Flight } from './explainBytes.ts';
import { addMoney } from './explainMoney.ts';
import { addLatencies, addPath, addWayDown } from './explainPath.ts';
import { addPosts, mixed, POST_WORK, postFlights } from './explainPosts.ts';
import { addServer } from './explainServer.ts';
import type { Flights } from './link.ts';
import { pollAnswers, pollsAckedAlone, pollsOf, type Polls } from './polls.ts';
import { postJobs } from './posts.ts';
import { meanKeep } from './wake.ts';

/** The sheet of polling. */
export function explainPolling(sheet: Derivation, conditions: Conditions, figures: Expectations) {
	const polls = pollsOf(conditions);
	addRequests(sheet, conditions, polls);
	if (conditions.messageRate > 0) addLatency(sheet, conditions, polls, figures);
	const { coldPosts, repeats } = polls;
	const posting = { cold: coldPosts, repeats: repeats.posts, wait: polls.cores.wait };
	const flights = [...pollFlights(conditions, polls), ...postFlights(conditions, posting)];
	addPosts(sheet, conditions, posting);
	addBytes(sheet, conditions, {
		flights,
		acks: [
			{ direction: 'down', rate: 'n_alone' },
			...(conditions.uplinkRate > 0 ? [{ direction: 'down', rate: 'n_post_alone' } as const] : []),
		],
		opened: 'opened',
		closed: 'closed',
	});
	const { cold, cores } = polls;
	const { pollInterval, scenario } = conditions;
	addServer(sheet, conditions, {
		jobs: [
			exponentialJob((1 - cold) / pollInterval, scenario.requestCpu),
			exponentialJob(cold / pollInterval, scenario.requestCpu, scenario.handshakeCpu),
			...postJobs(conditions, polls.coldPosts),
		],
		work: `n_ask × (cpu_request + cold × cpu_handshake) + ${POST_WORK}`,
		cores,
		crowd: scenario.phases === 'synchronised',
		open: 'open',
		opened: 'opened',
	});
	addBattery(sheet, conditions, {
		battery: (traffic) => batteryOf(conditions, [polls.packets], traffic),
		flights,
		connections: polls.connections,
		rule: {
			formula: 'max(0, 1 − τ / N)',
			meaning: 'asleep, if nothing but polls kept the radio up: silent for more than τ of each N',
		},
	});
	addMoney(sheet, '0');
}

function addRequests(sheet: Derivation, conditions: Conditions, polls: Polls): void {
	const { connections, response, responseToMessage } = polls;
	const { duration, messageRate, pollInterval, wire } = conditions;
	sheet.line('n_ask', '1 / N', 'polls of one user', { unit: 'per s' });
	sheet.line('requests', 'U × (n_ask + μ)', 'requests that reach the servers', {
		unit: 'per s',
		figure: 'requestsPerSecond',
	});
	sheet.given(
		'κ',
		laplace(polls.shift, messageRate),
		'how much uneven intervals add: E[e^(−λD)], D the drift of two polls',
		{
			source: 'jitter, losses and the queue make intervals N + D',
		},
	);
	sheet.line('empty', 'e^(−λ × N) × κ', 'no message falls into an interval: Poisson', {
		unit: 'share',
		figure: 'emptyResponseFraction',
	});
	sheet.line('arriving', '1', 'messages that arrive: all', { unit: 'share' });
	sheet.line('delivered', 'U × λ × arriving', 'messages delivered', {
		unit: 'per s',
		figure: 'messagesPerSecond',
	});
	sheet.line('n_empty', 'n_ask × e^(−λ × N)', 'empty answers to one user', { unit: 'per s' });
	sheet.line('n_full', 'n_ask × (1 − e^(−λ × N))', 'answers with messages', { unit: 'per s' });
	const late = 1 - cdf(responseToMessage, pollInterval);
	sheet.given(
		'late',
		late,
		'answers that come after the next poll has left, as messages meet them',
	);
	sheet.given('r', response.mean, 'from a poll being due to its answer, on average', {
		unit: 'ms',
		source: `two ways, queue, work; the answer has ${wire.pollAnswer(0).total} B or more`,
	});
	sheet.given('cold', polls.cold, 'polls that find no connection: all, once N − r > K', {
		unit: 'share',
		source: `over the ${duration / 1000} s of the run`,
	});
	sheet.given('open', connections.open, 'open connections of one user: about min(1, (K + r) / N)');
	sheet.given('opened', connections.opened * 1000, 'connections that one user opens', {
		unit: 'per s',
		source: 'cold polls and posts, and requests that meet a busy connection',
	});
	sheet.given('closed', connections.closed * 1000, 'connections of one user that end', {
		unit: 'per s',
		source: 'K after their last use',
	});
	sheet.given('alone', pollsAckedAlone(conditions, polls), 'requests whose ACK travels alone', {
		source: `the answer takes longer than ${DELAYED_ACK} ms, or the one before did (Linux)`,
	});
	sheet.line('n_alone', 'n_ask × alone', 'such ACKs of one user', { unit: 'per s' });
}

function pollFlights(conditions: Conditions, polls: Polls): Flight[] {
	const { wire } = conditions;
	const { cold, counts } = polls;
	const filled = counts.filter(({ count }) => count > 0);
	const share = filled.reduce((total, { weight }) => total + weight, 0);
	const full: Flights = filled.flatMap(({ count, weight }) =>
		pollAnswers(conditions, polls, count).map(
			([form, leg]) => [(form * weight) / share, leg] as const,
		),
	);
	const down = { direction: 'down', rides: false } as const;
	return [
		{
			symbol: 'ask',
			meaning: 'a poll',
			direction: 'up',
			rides: true,
			rate: 'n_ask',
			legs: mixed(cold, wire.pollRequest, wire.firstPollRequest),
		},
		{
			symbol: 'empty',
			meaning: 'an empty answer',
			...down,
			rate: 'n_empty',
			legs: pollAnswers(conditions, polls, 0),
		},
		...(full.length === 0
			? []
			: [
					{
						symbol: 'full',
						meaning: 'an answer with messages',
						...down,
						rate: 'n_full',
						legs: full,
					},
				]),
	];
}

function addLatency(
	sheet: Derivation,
	conditions: Conditions,
	{ cold, cores, counts, downOfMessage, kept, shift }: Polls,
	figures: Expectations,
): void {
	const { wire } = conditions;
	const ms = { unit: 'ms' } as const;
	addPath(sheet, conditions);
	addWayDown(sheet, conditions, {
		suffix: '',
		mean: downOfMessage.mean,
		legs: counts.flatMap(({ count, weight }) => [
			[weight * (1 - cold), wire.pollAnswer(count + 1)] as const,
			[weight * cold, wire.firstPollAnswer(count + 1)] as const,
		]),
	});
	sheet.given('W_ask', cores.wait.mean, 'mean wait of a poll for a core', {
		...ms,
		source: 'the queue: see the wait for a core',
	});
	sheet.given('v_queue', cores.wait.variance, 'its variance', { unit: 'ms²' });
	sheet.given('v_shift', shift.variance, 'variance of the time between two polls', {
		unit: 'ms²',
		source: 'jitter, losses and queue of both; promotion of the radio',
	});
	sheet.line(
		'queued',
		'W_ask + (v_queue − W_ask × W_ask) / (2 × N_ms)',
		'of the wait, what passes in the server’s queue',
		ms,
	);
	sheet.line(
		'wait',
		'N_ms / 2 + v_shift / (2 × N_ms) − queued',
		'waiting for the next poll: half the interval, and more where intervals vary',
		{ ...ms, figure: 'latency.parts.wait' },
	);
	sheet.line('network', 'down', 'the way of the answer', {
		...ms,
		figure: 'latency.parts.network',
	});
	sheet.line(
		'server',
		'queued + cpu_request + wait_request + cold × cpu_handshake',
		'queue and work',
		{ ...ms, figure: 'latency.parts.server' },
	);
	sheet.given('asleep_again', meanKeep(kept), 'for a radio that fell asleep before the answer', ms);
	sheet.line('radio', 'asleep_again', 'the phone asked, so its radio is up', {
		...ms,
		figure: 'latency.parts.radio',
	});
	addLatencies(sheet, figures, {
		meaning: 'rule of thumb: the wait is uniform over N, the rest alike for all',
		formula: (u) => `${u} × N_ms + server + network`,
	});
}
