import { RADIO_SOURCES } from '../model/radioSources.ts';
import { transmissionTime } from '../model/units.ts';
import { leavesAck } from '../model/wire.ts';
import type { Expectations } from './assemble.ts';
import type { Conditions } from './conditions.ts';
import { constantJob, exponentialJob, type Job } from './cores.ts';
import { repeatsOfPosts } from './dates.ts';
import { secondMoment } from './delay.ts';
import type { Derivation } from './derivation.ts';
import { addBattery } from './explainBattery.ts';
import { addBytes, type BareAcks, type Flight } from './explainBytes.ts';
import { addMoney } from './explainMoney.ts';
import { addLatencies, addPath, addWayDown } from './explainPath.ts';
import { addPosts, POST_WORK, postFlights } from './explainPosts.ts';
import { addServer } from './explainServer.ts';
import { flightDelay, type Flights } from './link.ts';
import { NO_POSTS, postConnection, postJobs, type PostConnection } from './posts.ts';
import { meanTurn } from './pushes.ts';
import type { Kind } from './stream.ts';
import { batteryOfStream } from './streamBattery.ts';
import { pingAcks, streamsOf, type Streams } from './streams.ts';
import { tooLarge } from './wake.ts';

/** The sheet of Server-Sent Events. */
export function explainServerSentEvents(
	sheet: Derivation,
	conditions: Conditions,
	figures: Expectations,
): void {
	const { wire } = conditions;
	explainStream(sheet, conditions, figures, {
		opening: wire.eventStreamRequest,
		opened: wire.eventStreamHead,
		message: wire.event,
		heartbeat: wire.heartbeat,
		heartbeatAnswer: null,
		frameUp: null,
	});
}

/** The sheet of a WebSocket. */
export function explainWebSocket(
	sheet: Derivation,
	conditions: Conditions,
	figures: Expectations,
): void {
	const { wire } = conditions;
	explainStream(sheet, conditions, figures, {
		opening: wire.upgradeRequest,
		opened: wire.upgradeAnswer,
		message: wire.frame,
		heartbeat: wire.ping,
		heartbeatAnswer: wire.pong,
		frameUp: wire.frameUp,
	});
}

function explainStream(
	sheet: Derivation,
	conditions: Conditions,
	figures: Expectations,
	kind: Kind,
): void {
	const streams = streamsOf(conditions, kind);
	const posts = kind.frameUp ? NO_POSTS : postConnection(conditions);
	addRates(sheet, conditions, streams, posts);
	if (conditions.messageRate > 0) addLatency(sheet, conditions, streams, figures);
	addPosts(sheet, conditions, { cold: posts.cold, wait: streams.queue.wait });
	const flights = [
		...streamFlights(kind, conditions),
		...(kind.frameUp
			? []
			: postFlights(conditions, { cold: posts.cold, repeats: repeatsOfPosts(conditions) })),
	];
	addBytes(sheet, conditions, {
		flights,
		acks: bareAcks(conditions, kind),
		opened: 'opened',
		closed: 'closed',
	});
	addCores(sheet, conditions, streams, posts);
	const { rate } = streams.flapping;
	addBattery(sheet, conditions, {
		battery: (traffic) => batteryOfStream(conditions, streams, traffic),
		flights,
		connections: { opened: rate + posts.opened, closed: rate + posts.closed },
		rule: {
			formula: conditions.pingInterval > 0 ? 'max(0, 1 − τ / P) × e^(−λ × τ)' : 'e^(−λ × τ)',
			meaning: 'asleep, if only messages and heartbeats kept it up: their silences multiply',
		},
	});
	addMoney(sheet, kind.frameUp ? 'n_push + n_frame' : 'n_push');
}

