import { evaluate, namesIn } from './expression.ts';

/** One line of a calculation. */
export interface Line {
	readonly symbol: string;
	/** What it is, in words. */
	readonly meaning: string;
	/** Of the value: `ms`, `B`, `per s` …; empty for a plain number. */
	readonly unit: string;
	readonly value: number;
	/** What it is worked out from; without one the value is given. */
	readonly formula?: string;
	/** Of a given value: where it comes from. */
	readonly source?: string;
	/** The figure that it is, if it is one; so the path of its own explanation. */
	readonly figure?: string;
}

type Given = Pick<Line, 'source'> & { readonly unit?: string };
type Solved = Derived & { readonly beside?: readonly string[] };
type Derived = Pick<Line, 'figure'> & { readonly unit?: string };

/**
 * A sheet of calculation: lines that follow from lines above them. Each figure is a line, and its
 * explanation is all that it rests on.
 */
export class Derivation {
	readonly #lines = new Map<string, Line>();
	readonly #beside = new Map<string, readonly string[]>();

	/** A value from the scenario, from a table of constants, or from a calculation too long to print. */
	given(symbol: string, value: number, meaning: string, { unit = '', ...about }: Given = {}): void {
		this.#add({ symbol, value, meaning, unit, ...about });
	}

	/** A value that follows from lines above. */
	line(
		symbol: string,
		formula: string,
		meaning: string,
		{ unit = '', ...about }: Derived = {},
	): void {
		const value = this.resultOf(formula);
		this.#add({ symbol, formula, value, meaning, unit, ...about });
	}

	/** A figure whose formula is no arithmetic, as of a percentile. `beside` are lines to compare it with. */
	solved(symbol: string, value: number, meaning: string, { beside = [], ...about }: Solved): void {
		this.#add({ symbol, value, meaning, unit: '', ...about });
		this.#beside.set(symbol, beside);
	}

	/** What a formula over the lines above comes to. */
	resultOf(formula: string): number {
		return evaluate(formula, (name) => this.valueOf(name));
	}

	valueOf(symbol: string): number {
		const line = this.#lines.get(symbol);
		if (!line) throw new RangeError(`derivation: no line above is called "${symbol}"`);
		return line.value;
	}

	/** The lines of the figure at `path` in their order, its own last; undefined where it has none. Other figures are taken as given. */
	explain(path: string): readonly Line[] | undefined {
		const last = [...this.#lines.values()].find(({ figure }) => figure === path);
		if (!last) return undefined;
		const needed = new Set([last.symbol]);
		for (const symbol of needed) {
			const { figure, formula = '' } = this.#lines.get(symbol)!;
			if (symbol !== last.symbol && figure !== undefined) continue;
			for (const name of namesIn(formula)) needed.add(name);
			for (const name of this.#beside.get(symbol) ?? []) needed.add(name);
		}
		return [...this.#lines.values()].filter(({ symbol }) => needed.has(symbol));
	}

	#add(line: Line): void {
		if (this.#lines.has(line.symbol)) {
			throw new RangeError(`derivation: two lines are called "${line.symbol}"`);
		}
		this.#lines.set(line.symbol, line);
	}
}
