import { LATENCY_PARTS, type LatencyPart } from '../model/figures.ts';
import { MS_PER_SECOND, type Bytes, type Milliseconds } from '../model/units.ts';
import { addTo } from './arrays.ts';
import type { Clock } from './clock.ts';
import { Histogram, type Counts } from './histogram.ts';

/**
 * The way of one message, as moments on the simulation's clock. Engines keep numbers that are never
 * integers, as NaN is none, in place; others they may put elsewhere, one by one.
 */
export class Journey {
	published: Milliseconds = NaN;
	/** From when on the server could have answered this client: the rest before is waiting. */
	heard: Milliseconds = NaN;
	/** When it left the server. */
	left: Milliseconds = NaN;
	/** How long a sleeping radio held it up. */
	radio: Milliseconds = NaN;
	/** When its phone had it; in the end, when the client did. */
	delivered: Milliseconds = NaN;
}

/** Buckets for each doubling: fine for the figures, coarse for the series. */
const FINE = 7;
const COARSE = 5;

const BINNED = [
	'deliveries',
	'requests',
	'handshakes',
	'handshakesBySecond',
	'connectionChanges',
	'lostByBin',
	'duplicatedByBin',
	'arrived',
	'buffered',
] as const;
const COUNTED = [
	'delivered',
	'lost',
	'duplicated',
	'answers',
	'emptyAnswers',
	'frames',
	'connectionsAtStart',
] as const;

/** What a ledger says, without what it takes to write into it. */
export type LedgerBooks = Pick<
	Ledger,
	(typeof BINNED)[number] | (typeof COUNTED)[number] | 'parts' | 'longest'
> & { readonly latencies: Counts; readonly latenciesByBin: Counts };

/** Everything that is counted while a run goes on. Only what falls into the measured time counts. */
export class Ledger {
	readonly latencies = new Histogram(FINE);
	readonly latenciesByBin: Histogram;
	readonly deliveries: Float64Array;
	readonly requests: Float64Array;
	readonly handshakes: Float64Array;
	/** New connections in each whole second, however wide the bins are. */
	readonly handshakesBySecond: Float64Array;
	readonly connectionChanges: Float64Array;
	/**
	 * Where the time of messages went: of those that came in each bin, and in one more place of those that were
	 * published in the measured time.
	 */
	readonly parts: Readonly<Record<LatencyPart, Float64Array>>;
	longest: Milliseconds = 0;
	/** Of the messages published in the measured time. */
	delivered = 0;
	lost = 0;
	duplicated = 0;
	/** Messages that are lost, by the bin they were published in, and extra deliveries. */
	readonly lostByBin: Float64Array;
	readonly duplicatedByBin: Float64Array;
	/** Deliveries of what was published in the measured time. */
	readonly arrived: Float64Array;
	answers = 0;
	emptyAnswers = 0;
	/** WebSocket frames in the measured time, both directions; serverless hosts bill them. */
	frames = 0;
	/** Bytes that wait in send buffers, times ms, for each bin. */
	readonly buffered: Float64Array;
	/** Open connections at time 0. */
	connectionsAtStart = 0;
	private readonly clock: Clock;

	constructor(clock: Clock) {
		this.clock = clock;
		this.latenciesByBin = new Histogram(COARSE, clock.bins);
		this.parts = partsFrom(() => new Float64Array(clock.bins + 1));
		this.deliveries = new Float64Array(clock.bins);
		this.requests = new Float64Array(clock.bins);
		this.handshakes = new Float64Array(clock.bins);
		this.handshakesBySecond = new Float64Array(Math.ceil(clock.end / MS_PER_SECOND));
		this.lostByBin = new Float64Array(clock.bins);
		this.duplicatedByBin = new Float64Array(clock.bins);
		this.arrived = new Float64Array(clock.bins);
		this.connectionChanges = new Float64Array(clock.bins);
		this.buffered = new Float64Array(clock.bins);
	}

	deliver(journey: Journey): void {
		const { published, delivered } = journey;
		const latency = delivered - published;
		const bin = this.clock.bin(delivered);
		const counts = this.clock.measures(published);
		if (bin >= 0) {
			this.deliveries[bin]! += 1;
			this.latenciesByBin.add(latency, bin);
			this.divide(journey, bin);
			if (counts) this.arrived[bin]! += 1;
		}
		if (!counts) return;
		this.delivered += 1;
		this.latencies.add(latency);
		if (latency > this.longest) this.longest = latency;
		this.divide(journey, this.clock.bins);
	}

