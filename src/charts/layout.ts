/** Pixels that every chart with one row a transport shares, so that the charts line up. */
export const LAYOUT = {
	/** Room for the heads of the columns. */
	head: 20,
	/** From one row to the next. */
	pitch: 44,
	/** From the top of a row to the baseline of its words, and to its bar. */
	baseline: 13,
	bar: 20,
	barHeight: 12,
	/** From the top of a row to the bar of the pinned run. */
	ghost: 34,
	/** Axis line, tick labels and title. */
	axis: 38,
	/** Mark and name of a transport. */
	name: 100,
} as const;

/** What a chart's frame tells the picture in it. */
export interface Picture {
	/** Pixels. */
	readonly width: number;
	/** Id of the sentence that says what the picture shows: its name. */
	readonly label: string;
}

/** Top of row `index`, pixels. */
export function rowTop(index: number, pitch: number = LAYOUT.pitch): number {
	return LAYOUT.head + index * pitch;
}

const WIDEST_COLUMN = 84;

/** Right edges of `count` columns of numbers that share the room beside the names. */
export function columnEnds(width: number, count: number): number[] {
	const column = Math.min(WIDEST_COLUMN, (width - LAYOUT.name) / count);
	return Array.from({ length: count }, (_, index) => width - (count - 1 - index) * column);
}

/** The key of a stacked bar: its columns and lines, pixels; the longest name is longer by `excess`. */
export const KEY = { column: 124, excess: 24, line: 18 } as const;

/** How many parts stand side by side in a key at `width`. */
export function keyColumns(width: number): number {
	return Math.max(1, Math.floor((width - KEY.excess) / KEY.column));
}

/** Pixels that a key of `count` parts takes at `width`. */
export function keyHeight(count: number, width: number): number {
	return Math.ceil(count / keyColumns(width)) * KEY.line;
}

/** A plot over time: room for the labels of its upright axis, and beside it for names where it is wide. */
const TIME = { gutter: 42, names: 132, wide: 440, margin: 6 } as const;

/** First and last pixel of the axis of time at `width`, and whether names stand beside the plot. */
export function timeRange(width: number): readonly [from: number, to: number, wide: boolean] {
	const wide = width >= TIME.wide;
	return [TIME.gutter, width - (wide ? TIME.names : TIME.margin), wide];
}
