import type { Milliseconds } from '../model/units.ts';
import { grown } from './arrays.ts';

/** Kinds of events share a word with the client. */
const KIND_BITS = 4;
const KIND_MASK = (1 << KIND_BITS) - 1;
const NONE = -1;
const MOST_BUCKETS = 1 << 20;
const FEWEST_BUCKETS = 1 << 8;
/** So much more than what waits is under way at times: to double arrays of a million takes as long as to fill them. */
const SLACK = 1 / 16;

interface Shape {
	/** How many events wait at the same time, about. */
	readonly waiting: number;
	/** Mean time between two events of the run. */
	readonly spacing: Milliseconds;
	/** How far ahead most events lie. */
	readonly horizon: Milliseconds;
	/** No event lies before this time. */
	readonly start: Milliseconds;
}

/**
 * What happens next: a calendar of buckets (R. Brown, 1988), each a linked list through typed
 * arrays, with a small heap for the bucket that is open. Ties go to the smaller client, then to the
 * smaller kind, so a run cannot depend on the order in which events were scheduled. Nothing is
 * allocated once the arrays have grown to the number of events that wait.
 */
export class EventQueue {
	/** The event that {@link pop} took: its time is now. */
	time: Milliseconds;
	client = 0;
	kind = 0;
	/** When the event happens that {@link findNext} found. */
	next: Milliseconds = NaN;
	/** How many events wait. */
	size = 0;

	private times: Float64Array;
	private what: Int32Array;
	private followers: Int32Array;
	private free = NONE;
	private used = 0;

	private readonly heads: Int32Array;
	private readonly mask: number;
	private readonly perBucket: number;
	private readonly start: Milliseconds;
	private open = 0;

	private heap = new Int32Array(64);
	private heapSize = 0;

	constructor({ waiting, spacing, horizon, start }: Shape) {
		const capacity = Math.ceil(Math.max(16, waiting * (1 + SLACK)));
		this.times = new Float64Array(capacity);
		this.what = new Int32Array(capacity);
		this.followers = new Int32Array(capacity);
		const width = Math.min(1000, Math.max(1e-4, 2 * spacing));
		const wanted = Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, horizon / width));
		const buckets = 1 << (32 - Math.clz32(Math.ceil(wanted) - 1));
		this.heads = new Int32Array(buckets).fill(NONE);
		this.mask = buckets - 1;
		this.perBucket = 1 / width;
		this.start = start;
		this.time = start;
	}

	/** `kind` from 0 to 15. A time that has passed counts as now. */
	schedule(at: Milliseconds, kind: number, client: number): void {
		const time = at > this.time ? at : this.time;
		const event = this.allocate();
		this.times[event] = time;
		this.what[event] = (client << KIND_BITS) | kind;
		this.size += 1;
		const bucket = Math.floor((time - this.start) * this.perBucket);
		if (bucket <= this.open) this.push(event);
		else {
			const head = bucket & this.mask;
			this.followers[event] = this.heads[head]!;
			this.heads[head] = event;
		}
	}

	/** Finds out when the {@link next} event happens; Infinity when none is left. */
	findNext(): void {
		if (this.settle()) this.next = this.times[this.heap[0]!]!;
		else this.next = Infinity;
	}

	/** Takes the earliest event into `time`, `client` and `kind`; false when none is left. */
	pop(): boolean {
		if (!this.settle()) return false;
		const event = this.heap[0]!;
		this.time = this.times[event]!;
		const what = this.what[event]!;
		this.client = what >> KIND_BITS;
		this.kind = what & KIND_MASK;
		this.size -= 1;
		this.heapSize -= 1;
		if (this.heapSize > 0) this.sink(this.heap[this.heapSize]!);
		this.followers[event] = this.free;
		this.free = event;
		return true;
	}

	/** Opens buckets until one holds an event. */
	private settle(): boolean {
		while (this.heapSize === 0) {
			if (this.size === 0) return false;
			this.open += 1;
			const head = this.open & this.mask;
			let event = this.heads[head]!;
			if (event !== NONE) {
				this.heads[head] = NONE;
				while (event !== NONE) {
					const next = this.followers[event]!;
					const bucket = Math.floor((this.times[event]! - this.start) * this.perBucket);
					if (bucket <= this.open) this.push(event);
					else {
						this.followers[event] = this.heads[head]!;
						this.heads[head] = event;
					}
					event = next;
				}
			}
		}
		return true;
	}

	private before(a: number, b: number): boolean {
		const difference = this.times[a]! - this.times[b]!;
		return difference < 0 || (difference === 0 && this.what[a]! < this.what[b]!);
	}

	private push(event: number): void {
		if (this.heapSize === this.heap.length) this.heap = grown(this.heap, Int32Array);
		let at = this.heapSize++;
		while (at > 0) {
			const parent = (at - 1) >> 1;
			if (!this.before(event, this.heap[parent]!)) break;
			this.heap[at] = this.heap[parent]!;
			at = parent;
		}
		this.heap[at] = event;
	}

	/** Puts `event` at the top of the heap and lets it sink to its place. */
	private sink(event: number): void {
		let at = 0;
		for (let child = 1; child < this.heapSize; child = 2 * at + 1) {
			const right = child + 1;
			if (right < this.heapSize && this.before(this.heap[right]!, this.heap[child]!)) {
				child = right;
			}
			if (!this.before(this.heap[child]!, event)) break;
			this.heap[at] = this.heap[child]!;
			at = child;
		}
		this.heap[at] = event;
	}

	private allocate(): number {
		if (this.free !== NONE) {
			const event = this.free;
			this.free = this.followers[event]!;
			return event;
		}
		if (this.used === this.times.length) {
			this.times = grown(this.times, Float64Array);
			this.what = grown(this.what, Int32Array);
			this.followers = grown(this.followers, Int32Array);
		}
		return this.used++;
	}
}
