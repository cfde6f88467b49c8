import type { ChartId } from '../model/view.ts';

/** The charts that stand side by side, or over time with the same crosshair. */
const PICTURES: readonly ChartId[] = [
	...([
		'requests',
		'latency',
		'bandwidth',
		'battery',
		'server',
		'memory',
		'money',
		'time',
	] as const),
];

export function isPicture(id: ChartId): boolean {
	return PICTURES.includes(id);
}

/** A view and those that follow it and belong to it; never empty. */
export type Group = readonly [ChartId, ...ChartId[]];

/**
 * The views in the order given, grouped: neighbours among the charts together, every other section
 * alone. The radio's strip is part of the wire view, so it has no place of its own beside that.
 */
export function chartGroups(charts: readonly ChartId[]): readonly Group[] {
	const shown = charts.filter((id) => id !== 'radio' || !charts.includes('wire'));
	return group(shown, (before, id) => isPicture(before) && isPicture(id));
}

/** Neighbours that belong together, in the same order. */
export function group(
	charts: readonly ChartId[],
	together: (before: ChartId, id: ChartId) => boolean,
): readonly Group[] {
	const groups: [ChartId, ...ChartId[]][] = [];
	for (const id of charts) {
		const last = groups.at(-1);
		const before = last?.at(-1);
		if (last && before && together(before, id)) last.push(id);
		else groups.push([id]);
	}
	return groups;
}
