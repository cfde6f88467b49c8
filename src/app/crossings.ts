import type { TransportId } from '../model/transports.ts';

/** What each transport made of one value of an input. */
export interface Sample {
	/** The input's value. */
	readonly x: number;
	/** The figure, in base units; null where it has no value. */
	readonly values: Readonly<Partial<Record<TransportId, number | null>>>;
}

/** Where one transport's line goes from above another's to below it, or the other way. */
export interface Crossing {
	/** The transport whose line is lower from here on, and the one that was. */
	readonly lower: TransportId;
	readonly upper: TransportId;
	/** Where the lines between the two neighbouring samples meet: the input's value, and the figure's. */
	readonly x: number;
	readonly y: number;
	/** The samples between which it lies. */
	readonly between: readonly [number, number];
}

/** Two figures whose ratio is below this are the same: else two equal lines would cross at random. */
const ALIKE = 1.02;

/** All crossings of two lines, by pair and then from left to right. `samples` ascend in x, which is positive. */
export function crossingsOf(
	samples: readonly Sample[],
	transports: readonly TransportId[],
): readonly Crossing[] {
	const pairs = transports.flatMap((one, index) =>
		transports.slice(index + 1).map((other) => [one, other] as const),
	);
	return pairs.flatMap(([one, other]) => crossingsOfPair(samples, one, other));
}

interface Place {
	readonly x: number;
	readonly one: number;
	readonly other: number;
}

function crossingsOfPair(
	samples: readonly Sample[],
	one: TransportId,
	other: TransportId,
): readonly Crossing[] {
	const places = samples.flatMap(({ x, values }) => {
		const [a, b] = [values[one] ?? null, values[other] ?? null];
		return a === null || b === null ? [] : [{ x, one: a, other: b }];
	});
	const clear = places.filter((place) => sideOf(place) !== 0);
	return clear.slice(1).flatMap((place, index) => {
		const before = clear[index]!;
		if (sideOf(before) === sideOf(place)) return [];
		const between = places.slice(places.indexOf(before), places.indexOf(place) + 1);
		const [lower, upper] = sideOf(place) > 0 ? [other, one] : [one, other];
		return [{ lower, upper, ...meeting(between) }];
	});
}

/** 1 where `one` is clearly above, -1 where it is clearly below, 0 where the two are alike. */
function sideOf({ one, other }: Place): -1 | 0 | 1 {
	if (Math.max(one, other) <= Math.min(one, other) * ALIKE) return 0;
	return one > other ? 1 : -1;
}

/** Where the difference between the lines first is no longer what it was at the first place. */
function meeting(places: readonly Place[]): Pick<Crossing, 'x' | 'y' | 'between'> {
	const difference = ({ one, other }: Place) => one - other;
	const first = Math.sign(difference(places[0]!));
	const end = places.findIndex((place) => Math.sign(difference(place)) !== first);
	const [left, right] = [places[end - 1]!, places[end]!];
	const share = difference(left) / (difference(left) - difference(right));
	return {
		x: left.x * (right.x / left.x) ** share,
		y: left.one + (right.one - left.one) * share,
		between: [left.x, right.x],
	};
}

/** Neighbours closer than this need nothing between them: that is as exact as a crossing is said. */
const CLOSE = 1.02;

/** The values to simulate next, so that each crossing is known twice as well; empty when all are known well enough. */
export function refinements(crossings: readonly Crossing[], integer: boolean): readonly number[] {
	const middles = crossings.flatMap(({ between: [left, right] }) => {
		if (right / left < CLOSE) return [];
		const exact = Math.sqrt(left * right);
		const middle = integer ? Math.round(exact) : Number(exact.toPrecision(4));
		return middle > left && middle < right ? [middle] : [];
	});
	return [...new Set(middles)];
}
