import type { Fault, FaultKind } from '../model/faults.ts';
import type { Seconds } from '../model/units.ts';

/**
 * `faults` and one more: a third into the run, where everything has settled, for a sixth of it, so
 * that the recovery shows too. One of the same kind follows when the last is over.
 */
export function addFault(
	faults: readonly Fault[],
	kind: FaultKind,
	run: Seconds,
): readonly Fault[] {
	const length = tidy(run / 6);
	const last = faults.findLast((fault) => fault.kind === kind);
	const start = last ? tidy(last.start + last.duration + length) : tidy(run / 3);
	return [...faults, { kind, start: Math.min(start, run), duration: length }];
}

/** Whole seconds where there are any. */
function tidy(time: Seconds): Seconds {
	return time >= 1 ? Math.round(time) : Number(time.toFixed(1));
}
