import type { Scenario } from '../model/scenario.ts';
import type { Milliseconds } from '../model/units.ts';
import type { Disruption } from './disruptions.ts';
import type { Workload, World } from './world.ts';

/** The life of all clients on one transport, as reactions to what happens. */
export interface Transport {
	/** Before clients are set up: publishes up to so many messages from before the run; whether there are no more. */
	recall?(messages: number): boolean;
	/** Puts a client into the steady state at the start of the run. */
	begin(client: number): void;
	/** Something that this transport scheduled happens now: at the clock's time, like the next two. */
	happen(kind: number, client: number): void;
	/** The server has a message for `client`. A transport without it leaves all messages in the inbox. */
	publish?(client: number, count: number): void;
	/** A client has a message for the server. */
	send(client: number): void;
	/** Something goes wrong from now on. What all transports share (servers, path) has happened already. */
	disrupt(disruption: Disruption): void;
	/** The measured time is over: books what ended by itself before `end`. */
	finish(end: Milliseconds): void;
}

/** What a transport's file exports; one line in the registry makes it known. */
export interface TransportModule {
	workload(scenario: Scenario): Workload;
	/** How long after the measured time a message may still be delivered before it counts as late. */
	grace(scenario: Scenario): Milliseconds;
	create(world: World): Transport;
}
