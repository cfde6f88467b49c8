import type { TransportId } from '../model/transports.ts';
import { changesOn, type Lines, type WinnerAt } from './choices.svelte.ts';
import type { Place } from './grid.ts';

/** Where, on one side of today along an axis, another transport is named. */
export interface Stretch {
	readonly axis: 'interval' | 'rate';
	readonly winner: TransportId;
	/** The end nearer to today, and the farther one if it is not the end of the axis. */
	readonly near: number;
	readonly far: number | null;
	readonly side: 'above' | 'below';
}

/** The nearest change of the verdict on each side of today, along each axis: four at most. */
export function stretchesAround(
	{ byInterval, byRate }: Lines,
	today: Place,
	winnerAt: WinnerAt,
): readonly Stretch[] {
	return [...along('interval', byInterval), ...along('rate', byRate)];

	function along(axis: Stretch['axis'], line: readonly Place[]): readonly Stretch[] {
		const changes = changesOn(line, winnerAt);
		const next = changes.findIndex(([before]) => before[axis] >= today[axis]);
		const above = next === -1 ? changes.length : next;
		return [
			...stretch(axis, 'below', changes[above - 1]?.[0], changes[above - 2]?.[1]),
			...stretch(axis, 'above', changes[above]?.[1], changes[above + 1]?.[0]),
		];
	}

	function stretch(
		axis: Stretch['axis'],
		side: Stretch['side'],
		near: Place | undefined,
		far: Place | undefined,
	): readonly Stretch[] {
		const winner = near && winnerAt(near);
		if (!near || !winner) return [];
		return [{ axis, side, winner, near: near[axis], far: far?.[axis] ?? null }];
	}
}
