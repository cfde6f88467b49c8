import { quote } from '../model/fields.ts';

/** Where a value stands, as `steps[1].task`, and whom to tell when it does not fit. */
export interface Place {
	readonly at: string;
	say(sentence: string): void;
}

/** Makes a T of a value of unknown shape. Gives undefined for what does not fit, and says so. */
export type Read<T> = (value: unknown, place: Place) => T | undefined;

/** Says what was expected and what stands there. */
export function refuse({ at, say }: Place, expected: string, got: unknown): undefined {
	say(`${at || 'lesson'}: expected ${expected}, got ${shown(got)}. Left out.`);
}

function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (typeof value === 'string') return quote(value);
	if (Array.isArray(value)) return `a list of ${value.length}`;
	return isObject(value) ? 'an object' : JSON.stringify(value);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function within(place: Place, key: string): Place {
	return { ...place, at: `${place.at}${place.at === '' ? '' : '.'}${key}` };
}

/** A text of 1 to `most` characters. */
export function text(most: number): Read<string> {
	return (value, place) =>
		typeof value === 'string' && value.trim() !== '' && value.length <= most
			? value
			: refuse(place, `a text of 1 to ${most} characters`, value);
}

export const amount: Read<number> = (value, place) =>
	typeof value === 'number' ? value : refuse(place, 'a number', value);

/** More words than this are not all named in a sentence. */
const FEW = 8;

export function word<T extends string>(words: readonly T[]): Read<T> {
	const named = words.slice(0, FEW).join(', ');
	const expected = words.length > FEW ? `one of ${words.length} words, ${named} …` : named;
	return (value, place) => words.find((each) => each === value) ?? refuse(place, expected, value);
}

/** Those entries of a list of up to `most` that fit, `least` at least. */
export function list<T>(read: Read<T>, most: number, least = 1): Read<readonly T[]> {
	return (value, place) => {
		if (!Array.isArray(value) || value.length > most) {
			refuse(place, `a list of up to ${most}`, value);
			return undefined;
		}
		const found = value.flatMap((entry, index) => {
			const fitting = read(entry, { ...place, at: `${place.at}[${index}]` });
			return fitting === undefined ? [] : [fitting];
		});
		return found.length >= least ? found : undefined;
	};
}

type Readers<T> = { readonly [K in keyof T]-?: Read<NonNullable<T[K]>> };

/** An object of these keys; without one of the `required` ones it does not fit. */
export function object<T extends object>(
	readers: Readers<T>,
	required: readonly (keyof T & string)[],
): Read<T> {
	const keys = Object.keys(readers) as (keyof T & string)[];
	return (value, place) => {
		if (!isObject(value)) {
			refuse(place, 'an object', value);
			return undefined;
		}
		const unknown = Object.keys(value).filter((key) => !(keys as string[]).includes(key));
		for (const key of unknown) refuse(place, `only the keys ${keys.join(', ')}`, key);
		const given = keys.filter((key) => Object.hasOwn(value, key) || required.includes(key));
		const entries = given.map((key): [string, unknown] => {
			const read: Read<unknown> = readers[key];
			return [key, read(value[key], within(place, key))];
		});
		const found = Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
		return required.every((key) => Object.hasOwn(found, key)) ? (found as T) : undefined;
	};
}
