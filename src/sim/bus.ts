import type { Scenario } from '../model/scenario.ts';
import { keyOf, PURPOSE, uniform } from './random.ts';

/** Who hears of a message: everybody, or without a bus the clients of the server where it was published. */
export class Bus {
	/** Servers that keep what is published to themselves; 1: they share it. */
	private readonly islands: number;
	private readonly seed: number;

	/** `seed` scrambled. */
	constructor({ bus, nodes }: Scenario, seed: number) {
		this.islands = bus ? 1 : nodes;
		this.seed = seed;
	}

	get reachesAll(): boolean {
		return this.islands === 1;
	}

	/** Whether message number `count` reaches `client`, who belongs to server `client` mod nodes. */
	reaches(client: number, count: number): boolean {
		if (this.islands === 1) return true;
		const share = uniform(keyOf(this.seed, 0, count), PURPOSE.publisher);
		return Math.floor(share * this.islands) === client % this.islands;
	}
}