	private divide({ published, heard, left, radio, delivered }: Journey, place: number): void {
		const known = heard > published ? heard : published;
		this.parts.wait[place]! += known - published;
		this.parts.server[place]! += left - known;
		this.parts.radio[place]! += radio;
		this.parts.network[place]! += delivered - left - radio;
	}

	/** A message that will never be delivered. */
	lose(published: Milliseconds): void {
		const bin = this.clock.bin(published);
		if (bin < 0) return;
		this.lost += 1;
		this.lostByBin[bin]! += 1;
	}

	/** A client that has them already receives so many messages once more. */
	repeat(time: Milliseconds, messages: number): void {
		if (messages === 0) return;
		const bin = this.clock.bin(time);
		if (bin < 0) return;
		this.duplicated += messages;
		this.duplicatedByBin[bin]! += messages;
	}

	/** An HTTP request reaches a server now. */
	request(): void {
		const bin = this.clock.bin(this.clock.now);
		if (bin >= 0) this.requests[bin]! += 1;
	}

	/** A server answers a poll with so many messages. */
	answer(time: Milliseconds, messages: number): void {
		if (!this.clock.measures(time)) return;
		this.answers += 1;
		if (messages === 0) this.emptyAnswers += 1;
	}

	frame(time: Milliseconds): void {
		if (this.clock.measures(time)) this.frames += 1;
	}

	/** So many bytes wait in a send buffer from `from` until `until`. */
	buffer(bytes: Bytes, from: Milliseconds, until: Milliseconds): void {
		const { binWidth, bins, end } = this.clock;
		const last = Math.min(until, end);
		let time = Math.max(0, from);
		for (let bin = this.clock.bin(time); bin >= 0 && bin < bins && time < last; bin++) {
			const next = Math.min(last, (bin + 1) * binWidth);
			this.buffered[bin]! += bytes * (next - time);
			time = next;
		}
	}

	open(time: Milliseconds): void {
		const bin = this.clock.bin(time);
		if (bin >= 0) {
			this.handshakes[bin]! += 1;
			this.handshakesBySecond[(time / MS_PER_SECOND) | 0]! += 1;
		}
		this.changeConnections(time, 1);
	}

	close(time: Milliseconds): void {
		this.changeConnections(time, -1);
	}

	private changeConnections(time: Milliseconds, change: number): void {
		if (time < 0) this.connectionsAtStart += change;
		else {
			const bin = this.clock.bin(time);
			if (bin >= 0) this.connectionChanges[bin]! += change;
		}
	}

	/** Adds what was counted of others. */
	add(other: LedgerBooks): void {
		this.latencies.addAll(other.latencies);
		this.latenciesByBin.addAll(other.latenciesByBin);
		for (const key of BINNED) addTo(this[key], other[key]);
		for (const key of COUNTED) this[key] += other[key];
		for (const part of LATENCY_PARTS) addTo(this.parts[part], other.parts[part]);
		this.longest = Math.max(this.longest, other.longest);
	}

	/** Open connections at the end of each bin. */
	connections(): Float64Array {
		let open = this.connectionsAtStart;
		return this.connectionChanges.map((change) => (open += change));
	}

	/** The most new connections in a whole second that a bin touches, for each bin. */
	handshakePeaks(): Float64Array {
		const { binWidth } = this.clock;
		return this.handshakes.map((_, bin) => {
			const from = Math.floor((bin * binWidth) / MS_PER_SECOND + 1e-9);
			const until = Math.ceil(((bin + 1) * binWidth) / MS_PER_SECOND - 1e-9);
			return Math.max(...this.handshakesBySecond.subarray(from, until));
		});
	}
}

/** A value for each part of a latency. */
export function partsFrom<T>(valueOf: (part: LatencyPart) => T): Record<LatencyPart, T> {
	return Object.fromEntries(LATENCY_PARTS.map((part) => [part, valueOf(part)])) as Record<
		LatencyPart,
		T
	>;
}
