import { expose } from 'comlink';
import { createDriver, type Driver } from './driver.ts';

/** What a worker does once it runs: answers its port, or breaks. May throw, as `new Worker` may. */
export type Behaviour = (port: MessagePort, worker: FakeWorker) => void;

/** Does what the real worker does, in this thread; messages are cloned and buffers moved for real. */
export const well: Behaviour = (port) => {
	expose(createDriver(), port);
};

/** A worker that answers with this driver. */
export function driven(driver: Driver): Behaviour {
	return (port) => {
		expose(driver, port);
	};
}

/** For tests: stands in for `Worker`, which Node does not have, and breaks in every way there is. */
export class FakeWorker extends EventTarget {
	/** Workers that were started and not terminated. */
	static readonly alive = new Set<FakeWorker>();
	/** Addresses of all workers that were asked for. */
	static readonly urls: string[] = [];
	/** What the next workers do; those that follow work well. */
	static readonly behaviours: Behaviour[] = [];

	readonly #port: MessagePort;

	constructor(url: string) {
		super();
		const { port1, port2 } = new MessageChannel();
		this.#port = port1;
		FakeWorker.urls.push(url);
		port1.onmessage = ({ data }: MessageEvent<unknown>) =>
			this.dispatchEvent(new MessageEvent('message', { data }));
		(FakeWorker.behaviours.shift() ?? well)(port2, this);
		FakeWorker.alive.add(this);
	}

	/** Forgets all workers and what was planned for them. */
	static reset(): void {
		for (const worker of FakeWorker.alive) worker.terminate();
		FakeWorker.urls.length = 0;
		FakeWorker.behaviours.length = 0;
	}

	postMessage(message: unknown, moved: Transferable[] = []): void {
		this.#port.postMessage(message, moved);
	}

	/** Says nothing to anyone, like the real one. */
	terminate(): void {
		this.#port.close();
		FakeWorker.alive.delete(this);
	}

	/** An error nobody caught. A message is missing when the file could not be loaded. */
	fail(message?: string): void {
		this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
	}
}
