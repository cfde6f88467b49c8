import type { Bytes, KilobitsPerSecond, Milliseconds, Seconds } from './units.ts';

export const FAULT_KINDS = {
	drop: {
		label: 'Network drops',
		help: 'Clients lose their network and come back with a new address; neither end is told.',
	},
	restart: {
		label: 'Servers restart',
		help: 'Every connection is cut and state in memory is lost.',
	},
	block: {
		label: 'Proxy blocks WebSocket',
		help: 'A proxy cuts WebSockets and refuses the upgrade.',
	},
	slow: { label: 'Slow readers', help: 'Clients read slowly; send buffers grow on the server.' },
	burst: { label: 'Burst', help: 'Ten times as many messages.' },
	background: { label: 'Background tabs', help: 'Browsers throttle the timers of hidden tabs.' },
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

/** Something goes wrong `start` seconds into the measured time, for `duration` seconds. */
export interface Fault {
	readonly kind: FaultKind;
	readonly start: Seconds;
	readonly duration: Seconds;
}

/** During a burst there are so many times more messages. */
export const BURST_FACTOR = 10;
/** Rate at which a slow reader takes data from its connection. Assumed: 1 kB/s. */
export const SLOW_READER_RATE: KilobitsPerSecond = 8;
/** What a server keeps for one slow reader before it drops messages. Assumed: 1 MB. */
export const SEND_BUFFER_LIMIT: Bytes = 1_000_000;
/** How long a client waits for an overdue heartbeat or answer before it gives its connection up. Assumed. */
export const PATIENCE: Milliseconds = 10_000;
/** Chrome runs timers of hidden tabs once a second, after five minutes once a minute (timer throttling in Chrome 88). */
export const HIDDEN_TIMER: Milliseconds = 1000;
export const LONG_HIDDEN: Milliseconds = 300_000;
export const LONG_HIDDEN_TIMER: Milliseconds = 60_000;

export const MAX_FAULTS = 8;
/** A fault starts and ends within the longest run. */
const MAX_FAULT_TIME: Seconds = 3600;

const ONE_FAULT = /^([a-z]+)@(\d+(?:\.\d+)?)\+(\d+(?:\.\d+)?)$/i;

/** Reads `kind@start+duration,…`; undefined when any part is not of that form or out of range. */
export function parseFaults(text: string): readonly Fault[] | undefined {
	if (text.trim() === '' || text === 'none') return [];
	const faults: Fault[] = [];
	for (const part of text.split(',')) {
		const match = ONE_FAULT.exec(part.trim());
		if (!match) return undefined;
		const kind = match[1]!.toLowerCase();
		const start = toMilliseconds(match[2]!);
		const duration = toMilliseconds(match[3]!);
		if (!Object.hasOwn(FAULT_KINDS, kind)) return undefined;
		if (start > MAX_FAULT_TIME || duration > MAX_FAULT_TIME) return undefined;
		faults.push({ kind: kind as FaultKind, start, duration });
	}
	return faults.length <= MAX_FAULTS ? faults : undefined;
}

/** Seconds with three decimals: finer times would print in a form that cannot be read back. */
function toMilliseconds(text: string): Seconds {
	return Math.round(Number(text) * 1000) / 1000;
}

/** The inverse of {@link parseFaults}: `drop@10+5,burst@30+10`, or `none`. */
export function printFaults(faults: readonly Fault[]): string {
	if (faults.length === 0) return 'none';
	return faults.map(({ kind, start, duration }) => `${kind}@${start}+${duration}`).join(',');
}
