import type { Milliseconds } from '../model/units.ts';

/**
 * The address is written when nothing has changed for this long. That is at most 25 times in 10 s,
 * a quarter of what the strictest browser (WebKit) allows before it throws.
 */
const REST: Milliseconds = 400;

/**
 * What an address says about the page. A fragment of the same form comes first, for hosts that strip
 * queries; a fragment such as `#result` is only a place on the page.
 */
export function queryOf({ search, hash }: Pick<Location, 'search' | 'hash'>): string {
	return hash.includes('=') ? `${hash.slice(1)}&${search.slice(1)}` : search;
}

/** Keeps the query of the address bar in step with the page. */
export class Address {
	#query: string;
	readonly #replace: (query: string) => void;
	readonly #push: (query: string) => void;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** `query` is what the page that was opened would write itself: that alone is no change. */
	constructor(query: string, replace = replaceQuery, push = pushQuery) {
		this.#query = query;
		this.#replace = replace;
		this.#push = push;
	}

	/** The query that the address bar has, as far as the page knows. */
	get query(): string {
		return this.#query;
	}

	/** Shows `query` soon, unless another one comes first. */
	show(query: string): void {
		clearTimeout(this.#timer);
		if (query === this.#query) return;
		this.#timer = setTimeout(() => {
			this.#query = query;
			this.#replace(query);
		}, REST);
	}

	/** The reader came to another place: "back" leads to the one before. */
	visit(query: string): void {
		clearTimeout(this.#timer);
		if (query === this.#query) return;
		this.#query = query;
		this.#push(query);
	}

	/** The reader went back or forward: the address is already what it should be. */
	accept(query: string): void {
		clearTimeout(this.#timer);
		this.#query = query;
	}
}

function replaceQuery(query: string): void {
	write(query, (url) => history.replaceState(history.state, '', url));
}

function pushQuery(query: string): void {
	write(query, (url) => history.pushState(null, '', url));
}

function write(query: string, put: (url: URL) => void): void {
	try {
		const url = new URL(location.href);
		url.search = query;
		if (url.hash.includes('=')) url.hash = '';
		put(url);
	} catch {
		// Some frames have no history of their own and some browsers limit how often it is written.
		// The page does not need the address; only the next reload starts from an older one.
	}
}
