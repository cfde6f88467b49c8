import type { TransportId } from './transports.ts';

/** What reading a text gave: a value, a sentence about what was wrong, or both (out of range: clamped). */
export interface Parsed<T> {
	readonly value?: T;
	/** `expected 0.1 to 3600 s, got "fast"`, without the name of the field. */
	readonly problem?: string;
}

/** Where the page puts a control. */
export type Section = 'basic' | 'network' | 'http' | 'server' | 'reliability' | 'prices' | 'run';

/** Help, section and source are those of a control: each input of a scenario has them. */
interface About {
	readonly label: string;
	/** One or two sentences for a newcomer. */
	readonly help?: string;
	readonly section?: Section;
	/** Why this default: a publication, a product's default, or "assumed". */
	readonly source?: string;
	/** The transports that it makes a difference to; all, where this is left out. */
	readonly bearsOn?: readonly TransportId[];
}

export interface NumberField extends About {
	readonly kind: 'number';
	readonly fallback: number;
	readonly min: number;
	readonly max: number;
	/** Where 0 means never: the least of what is more. Less would be as good as all the time, and no run would end. */
	readonly least?: number;
	readonly unit: string;
	readonly scale: 'linear' | 'log';
	readonly integer: boolean;
	parse(text: string): Parsed<number>;
	print(value: number): string;
}

export interface ChoiceField<T extends string = string> extends About {
	readonly kind: 'choice';
	readonly fallback: T;
	readonly choices: readonly T[];
	readonly labels: Readonly<Record<T, string>>;
	parse(text: string): Parsed<T>;
	print(value: T): string;
}

export interface FlagField extends About {
	readonly kind: 'flag';
	readonly fallback: boolean;
	parse(text: string): Parsed<boolean>;
	print(value: boolean): string;
}

export interface ListField<T> extends About {
	readonly kind: 'list';
	readonly fallback: T;
	parse(text: string): Parsed<T>;
	print(value: T): string;
}

export type Field = NumberField | ChoiceField | FlagField | ListField<unknown>;

/** Decimal notation only: no hexadecimal, no `Infinity`, no blanks inside. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** Long values are quoted in part, so a notice stays a sentence. */
export function quote(text: string): string {
	return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

type NumberOptions = About &
	Pick<NumberField, 'fallback' | 'min' | 'max' | 'unit'> &
	Partial<Pick<NumberField, 'scale' | 'integer' | 'least'>>;

/** A quantity with limits. Out of range is clamped and said; not a number is refused and said. */
export function number(options: NumberOptions): NumberField {
	const { min, max, least = min, unit, integer = false, scale = 'linear' } = options;
	const range = `${integer ? 'a whole number from ' : ''}${least > min ? '0 or ' : ''}${least} to ${max}${unit && ` ${unit}`}`;
	return {
		...options,
		kind: 'number',
		integer,
		scale,
		parse(text) {
			const problem = `expected ${range}, got ${quote(text)}`;
			if (!DECIMAL.test(text.trim())) return { problem };
			const exact = Number(text);
			const clamped = Math.min(max, Math.max(exact > min ? least : min, exact));
			const value = integer ? Math.round(clamped) : clamped;
			return value === exact ? { value } : { value, problem };
		},
		print: (value) => String(value),
	};
}

type ChoiceOptions<T extends string> = About & {
	readonly fallback: NoInfer<T>;
	readonly labels: Readonly<Record<T, string>>;
	/** Needed where the words look like numbers, whose keys an object puts in an order of its own. */
	readonly choices?: readonly T[];
};

/** One of a few words. Case does not matter when read. */
export function choice<T extends string>(options: ChoiceOptions<T>): ChoiceField<T> {
	const choices = options.choices ?? (Object.keys(options.labels) as T[]);
	return {
		...options,
		kind: 'choice',
		choices,
		parse(text) {
			const value = choices.find((id) => id.toLowerCase() === text.trim().toLowerCase());
			if (value !== undefined) return { value };
			return { problem: `expected ${choices.join(', ')}, got ${quote(text)}` };
		},
		print: (value) => value,
	};
}

const YES = ['yes', 'true', '1', 'on'];
const NO = ['no', 'false', '0', 'off'];

export function flag(options: About & { readonly fallback: boolean }): FlagField {
	return {
		...options,
		kind: 'flag',
		parse(text) {
			const word = text.trim().toLowerCase();
			if (YES.includes(word)) return { value: true };
			if (NO.includes(word)) return { value: false };
			return { problem: `expected yes or no, got ${quote(text)}` };
		},
		print: (value) => (value ? 'yes' : 'no'),
	};
}

type ListOptions<T> = About & {
	readonly fallback: T;
	/** The accepted form, for the notice. */
	readonly form: string;
	read(text: string): T | undefined;
	print(value: T): string;
};

export function list<T>({ form, read, ...options }: ListOptions<T>): ListField<T> {
	return {
		...options,
		kind: 'list',
		parse(text) {
			const value = read(text);
			return value === undefined ? { problem: `expected ${form}, got ${quote(text)}` } : { value };
		},
	};
}
