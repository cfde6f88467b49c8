import type { Clock } from './clock.ts';
import { Connections } from './connections.ts';
import type { Disruption } from './disruptions.ts';
import { postsBesideHeld, type Posts } from './posts.ts';
import { GRACE, Stream, streamWorkload } from './stream.ts';
import type { Transport, TransportModule } from './transport.ts';
import type { World } from './world.ts';

/** One endless response; what the client has to say goes as POSTs of its own. */
class ServerSentEvents implements Transport {
	private readonly clock: Clock;
	private readonly stream: Stream;
	/** Where somebody sends: others need no books of connections that nobody opens. */
	private readonly posts: Posts | null;
	/** Over HTTP/2 the stream and the POSTs have one connection, and the balancer sees both. */
	private readonly sharesConnection: boolean;

	constructor(world: World) {
		const { link, wire } = world;
		const connections = new Connections(world);
		this.clock = world.clock;
		this.sharesConnection = world.scenario.http === '2';
		this.stream = new Stream(world, connections, {
			opening: link.flight('opening', 'up', wire.eventStreamRequest, { lastAckRides: true }),
			opened: link.flight('opening', 'down', wire.eventStreamHead),
			message: link.flight('push', 'down', wire.event, { lastAckRides: true }),
			heartbeat: link.flight('ping', 'down', wire.heartbeat, { lastAckRides: true }),
			heartbeatAnswer: null,
			carriesUplink: this.sharesConnection,
			canBeBlocked: false,
		});
		this.posts = world.scenario.uplinkRate > 0 ? postsBesideHeld(world, connections) : null;
	}

	begin(client: number): void {
		this.stream.begin(client);
		// The stream knows of what went over its own connection.
		if (!this.sharesConnection) this.posts?.begin(client);
	}

	happen(kind: number, client: number): void {
		if (!this.posts?.happen(kind, client)) this.stream.happen(kind, client);
		else if (this.sharesConnection) this.stream.traffic(client, this.clock.now);
	}

	publish(client: number, count: number): void {
		this.stream.publish(client, count);
	}

	send(client: number): void {
		this.posts?.send(client);
	}

	disrupt(disruption: Disruption): void {
		this.stream.disrupt(disruption);
		this.posts?.disrupt(disruption);
	}

	finish(end: number): void {
		this.posts?.finish(end);
	}
}

export const sse: TransportModule = {
	workload: streamWorkload,
	grace: () => GRACE,
	create: (world) => new ServerSentEvents(world),
};
