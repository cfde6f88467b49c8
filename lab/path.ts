import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import type { Milliseconds } from '../src/model/units.ts';
import type { RelayMethods } from './relay.ts';
import { Peer, URGENTLY, mayBeUrgent } from './rpc.ts';
import type { Passage } from './trace.ts';

/** What passed the clients' end of a path, and how late its timers were. */
export interface Passages {
	readonly passages: readonly Passage[];
	readonly late: { readonly mean: Milliseconds; readonly p99: Milliseconds };
}

/** What stands between clients and server, and gives the path its delay. */
export interface Path {
	/** Whether passages are packets with all their headers; else they are chunks of a TCP stream. */
	readonly seesPackets: boolean;
	/** Where the server listens, and from which network (two numbers) clients come. */
	readonly host: string;
	readonly network: string;
	/** Commands under which the processes at each end have to run. */
	readonly atServer: readonly string[];
	readonly atClients: readonly string[];
	/** Sets the delay towards a server's port. Where packets are seen, one line at a time. */
	open(port: number, rtt: Milliseconds, loss: number): Promise<Line>;
	close(): void;
}

/** The way to one server. */
export interface Line {
	/** Where clients find the server. */
	readonly port: number;
	/** All that passed since it was opened, or since this was asked. */
	take(): Promise<Passages>;
	close(): Promise<void>;
}

/** A path of packets, or else of TCP streams. */
export function openPath({ packets }: { packets: boolean }): Promise<Path> {
	return packets ? PacketPath.open() : Promise.resolve(new RelayPath());
}

/** Two TCP connections and a wait between them. */
class RelayPath implements Path {
	readonly seesPackets = false;
	readonly host = '127.0.0.1';
	readonly network = '127.1';
	readonly atServer = [];
	readonly atClients = [];
	readonly #relay = new Peer<RelayMethods>('lab/relay.ts');

	async open(port: number, rtt: Milliseconds): Promise<Line> {
		const line = await this.#relay.call('open', { host: this.host, port, rtt });
		return {
			port: line.port,
			take: () => this.#relay.call('take', line.id),
			close: () => this.#relay.call('close', line.id),
		};
	}

	close(): void {
		this.#relay.close();
	}
}

const CLIENT_SPACE = 'push-or-poll-clients';
const SERVER_SPACE = 'push-or-poll-server';

/** Two network namespaces of MTU 1500 and a process that carries packets between them. */
class PacketPath implements Path {
	readonly seesPackets = true;
	readonly host = '10.78.0.2';
	readonly network = '10.77';
	readonly atServer = ['ip', 'netns', 'exec', SERVER_SPACE];
	readonly atClients = ['ip', 'netns', 'exec', CLIENT_SPACE];
	readonly #process: ChildProcess;
	readonly #waiting: ((line: string | null) => void)[] = [];
	readonly #ready: Promise<string>;

	private constructor() {
		const [command, ...args] = [
			...(mayBeUrgent() ? URGENTLY : []),
			'python3',
			resolve('lab/path.py'),
			CLIENT_SPACE,
			SERVER_SPACE,
		];
		this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
		this.#ready = this.#line();
		this.#process.on('exit', () => this.#waiting.forEach((give) => give(null)));
		createInterface(this.#process.stdout!).on('line', (line) => this.#waiting.shift()?.(line));
	}

	static async open(): Promise<PacketPath> {
		const path = new PacketPath();
		await path.#ready;
		return path;
	}

	#line(): Promise<string> {
		return new Promise((resolve, reject) =>
			this.#waiting.push((line) => {
				if (line === null) reject(new Error('lab/path.py ended'));
				else resolve(line);
			}),
		);
	}

	async #ask(command: object): Promise<Record<string, unknown>> {
		this.#process.stdin!.write(`${JSON.stringify(command)}\n`);
		return JSON.parse(await this.#line()) as Record<string, unknown>;
	}

	async open(port: number, rtt: Milliseconds, loss: number): Promise<Line> {
		await this.#ask({ delay: rtt / 2, loss });
		await this.#take();
		return { port, take: () => this.#take(), close: () => Promise.resolve() };
	}

	async #take(): Promise<Passages> {
		const answer = await this.#ask({ take: true });
		const seen = answer['seen'] as [number, string, boolean, number][];
		const passages = seen.map(([time, client, up, bytes]) => ({ time, client, up, bytes }));
		return { passages, late: latenessOf(answer['late'] as number[]) };
	}

	close(): void {
		this.#process.stdin!.end();
	}
}

/** Mean and 99th percentile of sorted numbers. */
export function latenessOf(late: readonly number[]): Passages['late'] {
	const mean = late.reduce((sum, each) => sum + each, 0) / Math.max(1, late.length);
	return { mean, p99: late[Math.floor(late.length * 0.99)] ?? 0 };
}

/** Whether this system lets us have namespaces and TUN devices. */
export function packetsAllowed(): boolean {
	const probe = `${CLIENT_SPACE}-probe`;
	const add = spawnSync('ip', ['netns', 'add', probe]);
	if (add.status !== 0) return false;
	spawnSync('ip', ['netns', 'del', probe]);
	return spawnSync('python3', ['-c', 'open("/dev/net/tun", "r+b", 0)']).status === 0;
}
