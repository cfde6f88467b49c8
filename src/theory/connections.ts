import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Conditions } from './conditions.ts';

/** The engine simulates so much before the measured time. */
const WARM_UP: Milliseconds = 5000;
/** A client has up to so many connections beside its first. */
const FURTHER = [1, 2, 3, 4, 5];

/** Requests of one client that may meet others; rates per ms. */
interface Meetings {
	/** Requests that meet at least so many others under way, from when those left to their answers. */
	meeting(busy: number): number;
	/** How often one comes, and how long one is under way. */
	readonly rate: number;
	readonly exchange: Milliseconds;
	/** How often so many further requests at least come while the only connection is being set up, or its first request on its way. */
	meetingNew(others: number): number;
}

/** How long requests ask and are answered, and how long a connection takes to set up; which shares of them open the only one, or one more. */
interface Exchanges {
	readonly asking: Milliseconds;
	readonly answering: Milliseconds;
	readonly setUp: Milliseconds;
	readonly first: Fraction;
	readonly further: Fraction;
}

/**
 * For how long others meet a request on its connection, on average: from when it leaves to its answer.
 * On its way on the only connection, which it opened, they meet it another way.
 */
export function busyTime({ answering, asking, setUp, first, further }: Exchanges): Milliseconds {
	return answering + (1 - first) * asking + further * setUp;
}

/** Connections of one client beyond its first: opened and closed a ms, and open at the end. */
export interface Further {
	readonly opened: number;
	readonly closed: number;
	readonly open: number;
}

export const NONE: Further = { opened: 0, closed: 0, open: 0 };

/**
 * Over HTTP/1.1 a request that finds others under way on all connections opens one more, up to six, and
 * those that meet the only connection while it is being set up open one each. Who finds some idle takes
 * the one that was used last: so there are as many as were ever busy at once within the last K.
 */
export function furtherConnections(
	{ duration, keepAlive }: Conditions,
	{ meeting, meetingNew, rate, exchange }: Meetings,
): Further {
	if (keepAlive === 0) return NONE;
	const sum = { ...NONE };
	const kept = exchange + keepAlive;
	for (const busy of FURTHER) {
		const exactly = (meet: (others: number) => number) => meet(busy) - meet(busy + 1);
		// Of n exchanges met at a random moment the first is over after 1/(n + 1) of one: who comes before finds all of them busy again.
		const rushes = exactly(meeting) * exp((-rate * exchange) / (busy + 1));
		// What meets a new connection had none before for as long as K.
		const fresh = exactly(meetingNew);
		const openAfter = (time: Milliseconds) => 1 - (1 - fresh * time) * exp(-rushes * time);
		const begin = Math.min(WARM_UP, kept);
		const end = Math.min(WARM_UP + duration, kept);
		const steady = fresh + rushes * (1 - fresh * kept) * exp(-rushes * kept);
		const closed = (steady * (duration - (end - begin))) / duration;
		sum.open += openAfter(end);
		sum.closed += closed;
		sum.opened += closed + (openAfter(end) - openAfter(begin)) / duration;
	}
	return sum;
}
