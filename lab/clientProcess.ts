import type { Scenario } from '../src/model/scenario.ts';
import type { TransportId } from '../src/model/transports.ts';
import type { Milliseconds } from '../src/model/units.ts';
import { Tally, type Destination } from './client.ts';
import { startClients } from './clients.ts';
import { now, until } from './clock.ts';
import { createRandom } from './random.ts';
import { answerCalls } from './rpc.ts';
import { measureSetUp, type SetUp } from './setUp.ts';

/** What the clients are to do. */
export interface Visit {
	readonly transport: TransportId;
	readonly scenario: Scenario;
	readonly destination: Destination;
	readonly seed: number;
}

type Counts = ReturnType<typeof countsOf>;

/** What happened between two moments on the machine's clock. */
export interface Window {
	readonly start: Milliseconds;
	readonly end: Milliseconds;
	readonly counts: Counts;
}

function countsOf(tally: Tally) {
	const { requests, connections, closes, answers, emptyAnswers, sent, retries } = tally;
	const bytes = tally.bytes();
	return { requests, connections, closes, answers, emptyAnswers, sent, retries, ...bytes };
}

function subtract(later: Counts, earlier: Counts): Counts {
	const keys = Object.keys(later) as (keyof Counts)[];
	return Object.fromEntries(keys.map((key) => [key, later[key] - earlier[key]])) as Counts;
}

/** A tally and what stops those who are counted in it. */
interface Running {
	tally: Tally;
	stop(): void;
}

const running: Running[] = [];

/** What the clients' process can be asked to do. */
const METHODS = {
	/** Measures what setting up a connection takes; that connection stays open until clients begin. */
	async setUp({ scenario, destination }: Visit) {
		const tally = new Tally();
		const setUp: SetUp = await measureSetUp(tally, destination, scenario);
		const id = running.push({ tally, stop: () => undefined }) - 1;
		return { id, setUp };
	},
	/** Lets all clients begin. */
	begin({ id, transport, scenario, destination, seed }: Visit & { id: number }): void {
		running[id]!.tally.close();
		const tally = new Tally();
		const random = createRandom(seed);
		const { stop } = startClients(transport, { scenario, address: destination, tally, random });
		running[id] = { tally, stop };
	},
	/** Counts what happens for so long from now on. */
	async count({ id, duration }: { id: number; duration: Milliseconds }): Promise<Window> {
		const { tally } = running[id]!;
		const start = now();
		const before = countsOf(tally);
		await until(start + duration);
		const after = countsOf(tally);
		return { start, end: now(), counts: subtract(after, before) };
	},
	/** Sends everybody home; returns the messages they got: numbers and times. */
	end(id: number) {
		const { tally, stop } = running[id]!;
		stop();
		tally.close();
		return {
			ids: Int32Array.from(tally.deliveries, (delivery) => delivery.id),
			times: Float64Array.from(tally.deliveries, ({ time }) => time),
		};
	},
};

export type ClientMethods = typeof METHODS;

/** Plays the clients until the lab hangs up. */
export function main(): Promise<number> {
	return answerCalls(METHODS);
}
