import type { Scenario } from '../model/scenario.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import type { Transport, TransportModule } from './transport.ts';
import { wholeOf } from './shares.ts';
import { World, type WorldBooks } from './world.ts';

const NOBODY = -1;

/** What came of a share of the servers. */
export interface Books extends WorldBooks {
	/** Which share. */
	readonly number: number;
	readonly events: number;
	/** How much of the measured time is simulated. */
	readonly observed: Milliseconds;
	/** Whether the limit on events cut it short. */
	readonly stopped: boolean;
}

/** One transport's way through one scenario, event by event in the order of time. */
export class Run {
	readonly world: World;
	/** Which share of the servers this is. */
	readonly number: number;
	events = 0;
	done = false;
	/** Stopped by the limit on events, not by the end of the measured time. */
	stopped = false;
	private readonly transport: Transport;
	private readonly deadline: Milliseconds;
	private readonly mostEvents: number;
	/** While a shared message is handed to everybody: the next client. */
	private receiver = NOBODY;
	/** Clients that are set up. */
	private begun = 0;
	private disruptions = 0;
	/** When the next one begins. */
	private disrupted: Milliseconds;
	/** Whether the transport acts when a message is published; else its clients read from a shared store. */
	private readonly publishes: boolean;
	/** Whether a message does not reach the clients of other servers. */
	private readonly isolated: boolean;

	/** All of the scenario, or a share of its servers. */
	constructor(module: TransportModule, scenario: Scenario, share = wholeOf(scenario)) {
		const { mostEvents, users, nodes } = share;
		this.number = share.number;
		this.world = new World(scenario, module.workload({ ...scenario, users, nodes }), share);
		this.mostEvents = mostEvents;
		this.deadline = this.world.clock.end + module.grace(scenario);
		this.world.clock.now = this.world.clock.start;
		this.disrupted = this.world.disruptions.all[0]?.from ?? Infinity;
		this.transport = module.create(this.world);
		this.publishes = this.transport.publish !== undefined;
		this.isolated = this.publishes && !this.world.bus.reachesAll;
		if (this.isolated) this.world.inbox.isolate(this.world.bus);
	}

	get progress(): Fraction {
		if (this.done) return 1;
		const { start, end, now } = this.world.clock;
		return Math.min(0.99, (now - start) / (end - start));
	}

	/** How much of the measured time is simulated. */
	get observed(): Milliseconds {
		const { end, now } = this.world.clock;
		return this.done && !this.stopped ? end : Math.min(Math.max(0, now), end);
	}

	/** What came of it. */
	get books(): Books {
		const { number, events, observed, stopped } = this;
		return { number, events, observed, stopped, ...this.world.books(observed) };
	}

	/** Handles so many further events, or as many as are left; fewer where they move many messages each. */
	advance(events: number): void {
		if (this.begun < this.world.users) {
			this.begin(events);
			return;
		}
		const { inbox } = this.world;
		const last = this.events + inbox.handled + events;
		while (this.events + inbox.handled < last && this.events < this.mostEvents && !this.done) {
			this.events += 1;
			this.step();
		}
		if (this.events >= this.mostEvents && !this.done) this.end(true);
	}

	/** What there is before the run comes a slice at a time as well: a million clients take a second. */
	private begin(count: number): void {
		if (this.transport.recall?.(count) === false) return;
		const until = Math.min(this.world.users, this.begun + count);
		while (this.begun < until) {
			this.world.trace.turnTo(this.begun);
			this.transport.begin(this.begun++);
		}
	}

	private step(): void {
		if (this.receiver !== NOBODY) {
			this.handToNext();
			return;
		}
		const { clock, messages, queue, uplink } = this.world;
		queue.findNext();
		let time = Math.min(queue.next, uplink.time, this.disrupted);
		if (this.publishes) time = Math.min(time, messages.time);
		if (time >= clock.end && this.isOver(time)) {
			this.end(false);
			return;
		}
		clock.now = time;
		if (time === this.disrupted) this.disrupt();
		else if (time === queue.next) {
			queue.pop();
			this.world.trace.turnTo(queue.client);
			this.transport.happen(queue.kind, queue.client);
		} else if (this.publishes && time === messages.time) this.publish();
		else {
			this.world.trace.turnTo(uplink.user);
			this.transport.send(uplink.user);
			uplink.next();
		}
	}

	private disrupt(): void {
		const disruption = this.world.disruptions.all[this.disruptions]!;
		this.disruptions += 1;
		this.disrupted = this.world.disruptions.all[this.disruptions]?.from ?? Infinity;
		if (disruption.kind === 'restart')
			this.world.servers.restart(disruption.from, disruption.until);
		this.transport.disrupt(disruption);
	}

	private publish(): void {
		const { inbox, messages, scenario } = this.world;
		inbox.announce(messages.time);
		if (scenario.audience === 'shared') this.receiver = 0;
		else {
			this.hand(messages.user);
			messages.next();
		}
	}

	/** A message reaches `client`, unless it was published on another server and there is no bus. */
	private hand(client: number): void {
		const { bus, ledger, messages, trace } = this.world;
		trace.turnTo(client);
		if (this.isolated && !bus.reaches(client, messages.count)) ledger.lose(messages.time);
		else this.transport.publish!(client, messages.count);
	}

	private handToNext(): void {
		const { messages, users } = this.world;
		this.hand(this.receiver);
		this.receiver += 1;
		if (this.receiver < users) return;
		this.receiver = NOBODY;
		messages.next();
	}

	/** The measured time is over, and all its messages have met their fate or had time enough. */
	private isOver(time: Milliseconds): boolean {
		const { clock, inbox, ledger } = this.world;
		if (!this.publishes) inbox.advance(clock.end);
		if (time >= this.deadline) return true;
		return inbox.published === ledger.delivered + ledger.lost;
	}

	private end(stopped: boolean): void {
		this.done = true;
		this.stopped = stopped && this.world.clock.now < this.world.clock.end;
		if (!this.stopped) this.transport.finish(this.world.clock.end);
	}
}
