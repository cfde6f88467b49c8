import type { Milliseconds } from '../model/units.ts';

/** Passes a value on at once, and then at most once in every `pause`; the newest is never lost. */
export class Paced<T> {
	readonly #deliver: (value: T) => void;
	readonly #pause: Milliseconds;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#waiting: { readonly value: T } | null = null;

	constructor(pause: Milliseconds, deliver: (value: T) => void) {
		this.#pause = pause;
		this.#deliver = deliver;
	}

	pass(value: T): void {
		this.#waiting = { value };
		if (this.#timer === undefined) this.#next();
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#waiting = null;
	}

	#next(): void {
		const waiting = this.#waiting;
		this.#waiting = null;
		this.#timer = waiting ? setTimeout(() => this.#next(), this.#pause) : undefined;
		if (waiting) this.#deliver(waiting.value);
	}
}
