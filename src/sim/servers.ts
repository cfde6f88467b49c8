import type { Milliseconds } from '../model/units.ts';
import { addTo, sum } from './arrays.ts';
import { Histogram } from './histogram.ts';
import { WARM_UP, type Clock } from './clock.ts';

/** Share of the time that cores work from which on they count as never idle. */
const FULLY_BUSY = 0.999;

/**
 * The servers behind the balancer: each a first-come-first-served queue in front of its cores.
 * Client i belongs to server i mod nodes. Jobs must come in the order of time.
 */
export class Servers {
	private readonly clock: Clock;
	private readonly nodes: number;
	private readonly cores: number;
	/** Cores of all servers that the books tell of. */
	private capacity: number;
	/** When each core is free again: a heap for each server, the earliest first. */
	private readonly freeAt: Float64Array;
	/** Of the measured time, ms. */
	readonly waits = new Histogram(7);
	/** CPU time offered in the measured time, and worked in each bin. */
	private offered: Milliseconds = 0;
	private offeredInAll: Milliseconds = 0;
	private readonly busy: Float64Array;
	private waited: Milliseconds = 0;
	private jobs = 0;

	constructor(clock: Clock, nodes: number, cores: number) {
		this.clock = clock;
		this.nodes = nodes;
		this.cores = cores;
		this.capacity = nodes * cores;
		this.freeAt = new Float64Array(nodes * cores).fill(-Infinity);
		this.busy = new Float64Array(clock.bins);
	}

	/** Queues a job of `cpu` at `time` and returns when a core takes it up. */
	serve(client: number, time: Milliseconds, cpu: Milliseconds): Milliseconds {
		const first = this.nodes === 1 ? 0 : (client % this.nodes) * this.cores;
		const free = this.freeAt[first]!;
		const start = free > time ? free : time;
		this.replaceEarliest(first, start + cpu);
		const bin = this.clock.bin(time);
		this.offeredInAll += cpu;
		if (bin >= 0) {
			this.offered += cpu;
			this.waited += start - time;
			this.jobs += 1;
			this.waits.add(start - time);
			// Most jobs end in the bin in which they arrive.
			if (start + cpu < (bin + 1) * this.clock.binWidth) {
				this.busy[bin]! += cpu;
				return start;
			}
		}
		this.work(start, cpu, 1);
		return start;
	}

	/** Spreads a job over the bins in which a core works on it, or takes it back. */
	private work(start: Milliseconds, cpu: Milliseconds, sign: 1 | -1): void {
		const { binWidth, bins } = this.clock;
		const until = start + cpu;
		let from = Math.max(0, start);
		for (let bin = this.clock.bin(from); bin >= 0 && bin < bins && from < until; bin++) {
			const share = Math.min(until, (bin + 1) * binWidth) - from;
			this.busy[bin]! += sign * share;
			from += share;
		}
	}

	private replaceEarliest(first: number, freeAt: Milliseconds): void {
		const heap = this.freeAt;
		const cores = this.cores;
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

	/** All servers restart: what they were working on is lost, and they work again from `until` on. */
	restart(now: Milliseconds, until: Milliseconds): void {
		for (const [core, free] of this.freeAt.entries()) {
			if (free > now) this.work(now, free - now, -1);
			this.freeAt[core] = until;
		}
	}

	/** Adds what other servers did. */
	add(other: Servers): void {
		this.capacity += other.capacity;
		this.waits.addAll(other.waits);
		this.offered += other.offered;
		this.offeredInAll += other.offeredInAll;
		addTo(this.busy, other.busy);
		this.waited += other.waited;
		this.jobs += other.jobs;
	}

	/**
	 * CPU time offered over `observed`, as a share of what all cores can do. Where a queue holds clients
	 * back until they offer no more than is served, what was offered since the start tells the overload.
	 */
	utilisation(observed: Milliseconds): number {
		const offered = this.offered / (observed * this.capacity);
		const busy = sum(this.busy) / (observed * this.capacity);
		if (busy < FULLY_BUSY) return offered;
		return Math.max(offered, this.offeredInAll / ((observed + WARM_UP) * this.capacity));
	}

	/** CPU time a second, in cores. */
	coresBusy(observed: Milliseconds): number {
		return this.offered / observed;
	}

	get meanWait(): Milliseconds {
		return this.jobs === 0 ? 0 : this.waited / this.jobs;
	}

	get waitP99(): Milliseconds {
		return this.jobs === 0 ? 0 : this.waits.quantile(0.99);
	}

	/** Share of all cores busy, for each bin. */
	utilisationSeries(): Float64Array {
		const most = this.clock.binWidth * this.capacity;
		return this.busy.map((cpu) => cpu / most);
	}
}
