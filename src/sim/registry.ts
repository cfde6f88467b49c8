import type { TransportId } from '../model/transports.ts';
import { longPolling } from './longPolling.ts';
import { polling } from './polling.ts';
import { sse } from './sse.ts';
import type { TransportModule } from './transport.ts';
import { webSocket } from './webSocket.ts';

/** Every transport that can be simulated. */
export const REGISTRY: Readonly<Record<TransportId, TransportModule>> = {
	polling,
	longPolling,
	sse,
	webSocket,
};
