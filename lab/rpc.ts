import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

/** What a process of the lab can be asked to do. Arguments and results must survive structured cloning. */
export type Methods = Readonly<Record<string, (argument: never) => unknown>>;

interface Call {
	readonly id: number;
	readonly method: string;
	readonly argument: unknown;
}

interface Answer {
	readonly id: number;
	readonly result?: unknown;
	readonly error?: string;
}

/** In a process that the lab started: answers calls until the lab hangs up. */
export function answerCalls(methods: Methods): Promise<number> {
	const answer = async ({ id, method, argument }: Call) => {
		try {
			const result = await methods[method]!(argument as never);
			process.send!({ id, result } satisfies Answer);
		} catch (error) {
			process.send!({ id, error: String(error instanceof Error ? error.stack : error) });
		}
	};
	process.on('message', (call: Call) => void answer(call));
	return new Promise((done) => process.on('disconnect', () => done(process.exit(0))));
}

/** Runs a command ahead of all ordinary work (chrt of util-linux): a late timer is a wrong latency. */
export const URGENTLY = ['chrt', '--rr', '1'];

/** Whether this system lets us; without it latencies show more of the machine's other work. */
export function mayBeUrgent(): boolean {
	return spawnSync(URGENTLY[0]!, [...URGENTLY.slice(1), 'true']).status === 0;
}

/** A process of the lab, from the side that started it. */
export class Peer<M extends Methods> {
	readonly #process: ChildProcess;
	readonly #waiting = new Map<number, (answer: Answer) => void>();
	#calls = 0;

	/** Runs `entry`, a TypeScript file of this project; `prefix` is a command to run it under. */
	constructor(entry: string, prefix: readonly string[] = []) {
		const urgently = mayBeUrgent() ? URGENTLY : [];
		const [command, ...args] = [
			...prefix,
			...urgently,
			process.execPath,
			resolve('tests/run.mjs'),
			entry,
		];
		this.#process = spawn(command, args, {
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
			serialization: 'advanced',
		});
		this.#process.on('message', (answer: Answer) => {
			this.#waiting.get(answer.id)?.(answer);
			this.#waiting.delete(answer.id);
		});
		this.#process.on('exit', (code) => {
			for (const [id, give] of this.#waiting) give({ id, error: `${entry} ended with ${code}` });
		});
	}

	/** Asks the process to do something; rejects with its error. */
	call<K extends keyof M & string>(
		method: K,
		argument: Parameters<M[K]>[0],
	): Promise<Awaited<ReturnType<M[K]>>> {
		const id = this.#calls++;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, ({ result, error }) => {
				if (error === undefined) resolve(result as Awaited<ReturnType<M[K]>>);
				else reject(new Error(error));
			});
			this.#process.send({ id, method, argument } satisfies Call, (error) => {
				if (error) reject(error);
			});
		});
	}

	/** Hangs up; the process ends. */
	close(): void {
		if (this.#process.connected) this.#process.disconnect();
	}
}
