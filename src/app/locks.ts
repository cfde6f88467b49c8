import type { FieldName, Scenario } from '../model/scenario.ts';

/** A reader's change, with the inputs in `lock` kept as they are, also where a new network would set them. */
export function keepLocked(
	scenario: Scenario,
	change: Partial<Scenario>,
	lock: readonly FieldName[],
): Partial<Scenario> {
	return { ...change, ...Object.fromEntries(lock.map((name) => [name, scenario[name]])) };
}
