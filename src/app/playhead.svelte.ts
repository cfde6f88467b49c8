import type { Seconds } from '../model/units.ts';
import type { Moment } from './moment.svelte.ts';

/** How fast a run may be played, in seconds of the run for each second. */
export const SPEEDS = [0.01, 0.1, 0.5, 1, 2, 5, 10] as const;

/** No shorter stretch is looked at: a packet takes milliseconds. */
const SHORTEST: Seconds = 0.05;
/** After a page that was hidden or busy the moment goes on, rather than jump, s. */
const LONGEST_FRAME = 0.1;
/** Text and controls that change with each frame would have the browser lay out the page each time. */
const SHOWN_PER_SECOND = 5;
/** How long each packet is looked at where motion is not wanted, ms. */
const STEP = 1000;
/** Two moments this close are the same, s. */
const SAME = 1e-6;

/** The reader's system, or the link, may ask for none. */
function wantsNoMotion(): boolean {
	const { motion } = document.documentElement.dataset;
	return motion === '0' || matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Walks the moment through a finished run, and keeps it in the stretch of time in view. */
export class Playhead {
	#end: Seconds = $state(0);
	#from: Seconds = $state(0);
	#length: Seconds = $state(0);
	#playing = $state(false);
	#speed: number = $state(1);
	/** When packets arrive, ascending: what steps go to. */
	#stops: readonly Seconds[] = [];
	#cancel = () => {};
	readonly #moment: Moment;
	readonly #shown: Seconds;
	readonly #firstLength: Seconds;

	/** Shows a stretch of `length` around the moment, or from the start. */
	constructor(moment: Moment, length: Seconds) {
		this.#moment = moment;
		this.#shown = $derived(this.#playing ? this.#inSteps(moment.time) : moment.time);
		this.#firstLength = length;
	}

	get end(): Seconds {
		return this.#end;
	}

	get time(): Seconds {
		return this.#moment.time;
	}

	/** The moment as controls show it: while the run is played they follow a few times a second. */
	get shown(): Seconds {
		return this.#shown;
	}

	get playing(): boolean {
		return this.#playing;
	}

	get speed(): number {
		return this.#speed;
	}

	/** First and last moment in view. */
	get view(): readonly [Seconds, Seconds] {
		return [this.#from, this.#from + this.#length];
	}

	/** A run that ends at `end` is there to be looked at; the moment and the view stay if they can. */
	open(end: Seconds, stops: readonly Seconds[]): void {
		this.#stops = stops;
		if (end === this.#end) return;
		this.pause();
		this.#end = end;
		this.#length = Math.min(end, this.#length || this.#firstLength);
		this.#look(this.#from);
		if (this.time > 0) this.go(this.time);
	}

	/** Goes to a moment, and brings it into view. */
	go(time: Seconds): void {
		this.#pass(time);
		if (!this.#playing) this.#moment.rest();
	}

	/** Goes to the next packet, or to the one before. */
	step(direction: 1 | -1): void {
		const { time } = this;
		const next =
			direction > 0
				? this.#stops.find((stop) => stop > time + SAME)
				: this.#stops.findLast((stop) => stop < time - SAME);
		this.go(next ?? (direction > 0 ? this.#end : 0));
	}

	/** Shows the stretch between two moments, as far as it lies in the run. */
	show(from: Seconds, to: Seconds): void {
		this.#length = Math.min(this.#end, Math.max(SHORTEST, to - from));
		this.#look(from);
	}

	/** Shows a stretch `factor` times as long around `centre`: if none is given, the moment, or the middle if that is out of view. */
	zoom(factor: number, centre = this.#centre): void {
		const share = this.#length > 0 ? (centre - this.#from) / this.#length : 0;
		this.#length = Math.min(this.#end, Math.max(SHORTEST, this.#length * factor));
		this.#look(centre - share * this.#length);
	}

	/** Moves the view by a share of its length. */
	pan(share: number): void {
		this.#look(this.#from + share * this.#length);
	}

	setSpeed(speed: number): void {
		this.#speed = speed;
	}

	/** Lets the moment run, from the start of the view if it stands at the end; where motion is not wanted, packet by packet. */
	play({ still = wantsNoMotion() } = {}): void {
		if (this.#playing) return;
		if (this.time >= this.#end) this.#pass(0);
		else if (this.time === 0) this.#pass(this.#from);
		this.#playing = true;
		if (still) this.#walk();
		else this.#run();
	}

	pause(): void {
		if (!this.#playing) return;
		this.#cancel();
		this.#playing = false;
		this.#moment.rest();
	}

	#inSteps(time: Seconds): Seconds {
		const step = this.#speed / SHOWN_PER_SECOND;
		return Math.floor(time / step) * step;
	}

	get #centre(): Seconds {
		const [from, to] = this.view;
		return this.time >= from && this.time <= to ? this.time : (from + to) / 2;
	}

	#run(): void {
		let before = performance.now();
		const tick = (now: number) => {
			const passed = Math.min(LONGEST_FRAME, Math.max(0, now - before) / 1000);
			before = now;
			this.#pass(this.time + passed * this.#speed);
			if (this.time >= this.#end) this.pause();
			else frame = requestAnimationFrame(tick);
		};
		let frame = requestAnimationFrame(tick);
		this.#cancel = () => cancelAnimationFrame(frame);
	}

	#walk(): void {
		const timer = setInterval(() => {
			this.step(1);
			if (this.time >= this.#end) this.pause();
		}, STEP);
		this.#cancel = () => clearInterval(timer);
	}

	#pass(time: Seconds): void {
		this.#moment.pass(Math.min(this.#end, Math.max(0, time)));
		const [from, to] = this.view;
		if (this.time < from || this.time > to) this.#look(this.time - this.#length / 10);
	}

	#look(from: Seconds): void {
		this.#from = Math.min(this.#end - this.#length, Math.max(0, from));
	}
}
