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
	/** Requests that meet at least so many whose answers are on their way. */
	meeting(busy: number): number;
	/** How often so many further requests at least come while the only connection is being set up, or its first request on its way. */
	meetingNew(others: number): number;
	/** How often the connections idle out, all together, and the share of time that one is open. */
	readonly idleOut: number;
	readonly openShare: Fraction;
}

/** Connections of one client beyond its first: opened and closed a ms, and open at the end. */
export interface Further {
	readonly opened: number;
	readonly closed: number;
	readonly open: number;
}

const NONE: Further = { opened: 0, closed: 0, open: 0 };

/**
 * Requests that meet the only connection while it is being set up open one each. Over HTTP/1.1 so does
 * one that meets answers on their way on all connections, up to six. They stay until all idle out. A chain of one to six connections, while there is one at all, followed from the start
 * of the warm-up to the end.
 */
export function furtherConnections(
	{ duration, keepAlive, scenario }: Conditions,
	{ meeting, meetingNew, idleOut, openShare }: Meetings,
): Further {
	const opening = FURTHER.map((busy) => (scenario.http === '2' ? 0 : meeting(busy)));
	const atOnce = FURTHER.map(
		(others) => meetingNew(others) - (FURTHER.includes(others + 1) ? meetingNew(others + 1) : 0),
	);
	if (keepAlive === 0 || meetingNew(1) + opening[0]! === 0) return NONE;
	opening.push(0);
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
				if (moved > 0) shares[further + 1]! += moved;
				opened += moved;
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
