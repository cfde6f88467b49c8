import type { Milliseconds } from '../src/model/units.ts';
import type { Comparison } from './compare.ts';
import type { Costs } from './costs.ts';
import type { BothWays } from './observed.ts';

/** All that a full run of the lab found; `lab/results.json` holds one. */
export interface Results {
	readonly node: string;
	readonly openssl: string;
	readonly kernel: string;
	/** Whether single packets were seen, or only what TCP made of them. */
	readonly packets: boolean;
	readonly cores: number;
	/** With the load average of the machine meanwhile. */
	readonly comparisons: readonly (Comparison & { readonly load: number })[];
	/** Setting up a connection on this stack, by kind. */
	readonly setUps: readonly SetUpFacts[];
	readonly costs: readonly Costs[];
	/** CPU of accepting a connection. */
	readonly handshakeCpu: Milliseconds | null;
}

export interface SetUpFacts {
	readonly kind: string;
	/** TLS records. */
	readonly application: BothWays;
	/** Packets with their headers; null where packets cannot be seen. */
	readonly ip: BothWays | null;
}
