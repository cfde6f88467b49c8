import type { Bytes, Milliseconds, PerSecond } from '../src/model/units.ts';
import type { RadioUse } from './replay.ts';
import type { Passage } from './trace.ts';

/** Bytes each way. */
export interface BothWays {
	readonly up: Bytes;
	readonly down: Bytes;
}

/** What was seen of one transport in one scenario, measured or simulated; rates are per second. */
export interface Observed {
	readonly requests: PerSecond;
	/** TLS records, without set-up and end of connections. */
	readonly application: BothWays;
	/** Packets with all their headers, without set-up and end of connections; null where packets cannot be seen. */
	readonly ip: BothWays | null;
	readonly newConnections: PerSecond;
	readonly emptyAnswers: number;
	readonly latency: Latency;
	/** What the phones' radios did. */
	readonly radio: RadioUse;
}

export interface Latency {
	readonly count: number;
	readonly mean: Milliseconds;
	readonly p50: Milliseconds;
	readonly p99: Milliseconds;
	/** Of the mean. */
	readonly standardError: Milliseconds;
}

/** Statistics of latencies, which are sorted in place. */
export function latencyOf(latencies: Float64Array): Latency {
	latencies.sort();
	const count = latencies.length;
	const mean = latencies.reduce((sum, each) => sum + each, 0) / count;
	const variance = latencies.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
	const quantile = (q: number) => latencies[Math.min(count - 1, Math.floor(q * count))] ?? NaN;
	return {
		count,
		mean,
		p50: quantile(0.5),
		p99: quantile(0.99),
		standardError: Math.sqrt(variance / count),
	};
}

/** The sum of something over all passages, each way. */
export function bytesOf(passages: readonly Passage[], of: (passage: Passage) => number): BothWays {
	const one = (way: boolean) =>
		passages.filter(({ up }) => up === way).reduce((sum, passage) => sum + of(passage), 0);
	return { up: one(true), down: one(false) };
}

export function perSecond({ up, down }: BothWays, seconds: number): BothWays {
	return { up: up / seconds, down: down / seconds };
}
