import { exp } from '../model/math.ts';

/**
 * Formulas as the page prints them: `U × (1 / N + μ)`, `e^(−λ × N)`. The text that the reader sees is
 * what is worked out, so the two cannot part.
 */

/** A piece of a formula: a name that has a value, or what stands as it is. */
export interface Token {
	readonly kind: 'name' | 'number' | 'mark';
	readonly text: string;
	/** White space before it. */
	readonly space: string;
}

const TOKEN =
	/(\s*)(?:(\d+(?:\.\d+)?)|(e\^\(|[⌈√]\(|(?:min|max)\()|([\p{L}][\p{L}\p{N}_′]*)|(.))/gu;

/** The pieces of a formula. */
export function tokens(formula: string): readonly Token[] {
	return [...formula.matchAll(TOKEN)].map(([, space = '', number, call, name, mark]) => {
		if (number !== undefined) return { kind: 'number', text: number, space };
		if (name !== undefined) return { kind: 'name', text: name, space };
		return { kind: 'mark', text: call ?? mark!, space };
	});
}

/** The names in a formula, each once. */
export function namesIn(formula: string): readonly string[] {
	const names = tokens(formula).filter(({ kind }) => kind === 'name');
	return [...new Set(names.map(({ text }) => text))];
}

const CALLS: Readonly<Record<string, (...values: number[]) => number>> = {
	'(': (value) => value,
	'e^(': (value) => exp(value),
	'⌈(': (value) => Math.ceil(value),
	'√(': (value) => Math.sqrt(value),
	'min(': Math.min,
	'max(': Math.max,
};

/** What a formula comes to. A name without a value, or a text that is no formula, is a bug of ours: it throws. */
export function evaluate(formula: string, valueOf: (name: string) => number): number {
	const rest = [...tokens(formula)];
	const value = sum();
	if (rest.length > 0) throw new SyntaxError(`formula: "${rest[0]!.text}" left in "${formula}"`);
	return value;

	function taken(...marks: readonly string[]): string | undefined {
		return marks.includes(rest[0]?.text ?? '') ? rest.shift()!.text : undefined;
	}

	function sum(): number {
		let total = product();
		for (let mark = taken('+', '−'); mark; mark = taken('+', '−')) {
			const next = product();
			total = mark === '+' ? total + next : total - next;
		}
		return total;
	}

	function product(): number {
		let total = atom();
		for (let mark = taken('×', '/'); mark; mark = taken('×', '/')) {
			const next = atom();
			total = mark === '×' ? total * next : total / next;
		}
		return total;
	}

	function atom(): number {
		const token = rest.shift();
		if (token?.kind === 'number') return Number(token.text);
		if (token?.kind === 'name') return valueOf(token.text);
		if (token?.text === '−') return -atom();
		const call = CALLS[token?.text ?? ''];
		if (!call) throw new SyntaxError(`formula: "${token?.text ?? 'its end'}" in "${formula}"`);
		const values = [sum()];
		while (taken(',')) values.push(sum());
		if (!taken(')')) throw new SyntaxError(`formula: no ")" in "${formula}"`);
		return call(...values);
	}
}
