import type { Milliseconds } from '../src/model/units.ts';

const NANOSECONDS_PER_MS = 1e6;

/** The machine's monotonic clock, ms: all processes of the lab read the same one. */
export function now(): Milliseconds {
	return Number(process.hrtime.bigint()) / NANOSECONDS_PER_MS;
}

/** Calls back at `time` on the clock of {@link now}, or as soon after as timers allow. */
export function at(time: Milliseconds, then: () => void): NodeJS.Timeout {
	return setTimeout(then, Math.max(0, time - now()));
}

/** Resolves at `time` on the clock of {@link now}. */
export function until(time: Milliseconds): Promise<void> {
	return new Promise((resolve) => at(time, resolve));
}
