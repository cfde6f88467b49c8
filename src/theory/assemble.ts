import { BYTE_PARTS, COST_PARTS, FIGURES } from '../model/figures.ts';
import { monthlyBill } from '../model/prices.ts';
import { MS_PER_SECOND, type Fraction, type Milliseconds } from '../model/units.ts';
import { batteryFigures, type Battery } from './battery.ts';
import type { Conditions } from './conditions.ts';
import type { Cores } from './cores.ts';
import type { Traffic } from './traffic.ts';

/** By a figure's path: its value, or the sentence that says why theory has none. */
export type Expectations = Record<string, number | string>;

/** What the formulas of one transport come to. Rates are those of one user per ms. */
export interface Outcome {
	readonly requests: number;
	readonly emptyFraction: Fraction;
	/** Of the messages: the others are lost. */
	readonly delivered: Fraction;
	readonly latency: Expectations;
	readonly traffic: Traffic;
	readonly battery: Battery | string;
	readonly cores: Cores;
	/** Open connections of one user. */
	readonly connections: number;
	readonly handshakes: number;
	/** Messages and frames that a serverless host bills apart from requests. */
	readonly frames: number;
}

const BYTES_PER_KILOBYTE = 1000;

/** The same sentence for all figures. */
export function allUnknown(reason: string): Expectations {
	return Object.fromEntries(FIGURES.map(({ path }) => [path, reason]));
}

/** Without a steady state only the messages can be counted in advance. */
export function unsteady(conditions: Conditions, reason: string): Expectations {
	const published = fates(conditions, 1)['messages.published'];
	return { ...allUnknown(reason), 'messages.published': published };
}

/** All figures from the outcome, in the units of a report. */
export function assemble(conditions: Conditions, outcome: Outcome): Expectations {
	const { scenario } = conditions;
	const { users } = scenario;
	const perSecond = users * MS_PER_SECOND;
	const { traffic, cores } = outcome;
	const messages = conditions.messageRate * outcome.delivered * perSecond;
	const [up, down] = [traffic.up * perSecond, traffic.down * perSecond];
	const connections = outcome.connections * users;
	const memory = connections * scenario.connectionMemory * BYTES_PER_KILOBYTE;
	const usage = {
		bytesUp: up,
		bytesDown: down,
		requests: outcome.requests * perSecond,
		frames: outcome.frames * perSecond,
		newConnections: outcome.handshakes * perSecond,
		openConnections: connections,
		coresBusy: cores.busy,
		memory,
	};
	const bill = monthlyBill(usage, scenario);
	const parts = <T extends string>(path: string, names: readonly T[], value: (name: T) => number) =>
		Object.fromEntries(names.map((name) => [`${path}.${name}`, value(name)]));
	return {
		requestsPerSecond: usage.requests,
		emptyResponseFraction: outcome.emptyFraction,
		messagesPerSecond: messages,
		...outcome.latency,
		'bytes.up': up,
		'bytes.down': down,
		...parts('bytes.parts', BYTE_PARTS, (part) => traffic.parts[part] * perSecond),
		'bytes.perMessage': messages > 0 ? (up + down) / messages : NO_MESSAGES,
		...batteryPart(outcome.battery),
		'server.utilisation': cores.utilisation,
		'server.queueWait.mean': cores.meanWait,
		'server.queueWait.p99': cores.p99Wait,
		'server.connections': connections,
		'server.memory': memory,
		'server.handshakesPerSecond': usage.newConnections,
		...fates(conditions, outcome.delivered),
		'cost.monthly': bill.monthly,
		...parts('cost.parts', COST_PARTS, (part) => bill.parts[part]),
	};
}

/** How many messages are published, and how many of them arrive. */
export function fates({ scenario, messageRate, duration }: Conditions, delivered: Fraction) {
	const published = messageRate * scenario.users * duration;
	return {
		'messages.published': published,
		'messages.delivered': published * delivered,
		'messages.lost': published * (1 - delivered),
		'messages.duplicated': 0,
		'messages.late': 0,
	};
}

function batteryPart(battery: Battery | string): Expectations {
	if (typeof battery !== 'string') return batteryFigures(battery);
	return Object.fromEntries(
		FIGURES.filter(({ path }) => path.startsWith('battery.')).map(({ path }) => [path, battery]),
	);
}

export const NO_MESSAGES = 'there are no messages';
export const NEVER_BACK =
	'the balancer closes connections and clients do not come back, so there is no steady state';
export const LONGEST_IS_OPEN =
	'random delays have no upper limit: how long the longest is depends on the length of the run';

/** Share of a figure that an effect without a formula may have before the figure has none either. */
const NEGLIGIBLE = 0.003;

/** The latencies, less those that an effect of up to `most` ms without a formula may change notably: they have a reason instead. */
export function unlessDoubtful(
	latencies: Expectations,
	most: Milliseconds,
	reason: string | undefined,
): Expectations {
	if (!reason) return latencies;
	return Object.fromEntries(
		Object.entries(latencies).map(([path, value]) => {
			const elsewhere = path.endsWith('.network') || path.endsWith('.radio');
			const doubtful = typeof value === 'number' && most > NEGLIGIBLE * value;
			return [path, doubtful && !elsewhere ? reason : value];
		}),
	);
}

const ALL_OR_NONE =
	'all clients connect anew at once: the count at the end depends on whether they are at it';
/** Share of time without a connection that hardly shows. */
const RARELY_AWAY = 0.003;

/** The figures of clients that are away together for a share of the time: at the end all are connected, or none. */
export function unlessAllAway(figures: Expectations, away: Fraction): Expectations {
	if (away < RARELY_AWAY) return figures;
	return { ...figures, 'server.connections': ALL_OR_NONE, 'server.memory': ALL_OR_NONE };
}

/** The sentence for all figures of latency. */
export function latencyUnknown(reason: string): Expectations {
	return Object.fromEntries(
		FIGURES.filter(({ path }) => path.startsWith('latency.')).map(({ path }) => [path, reason]),
	);
}
