import { expect, test } from 'vitest';
import { CHART_IDS } from '../model/view.ts';
import { chartGroups } from './chartGroups.ts';

test('neighbouring charts stand together, other sections alone, all in the order given', () => {
	expect(chartGroups(['table', 'latency', 'time', 'wire', 'requests'])).toEqual([
		['table'],
		['latency', 'time'],
		['wire'],
		['requests'],
	]);
	expect(chartGroups([])).toEqual([]);
});

test('the radio has no place of its own beside the wire', () => {
	expect(chartGroups(['radio', 'money'])).toEqual([['radio'], ['money']]);
	expect(chartGroups(CHART_IDS).flat()).toEqual(CHART_IDS.filter((id) => id !== 'radio'));
});
