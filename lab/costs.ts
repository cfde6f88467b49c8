import { completeScenario, type Scenario } from '../src/model/scenario.ts';
import type { TransportId } from '../src/model/transports.ts';
import { TRANSPORT_IDS } from '../src/model/transports.ts';
import type { Bytes, Milliseconds } from '../src/model/units.ts';
import { Lab } from './lab.ts';

/** What one transport costs this machine's Node server. */
export interface Costs {
	readonly transport: TransportId;
	/** Resident memory of a connection that is open and silent. */
	readonly memory: Bytes;
	/** CPU of a warm poll, of a held request with its answer, or of a push. */
	readonly cpu: Milliseconds;
}

const SILENT: Partial<Scenario> = {
	network: 'fibre',
	rtt: 0,
	jitter: 0,
	loss: 0,
	messageRate: 0,
	pingInterval: 0,
	idleTimeout: 0,
	longPollTimeout: 3,
	duration: 4,
};

/** Many polls, or many messages: so many that nothing else counts. */
const BUSY: Partial<Scenario> = {
	...SILENT,
	users: 20,
	pollInterval: 0.05,
	messageRate: 1200,
	duration: 8,
};

/** Measures every transport with a fresh server for each, so that freed memory does not hide new. */
export async function measureCosts(): Promise<Costs[]> {
	const costs: Costs[] = [];
	for (const transport of TRANSPORT_IDS) {
		costs.push({ transport, memory: await memoryOf(transport), cpu: await cpuOf(transport) });
	}
	return costs;
}

/** CPU of accepting a connection, beyond that of the poll that it carries. */
export async function handshakeCpu(warmPoll: Milliseconds): Promise<Milliseconds> {
	const cold = { ...BUSY, messageRate: 0, pollInterval: 1, keepAlive: 0.2, users: 100 };
	const { server } = await playAlone('polling', cold);
	return server.cpu / server.requests - warmPoll;
}

async function cpuOf(transport: TransportId): Promise<Milliseconds> {
	const { server } = await playAlone(transport, BUSY);
	return server.cpu / (server.requests || server.pushes);
}

async function memoryOf(transport: TransportId): Promise<Bytes> {
	const few = await playAlone(transport, { ...SILENT, users: 10, pollInterval: 2 });
	const many = await playAlone(transport, { ...SILENT, users: 810, pollInterval: 2 });
	return (many.memory - few.memory) / 800;
}

async function playAlone(transport: TransportId, inputs: Partial<Scenario>) {
	const lab = await Lab.open({ packets: false });
	try {
		return await lab.play(transport, completeScenario(inputs));
	} finally {
		lab.close();
	}
}
