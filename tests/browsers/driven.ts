/** A browser, by what the tests ask of it, whatever protocol it speaks. */
export interface Driven {
	/** As the browser itself says it. */
	readonly version: string;
	open(url: string): Promise<unknown>;
	/** The value, a text, of an expression in the page or in its first frame. */
	evaluate(where: Where, expression: string): Promise<string>;
	/** Presses and releases keys, one after the other. */
	press(keys: readonly Key[]): Promise<unknown>;
	/** What a hand does, as both protocols want it; only browsers that no other test drives can be told. */
	act?(sources: readonly object[]): Promise<unknown>;
	/** The size of the page, pixels; with a window around it, that of the window. */
	resize(width: number, height: number): Promise<unknown>;
	close(): Promise<void>;
}

export type Where = 'page' | 'frame';

/** What the standard calls keys that write nothing. */
const KEYS = { Escape: '\uE00C', Home: '\uE011', ArrowRight: '\uE014' };

export type Key = keyof typeof KEYS;

/** Strokes of keys as both protocols want them. */
export function strokes(keys: readonly Key[]): object[] {
	const actions = keys.flatMap((key) =>
		['keyDown', 'keyUp'].map((type) => ({ type, value: KEYS[key] })),
	);
	return [{ type: 'key', id: 'keyboard', actions }];
}

/**
 * Calls a function in the page or in its first frame. It travels as text, so it may use nothing from
 * outside of itself; what it is given and gives back is plain data.
 */
export async function call<Given, Result>(
	browser: Driven,
	where: Where,
	work: (given: Given) => Result,
	given: Given,
): Promise<Result> {
	const expression = `JSON.stringify({ result: (${String(work)})(${JSON.stringify(given)}) })`;
	const text = await browser.evaluate(where, expression);
	return (JSON.parse(text) as { result: Result }).result;
}
