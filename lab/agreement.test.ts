import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { agreements, meanError, rankCorrelation, type Pair } from './agreement.ts';
import type { Results } from './results.ts';
import { withTables } from './validation.ts';

const results = JSON.parse(readFileSync('lab/results.json', 'utf8')) as Results;

test('the rank correlation is that of the textbook, equal values included', () => {
	const rising: Pair[] = [1, 2, 3, 4].map((x) => [x, x ** 3]);
	expect(rankCorrelation(rising)).toBeCloseTo(1, 12);
	expect(rankCorrelation(rising.map(([x, y]): Pair => [x, -y]))).toBeCloseTo(-1, 12);
	// Ranks 1 2 3 4 5 and 2 1 4 3 5: 1 − 6 · 4 / (5 · 24).
	const swapped: Pair[] = [2, 1, 4, 3, 5].map((y, x) => [x, y]);
	expect(rankCorrelation(swapped)).toBeCloseTo(0.8, 12);
	// Ranks 1 2.5 2.5 4 and 1 2 3 4: 4.5 / √(4.5 · 5).
	const tied: Pair[] = [1, 2, 2, 3].map((x, y) => [x, y]);
	expect(rankCorrelation(tied)).toBeCloseTo(Math.sqrt(0.9), 12);
	expect(rankCorrelation([1, 1, 1].map((x, y): Pair => [x, y]))).toBeNull();
});

test('the error is a share of what was measured', () => {
	const pairs: Pair[] = [
		[100, 110],
		[50, 40],
	];
	expect(meanError(pairs)).toBeCloseTo(0.15, 12);
});

test('of thirty set-ups and more, each common figure is ranked as measured', () => {
	expect(results.comparisons.length).toBeGreaterThanOrEqual(30);
	const common = agreements(results.comparisons).filter(({ setUps }) => setUps >= 30);
	expect(common.length).toBeGreaterThanOrEqual(7);
	for (const { figure, rankCorrelation, error } of common) {
		expect(rankCorrelation, figure.label).toBeGreaterThan(0.9);
		expect(error, figure.label).toBeLessThan(0.05);
	}
});

test('the document holds what is computed from the recorded results', () => {
	const document = readFileSync('docs/VALIDATION.md', 'utf8');
	expect(withTables(document, results)).toBe(document);
});
