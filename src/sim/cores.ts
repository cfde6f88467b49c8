import type { Milliseconds } from '../model/units.ts';

/** The cores of one or more servers; in front of those of each is a queue, first come first served. */
export class Cores {
	/** When each core is free again: a heap for each server, the earliest first. */
	readonly freeAt: Float64Array;
	private readonly each: number;

	constructor(servers: number, each: number) {
		this.freeAt = new Float64Array(servers * each).fill(-Infinity);
		this.each = each;
	}

	/** Queues a job of `cpu` at a server and returns when a core takes it up. Jobs must come in the order of time. */
	take(server: number, time: Milliseconds, cpu: Milliseconds): Milliseconds {
		const first = server * this.each;
		const free = this.freeAt[first]!;
		const start = free > time ? free : time;
		this.replaceEarliest(first, start + cpu);
		return start;
	}

	private replaceEarliest(first: number, freeAt: Milliseconds): void {
		const heap = this.freeAt;
		const cores = this.each;
		let at = 0;
		for (let child = 1; child < cores; child = 2 * at + 1) {
			const right = child + 1;
			if (right < cores && heap[first + right]! < heap[first + child]!) child = right;
			if (heap[first + child]! >= freeAt) break;
			heap[first + at] = heap[first + child]!;
			at = child;
		}
		heap[first + at] = freeAt;
	}
}
