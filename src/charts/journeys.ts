import { LATENCY_PARTS, type LatencyPart } from '../model/figures.ts';
import { MS_PER_SECOND, type Milliseconds, type Seconds } from '../model/units.ts';
import { named, type TransportId } from '../model/transports.ts';
import type { Traced } from '../sim/trace.ts';
import { duration } from './format.ts';
import { finished, type Reports } from './reports.ts';
import { listed } from './words.ts';

/** One message's way over one transport. */
export interface JourneyOf {
	readonly id: TransportId;
	/** Where its time went, ms; null where the message was not delivered while the client was followed. */
	readonly parts: Readonly<Record<LatencyPart, Milliseconds>> | null;
	/** From published to delivered, ms: the sum of the parts. */
	readonly total: Milliseconds;
}

/** The order in which a message meets them. */
export const JOURNEY_PARTS = [
	'wait',
	'server',
	'network',
	'radio',
] as const satisfies readonly (typeof LATENCY_PARTS)[number][];

/** What each part of a journey is, in a word or two. */
export const JOURNEY_NAMES: Readonly<Record<LatencyPart, string>> = {
	wait: 'waiting',
	server: 'server',
	network: 'network',
	radio: 'radio',
};

/** Messages are the same in all transports if they were published within this, s. */
const SAME: Seconds = 1e-9;

/** The journeys of the message published at this moment, one for each transport. */
export function journeysOf(
	reports: Reports,
	transports: readonly TransportId[],
	published: Seconds,
): JourneyOf[] {
	return finished(reports, transports).map(([id, { trace }]) => journeyOn(id, trace, published));
}

function journeyOn(id: TransportId, { messages }: Traced, published: Seconds): JourneyOf {
	const index = messages.published.findIndex(
		(time) => Math.abs(time / MS_PER_SECOND - published) < SAME,
	);
	if (index < 0) return { id, parts: null, total: 0 };
	const [start, heard, left, radio, delivered] = [
		messages.published[index]!,
		messages.heard[index]!,
		messages.left[index]!,
		messages.radio[index]!,
		messages.delivered[index]!,
	];
	const parts = {
		wait: heard - start,
		server: left - heard,
		network: radio - left,
		radio: delivered - radio,
	};
	return { id, parts, total: delivered - start };
}

/** All moments at which any transport's client has a message published, s, ascending. */
export function publishedIn(reports: Reports, transports: readonly TransportId[]): Seconds[] {
	const all = finished(reports, transports).flatMap(([, { trace }]) => [
		...trace.messages.published,
	]);
	return [...new Set(all)].sort((a, b) => a - b).map((time) => time / MS_PER_SECOND);
}

/** Who brought the message first and last, and what took the last so long. */
export function journeySentence(journeys: readonly JourneyOf[]): string {
	const there = journeys.filter(({ parts }) => parts).sort((a, b) => a.total - b.total);
	const missing = journeys.filter(({ parts }) => !parts).map(({ id }) => named(id));
	const lost = missing.length === 0 ? '' : ` It did not arrive by ${listed(missing)}.`;
	const [fastest, slowest] = [there[0], there.at(-1)];
	if (!fastest || !slowest) return `The message did not arrive.`;
	const first = `The message took ${duration(fastest.total)} by ${named(fastest.id)}`;
	if (fastest === slowest) return `${first}.${lost}`;
	const part = JOURNEY_PARTS.toSorted((a, b) => slowest.parts![b] - slowest.parts![a])[0]!;
	const most = `${duration(slowest.parts![part])} of it ${PHRASES[part]}`;
	return `${first} and ${duration(slowest.total)} by ${named(slowest.id)}, ${most}.${lost}`;
}

const PHRASES: Readonly<Record<LatencyPart, string>> = {
	wait: 'waiting until the server was asked or connected',
	server: 'in the server’s queue and at work',
	network: 'on the network',
	radio: 'waiting for the phone’s radio',
};
