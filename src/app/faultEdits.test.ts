import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFaults, printFaults } from '../model/faults.ts';
import { FAULT_TIME, moveFault, resizeFault, stepOf } from './faultEdits.ts';

const faults = [
	{ kind: 'drop', start: 20, duration: 10 },
	{ kind: 'burst', start: 40, duration: 5 },
] as const;

test('a fault is moved and made longer by whole steps, and the others stay', () => {
	expect(moveFault(faults, 0, 23.4, 60)[0]).toEqual({ kind: 'drop', start: 23, duration: 10 });
	expect(resizeFault(faults, 1, 7.6, 60)).toEqual([
		faults[0],
		{ kind: 'burst', start: 40, duration: 8 },
	]);
});

test('a fault starts within the run, lasts a step at least and ends with the run at the latest', () => {
	expect(moveFault(faults, 0, -5, 60)[0]!.start).toBe(0);
	expect(moveFault(faults, 0, 99, 60)[0]!.start).toBe(59);
	expect(resizeFault(faults, 0, 0, 60)[0]!.duration).toBe(1);
	expect(resizeFault(faults, 0, 99, 60)[0]!.duration).toBe(40);
});

test('whatever is moved or resized can stand in a link', () => {
	const times = fc.double({ min: -10, max: 5000, noNaN: true });
	fc.assert(
		fc.property(times, fc.constantFrom(1, 3, 20, 61.5, 600, 3600), (time, run) => {
			const moved = moveFault(faults, 0, time, run);
			const list = resizeFault(moved, 0, time, run);
			expect(parseFaults(printFaults(list))).toEqual(list);
			expect(list[0]!.start).toBeLessThanOrEqual(run);
			expect(stepOf(run)).toBeLessThan(run);
		}),
	);
});

test('a time is typed in seconds, up to an hour', () => {
	expect(FAULT_TIME.parse('12.5')).toEqual({ value: 12.5 });
	expect(FAULT_TIME.parse('4000').problem).toBe('expected 0 to 3600 s, got "4000"');
});
