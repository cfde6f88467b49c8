import { wrap } from 'comlink';
import type { Milliseconds } from '../model/units.ts';

/** The worker is gone or stuck. That says nothing about what it was asked: it may be asked again. */
export class WorkerFailure extends Error {
	override readonly name = 'WorkerFailure';
}

/** Something that answers, in a worker or here, and whose every call settles. */
export interface Supervised<Remote> {
	/** True when it will never answer again. */
	readonly dead: boolean;
	/**
	 * Asks it. Rejects with what it threw, or with a {@link WorkerFailure} when the
	 * worker breaks, is terminated, or has not answered for `patience`: then it is dead, and with it
	 * all its other calls.
	 */
	call<T>(ask: (remote: Remote) => Promise<T>, patience: Milliseconds): Promise<T>;
	/** Ends it, for `reason`. */
	terminate(reason: string): void;
}

/**
 * The one owner of a worker. comlink leaves a call pending for ever when its worker dies, so every
 * call is raced against all that can happen to a worker.
 */
export function supervise<Remote>(worker: Worker): Supervised<Remote> {
	// All that crosses a thread is asynchronous already, so the remote has the shape of what it stands for.
	const remote = wrap<Remote>(worker) as unknown as Remote;
	// Not Promise.race with one long-lived promise: that would hold every answer as long as it lives.
	const pending = new Set<(failure: WorkerFailure) => void>();
	let failure: WorkerFailure | null = null;

	function die(reason: string): void {
		if (failure !== null) return;
		failure = new WorkerFailure(reason);
		worker.terminate();
		for (const fail of pending) fail(failure);
		pending.clear();
	}

	worker.addEventListener('error', (event) => {
		event.preventDefault();
		die(event.message || 'its worker could not be loaded');
	});
	worker.addEventListener('messageerror', () => die('an answer could not be read'));

	return {
		get dead() {
			return failure !== null;
		},
		call(ask, patience) {
			return new Promise((resolve, reject) => {
				if (failure !== null) {
					reject(failure);
					return;
				}
				const seconds = Math.round(patience / 1000);
				const stopWatch = watch(patience, () => die(`no sign of life for ${seconds} s`));
				const fail = (reason: WorkerFailure) => {
					stopWatch();
					reject(reason);
				};
				pending.add(fail);
				ask(remote)
					.then(resolve, reject)
					.finally(() => {
						stopWatch();
						pending.delete(fail);
					});
			});
		},
		terminate: die,
	};
}

const TICK: Milliseconds = 250;

/**
 * Calls `expire` after `patience`, counted in ticks: while this thread is busy, frozen or asleep no
 * ticks pass, so an answer that already waits in its queue is not taken for silence.
 */
function watch(patience: Milliseconds, expire: () => void): () => void {
	let ticks = Math.ceil(patience / TICK);
	const timer = setInterval(() => {
		ticks--;
		if (ticks > 0) return;
		clearInterval(timer);
		expire();
	}, TICK);
	return () => clearInterval(timer);
}
