import type { Scenario } from '../model/scenario.ts';

/**
 * Passes on changes of inputs at most once a frame: the first at once, what comes in the same frame
 * together with the next.
 */
export class Coalesced {
	readonly #deliver: (inputs: Partial<Scenario>) => void;
	readonly #nextFrame: (callback: () => void) => void;
	#pending: Partial<Scenario> | null = null;
	/** A change has been passed on in this frame. */
	#busy = false;

	constructor(
		deliver: (inputs: Partial<Scenario>) => void,
		nextFrame: (callback: () => void) => void = (callback) => void requestAnimationFrame(callback),
	) {
		this.#deliver = deliver;
		this.#nextFrame = nextFrame;
	}

	change(inputs: Partial<Scenario>): void {
		if (this.#busy) this.#pending = { ...this.#pending, ...inputs };
		else this.#pass(inputs);
	}

	#pass(inputs: Partial<Scenario>): void {
		this.#busy = true;
		this.#nextFrame(() => {
			this.#busy = false;
			const pending = this.#pending;
			this.#pending = null;
			if (pending) this.#pass(pending);
		});
		this.#deliver(inputs);
	}
}