function addRates(
	sheet: Derivation,
	conditions: Conditions,
	{ flapping, kind }: Streams,
	posts: PostConnection,
): void {
	const { pingInterval, scenario } = conditions;
	const perSecond = { unit: 'per s' } as const;
	sheet.given('f', flapping.rate * 1000, 'cuts of one silent stream by the balancer', {
		...perSecond,
		source: '0 where P < I; without heartbeats about λ / (e^(λI) − 1)',
	});
	sheet.given('away', flapping.awayFraction, 'of all time, on the way back from a cut', {
		unit: 'share',
		source: 'back-off, TCP, TLS, opening request',
	});
	const setUp = flapping.away.mean - flightDelay(kind.opening, 'up', scenario).mean;
	sheet.given('t_back', setUp / 1000, 'from a cut to a connection', { unit: 's' });
	sheet.line(
		'requests',
		kind.frameUp ? 'U × f' : 'U × (f + μ)',
		'requests that reach the servers',
		{
			...perSecond,
			figure: 'requestsPerSecond',
		},
	);
	sheet.line('empty', '0', 'a stream has no answers that could be empty', {
		unit: 'share',
		figure: 'emptyResponseFraction',
	});
	const arriving = scenario.resume ? '1' : '(1 − away)';
	sheet.line('arriving', arriving, 'messages that arrive: all, if a client resumes', {
		unit: 'share',
	});
	sheet.line('n_push', 'λ × arriving', 'messages pushed to one user', perSecond);
	sheet.line('delivered', 'U × n_push', 'messages delivered', {
		...perSecond,
		figure: 'messagesPerSecond',
	});
	sheet.line(
		'n_beat',
		pingInterval > 0 ? '(1 − away) / P' : '0',
		'heartbeats to one user',
		perSecond,
	);
	sheet.line('n_frame', kind.frameUp ? 'μ × (1 − away)' : '0', 'frames from one user', perSecond);
	sheet.given('opened_posts', posts.opened * 1000, 'connections of one user for posts', perSecond);
	sheet.given('closed_posts', posts.closed * 1000, 'such connections that end', perSecond);
	sheet.given('open_posts', posts.open, 'open connections of one user for posts');
	sheet.line('opened', 'f + opened_posts', 'connections that one user opens', perSecond);
	sheet.line('closed', 'f + closed_posts', 'connections of one user that end', perSecond);
	if (!kind.heartbeatAnswer) return;
	const { alone, shared } = pingAcks(
		conditions,
		flapping.rate === 0 || scenario.resume
			? conditions.messageRate
			: conditions.messageRate * (1 - flapping.awayFraction),
		kind.message,
	);
	sheet.given(
		'alone',
		alone - shared,
		'heartbeats with an ACK of their own, less ACKs that two pushes share',
		{
			source: 'the ACK of a ping rides on its pong, unless something was pushed since the last',
		},
	);
}

function streamFlights(kind: Kind, { pingInterval, uplinkRate }: Conditions): Flight[] {
	const flights: (Flight | null)[] = [
		flight('message', 'a message', 'down', 'n_push', kind.message),
		pingInterval > 0 ? flight('beat', 'a heartbeat', 'down', 'n_beat', kind.heartbeat) : null,
		pingInterval > 0 && kind.heartbeatAnswer
			? flight('pong', 'a pong', 'up', 'n_beat', kind.heartbeatAnswer)
			: null,
		flight('opening', 'an opening request', 'up', 'f', kind.opening),
		{ ...flight('opened', 'its answer', 'down', 'f', kind.opened), rides: false },
		kind.frameUp && uplinkRate > 0
			? flight('frame', 'a frame up', 'up', 'n_frame', kind.frameUp)
			: null,
	];
	return flights.filter((each) => each !== null);
}

function flight(
	symbol: string,
	meaning: string,
	direction: Flight['direction'],
	rate: string,
	leg: Flights[number][1],
): Flight {
	return { symbol, meaning, direction, rate, legs: [[1, leg]], rides: true };
}

/** Every push is acknowledged, where its segments do not go by twos, and what a client sends; a ping by its pong, mostly. */
function bareAcks({ pingInterval, uplinkRate }: Conditions, kind: Kind): BareAcks[] {
	const acks: BareAcks[] = leavesAck(kind.message) ? [{ direction: 'up', rate: 'n_push' }] : [];
	if (pingInterval > 0 && kind.heartbeatAnswer) {
		acks.push({ direction: 'down', rate: 'n_beat' }, { direction: 'up', rate: 'n_beat × alone' });
	} else if (pingInterval > 0) acks.push({ direction: 'up', rate: 'n_beat' });
	if (uplinkRate > 0 && !kind.frameUp) acks.push({ direction: 'down', rate: 'n_post_alone' });
	if (uplinkRate > 0 && kind.frameUp && leavesAck(kind.frameUp)) {
		acks.push({ direction: 'down', rate: 'n_frame' });
	}
	return acks;
}

function addCores(
	sheet: Derivation,
	conditions: Conditions,
	{ flapping, frameRate, heartbeatRate, kind, pushRate, queue }: Streams,
	posts: PostConnection,
): void {
	const { scenario, shared } = conditions;
	const { handshakeCpu, pushCpu, requestCpu } = scenario;
	const jobs: Job[] = [
		constantJob(pushRate, pushCpu),
		constantJob(heartbeatRate + frameRate, pushCpu),
		exponentialJob(flapping.rate, requestCpu, handshakeCpu),
		...(kind.frameUp ? [] : postJobs(conditions, posts.cold)),
	];
	const { meanWait } = queue.cores;
	const inTurns = shared && pushRate > 0 && pushCpu > 0 && typeof meanWait === 'number';
	if (inTurns) {
		const total = jobs.reduce((sum, { rate }) => sum + rate, 0);
		const share = pushRate / total;
		sheet.given('of_pushes', share, 'jobs that are pushes', { unit: 'share' });
		sheet.given(
			'turn',
			meanTurn(queue.turns),
			'mean turn of a client: cores push to one after another',
			{
				unit: 'ms',
			},
		);
		sheet.given('first', meanWait - share * meanTurn(queue.turns), 'until the first push starts', {
			unit: 'ms',
			source: 'M/G/1, whose jobs are whole rounds: λE[s²] / 2(1 − ρ)',
		});
	}
	const posted = kind.frameUp ? '' : ` + ${POST_WORK}`;
	addServer(sheet, conditions, {
		jobs,
		work: `(n_push + n_beat + n_frame) × cpu_push + f × (cpu_request + cpu_handshake)${posted}`,
		cores: queue.cores,
		...(inTurns ? { batch: 'of_pushes × turn + first' } : {}),
		open: '1 − f × t_back + open_posts',
		opened: 'opened',
	});
}

