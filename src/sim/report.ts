import type { Figures } from '../model/figures.ts';
import type { Milliseconds, Seconds } from '../model/units.ts';
import type { Expected } from '../theory/expect.ts';
import type { Traced } from './trace.ts';

/** How the run went over time. Every array has one entry for each bin, NaN where a run under way has not been yet; rates are per second. */
export interface Series {
	/** Start of the bin, seconds into the measured time. */
	readonly time: Float64Array;
	/** Width of a bin, s. */
	readonly binWidth: Seconds;
	readonly requests: Float64Array;
	readonly bytesUp: Float64Array;
	readonly bytesDown: Float64Array;
	readonly deliveries: Float64Array;
	/** Messages published, all users, and those of them that are never delivered; 1/s. */
	readonly published: Float64Array;
	readonly lost: Float64Array;
	/** Messages that a client receives once more, 1/s. */
	readonly duplicated: Float64Array;
	/** Messages that are neither delivered nor lost at the end of the bin. */
	readonly waiting: Float64Array;
	/** Latency of what was delivered in the bin, ms; NaN where nothing was. */
	readonly latencyP50: Float64Array;
	readonly latencyP95: Float64Array;
	readonly latencyP99: Float64Array;
	/** Share of all cores busy, 0–1. */
	readonly utilisation: Float64Array;
	/** Open connections at the end of the bin. */
	readonly connections: Float64Array;
	/** New connections, 1/s. */
	readonly handshakes: Float64Array;
	/** The most new connections in one whole second that the bin touches. */
	readonly handshakePeak: Float64Array;
	/** Bytes that wait in the servers' send buffers for slow readers. */
	readonly buffered: Float64Array;
	/** Radio wake-ups of all phones, 1/s. */
	readonly wakeUps: Float64Array;
}

/** How latencies spread: `counts[i]` messages took between `edges[i]` and `edges[i + 1]` ms. */
export interface Distribution {
	readonly edges: Float64Array;
	readonly counts: Float64Array;
}

/** What one transport made of a scenario, and what the closed forms say of the same scenario. */
export interface Report extends Simulated, Expected {}

/** What one transport made of a scenario. */
export interface Simulated extends Figures {
	readonly series: Series;
	readonly distribution: Distribution;
	/** One client from near, the same in all transports. */
	readonly trace: Traced;
	/** How much time was simulated before and after the measured time. */
	readonly warmUp: Milliseconds;
	/** Phones whose radio was observed: time on and energy are theirs, wake-ups those of all. */
	readonly phones: number;
	/** Events simulated: the work this answer took. */
	readonly events: number;
	/**
	 * Set when the run was cut short: the figures hold for the first `seconds` only; or where a few
	 * servers, `sampled`, stand for all.
	 */
	readonly partial: {
		readonly seconds: Seconds;
		readonly reason: string;
		readonly sampled: boolean;
	} | null;
}
