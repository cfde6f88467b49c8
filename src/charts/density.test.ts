import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binEdge, BINS_PER_DECADE, binSpan, logShares } from './density.ts';

test('every message is somewhere: the shares add up to one', () => {
	const widths = fc.array(fc.double({ min: 1.01, max: 30, noNaN: true }), {
		minLength: 1,
		maxLength: 30,
	});
	fc.assert(
		fc.property(widths, fc.boolean(), (factors, fromZero) => {
			const edges = [0.5];
			for (const factor of factors) edges.push(edges.at(-1)! * factor);
			if (fromZero) edges[0] = 0;
			const counts = factors.map((_, index) => index + 1);
			const shares = logShares({
				edges: Float64Array.from(edges),
				counts: Float64Array.from(counts),
			});
			const sum = [...shares.values()].reduce((a, b) => a + b, 0);
			expect(sum).toBeCloseTo(1, 9);
		}),
	);
});

test('a count over two decades is spread evenly on the log axis', () => {
	const shares = logShares({ edges: Float64Array.of(1, 100), counts: Float64Array.of(7) });
	expect(shares.size).toBe(2 * BINS_PER_DECADE);
	for (const share of shares.values()) expect(share).toBeCloseTo(1 / (2 * BINS_PER_DECADE), 9);
});

test('no messages, no shares, nothing to draw', () => {
	const shares = logShares({ edges: new Float64Array(), counts: new Float64Array() });
	expect(shares.size).toBe(0);
	expect(binSpan([shares])).toBeNull();
});

test('one message in a hundred thousand does not stretch the axis', () => {
	const shares = logShares({
		edges: Float64Array.of(10, 20, 1e5, 2e5),
		counts: Float64Array.of(99_999, 0, 1),
	});
	const [first, last] = binSpan([shares])!;
	expect(binEdge(first)).toBeCloseTo(10, 9);
	expect(binEdge(last)).toBeLessThan(20);
});
