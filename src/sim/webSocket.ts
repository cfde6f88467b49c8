import { leavesAck, TCP_IP_HEADER } from '../model/wire.ts';
import { Connections, overheadFlight } from './connections.ts';
import type { Disruption } from './disruptions.ts';
import { Trip, type Flight } from './link.ts';
import { FREE_KIND, GRACE, Stream, streamWorkload } from './stream.ts';
import type { Transport, TransportModule } from './transport.ts';
import type { World } from './world.ts';

const FRAME_ARRIVES = FREE_KIND;

/** A two-way connection: the server pushes frames, and the client sends some of its own. */
class WebSocketTransport implements Transport {
	private readonly world: World;
	private readonly stream: Stream;
	private readonly frameUp: Flight;
	private readonly ack: Flight;
	private readonly trip = new Trip();

	constructor(world: World) {
		const { link, wire } = world;
		this.world = world;
		this.stream = new Stream(world, new Connections(world), {
			opening: link.flight('opening', 'up', wire.upgradeRequest, { lastAckRides: true }),
			opened: link.flight('opening', 'down', wire.upgradeAnswer),
			message: link.flight('push', 'down', wire.frame, { lastAckRides: true }),
			heartbeat: link.flight('ping', 'down', wire.ping, { lastAckRides: true }),
			heartbeatAnswer: link.flight('pong', 'up', wire.pong, { lastAckRides: true }),
			carriesUplink: true,
			canBeBlocked: true,
		});
		this.frameUp = link.flight('send', 'up', wire.frameUp, { lastAckRides: true });
		this.ack = overheadFlight(link, 'ack', 'down', TCP_IP_HEADER);
	}

	begin(client: number): void {
		this.stream.begin(client);
	}

	happen(kind: number, client: number): void {
		if (kind === FRAME_ARRIVES) this.frameArrives(client);
		else this.stream.happen(kind, client);
	}

	publish(client: number, count: number): void {
		this.stream.publish(client, count);
	}

	/** A frame goes up the open socket; while the socket is down there is nothing to send it on. */
	send(client: number): void {
		const { clock, link, phones, queue } = this.world;
		const { now } = clock;
		const trip = this.trip;
		if (!this.stream.isConnected(client) || this.world.offline(now)) return;
		trip.time = now;
		this.world.keyTrip(client, trip);
		phones.transmit(client, this.frameUp, trip);
		link.travel(this.frameUp, trip);
		queue.schedule(trip.time, FRAME_ARRIVES, client);
	}

	private frameArrives(client: number): void {
		if (!this.stream.isConnected(client)) return;
		const { clock, ledger, link, phones, scenario } = this.world;
		const { now } = clock;
		this.world.write(client);
		ledger.frame(now);
		this.stream.traffic(client, now);
		const landed = now + scenario.rtt / 2;
		if (leavesAck(this.frameUp.leg)) link.book(this.ack, now, landed);
		phones.touch(client, landed);
	}

	disrupt(disruption: Disruption): void {
		this.stream.disrupt(disruption);
	}

	finish(): void {}
}

export const webSocket: TransportModule = {
	workload: streamWorkload,
	grace: () => GRACE,
	create: (world) => new WebSocketTransport(world),
};
