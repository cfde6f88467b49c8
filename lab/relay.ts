import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Bytes, Milliseconds } from '../src/model/units.ts';
import { at, now } from './clock.ts';
import { answerCalls } from './rpc.ts';
import type { Passage } from './trace.ts';
import { latenessOf, type Passages } from './path.ts';

/** A path with a delay, made of two TCP connections and a wait between them. */
export interface Endpoint {
	readonly host: string;
	readonly port: number;
	readonly rtt: Milliseconds;
}

/** Node's timers count in steps of this; what is finer has to be slept. */
const TIMER_STEP: Milliseconds = 1;
const NOTHING = new Int32Array(new SharedArrayBuffer(4));

/** Blocks this process until `time`: more exact than a timer, and for less than two of its steps. */
function sleepUntil(time: Milliseconds): void {
	const left = time - now();
	if (left > 0) Atomics.wait(NOTHING, 0, 0, left);
}

/** Calls back after the same delay, in order: one timer for all that wait. */
class DelayLine {
	readonly lateness: number[] = [];
	readonly #delay: Milliseconds;
	readonly #waiting: { readonly due: Milliseconds; readonly then: () => void }[] = [];
	#timed = false;

	constructor(delay: Milliseconds) {
		this.#delay = delay;
	}

	push(then: () => void): void {
		this.#waiting.push({ due: now() + this.#delay, then });
		if (!this.#timed) this.#wait();
	}

	#wait(): void {
		const first = this.#waiting[0];
		this.#timed = first !== undefined;
		if (first) at(first.due - TIMER_STEP, () => this.#release());
	}

	#release(): void {
		let first = this.#waiting[0];
		while (first && first.due - now() < 2 * TIMER_STEP) {
			this.#waiting.shift();
			sleepUntil(first.due);
			this.lateness.push(now() - first.due);
			first.then();
			first = this.#waiting[0];
		}
		this.#wait();
	}
}

class RunningPath {
	readonly port: Promise<number>;
	passages: Passage[] = [];
	readonly #path: Endpoint;
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	readonly #oneWay: DelayLine;
	/** The first thing that a client says comes after a SYN has gone there and back. */
	readonly #first: DelayLine;

	constructor(path: Endpoint) {
		this.#path = path;
		this.#oneWay = new DelayLine(path.rtt / 2);
		this.#first = new DelayLine(path.rtt * 1.5);
		this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) =>
			this.#join(client),
		);
		this.port = new Promise((resolve) => {
			this.#server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () =>
				resolve((this.#server.address() as AddressInfo).port),
			);
		});
	}

	/** All that passed since this was asked last. */
	take(): Passages {
		const { passages } = this;
		this.passages = [];
		const late = latenessOf(this.#oneWay.lateness.splice(0).sort((a, b) => a - b));
		return { passages, late };
	}

	close(): void {
		for (const socket of this.#sockets) socket.destroy();
		this.#server.close();
	}

	#join(client: Socket): void {
		const { host, port } = this.#path;
		const server = connect({ host, port, allowHalfOpen: true, noDelay: true });
		const address = client.remoteAddress ?? '';
		this.#carry(client, server, address, true);
		this.#carry(server, client, address, false);
	}

	#carry(from: Socket, to: Socket, client: string, up: boolean): void {
		let line = up ? this.#first : this.#oneWay;
		this.#sockets.add(from);
		from.on('data', (chunk) => {
			if (up) this.#note(client, up, chunk.length);
			line.push(() => {
				if (!up) this.#note(client, up, chunk.length);
				to.write(chunk);
			});
			line = this.#oneWay;
		});
		from.on('end', () => line.push(() => to.end()));
		from.on('error', () => line.push(() => to.destroy()));
		from.on('close', () => this.#sockets.delete(from));
	}

	/** Written down at the client's side of the path. */
	#note(client: string, up: boolean, bytes: Bytes): void {
		this.passages.push({ time: now(), client, up, bytes });
	}
}

const running: RunningPath[] = [];

/** What the relay's process can be asked to do. */
const METHODS = {
	/** Opens a path to a server; gives the port where clients find it. */
	async open(to: Endpoint) {
		const path = new RunningPath(to);
		const id = running.push(path) - 1;
		return { id, port: await path.port };
	},
	take: (id: number): Passages => running[id]!.take(),
	close: (id: number) => running[id]!.close(),
};

export type RelayMethods = typeof METHODS;

/** Relays until the lab hangs up. */
export function main(): Promise<number> {
	return answerCalls(METHODS);
}
