import type { Scenario } from '../src/model/scenario.ts';
import type { TransportId } from '../src/model/transports.ts';
import { MS_PER_SECOND, type Bytes, type Milliseconds } from '../src/model/units.ts';
import { TEARDOWN } from '../src/model/wire.ts';
import { makeIdentity, type Identity } from './certificate.ts';
import type { ClientMethods, Window } from './clientProcess.ts';
import { now, until } from './clock.ts';
import { bytesOf, latencyOf, perSecond, type BothWays, type Observed } from './observed.ts';
import { openPath, type Passages, type Path } from './path.ts';
import { replay } from './replay.ts';
import { Peer } from './rpc.ts';
import type { ServerCounts, ServerMethods } from './server.ts';
import type { SetUpFacts } from './results.ts';
import type { Passage } from './trace.ts';

/** What a run of the lab gave. */
export interface Measurement {
	readonly observed: Observed;
	/** The scenario as it was met: at the rates that chance gave while bytes were counted, with the CPU times of this server. */
	readonly met: Scenario;
	/** By how much the path delayed more than it should. */
	readonly late: Passages['late'];
	readonly lost: number;
	readonly retries: number;
	/** What setting up a connection takes on this stack. */
	readonly setUp: Omit<SetUpFacts, 'kind'>;
	/** What the server did while it was measured. */
	readonly server: ServerCounts;
	/** Resident memory of the server at the end of that, bytes. */
	readonly memory: Bytes;
	/** What passed since the clients began; times count from when measuring began. */
	readonly trace: readonly Passage[];
}

/** close_notify, each way. */
const GOODBYE: BothWays = { up: 24, down: 24 };
/** After all clients have begun, before anything is counted. */
const SETTLING: Milliseconds = 1500;

/** Where little happens, timers and the compiler are most of the CPU time: not a cost of each event. */
const MOST_CPU: Milliseconds = 0.5;
/** For the packets of connections that end to die down. */
const PARTING: Milliseconds = 100;

/** The processes of the lab: a server, clients, and what stands for the path between them. */
export class Lab {
	readonly path: Path;
	readonly #server: Peer<ServerMethods>;
	readonly #clients: Peer<ClientMethods>;
	readonly #identity: Identity = makeIdentity('app.example.com');

	private constructor(path: Path) {
		this.path = path;
		this.#server = new Peer('lab/server.ts', path.atServer);
		this.#clients = new Peer('lab/clientProcess.ts', path.atClients);
	}

	/** Starts the processes; with `packets`, over a path on which packets can be seen. */
	static async open({ packets }: { packets: boolean }): Promise<Lab> {
		return new Lab(await openPath({ packets }));
	}

