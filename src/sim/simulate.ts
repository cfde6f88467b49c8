import { assertScenario, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { expectedFigures } from '../theory/expect.ts';
import type { Report } from './report.ts';
import { createSimulation } from './simulation.ts';

/**
 * Runs one transport through one scenario to its end. Same scenario, same report, to the last bit.
 * Throws a RangeError for a scenario that no control and no link can produce.
 */
export function simulate(transport: TransportId, scenario: Scenario): Report {
	assertScenario(scenario);
	const simulation = createSimulation(transport, scenario);
	while (!simulation.done) simulation.advance(1_000_000);
	return { ...simulation.report(), ...expectedFigures(transport, scenario) };
}
