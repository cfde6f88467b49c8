import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Bytes } from '../src/model/units.ts';
import type { Destination, Tally } from './client.ts';
import { headText, requestFields, type Field } from './heads.ts';

/** What a client asks for. */
export interface Ask {
	readonly method: 'GET' | 'POST';
	readonly path: string;
	/** Of the head as HTTP/1.1 text. */
	readonly headSize: Bytes;
	readonly body?: string;
}

/** One client's way to ask: over whatever connections its HTTP version uses. */
export interface Http {
	/** Hands `done` the body of the answer. */
	request(ask: Ask, done: (body: string) => void): void;
	/** Asks for an answer that does not end; hands `each` its body as it comes, and says when it ends. */
	stream(ask: Ask, each: (text: string) => void, ended: () => void): void;
}

function fieldsOf({ method, path, headSize, body }: Ask): { start: string; fields: Field[] } {
	const start = `${method} ${path} HTTP/1.1`;
	const needed: Field[] = body === undefined ? [] : [['Content-Length', String(body.length)]];
	return { start, fields: requestFields(start, headSize, needed) };
}

/** HTTP/1.1 with a pool of kept-alive connections, written out by hand so that every byte is known. */
export class Http1 implements Http {
	readonly #tally: Tally;
	readonly #address: Destination;
	readonly #user: number;
	readonly #idle: TLSSocket[] = [];

	constructor(tally: Tally, address: Destination, user: number) {
		this.#tally = tally;
		this.#address = address;
		this.#user = user;
	}

	request(ask: Ask, done: (body: string) => void): void {
		this.#tally.requests += 1;
		this.#send(ask, done);
	}

	#send(ask: Ask, done: (body: string) => void): void {
		const socket = this.#idle.pop() ?? this.#connect();
		let text = '';
		const hear = (chunk: Buffer) => {
			text += chunk.toString('latin1');
			const body = completeBody(text);
			if (body === undefined) return;
			socket.off('data', hear).off('close', lose);
			this.#idle.push(socket);
			done(body);
		};
		const lose = () => {
			if (this.#tally.closed) return;
			this.#tally.retries += 1;
			this.#send(ask, done);
		};
		socket.on('data', hear).on('close', lose);
		write(socket, ask);
	}

	stream(ask: Ask, each: (text: string) => void, ended: () => void): void {
		this.#tally.requests += 1;
		const socket = this.#connect();
		socket.on('data', (chunk: Buffer) => each(chunk.toString('latin1')));
		socket.on('close', ended);
		write(socket, ask);
	}

	#connect(): TLSSocket {
		const socket = this.#tally.connect(this.#user, this.#address);
		const forget = () => {
			const place = this.#idle.indexOf(socket);
			if (place >= 0) this.#idle.splice(place, 1);
		};
		socket.on('end', forget).on('close', forget).on('error', forget);
		return socket;
	}
}

function write(socket: TLSSocket, ask: Ask): void {
	const { start, fields } = fieldsOf(ask);
	socket.write(headText(start, fields) + (ask.body ?? ''), 'latin1');
}

/** The body of an answer as soon as all of it is there. */
function completeBody(text: string): string | undefined {
	const headEnd = text.indexOf('\r\n\r\n');
	if (headEnd < 0) return undefined;
	const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? '0';
	const body = text.slice(headEnd + 4);
	return body.length < Number(length) ? undefined : body;
}

/** All of a client's requests on one connection of HTTP/2. */
export class Http2 implements Http {
	readonly #tally: Tally;
	readonly #session: ClientHttp2Session;

	constructor(tally: Tally, address: Destination, user: number) {
		this.#tally = tally;
		this.#session = connectHttp2('https://app.example.com', {
			createConnection: () => tally.connect(user, address, 'h2'),
		});
		this.#session.on('error', () => this.#session.destroy());
	}

	request(ask: Ask, done: (body: string) => void): void {
		let text = '';
		this.stream(
			ask,
			(chunk) => (text += chunk),
			() => done(text),
		);
	}

	stream(ask: Ask, each: (text: string) => void, ended: () => void): void {
		if (this.#session.destroyed) return;
		this.#tally.requests += 1;
		const { fields } = fieldsOf(ask);
		const allowed = fields
			.filter(([name]) => name !== 'Host' && name !== 'Connection')
			.map(([name, value]) => [name.toLowerCase(), value] as const);
		const head = { ':method': ask.method, ':path': ask.path, ...Object.fromEntries(allowed) };
		const stream = this.#session.request(head, { endStream: ask.body === undefined });
		stream.setEncoding('latin1');
		stream.on('data', each);
		stream.on('end', () => {
			if (!this.#tally.closed) ended();
		});
		stream.on('error', () => stream.destroy());
		if (ask.body !== undefined) stream.end(ask.body);
	}
}