	/** Plays one transport through one scenario, in real time. */
	async play(transport: TransportId, scenario: Scenario): Promise<Measurement> {
		const { path } = this;
		const { rtt, loss, seed, duration } = scenario;
		const { host, network } = path;
		const service = { transport, scenario, identity: this.#identity, host, seed };
		const server = await this.#server.call('open', service);
		const line = await path.open(server.port, rtt, loss / 100);
		const visit = {
			transport,
			scenario,
			destination: { host, port: line.port, network },
			seed: seed + 1,
		};
		const { id, setUp } = await this.#clients.call('setUp', visit);
		const opening = between((await line.take()).passages, setUp.since, Infinity);
		const session = scenario.tls === 'resumed' ? { session: setUp.session } : {};
		const destination = { ...visit.destination, ...session };
		await this.#clients.call('begin', { ...visit, id, destination });
		await this.#server.call('start', server.id);

		await until(now() + warmUp(scenario));
		const before = await this.#server.call('count', server.id);
		const window = await this.#clients.call('count', { id, duration: duration * MS_PER_SECOND });
		const after = await this.#server.call('count', server.id);
		await until(window.end + grace(scenario));
		const { passages, late } = await line.take();
		const deliveries = await this.#clients.call('end', id);
		const published = await this.#server.call('close', server.id);
		await until(now() + 4 * rtt + PARTING);
		await line.close();

		const { start, end, counts } = window;
		const seconds = (end - start) / MS_PER_SECOND;
		const measured = (time: number) => time >= start && time < end;
		const latencies = deliveries.times
			.map((time, i) => {
				const since = published[deliveries.ids[i]!]!;
				return measured(since) ? time - since - late.mean : NaN;
			})
			.filter((latency) => !Number.isNaN(latency));
		const due = published.filter(measured).length;
		const perMinute = (events: number) => ((events / seconds) * 60) / scenario.users;
		const work = during(before, after);
		const passed = between(passages, start, end);
		const trace = passages.map((passage) => ({ ...passage, time: passage.time - start }));
		const setUpBytes = difference(
			bytesOf(opening, ({ bytes }) => bytes),
			setUp.ipBeside,
		);
		const net = (total: BothWays, one: BothWays, goodbye: BothWays) =>
			perSecond(withoutSetUp(total, counts, one, goodbye), seconds);
		return {
			observed: {
				requests: counts.requests / seconds,
				application: net(counts, setUp.application, GOODBYE),
				ip: path.seesPackets
					? net(
							bytesOf(passed, ({ bytes }) => bytes),
							setUpBytes,
							TEARDOWN,
						)
					: null,
				newConnections: counts.connections / seconds,
				emptyAnswers: counts.answers === 0 ? 0 : counts.emptyAnswers / counts.answers,
				latency: latencyOf(latencies),
				radio: replay(trace, scenario),
			},
			met: {
				...scenario,
				...cpuTimes(transport, work),
				messageRate: perMinute(deliveries.times.filter(measured).length),
				uplinkRate: perMinute(counts.sent),
			},
			late,
			lost: due - latencies.length,
			retries: counts.retries,
			server: work,
			memory: after.memory,
			setUp: {
				application: setUp.application,
				ip: path.seesPackets ? setUpBytes : null,
			},
			trace,
		};
	}

	close(): void {
		this.#clients.close();
		this.#server.close();
		this.path.close();
	}
}

function between(passages: readonly Passage[], from: Milliseconds, to: Milliseconds): Passage[] {
	return passages.filter(({ time }) => time >= from && time < to);
}

function warmUp({ pollInterval, longPollTimeout, rtt }: Scenario): Milliseconds {
	return Math.min(Math.max(pollInterval, longPollTimeout), 5) * MS_PER_SECOND + 4 * rtt + SETTLING;
}

function grace({ pollInterval, rtt, requestWait }: Scenario): Milliseconds {
	return pollInterval * MS_PER_SECOND + 4 * rtt + requestWait + 300;
}

function difference(all: BothWays, part: BothWays): BothWays {
	return { up: all.up - part.up, down: all.down - part.down };
}

function withoutSetUp(
	{ up, down }: BothWays,
	{ connections, closes }: Window['counts'],
	setUp: BothWays,
	goodbye: BothWays,
): BothWays {
	return {
		up: up - connections * setUp.up - closes * goodbye.up,
		down: down - connections * setUp.down - closes * goodbye.down,
	};
}

function during(before: ServerCounts, after: ServerCounts): ServerCounts {
	const keys = Object.keys(after) as (keyof ServerCounts)[];
	return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as never;
}

/** What a request and a push cost this server, ms of CPU: it does little else. */
function cpuTimes(transport: TransportId, { cpu, requests, pushes }: ServerCounts) {
	const each = (count: number) => Math.min(MOST_CPU, cpu / Math.max(1, count));
	if (transport === 'polling') return { requestCpu: each(requests), pushCpu: 0, handshakeCpu: 0 };
	if (transport === 'longPolling') {
		return { requestCpu: each(requests) / 2, pushCpu: each(requests) / 2, handshakeCpu: 0 };
	}
	return { requestCpu: 0, pushCpu: each(pushes + requests), handshakeCpu: 0 };
}
