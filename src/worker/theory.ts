import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { expectedFigures, type Expected } from '../theory/expect.ts';

/** The closed forms, as they can be asked in a worker and on the main thread. */
export interface Theory {
	/** What they say of each transport under a scenario that is within its limits. */
	expected(scenario: Scenario, transports: readonly TransportId[]): Promise<Expectations>;
	quiet(): Promise<void>;
}

export type Expectations = Readonly<Partial<Record<TransportId, Expected>>>;

export function createTheory(): Theory {
	return {
		expected(scenario, transports) {
			const each = transports.map((id) => [id, expectedFigures(id, scenario)] as const);
			return Promise.resolve(Object.fromEntries(each));
		},
		quiet: () => Promise.resolve(),
	};
}
