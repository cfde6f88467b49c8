import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Scenario } from '../src/model/scenario.ts';
import type { TransportId } from '../src/model/transports.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type Milliseconds } from '../src/model/units.ts';
import type { Identity } from './certificate.ts';
import { now } from './clock.ts';
import { responseFields, type Field } from './heads.ts';
import { createRandom, PoissonClock, type Random } from './random.ts';
import { answerCalls } from './rpc.ts';
import { payloadOf } from './traffic.ts';

/** What a server is to serve. */
export interface Service {
	readonly transport: TransportId;
	readonly scenario: Scenario;
	readonly identity: Identity;
	readonly host: string;
	readonly seed: number;
}

/** What the server did so far. */
export interface ServerCounts {
	readonly requests: number;
	readonly pushes: number;
	readonly framesUp: number;
	readonly connections: number;
	/** CPU time of the whole process, ms. */
	readonly cpu: Milliseconds;
	/** Resident memory of the whole process, bytes. */
	readonly memory: number;
}

type Answer = ServerResponse;
type Question = IncomingMessage;

/** How much shorter or longer than a plain answer's head the others are; as counted in the model. */
const NO_CONTENT_DELTA = -122;
const STREAM_DELTA = -67;

/** A held connection, whatever it is made of. */
interface HeldStream {
	send(payload: string, id: number): void;
	beat(): void;
	close(): void;
}

/** One server with its clients: answers, holds, pushes, pings, and publishes the messages. */
class RunningServer {
	readonly port: Promise<number>;
	/** When each message was published, by its number. */
	readonly published: number[] = [];
	requests = 0;
	pushes = 0;
	framesUp = 0;
	connections = 0;
	readonly #service: Service;
	readonly #random: Random;
	readonly #server: Server | Http2SecureServer;
	readonly #inboxes: number[][];
	readonly #held: (((messages: number[]) => void) | undefined)[] = [];
	readonly #streams: (HeldStream | undefined)[] = [];
	readonly #sockets = new Set<Socket>();
	readonly #timers = new Set<NodeJS.Timeout>();
	#publisher: PoissonClock | undefined;

