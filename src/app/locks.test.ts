import { expect, test } from 'vitest';
import { changeScenario, completeScenario } from '../model/scenario.ts';
import { keepLocked } from './locks.ts';

const scenario = completeScenario({ users: 7, rtt: 3 });

test('a reader changes only what is not locked', () => {
	expect(keepLocked(scenario, { users: 9, payload: 1 }, ['users'])).toEqual({
		users: 7,
		payload: 1,
	});
});

test('what is locked stays, also when a new network would set it', () => {
	const change = keepLocked(scenario, { network: '3g' }, ['rtt']);
	const changed = changeScenario(scenario, change);
	expect(changed).toEqual({ ...completeScenario({ users: 7, network: '3g' }), rtt: 3 });
});

test('a locked network brings no profile', () => {
	const change = keepLocked(scenario, { network: '3g' }, ['network']);
	expect(changeScenario(scenario, change)).toEqual(scenario);
});
