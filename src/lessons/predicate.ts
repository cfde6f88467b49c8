import { figureAt, FIGURES } from '../model/figures.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';

/** Figures of one run by transport: reports, or what is left of them in JSON. */
export type FiguresOfRun = Readonly<Partial<Record<TransportId, object>>>;

export interface FigureOf {
	readonly transport: TransportId;
	/** Path of a figure, as `latency.p95`. */
	readonly figure: string;
}

/** `~` is within a tenth. */
export const COMPARISONS = ['<', '<=', '>', '>=', '~'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What a figure is compared with. */
export interface Wanted {
	/** In the figure's base unit, or the name of another figure of the same run: `sse.latency.p95`. */
	readonly value: number | string;
	/** How many times it is taken; 1 if absent. */
	readonly times?: number;
}

/** A statement about a run, as data. */
export interface Predicate extends FigureOf, Wanted {
	readonly comparison: Comparison;
}

const NEAR = 0.1;

/** `is('polling', 'latency.p95', '>', 1000)`, short for the lessons. */
export function is(
	transport: TransportId,
	figure: string,
	comparison: Comparison,
	wanted: number | Wanted,
): Predicate {
	const value = typeof wanted === 'number' ? { value: wanted } : wanted;
	return { transport, figure, comparison, ...value };
}

/** `times(10, 'sse', 'bytes.up')`: another figure of the run, ten times. */
export function times(factor: number, transport: TransportId, figure: string): Wanted {
	return { value: `${transport}.${figure}`, times: factor };
}

/** The figure that a text names, as `sse.latency.p95`. */
export function figureCalled(text: string): FigureOf | undefined {
	const dot = text.indexOf('.');
	const [transport, figure] = [text.slice(0, dot), text.slice(dot + 1)];
	if (!(TRANSPORT_IDS as readonly string[]).includes(transport)) return undefined;
	if (!FIGURES.some(({ path }) => path === figure)) return undefined;
	return { transport: transport as TransportId, figure };
}

/** The value of a figure; null where the run has none. */
export function valueOf(run: FiguresOfRun, { transport, figure }: FigureOf): number | null {
	return figureAt(run[transport] ?? {}, figure) ?? null;
}

/** Whether the run bears the statement out. What has no value bears nothing out. */
export function holds(predicate: Predicate, run: FiguresOfRun): boolean {
	const found = valueOf(run, predicate);
	const wanted = wantedOf(predicate, run);
	return found !== null && wanted !== null && compare(found, predicate.comparison, wanted);
}

function wantedOf({ value, times: factor = 1 }: Wanted, run: FiguresOfRun): number | null {
	if (typeof value === 'number') return value * factor;
	const other = figureCalled(value);
	const found = other ? valueOf(run, other) : null;
	return found === null ? null : found * factor;
}

function compare(found: number, comparison: Comparison, wanted: number): boolean {
	switch (comparison) {
		case '<':
			return found < wanted;
		case '<=':
			return found <= wanted;
		case '>':
			return found > wanted;
		case '>=':
			return found >= wanted;
		case '~':
			return Math.abs(found - wanted) <= NEAR * Math.abs(wanted);
	}
}

/** Whether all of it holds; nothing to hold is never enough. */
export function holdAll(predicates: readonly Predicate[], run: FiguresOfRun): boolean {
	return predicates.length > 0 && predicates.every((predicate) => holds(predicate, run));
}
