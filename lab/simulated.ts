import type { Scenario } from '../src/model/scenario.ts';
import type { TransportId } from '../src/model/transports.ts';
import { MS_PER_SECOND, type Seconds } from '../src/model/units.ts';
import { TCP_IP_HEADER } from '../src/model/wire.ts';
import { sum } from '../src/sim/arrays.ts';
import type { Direction, Flight } from '../src/sim/link.ts';
import { REGISTRY } from '../src/sim/registry.ts';
import { Run } from '../src/sim/run.ts';
import { figuresOf } from '../src/sim/summary.ts';
import type { World } from '../src/sim/world.ts';
import type { BothWays, Observed } from './observed.ts';

/** So many messages that the engine's own noise (a sixth of a percent) does not show. */
const MESSAGES = 400_000;
const LONGEST: Seconds = 3600;
const MOST_USERS = 10_000;

/** What the engine makes of `scenario`, in the lab's terms. */
export function simulated(transport: TransportId, scenario: Scenario): Observed {
	const { users, messageRate } = scenario;
	const perSecond = (users * messageRate) / 60;
	const duration = Math.min(LONGEST, MESSAGES / perSecond);
	const more = Math.ceil(Math.min(MESSAGES / perSecond / duration, MOST_USERS / users));
	const many = { ...scenario, duration, users: users * more, nodes: more };
	const run = new Run(REGISTRY[transport], many);
	while (!run.done) run.advance(1_000_000);
	const { world } = run;
	const figures = figuresOf(world, world.clock.end);
	const { mean, p50, p99 } = figures.latency;
	const count = figures.messages.delivered;
	return {
		requests: figures.requestsPerSecond / more,
		application: bothWays(world, more, applicationBytes),
		ip: bothWays(world, more, ipBytes),
		newConnections: figures.server.handshakesPerSecond / more,
		emptyAnswers: figures.emptyResponseFraction,
		latency: { count, mean: mean!, p50: p50!, p99: p99!, standardError: 0 },
		radio: figures.battery,
	};
}

/** A flight's bytes as its TCP socket counts them, without set-up and end of connections. */
function applicationBytes({ leg, direction }: Flight, way: Direction): number {
	if (direction !== way) return 0;
	return leg.total - leg.parts.tcpip - leg.parts.handshake;
}

/** A flight's packets with their ACKs, without set-up and end of connections. */
function ipBytes({ leg, direction, acks }: Flight, way: Direction): number {
	if (direction !== way) return acks * TCP_IP_HEADER;
	return leg.total - leg.parts.handshake;
}

function bothWays(
	world: World,
	more: number,
	bytesOf: (flight: Flight, way: Direction) => number,
): BothWays {
	const seconds = world.clock.end / MS_PER_SECOND;
	const one = (way: 'up' | 'down') =>
		world.link.flights.reduce(
			(total, flight) => total + sum(flight.counts) * bytesOf(flight, way),
			0,
		);
	return { up: one('up') / seconds / more, down: one('down') / seconds / more };
}
