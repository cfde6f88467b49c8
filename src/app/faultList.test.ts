import { expect, test } from 'vitest';
import { parseFaults, printFaults } from '../model/faults.ts';
import { addFault } from './faultList.ts';

test('a fault comes a third into the run and leaves time to recover', () => {
	expect(addFault([], 'drop', 60)).toEqual([{ kind: 'drop', start: 20, duration: 10 }]);
});

test('another of the same kind follows when the last is over', () => {
	const two = addFault(addFault([], 'drop', 60), 'drop', 60);
	expect(two[1]).toEqual({ kind: 'drop', start: 40, duration: 10 });
	expect(addFault(two, 'burst', 60)[2]).toEqual({ kind: 'burst', start: 20, duration: 10 });
});

test('no fault starts after the run, and every list can stand in a link', () => {
	for (const run of [1, 7, 60, 3600]) {
		let faults = addFault([], 'restart', run);
		for (let count = 1; count < 8; count++) faults = addFault(faults, 'restart', run);
		expect(Math.max(...faults.map(({ start }) => start))).toBeLessThanOrEqual(run);
		expect(parseFaults(printFaults(faults))).toEqual(faults);
	}
});
