/** A time span or a moment on the simulation's clock. The engine knows no other unit of time. */
export type Milliseconds = number;
/** A time span as people state it: intervals, time-outs and durations of a scenario. */
export type Seconds = number;
export type Bytes = number;
export type KilobitsPerSecond = number;
export type Watts = number;
export type Joules = number;
/** A share between 0 and 1. */
export type Fraction = number;
/** A share between 0 and 100, as people state packet loss. */
export type Percent = number;
export type PerSecond = number;
export type PerMinute = number;
export type UsDollars = number;

export const MS_PER_SECOND = 1000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
export const SECONDS_PER_HOUR = 3600;
/** A month of 730 hours, as cloud price lists count it. */
export const SECONDS_PER_MONTH = 730 * SECONDS_PER_HOUR;

/** How long `bytes` occupy a link: size ÷ rate. */
export function transmissionTime(bytes: Bytes, rate: KilobitsPerSecond): Milliseconds {
	return (bytes * 8) / rate;
}
