import type { Milliseconds } from '../model/units.ts';
import { REFUSAL, type Leg } from '../model/wire.ts';
import { AnswerDates } from './dates.ts';
import type { Flight, Link, Trip } from './link.ts';
import type { World } from './world.ts';

/** A flight that is all overhead: set-up, tear-down, a bare ACK. It is counted, not followed. */
export function overheadFlight(
	link: Link,
	kind: 'handshake' | 'goodbye' | 'refusal' | 'ack',
	direction: 'up' | 'down',
	bytes: number,
): Flight {
	const part = kind === 'ack' ? 'tcpip' : 'handshake';
	const parts = { payload: 0, framing: 0, headers: 0, tls: 0, tcpip: 0, handshake: 0 };
	const leg: Leg = { parts: { ...parts, [part]: bytes }, total: bytes, segments: 1 };
	return link.flight(kind, direction, leg, { lastAckRides: true });
}

/** Set-up and end of connections, the same for every transport. */
export class Connections {
	/** Polls and POSTs share them where they share a connection; only over HTTP/2. */
	readonly dates: AnswerDates | null;
	private readonly world: World;
	private readonly setUp: readonly [Flight, Flight];
	private readonly tearDown: readonly [Flight, Flight];
	private readonly refusal: readonly [Flight, Flight];

	constructor(world: World) {
		const { link, wire } = world;
		const both = (
			kind: 'handshake' | 'goodbye' | 'refusal',
			{ up, down }: { up: number; down: number },
		) => [overheadFlight(link, kind, 'up', up), overheadFlight(link, kind, 'down', down)] as const;
		this.dates = world.scenario.http === '2' ? new AnswerDates(world.users) : null;
		this.world = world;
		this.setUp = both('handshake', wire.handshake);
		this.tearDown = both('goodbye', wire.teardown);
		this.refusal = both('refusal', REFUSAL);
	}

	/** TCP and TLS, after which the first request may leave. */
	open(client: number, roundTrips: number, trip: Trip): void {
		const { ledger, link, phones, trace } = this.world;
		const { time: at, key } = trip;
		trace.turnTo(client);
		const [up, down] = this.setUp;
		const taken = link.roundTrips(roundTrips, key) + up.airtime + down.airtime;
		const half = taken / (2 * roundTrips);
		link.book(up, at, at + taken - half);
		link.book(down, at, at + taken);
		for (const flight of this.setUp) phones.spend(client, at, flight);
		for (let round = 1; round <= roundTrips; round++) {
			phones.touch(client, at + (taken * round) / roundTrips);
		}
		ledger.open(at + taken);
		trip.time = at + taken;
	}

	/** A client tries to connect at `at`, and is refused. */
	refuse(client: number, at: Milliseconds): void {
		const { link, phones, trace } = this.world;
		trace.turnTo(client);
		for (const flight of this.refusal) link.book(flight, at, at);
		phones.touch(client, at);
	}

	/** The other end says goodbye at `at`; the phone hears it, answers, and hears the answer's ACK. */
	close(client: number, at: Milliseconds): void {
		const { ledger, link, phones, scenario, trace } = this.world;
		trace.turnTo(client);
		const [up, down] = this.tearDown;
		link.book(down, at, at);
		link.book(up, at, at + scenario.rtt / 2);
		for (const flight of this.tearDown) phones.spend(client, at, flight);
		ledger.close(at);
		phones.touch(client, at);
		phones.touch(client, at + scenario.rtt);
	}
}
