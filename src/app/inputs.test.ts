import { expect, test } from 'vitest';
import { completeScenario, DEFAULT_SCENARIO, FIELD_NAMES } from '../model/scenario.ts';
import { differing, inputText } from './inputs.ts';

test('scenarios differ in the inputs that a link would write, lists included', () => {
	const other = completeScenario({
		users: 5,
		resume: false,
		faults: [{ kind: 'drop', start: 10, duration: 5 }],
	});
	expect(differing(FIELD_NAMES, DEFAULT_SCENARIO, other)).toEqual(['users', 'resume', 'faults']);
	expect(differing(FIELD_NAMES, other, { ...other, faults: [...other.faults] })).toEqual([]);
	expect(inputText(other, 'faults')).toBe('drop@10+5');
});
