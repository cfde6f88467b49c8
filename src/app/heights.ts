import type { Milliseconds } from '../model/units.ts';

/** A change smaller than this is not worth a message, pixels. */
const WORTHWHILE = 2;
/** So many growths within so long mean that the host's answer makes the page grow. */
const LOOP = { growths: 8, within: 1000 as Milliseconds };

/** Decides which heights of the page its host is told. */
export class Heights {
	readonly #tell: (height: number) => void;
	readonly #onLoop: () => void;
	readonly #now: () => Milliseconds;
	#told = 0;
	#width = 0;
	#growths: Milliseconds[] = [];
	#looping = false;

	/** `onLoop` is called when reports end because they feed back. They go on at another width. */
	constructor(
		tell: (height: number) => void,
		onLoop: () => void,
		now: () => Milliseconds = () => performance.now(),
	) {
		this.#tell = tell;
		this.#onLoop = onLoop;
		this.#now = now;
	}

	/** The page measures so much now, pixels. */
	measure(exactHeight: number, width: number): void {
		const height = Math.ceil(exactHeight);
		if (width !== this.#width) {
			this.#width = width;
			this.#growths = [];
			this.#looping = false;
		}
		// Without a size the frame is hidden: nothing is laid out that could be measured.
		if (width === 0 || height === 0 || this.#looping) return;
		if (Math.abs(height - this.#told) < WORTHWHILE) return;
		if (height > this.#told && this.#feedsBack()) return;
		this.#told = height;
		this.#tell(height);
	}

	#feedsBack(): boolean {
		const now = this.#now();
		this.#growths = [...this.#growths.filter((time) => now - time < LOOP.within), now];
		this.#looping = this.#growths.length > LOOP.growths;
		if (this.#looping) this.#onLoop();
		return this.#looping;
	}
}