	constructor(service: Service) {
		const { scenario, identity, host } = service;
		this.#service = service;
		this.#random = createRandom(service.seed);
		this.#inboxes = Array.from({ length: scenario.users }, () => []);
		const options = { ...identity, minVersion: 'TLSv1.3', noDelay: true } as const;
		const answer = (question: unknown, response: unknown) =>
			this.#answer(question as Question, response as Answer);
		this.#server =
			scenario.http === '2'
				? createSecureServer(options, answer)
				: createServer({ ...options, keepAliveTimeout: 0 }, answer);
		this.#server.on('connection', (socket: Socket) => this.#watch(socket));
		this.#upgradeTo(new WebSocketServer({ noServer: true, perMessageDeflate: false }));
		this.port = new Promise((resolve) => {
			this.#server.listen({ host, port: 0, backlog: 4096 }, () =>
				resolve((this.#server.address() as AddressInfo).port),
			);
		});
	}

	/** Begins to publish messages. */
	start(): void {
		const { messageRate, users, audience } = this.#service.scenario;
		const shared = audience === 'shared';
		const rate = (messageRate / MS_PER_MINUTE) * (shared ? 1 : users);
		this.#publisher = new PoissonClock(rate, this.#random, () => {
			const time = now();
			if (shared) for (let user = 0; user < users; user++) this.#publish(user, time);
			else this.#publish(Math.floor(this.#random() * users), time);
		});
	}

	/** Stops publishing; what was published can still be fetched. */
	stop(): void {
		this.#publisher?.stop();
	}

	close(): void {
		this.stop();
		for (const timer of this.#timers) clearTimeout(timer);
		for (const socket of this.#sockets) socket.destroy();
		this.#server.close();
	}

	#watch(socket: Socket): void {
		this.connections += 1;
		this.#sockets.add(socket);
		socket.on('close', () => this.#sockets.delete(socket));
	}

	#publish(user: number, time: Milliseconds): void {
		const id = this.published.push(time) - 1;
		const stream = this.#streams[user];
		if (stream) {
			this.pushes += 1;
			stream.send(payloadOf(id, this.#service.scenario.payload), id);
			return;
		}
		this.#inboxes[user]!.push(id);
		this.#held[user]?.(this.#take(user));
	}

	#take(user: number): number[] {
		return this.#inboxes[user]!.splice(0);
	}

	#after(delay: Milliseconds, then: () => void): NodeJS.Timeout {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			then();
		}, delay);
		this.#timers.add(timer);
		return timer;
	}

	#cancel(timer: NodeJS.Timeout | undefined): void {
		clearTimeout(timer);
		if (timer) this.#timers.delete(timer);
	}

	#answer(question: Question, answer: Answer): void {
		const [, , kind = '', user = ''] = question.url!.split(/[/?]/);
		this.requests += 1;
		if (this.#service.scenario.http === '1.1') this.#cancel((question.socket as IdleSocket).idle);
		if (kind === 'events') this.#stream(Number(user), question, answer);
		else if (kind === 'post') this.#post(question, answer);
		else this.#poll(Number(user), kind === 'hold', answer);
	}

	#afterWork(then: () => void): void {
		const { requestWait } = this.#service.scenario;
		if (requestWait > 0) this.#after(requestWait, then);
		else then();
	}

	#poll(user: number, hold: boolean, answer: Answer): void {
		if (hold) this.#afterWork(() => this.#hold(user, answer));
		else {
			const messages = this.#take(user);
			this.#afterWork(() => this.#tell(answer, messages));
		}
	}

	#hold(user: number, answer: Answer): void {
		const messages = this.#take(user);
		if (messages.length > 0) {
			this.#tell(answer, messages);
			return;
		}
		const end = (found: number[]) => {
			this.#cancel(timer);
			this.#held[user] = undefined;
			this.#tell(answer, found);
		};
		const { longPollTimeout } = this.#service.scenario;
		const timer = this.#after(longPollTimeout * MS_PER_SECOND, () => end([]));
		this.#held[user] = end;
	}

	#tell(answer: Answer, messages: readonly number[]): void {
		if (hasLeft(answer)) return;
		const { payload, responseHeaders } = this.#service.scenario;
		const body = `[${messages.map((id) => payloadOf(id, payload)).join(',')}]`;
		this.pushes += messages.length;
		const fields: Field[] = [
			['Content-Type', 'application/json; charset=utf-8'],
			['Content-Length', String(body.length)],
			['ETag', etagOf(body)],
		];
		this.#writeHead(answer, 200, 'OK', responseHeaders, fields);
		this.#end(answer, body);
	}

	#post(question: Question, answer: Answer): void {
		question.resume();
		question.on('end', () =>
			this.#afterWork(() => {
				if (hasLeft(answer)) return;
				const size = this.#service.scenario.responseHeaders + NO_CONTENT_DELTA;
				this.framesUp += 1;
				this.#writeHead(answer, 204, 'No Content', size, []);
				this.#end(answer);
			}),
		);
	}

	#stream(user: number, question: Question, answer: Answer): void {
		const { http, responseHeaders } = this.#service.scenario;
		const size = responseHeaders + STREAM_DELTA;
		const chunked: Field[] = http === '2' ? [] : [['Transfer-Encoding', 'chunked']];
		const fields: Field[] = [['Content-Type', 'text/event-stream'], ...chunked];
		this.#writeHead(answer, 200, 'OK', size, fields);
		if (http === '1.1') answer.flushHeaders();
		const stream = http2Stream(answer) ?? answer;
		const stopBeating = this.#beat(user);
		question.on('close', () => {
			stopBeating();
			this.#streams[user] = undefined;
		});
		this.#streams[user] = {
			send: (payload, id) =>
				stream.write(`id: ${String(id).padStart(8, '0')}\ndata: ${payload}\n\n`),
			beat: () => stream.write(':\n\n'),
			close: () => stream.end(),
		};
	}

	#upgradeTo(sockets: WebSocketServer): void {
		this.#server.on('upgrade', (request: Question, socket: Socket, head: Buffer) => {
			this.requests += 1;
			sockets.handleUpgrade(request, socket, head, (opened) => {
				this.#open(Number(request.url!.split('/')[3]), opened);
			});
		});
	}

	#open(user: number, socket: WebSocket): void {
		const stopBeating = this.#beat(user);
		socket.on('message', () => (this.framesUp += 1));
		socket.on('close', () => {
			stopBeating();
			this.#streams[user] = undefined;
		});
		this.#streams[user] = {
			send: (payload) => socket.send(payload),
			beat: () => socket.ping(),
			close: () => socket.close(),
		};
	}

	/** Heartbeats at a fixed rate and a random phase; returns what stops them. */
	#beat(user: number): () => void {
		const interval = this.#service.scenario.pingInterval * MS_PER_SECOND;
		if (interval === 0) return () => undefined;
		let due = now() + this.#random() * interval;
		const beat = () => {
			this.#streams[user]?.beat();
			due += interval;
			timer = this.#after(due - now(), beat);
		};
		let timer = this.#after(due - now(), beat);
		return () => this.#cancel(timer);
	}

	#writeHead(
		answer: Answer,
		status: number,
		reason: string,
		size: number,
		needed: readonly Field[],
	): void {
		const fields = responseFields(`HTTP/1.1 ${status} ${reason}`, size, needed);
		if (this.#service.scenario.http === '1.1') {
			answer.sendDate = false;
			answer.writeHead(status, reason, fields.flat());
		} else {
			const allowed = fields
				.filter(([name]) => name !== 'Connection')
				.map(([name, value]) => [name.toLowerCase(), value] as const);
			http2Stream(answer)!.respond({ ':status': status, ...Object.fromEntries(allowed) });
		}
	}

	/** Over HTTP/2 past the classes of HTTP/1.1, which end every answer with an empty frame. */
	#end(answer: Answer, body?: string): void {
		(http2Stream(answer) ?? answer).end(body);
		this.#idle(answer);
	}

	/** The keep-alive time-out as the scenario states it; Node's own adds up to a second. */
	#idle(answer: Answer): void {
		const { http, keepAlive } = this.#service.scenario;
		const socket = answer.req.socket as IdleSocket;
		if (http === '2') return;
		socket.idle = this.#after(keepAlive * MS_PER_SECOND, () => socket.end());
	}
}

