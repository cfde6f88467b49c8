import { parsePin, printPin } from '../model/pin.ts';
import type { TransportId } from '../model/transports.ts';
import type { Report } from '../sim/report.ts';
import type { RunScenario } from '../worker/run.ts';
import type { Answer } from './comparison.svelte.ts';
import { NOTHING_EXPECTED } from './expected.ts';
import type { Pinned } from './pin.svelte.ts';

/** What a link pins, and a sentence about what of it could not be used. */
export function readPin(text: string): { pinned: Pinned; problem: string | undefined } {
	const { value = null, problem } = parsePin(text);
	const pinned = { text: printPin(value), scenario: value, reports: {}, failure: null };
	const used = value === null ? 'Nothing is pinned' : `Using ${pinned.text}`;
	return { pinned, problem: problem && `pin: ${problem}. ${used}.` };
}

/** Pins a run that has ended. */
export function pinOf({ scenario, reports }: Answer): Pinned {
	return { text: printPin(scenario), scenario, reports, failure: null };
}

/** Whether the pinned scenario has yet to be simulated for any of `transports`. */
export function lacks(
	{ scenario, reports, failure }: Pinned,
	transports: readonly TransportId[],
): boolean {
	return scenario !== null && failure === null && missing(reports, transports).length > 0;
}

function missing(reports: Pinned['reports'], transports: readonly TransportId[]) {
	return transports.filter((id) => reports[id] === undefined);
}

/**
 * `pinned` with the reports that it lacked, or with the reason why there are none. Rejects with an
 * AbortError when the page needs the workers itself.
 */
export async function simulated(
	pinned: Pinned,
	transports: readonly TransportId[],
	{ run, signal }: { readonly run: RunScenario; readonly signal: AbortSignal },
): Promise<Pinned> {
	const { scenario } = pinned;
	if (scenario === null) return pinned;
	const reports: Partial<Record<TransportId, Report>> = { ...pinned.reports };
	try {
		await run(scenario, missing(reports, transports), {
			signal,
			onProgress({ transport, report, progress }) {
				// Of a pinned run only what was simulated is drawn.
				if (progress === 1) reports[transport] = { ...report, ...NOTHING_EXPECTED };
			},
		});
	} catch (error) {
		if (signal.aborted || (error instanceof DOMException && error.name === 'AbortError'))
			throw error;
		return { ...pinned, failure: error instanceof Error ? error.message : String(error) };
	}
	return { ...pinned, reports };
}
