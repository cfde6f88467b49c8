import { twinOf, type Figures, type Twin } from '../model/figures.ts';
import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { allUnknown, unsteady, type Expectations } from './assemble.ts';
import { reachOf, thinned, withUnheard } from './bus.ts';
import { conditionsOf, type Conditions } from './conditions.ts';
import { expectLongPolling } from './expectLongPolling.ts';
import { expectPolling } from './expectPolling.ts';
import { expectServerSentEvents, expectWebSocket } from './expectStream.ts';
import { expectTogether } from './synchronised.ts';

/** The closed-form twin of a report, and for each figure that has none, by its path, why. */
export interface Expected {
	readonly expected: Twin<Figures>;
	readonly unexpected: Record<string, string>;
}

const FORMULAS: Readonly<Record<TransportId, (conditions: Conditions) => Expectations>> = {
	polling: (conditions) =>
		conditions.scenario.phases === 'random'
			? expectPolling(conditions)
			: expectTogether(conditions),
	longPolling: expectLongPolling,
	sse: expectServerSentEvents,
	webSocket: expectWebSocket,
};

const FAULTS =
	'something goes wrong during the run, and the formulas are for undisturbed operation';
const OUT_OF_RANGE = 'the formula leaves the range of numbers';

/** What the closed forms say of every figure, in the units of {@link Figures}; null where they say nothing. */
export function expectedFigures(transport: TransportId, scenario: Scenario): Expected {
	const conditions = conditionsOf(scenario);
	const figures =
		scenario.faults.length === 0 ? steady(transport, conditions) : disturbed(conditions);
	const unexpected: Record<string, string> = {};
	const expected = twinOf((path) => {
		const value = figures[path] ?? OUT_OF_RANGE;
		if (typeof value === 'number' && Number.isFinite(value)) return value;
		unexpected[path] = typeof value === 'string' ? value : OUT_OF_RANGE;
		return null;
	});
	return { expected, unexpected };
}

function steady(transport: TransportId, conditions: Conditions): Expectations {
	const reach = reachOf(transport, conditions);
	const figures = FORMULAS[transport](thinned(conditions, reach));
	return reach < 1 ? withUnheard(figures, conditions) : figures;
}

/** With faults only the messages can be counted in advance, unless a burst adds to them. */
function disturbed(conditions: Conditions): Expectations {
	const burst = conditions.scenario.faults.some(({ kind }) => kind === 'burst');
	return burst ? allUnknown(FAULTS) : unsteady(conditions, FAULTS);
}
