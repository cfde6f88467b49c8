import FlatQueue from 'flatqueue';
import { Cores } from '../../src/sim/cores.ts';
import { EventQueue } from '../../src/sim/eventQueue.ts';
import { fastest, PEER_SEED, phasesOf, serviceOf, Tally, type Outcome, type Work } from './work.ts';

/**
 * Draws cost every engine the same and are no part of its work: they are made before the clock runs, and
 * lie in the order in which they are asked, so that memory is not what is measured.
 */
interface Draws {
	/** Clients are numbered in this order. */
	readonly phases: Float64Array;
	/** Of the first poll of all clients, then of the second, and so on. */
	readonly services: Float64Array;
}

function drawsOf(work: Work): Draws {
	const polls = Math.ceil(work.duration / work.interval);
	const services = new Float64Array(work.clients * polls);
	for (let i = 0; i < services.length; i++) {
		services[i] = serviceOf(i % work.clients, Math.floor(i / work.clients), work, PEER_SEED);
	}
	return { phases: phasesOf(work, PEER_SEED), services };
}

/** This engine's calendar and cores, without protocol, path, phones or books: a request is one event. */
export async function runQueue(work: Work): Promise<Outcome> {
	const { clients, interval, path, duration } = work;
	const { phases, services } = drawsOf(work);
	let tally = new Tally();
	const milliseconds = await fastest(5, () => {
		tally = new Tally();
		const shape = { waiting: clients, spacing: interval / clients, horizon: interval, start: 0 };
		const queue = new EventQueue(shape);
		const cores = new Cores(1, work.cores);
		const asked = new Int32Array(clients);
		for (let client = 0; client < clients; client++) {
			queue.schedule(phases[client]! + path, 0, client);
		}
		while (queue.pop() && queue.time < duration) {
			const { client, time } = queue;
			const poll = asked[client]!++;
			tally.add(cores.take(0, time, services[poll * clients + client]!) - time);
			queue.schedule(phases[client]! + path + (poll + 1) * interval, 0, client);
		}
	});
	return tally.outcome(work, milliseconds);
}

const DUE = 0;
const ARRIVES = 1;
const SERVED = 2;
const KINDS = 4;

/** The same by hand on a binary heap, an event for each thing that happens, as one would write it first. */
export async function runFlatqueue(work: Work): Promise<Outcome> {
	const { clients, interval, path, cores, duration } = work;
	const { phases, services } = drawsOf(work);
	let tally = new Tally();
	const milliseconds = await fastest(5, () => {
		tally = new Tally();
		const queue = new FlatQueue<number>();
		const asked = new Int32Array(clients);
		const arrived = new Float64Array(clients);
		const line: number[] = [];
		let first = 0;
		let idle = cores;
		const begin = (client: number, time: number) => {
			const service = services[asked[client]!++ * clients + client]!;
			tally.add(time - arrived[client]!);
			queue.push(client * KINDS + SERVED, time + service);
		};
		for (let client = 0; client < clients; client++) {
			queue.push(client * KINDS + DUE, phases[client]!);
		}
		while (queue.length > 0) {
			const time = queue.peekValue()!;
			if (time >= duration) break;
			const what = queue.pop()!;
			const client = Math.floor(what / KINDS);
			if (what % KINDS === DUE) {
				queue.push(client * KINDS + ARRIVES, time + path);
				queue.push(client * KINDS + DUE, time + interval);
			} else if (what % KINDS === ARRIVES) {
				arrived[client] = time;
				if (idle === 0) line.push(client);
				else {
					idle -= 1;
					begin(client, time);
				}
			} else if (first < line.length) begin(line[first++]!, time);
			else idle += 1;
		}
	});
	return tally.outcome(work, milliseconds);
}
