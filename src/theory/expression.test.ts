import { expect, test } from 'vitest';
import { evaluate, namesIn, tokens } from './expression.ts';

const values: Record<string, number> = { N: 3, λ: 0.5, U: 100, n_ask: 2 };
const valueOf = (name: string) => values[name]!;

test.each([
	['U × (1 / N + n_ask)', 100 * (1 / 3 + 2)],
	['e^(−λ × N)', Math.exp(-1.5)],
	['max(0, 1 − N) + min(N, U)', 3],
	['⌈(N / 2) × √(U)', 20],
	['10 − 4 − 3', 3],
	['12 / 3 / 2', 2],
	['0.25 × −N', -0.75],
])('%s', (formula, value) => {
	expect(evaluate(formula, valueOf)).toBeCloseTo(value, 12);
});

test.each(['U ×', 'U ) N', '(U', '', 'U U'])('"%s" is refused', (formula) => {
	expect(() => evaluate(formula, valueOf)).toThrow(/formula/);
});

test('names are told from numbers, marks and functions', () => {
	expect(namesIn('U × (e^(−λ × N) + max(0, U))')).toEqual(['U', 'λ', 'N']);
	expect(tokens('2 × n_ask').map(({ kind }) => kind)).toEqual(['number', 'mark', 'name']);
});
