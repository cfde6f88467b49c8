import { exp } from '../model/math.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import { CONNECTIONS_PER_HOST } from '../model/wire.ts';
import type { Conditions } from './conditions.ts';

/** The engine simulates so much before the measured time. */
const WARM_UP: Milliseconds = 5000;
const STEPS = 100;
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
	/** How often the connections idle out, all together, and the share of time that one is open. */
	readonly idleOut: number;
	readonly openShare: Fraction;
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
 * Over HTTP/1.1 requests that meet the only connection while it is being set up open one each. So does
 * one that finds others under way on all connections, up to six. They stay until all idle out. A chain of
 * one to six connections, while there is one at all, followed from the start of the warm-up to the end.
 */
export function furtherConnections(
	{ duration, keepAlive }: Conditions,
	{ meeting, meetingNew, rate, exchange, idleOut, openShare }: Meetings,
): Further {
	const opening = FURTHER.map(meeting);
	const atOnce = FURTHER.map(
		(others) => meetingNew(others) - (FURTHER.includes(others + 1) ? meetingNew(others + 1) : 0),
	);
	if (keepAlive === 0 || meetingNew(1) + opening[0]! === 0) return NONE;
	opening.push(0);
	// Of n exchanges met at a random moment the first is over after 1/(n + 1) of one: who comes before opens one more.
	const following = opening.map((_, further) =>
		further + 2 > FURTHER.length ? 0 : 1 - exp((-rate * exchange) / (further + 2)),
	);
	const shares = opening.map((_, further) => (further === 0 ? 1 : 0));
	const advance = (time: Milliseconds) => {
		let [opened, closed] = [0, 0];
		const step = time / STEPS / openShare;
		const reset = 1 - exp(-idleOut * step);
		const moves = opening.map((rate) => 1 - exp(-rate * step));
		for (let i = 0; i < STEPS; i++) {
			for (let further = CONNECTIONS_PER_HOST - 1; further >= 0; further--) {
				const moved = shares[further]! * moves[further]!;
				const back = further > 0 ? (shares[further]! - moved) * reset : 0;
				shares[further]! -= moved + back;
				shares[0]! += back;
				if (moved > 0) {
					const followed = moved * following[further]!;
					shares[further + 1]! += moved - followed;
					if (followed > 0) shares[further + 2]! += followed;
					opened += moved + followed;
				}
				closed += back * further;
			}
			FURTHER.forEach((further, place) => {
				const met = Math.min(shares[0]!, atOnce[place]! * step);
				shares[0]! -= met;
				shares[further]! += met;
				opened += met * further;
			});
		}
		return { opened: (openShare * opened) / time, closed: (openShare * closed) / time };
	};
	advance(WARM_UP);
	const rates = advance(duration);
	return {
		...rates,
		open: openShare * shares.reduce<number>((sum, share, further) => sum + share * further, 0),
	};
}
