import type { Scenario } from '../src/model/scenario.ts';
import type { TransportId } from '../src/model/transports.ts';
import type { Measurement } from './lab.ts';
import type { Passage } from './trace.ts';

/** What a path saw of a short run, to be kept in a file. */
export interface Recording {
	readonly transport: TransportId;
	/** As it was met. */
	readonly scenario: Scenario;
	/** For each client its packets: time in ms, and bytes, negative for those going down. */
	readonly clients: readonly (readonly [time: number, bytes: number][])[];
}

/** Puts what was measured into a form to keep. */
export function recordingOf(transport: TransportId, { met, trace }: Measurement): Recording {
	const clients = new Map<string, [number, number][]>();
	for (const { time, client, up, bytes } of trace) {
		const packets = clients.get(client) ?? [];
		clients.set(client, packets);
		packets.push([Math.round(time * 10) / 10, up ? bytes : -bytes]);
	}
	return { transport, scenario: met, clients: [...clients.values()] };
}

/** The packets of a recording, as a path gives them. */
export function passagesOf({ clients }: Recording): Passage[] {
	return clients.flatMap((packets, client) =>
		packets.map(([time, bytes]) => ({
			time,
			client: String(client),
			up: bytes > 0,
			bytes: Math.abs(bytes),
		})),
	);
}
