import type { Milliseconds } from '../model/units.ts';
import { addTo, sum } from './arrays.ts';
import { Cores } from './cores.ts';
import { Histogram, type Counts } from './histogram.ts';
import { WARM_UP, type Clock } from './clock.ts';

/** Share of the time that cores work from which on they count as never idle. */
const FULLY_BUSY = 0.999;

/** CPU time that somebody asks for. In fields: engines make an object of each number that is handed on. */
export class Job {
	/** When it comes to its server. */
	arrived: Milliseconds = NaN;
	cpu: Milliseconds = NaN;
	/** When a core takes it up. */
	start: Milliseconds = NaN;
}

/** What servers have done. */
export type ServerBooks = Pick<
	Servers,
	'capacity' | 'offered' | 'offeredInAll' | 'busy' | 'waited' | 'jobs'
> & { readonly waits: Counts };

/** The servers behind the balancer and what they do. Client i belongs to server i mod nodes. */
export class Servers {
	private readonly clock: Clock;
	private readonly nodes: number;
	private readonly cores: Cores;
	/** Cores of all servers that the books tell of. */
	capacity: number;
	/** Of the measured time, ms. */
	readonly waits = new Histogram(7);
	/** CPU time offered in the measured time, and since the start. */
	offered: Milliseconds = 0;
	offeredInAll: Milliseconds = 0;
	/** CPU time worked in each bin. */
	readonly busy: Float64Array;
	/** When all that has been restarted works again. */
	private downUntil: Milliseconds = -Infinity;
	/** Of all jobs together. */
	waited: Milliseconds = 0;
	jobs = 0;

	constructor(clock: Clock, nodes: number, cores: number) {
		this.clock = clock;
		this.nodes = nodes;
		this.cores = new Cores(nodes, cores);
		this.capacity = nodes * cores;
		this.busy = new Float64Array(clock.bins);
	}

	/** Queues a client's job, and tells it when it will start. Jobs must come in the order of time. */
	serve(client: number, job: Job): void {
		const { arrived: time, cpu } = job;
		const server = this.nodes === 1 ? 0 : client % this.nodes;
		const start = this.cores.take(server, time, cpu);
		job.start = start;
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
				return;
			}
		}
		this.work(start, cpu, 1);
	}

	/** Spreads a job over the bins in which a core works on it, or takes it back. */
	private work(start: Milliseconds, cpu: Milliseconds, sign: 1 | -1): void {
		const { binWidth, bins } = this.clock;
		const until = start + cpu;
		let from = Math.max(0, start);
		for (let bin = this.clock.bin(from); bin >= 0 && bin < bins && from < until; bin++) {
			const share = Math.min(until, (bin + 1) * binWidth) - from;
			// What was added in other pieces may be taken back with another rounding.
			this.busy[bin] = Math.max(0, this.busy[bin]! + sign * share);
			from += share;
		}
	}

	/** All servers restart: what they were working on is lost, and they work again from `until` on. */
	restart(now: Milliseconds, until: Milliseconds): void {
		const { freeAt } = this.cores;
		// One that begins during another finds nobody at work before that is over.
		const from = Math.max(now, this.downUntil);
		for (const free of freeAt) if (free > from) this.work(from, free - from, -1);
		this.downUntil = Math.max(until, this.downUntil);
		freeAt.fill(this.downUntil);
	}

	/** Adds what other servers did. */
	add(other: ServerBooks): void {
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
