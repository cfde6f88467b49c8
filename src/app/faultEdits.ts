import type { Fault } from '../model/faults.ts';
import { number } from '../model/fields.ts';
import type { Seconds } from '../model/units.ts';

/** How finely faults are moved by hand, s: a pointer cannot aim better, and links stay short. */
export function stepOf(run: Seconds): Seconds {
	if (run >= 600) return 10;
	return run >= 20 ? 1 : 0.1;
}

/** `faults` with one that starts at `start`, or as near as it can: within the run, on a whole step. */
export function moveFault(
	faults: readonly Fault[],
	index: number,
	start: Seconds,
	run: Seconds,
): readonly Fault[] {
	const latest = run - stepOf(run);
	return faults.with(index, { ...faults[index]!, start: onStep(start, 0, latest, run) });
}

/** `faults` with one that lasts for `duration`, or as near as it can: a step at least, to the run's end at most. */
export function resizeFault(
	faults: readonly Fault[],
	index: number,
	duration: Seconds,
	run: Seconds,
): readonly Fault[] {
	const fault = faults[index]!;
	const step = stepOf(run);
	const longest = Math.max(step, run - fault.start);
	return faults.with(index, { ...fault, duration: onStep(duration, step, longest, run) });
}

function onStep(time: Seconds, least: Seconds, most: Seconds, run: Seconds): Seconds {
	const step = stepOf(run);
	const stepped = Math.round(time / step) * step;
	return Number(Math.min(most, Math.max(least, stepped)).toFixed(3));
}

/** A moment or span of a fault as it is typed. */
export const FAULT_TIME = number({
	label: 'Time',
	help: 'Seconds into the run, or for how long.',
	section: 'reliability',
	fallback: 0,
	min: 0,
	max: 3600,
	unit: 's',
	source: 'as typed',
});
