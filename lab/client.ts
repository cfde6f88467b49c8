import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Bytes } from '../src/model/units.ts';
import { now } from './clock.ts';
import type { Delivery } from './traffic.ts';

/** Where the clients find the server, and as whom they come. */
export interface Destination {
	readonly host: string;
	readonly port: number;
	/** The first two numbers of the clients' own addresses: each has one, so that traces can tell them apart. */
	readonly network: string;
	/** A session to resume: TLS set-up without certificates. */
	readonly session?: Uint8Array | undefined;
}

/** What all clients together have sent, received and met. */
export class Tally {
	readonly deliveries: Delivery[] = [];
	readonly sockets = new Set<Socket>();
	closed = false;
	/** A ticket of the connection that was set up last. */
	session: Buffer | undefined;
	requests = 0;
	connections = 0;
	closes = 0;
	answers = 0;
	emptyAnswers = 0;
	sent = 0;
	/** Requests that met a connection on its way down, and were sent again. */
	retries = 0;
	#closedUp: Bytes = 0;
	#closedDown: Bytes = 0;

	deliver(id: number): void {
		this.deliveries.push({ id, time: now() });
	}

	answer(messages: number): void {
		this.answers += 1;
		if (messages === 0) this.emptyAnswers += 1;
	}

	/** Opens a connection to the server; its bytes count from now on. */
	connect(user: number, to: Destination, protocol: 'http/1.1' | 'h2' = 'http/1.1'): TLSSocket {
		const localAddress = `${to.network}.${Math.floor(user / 250)}.${(user % 250) + 1}`;
		const socket = connect({ host: to.host, port: to.port, localAddress, noDelay: true });
		this.sockets.add(socket);
		socket.on('connect', () => (this.connections += 1));
		socket.on('close', () => {
			this.closes += 1;
			this.#closedUp += socket.bytesWritten;
			this.#closedDown += socket.bytesRead;
			this.sockets.delete(socket);
		});
		const session = to.session ? { session: Buffer.from(to.session) } : {};
		const secured = connectTls({
			socket,
			ALPNProtocols: [protocol],
			rejectUnauthorized: false, // the certificate is made for this run and signed by nobody
			...session,
		});
		secured.on('session', (ticket) => (this.session = ticket));
		return secured;
	}

	/** Bytes of TCP payload so far: TLS records as the socket counters see them. */
	bytes(): { up: Bytes; down: Bytes } {
		let [up, down] = [this.#closedUp, this.#closedDown];
		for (const socket of this.sockets) {
			up += socket.bytesWritten;
			down += socket.bytesRead;
		}
		return { up, down };
	}

	/** Ends all connections; nobody opens another. */
	close(): void {
		this.closed = true;
		this.hangUp();
	}

	/** Ends all connections. */
	hangUp(): void {
		for (const socket of this.sockets) socket.destroy();
	}
}
