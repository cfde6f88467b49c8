import { FIGURES, twinOf } from '../model/figures.ts';
import type { TransportId } from '../model/transports.ts';
import type { Expected } from '../theory/expect.ts';
import type { Expectations } from '../worker/theory.ts';

/** Of a report before the closed forms have been asked: no value, and no reason yet. */
export const NOTHING_EXPECTED: Expected = { expected: twinOf(() => null), unexpected: {} };

/** Of reports for which they could not be asked. */
export function unavailable(error: unknown, transports: readonly TransportId[]): Expectations {
	const because = error instanceof Error ? error.message : String(error);
	const reason = `the closed forms could not be worked out here (${because})`;
	const unexpected = Object.fromEntries(FIGURES.map(({ path }) => [path, reason]));
	return Object.fromEntries(transports.map((id) => [id, { ...NOTHING_EXPECTED, unexpected }]));
}