function addLatency(
	sheet: Derivation,
	conditions: Conditions,
	{ battery, flapping, kind, push, queue }: Streams,
	figures: Expectations,
): void {
	if (typeof battery === 'string') return;
	const { messageRate, radio, scenario } = conditions;
	const ms = { unit: 'ms' } as const;
	const legs: Flights = [[1, kind.message]];
	addPath(sheet, conditions);
	addWayDown(sheet, conditions, { suffix: '', legs, mean: push.delay.mean });

	const { away, awayFraction } = flapping;
	const missed = scenario.resume ? awayFraction : 0;
	sheet.given('missed', missed, 'messages published while a client is away, that it resumes with', {
		unit: 'share',
	});
	sheet.given(
		'rest',
		missed === 0 ? 0 : secondMoment(away) / (2 * away.mean),
		'how long it then stays away',
		ms,
	);
	sheet.line('wait', 'missed × rest', 'waiting for the client to come back', {
		...ms,
		figure: 'latency.parts.wait',
	});
	const work = scenario.cores === 1 ? scenario.requestCpu + scenario.handshakeCpu : 0;
	sheet.given(
		'W_push',
		queue.wait.mean + meanTurn(queue.turns),
		'wait for a core, and for its turn',
		ms,
	);
	sheet.given('work_back', work, 'work on the request that brings a client back, on one core', ms);
	sheet.line('server', 'W_push + cpu_push + missed × work_back', 'queue and work', {
		...ms,
		figure: 'latency.parts.server',
	});

	const load = messageRate * transmissionTime(kind.message.total, scenario.down);
	sheet.line('link', 'λ × send / 1000', 'how busy messages keep the client’s link');
	sheet.given(
		'stalled',
		push.stalled / (1 - load),
		'mean wait behind earlier messages that are late: the order is kept',
		{
			...ms,
			source: 'P(in order ≤ t) = P(D ≤ t) × P(nothing that left earlier takes until then)',
		},
	);
	const { behind, own } = keptUp(conditions, battery, kind);
	sheet.given('behind', behind, 'mean wait behind a message that is waking the radio', ms);
	sheet.line(
		'network',
		'down + link × send / (2 × (1 − link)) + stalled + (1 − missed) × behind',
		'the way down, the link (M/D/1), and the order of the stream',
		{ ...ms, figure: 'latency.parts.network' },
	);
	sheet.given('asleep', battery.asleep, 'pushes that meet a sleeping radio', { unit: 'share' });
	const source = RADIO_SOURCES[conditions.scenario.radio];
	sheet.given('paging', radio.pagingCycle, 'paging cycle: a call waits for half of it', {
		...ms,
		source,
	});
	sheet.given('promotion_ms', radio.promotionDelay, 'and then for promotion', { ...ms, source });
	sheet.given('slow', own, 'mean time to leave a slow phase of the radio', ms);
	sheet.line(
		'radio',
		'(1 − missed) × (asleep × (paging / 2 + promotion_ms) + slow)',
		'a sleeping radio',
		{
			...ms,
			figure: 'latency.parts.radio',
		},
	);
	addLatencies(sheet, figures);
}

/** Mean time that a radio keeps messages behind another one, and in a slow phase. */
function keptUp({ radio }: Conditions, battery: Exclude<Streams['battery'], string>, kind: Kind) {
	const { pagingCycle: cycle, promotionDelay: promotion } = radio;
	const waking = battery.waking[0] ?? 0;
	const inPromotion = cycle + promotion === 0 ? 0 : promotion / (cycle / 2 + promotion);
	const shares = [
		[waking * inPromotion, promotion / 2],
		[waking * (1 - inPromotion), promotion + cycle / 3],
	];
	let own = 0;
	if ('slow' in battery && tooLarge(radio, 'down', kind.message)) {
		const delay = radio.tail.find((phase) => phase.promotion)?.promotion?.delay ?? 0;
		own = battery.slow * delay;
		shares.push([battery.promoting, delay / 2]);
	}
	const behind = shares.reduce((sum, [share = 0, time = 0]) => sum + share * time, 0);
	return { behind, own };
}
