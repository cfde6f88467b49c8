import type { Scenario } from '../model/scenario.ts';
import { keyOf, PURPOSE, uniform } from './random.ts';
import { wholeOf, type Share } from './shares.ts';

/** Who hears of a message: everybody, or without a bus the clients of the server where it was published. */
export class Bus {
	/** Servers that keep what is published to themselves; 1: they share it. */
	private readonly islands: number;
	private readonly seed: number;
	private readonly share: Share;
	private readonly stream: number;

	/** `seed` scrambled; of a share of the servers, and of messages of which stream. */
	constructor(scenario: Scenario, seed: number, share = wholeOf(scenario), stream = 0) {
		this.islands = scenario.bus ? 1 : scenario.nodes;
		this.seed = seed;
		this.share = share;
		this.stream = stream;
	}

	get reachesAll(): boolean {
		return this.islands === 1;
	}

	/** Whether message number `count` reaches `client`, who belongs to server `client` mod nodes of the share. */
	reaches(client: number, count: number): boolean {
		if (this.islands === 1) return true;
		const place = uniform(keyOf(this.seed, this.stream, count), PURPOSE.publisher);
		const { firstNode, nodes } = this.share;
		return Math.floor(place * this.islands) === firstNode + (client % nodes);
	}
}
