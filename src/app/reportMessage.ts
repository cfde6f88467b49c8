import { printDocument } from '../model/document.ts';
import type { Answer } from './comparison.svelte.ts';

/** The reports on screen as plain data, the same that the command line prints. */
export function reportMessage({ scenario, transports, reports }: Answer): unknown {
	const shown = transports.map((id) => [id, reports[id]!] as const);
	return JSON.parse(printDocument(scenario, shown)) as unknown;
}
