import type { Fault, FaultKind } from '../model/faults.ts';
import { MS_PER_SECOND, type Milliseconds } from '../model/units.ts';

/** A fault on the simulation's clock. */
export interface Disruption {
	readonly kind: FaultKind;
	readonly from: Milliseconds;
	readonly until: Milliseconds;
}

/** What goes wrong and when, in the order of time. */
export class Disruptions {
	readonly all: readonly Disruption[];

	constructor(faults: readonly Fault[]) {
		this.all = faults
			.map(({ kind, start, duration }) => ({
				kind,
				from: start * MS_PER_SECOND,
				until: (start + duration) * MS_PER_SECOND,
			}))
			.sort((a, b) => a.from - b.from);
	}

	/** The disruption of this kind that is on at `time`, if any. */
	at(kind: FaultKind, time: Milliseconds): Disruption | undefined {
		return this.all.find((one) => one.kind === kind && one.from <= time && time < one.until);
	}

	/** When the next disruption of this kind begins after `time`; Infinity if none does. */
	next(kind: FaultKind, time: Milliseconds): Milliseconds {
		return this.all.find((one) => one.kind === kind && one.from > time)?.from ?? Infinity;
	}
}
