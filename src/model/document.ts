import { plain } from './plain.ts';
import type { Scenario } from './scenario.ts';
import type { TransportId } from './transports.ts';

/** Of this program, as in package.json; what it saves says which version made it. */
export const PROGRAM_VERSION = '0.1.0';
/** Of the JSON of a run; a reader of it may rely on the names and units of a version. */
const VERSION = 1;

/**
 * A whole run as JSON, on one line: what the command line prints and what the page saves. Typed
 * arrays become lists, and a bin without a value (NaN) becomes null.
 */
export function printDocument(
	scenario: Scenario,
	reports: Iterable<readonly [TransportId, object]>,
): string {
	const whole = { version: VERSION, scenario, transports: Object.fromEntries(reports) };
	return `${JSON.stringify(whole, plain)}\n`;
}
