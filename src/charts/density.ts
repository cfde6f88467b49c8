import type { Distribution } from '../sim/report.ts';

/** Bins of equal width on a log axis: how finely a distribution is drawn and tabulated. */
export const BINS_PER_DECADE = 10;
/** Bins at either end that hold less than this share of every transport's messages are left out. */
const NEGLIGIBLE = 0.0005;

/** Lower edge of log bin `index`, in the unit of the values; bin 0 starts at 1. */
export function binEdge(index: number): number {
	return 10 ** (index / BINS_PER_DECADE);
}

/** The share of all messages in each log bin, by the bin's index. Empty for no messages. */
export function logShares({ edges, counts }: Distribution): ReadonlyMap<number, number> {
	const total = counts.reduce((sum, count) => sum + count, 0);
	const shares = new Map<number, number>();
	for (const [index, count] of counts.entries()) {
		if (count === 0) continue;
		spread(edges[index]!, edges[index + 1]!, count / total, shares);
	}
	return shares;
}

/** Spreads what lies between two edges over the log bins, evenly on the log axis. */
function spread(low: number, high: number, share: number, shares: Map<number, number>): void {
	const end = Math.log10(high) * BINS_PER_DECADE;
	// A bin that starts at zero has no logarithm: all of it counts at its upper edge.
	const start = low > 0 ? Math.log10(low) * BINS_PER_DECADE : end - 1;
	for (let bin = Math.floor(start + 1e-9); bin < end - 1e-9; bin++) {
		const overlap = Math.min(end, bin + 1) - Math.max(start, bin);
		shares.set(bin, (shares.get(bin) ?? 0) + (share * overlap) / (end - start));
	}
}

/** First and last bin worth drawing over all distributions; null when there is nothing to draw. */
export function binSpan(
	distributions: readonly ReadonlyMap<number, number>[],
): readonly [number, number] | null {
	const bins = distributions.flatMap((shares) =>
		[...shares].filter(([, share]) => share >= NEGLIGIBLE).map(([bin]) => bin),
	);
	if (bins.length === 0) return null;
	return [Math.min(...bins), Math.max(...bins)];
}
