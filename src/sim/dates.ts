import { MS_PER_SECOND, type Milliseconds } from '../model/units.ts';

function secondOf(time: Milliseconds): number {
	return Math.floor(time / MS_PER_SECOND);
}

/** Before any second of a run. */
const NEVER = -0x80000000;

/** What HPACK knows of the head of an answer: nothing; all but its date and its body; or the date as well. */
export type HeadAge = 'first' | 'again' | 'sameSecond';

/**
 * The dates of answers over HTTP/2. An answer's `date` (RFC 9110, 6.6.1) changes once a second: the first
 * answer of a second spells it out and puts it into HPACK's table of its connection, the others of that
 * second, to polls and POSTs alike, name its place there (RFC 7541, 2.3.2).
 */
export class AnswerDates {
	/** The second in which each client's server last answered. */
	private readonly last: Int32Array;

	constructor(users: number) {
		this.last = new Int32Array(users).fill(NEVER);
	}

	/** An answer leaves at `at`, as the first on its connection or not; returns what HPACK knows of its head. */
	stamp(client: number, at: Milliseconds, first: boolean): HeadAge {
		const known = !first && this.last[client] === secondOf(at);
		this.last[client] = secondOf(at);
		if (first) return 'first';
		return known ? 'sameSecond' : 'again';
	}

	/** The client's connection is gone, and its table with it. */
	forget(client: number): void {
		this.last[client] = NEVER;
	}
}
