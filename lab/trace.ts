import type { Bytes, Milliseconds } from '../src/model/units.ts';

/** Something that passed a phone's end of the path: a packet, or a chunk where packets cannot be seen. */
export interface Passage {
	readonly time: Milliseconds;
	/** The client's address. */
	readonly client: string;
	readonly up: boolean;
	readonly bytes: Bytes;
}
