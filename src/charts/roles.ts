import type { TransportId } from '../model/transports.ts';
import type { Direction, PacketKind } from '../sim/link.ts';
import type { TracedFlight } from '../sim/trace.ts';

/** How a packet is drawn: each by a stroke of its own. */
export type Look = 'data' | 'request' | 'empty' | 'ping' | 'setUp' | 'ack';

/** What a packet is called, where it is spoken of and at its stroke. */
export interface Role {
	readonly name: string;
	/** A word at the stroke; empty for none. */
	readonly label: string;
	/** Happens seldom enough to be labelled each time. */
	readonly notable: boolean;
	readonly look: Look;
}

function role(name: string, look: Look, label = '', notable = false): Role {
	return { name, label, notable, look };
}

const ROLES: Readonly<Record<PacketKind, Role>> = {
	handshake: role('new connection: TCP and TLS', 'setUp', 'new connection', true),
	refusal: role('refused connection', 'setUp', 'refused', true),
	goodbye: role('end of a connection', 'setUp', 'close', true),
	opening: role('opening of the stream', 'setUp'),
	request: role('request', 'request', 'request'),
	answer: role('answer with data', 'data', 'data', true),
	emptyAnswer: role('empty answer', 'empty', 'empty'),
	push: role('push', 'data', 'push', true),
	ping: role('ping', 'ping', 'ping'),
	pong: role('pong', 'ping', 'pong'),
	send: role('message of the client', 'data', 'sent', true),
	sendAnswer: role('answer to it', 'empty'),
	ack: role('ACK', 'ack'),
};
const TIME_OUT = role('time-out: an answer without data', 'empty', 'time-out', true);
/** What is always open is opened anew. */
export const RECONNECT = role('reconnect: TCP and TLS', 'setUp', 'reconnect', true);

/** What a new connection is opened for. */
const CARRIED: readonly PacketKind[] = ['opening', 'request', 'send'];
/** Whose packet is labelled where both ends send one. */
const SPEAKERS: Readonly<Partial<Record<PacketKind, Direction>>> = {
	handshake: 'up',
	refusal: 'down',
	goodbye: 'down',
};

/** What the packet at `place` is, which depends on the transport and on what follows. */
export function roleOf(sent: readonly TracedFlight[], place: number, transport: TransportId): Role {
	const { kind, direction } = sent[place]!;
	if (kind === 'emptyAnswer' && transport === 'longPolling') return TIME_OUT;
	const role = kind === 'handshake' && isAgain(sent, place, transport) ? RECONNECT : ROLES[kind];
	const speaker = SPEAKERS[kind];
	return speaker === undefined || speaker === direction ? role : { ...role, label: '' };
}

/** Whether the handshake at `place` opens anew what is always open: only a stream or a held request is. */
function isAgain(sent: readonly TracedFlight[], place: number, transport: TransportId): boolean {
	const first = sent.slice(place).find(({ kind }) => CARRIED.includes(kind))?.kind;
	return first === 'opening' || (first === 'request' && transport === 'longPolling');
}