/** As Express makes it. */
function etagOf(body: string): string {
	const hash = createHash('sha1').update(body).digest('base64').slice(0, 27);
	return `W/"${body.length.toString(16)}-${hash}"`;
}

/** At the end of a run clients leave while some of their requests are held. */
function hasLeft(answer: Answer): boolean {
	return http2Stream(answer)?.destroyed ?? answer.destroyed;
}

/** The stream under an answer of HTTP/2. */
function http2Stream(answer: Answer): ServerHttp2Stream | undefined {
	return 'stream' in answer ? (answer.stream as ServerHttp2Stream) : undefined;
}

/** A socket that will be closed unless it is used again. */
type IdleSocket = Socket & { idle?: NodeJS.Timeout };

const running: RunningServer[] = [];

/** What the server's process can be asked to do. */
const METHODS = {
	async open(service: Service) {
		const server = new RunningServer(service);
		const id = running.push(server) - 1;
		return { id, port: await server.port };
	},
	start: (id: number) => running[id]!.start(),
	stop: (id: number) => running[id]!.stop(),
	count(id: number): ServerCounts {
		const { requests, pushes, framesUp, connections } = running[id]!;
		const { user, system } = process.cpuUsage();
		const memory = process.memoryUsage.rss();
		return { requests, pushes, framesUp, connections, cpu: (user + system) / 1000, memory };
	},
	close(id: number): Float64Array {
		running[id]!.close();
		return Float64Array.from(running[id]!.published);
	},
};

export type ServerMethods = typeof METHODS;

/** Serves until the lab hangs up. */
export function main(): Promise<number> {
	return answerCalls(METHODS);
}
