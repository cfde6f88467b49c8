import type { Fault } from '../model/faults.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Seconds } from '../model/units.ts';
import type { Series, Simulated } from '../sim/report.ts';

/** What a fault did to one transport. */
export interface FaultEffect {
	/** Messages that never arrive, and that arrive twice, beyond what is so without faults. */
	readonly lost: number;
	readonly duplicated: number;
	/** The most messages under way at the same time, beyond what is so without faults. */
	readonly heldUp: number;
	/** The most new connections within a second. */
	readonly peak: number;
	/**
	 * From the fault's end until all is as before; Infinity when that is not within sight, null when
	 * there was no time before it to compare with.
	 */
	readonly recovery: Seconds | null;
}

/** What came of a whole run. */
export interface Outcome {
	readonly lost: number;
	readonly late: number;
	readonly duplicated: number;
	readonly peak: number;
	/** The longest of all faults. */
	readonly recovery: Seconds | null;
}

/** Share of what was before that counts as back. */
const BACK = 0.99;
/** Beyond that share, so many standard deviations are put down to chance. */
const CHANCE = 4;

/** What `faults[index]` did, from its start until the next one begins. `calm` is the same run without faults. */
export function faultEffect(
	index: number,
	scenario: Scenario,
	report: Simulated,
	calm: Simulated,
): FaultEffect {
	const { faults } = scenario;
	const { series } = report;
	const [from, until] = reach(faults, index, series);
	const more = (pick: 'lost' | 'duplicated') =>
		(sumOf(series[pick], from, until) - sumOf(calm.series[pick], from, until)) * series.binWidth;
	const held = Array.from(series.waiting.subarray(from, until), (waiting, i) =>
		Math.max(0, waiting - calm.series.waiting[from + i]!),
	);
	return {
		lost: Math.round(more('lost')),
		duplicated: Math.round(more('duplicated')),
		heldUp: Math.max(0, ...held),
		peak: Math.max(0, ...series.handshakePeak.subarray(from, until)),
		recovery: recoveryOf(index, scenario, series),
	};
}

/** What came of a run with all its faults. */
export function outcomeOf(scenario: Scenario, { messages, series }: Simulated): Outcome {
	const recoveries = scenario.faults.map((_, index) => recoveryOf(index, scenario, series));
	const known = recoveries.filter((recovery) => recovery !== null);
	return {
		lost: messages.lost,
		late: messages.late,
		duplicated: messages.duplicated,
		peak: Math.max(0, ...series.handshakePeak),
		recovery: known.length === 0 ? null : Math.max(...known),
	};
}

/**
 * How long after its end the last bin is that differs from what was before the first fault: fewer
 * than 99 % of the connections, or more messages lost or under way, each beyond what chance explains.
 */
function recoveryOf(index: number, scenario: Scenario, series: Series): Seconds | null {
	const { audience, faults, users } = scenario;
	const { binWidth, time } = series;
	const first = Math.min(...faults.map(({ start }) => start));
	const before = Math.floor(first / binWidth + 1e-9);
	if (before === 0) return null;
	const batch = audience === 'shared' ? users : 1;
	const usual = (values: Float64Array) => sumOf(values, 0, before) / before;
	const [connections, waiting] = [usual(series.connections), usual(series.waiting)];
	const lost = usual(series.lost) * binWidth;
	const open = Math.min(1, connections / users);
	const fewest = connections * BACK - CHANCE * Math.sqrt(connections * (1 - open));
	const most = (mean: number) => mean * (2 - BACK) + CHANCE * Math.sqrt(batch * Math.max(1, mean));
	const differs = (bin: number) =>
		series.connections[bin]! < fewest ||
		series.waiting[bin]! > most(waiting) ||
		series.lost[bin]! * binWidth > most(lost);

	const { start, duration } = faults[index]!;
	const end = start + duration;
	const [, until] = reach(faults, index, series);
	let last = until - 1;
	while (last >= 0 && time[last]! + binWidth > end && !differs(last)) last -= 1;
	if (last < 0 || time[last]! + binWidth <= end) return until * binWidth > end ? 0 : Infinity;
	return last === until - 1 ? Infinity : time[last]! + binWidth - end;
}

/** The bins from the start of a fault until the next one starts, or the run ends. */
function reach(faults: readonly Fault[], index: number, { binWidth, time }: Series) {
	const { start } = faults[index]!;
	const later = faults.map((fault) => fault.start).filter((each) => each > start);
	const from = Math.min(time.length - 1, Math.floor(start / binWidth + 1e-9));
	const next = Math.floor(Math.min(Infinity, ...later) / binWidth + 1e-9);
	return [from, Math.max(from + 1, Math.min(time.length, next))] as const;
}

function sumOf(values: Float64Array, from: number, until: number): number {
	let sum = 0;
	for (let bin = from; bin < until; bin++) sum += values[bin]!;
	return sum;
}
