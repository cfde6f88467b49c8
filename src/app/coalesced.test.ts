import { expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import { Coalesced } from './coalesced.ts';

function coalesced() {
	const delivered: Partial<Scenario>[] = [];
	const frames: (() => void)[] = [];
	const inputs = new Coalesced(
		(change) => void delivered.push(change),
		(callback) => void frames.push(callback),
	);
	const nextFrame = () => frames.splice(0).forEach((callback) => callback());
	return { inputs, delivered, nextFrame };
}

test('the first change does not wait', () => {
	const { inputs, delivered } = coalesced();
	inputs.change({ users: 1 });
	expect(delivered).toEqual([{ users: 1 }]);
});

test('what follows in the same frame comes together with the next, the last value of each input', () => {
	const { inputs, delivered, nextFrame } = coalesced();
	inputs.change({ users: 1 });
	inputs.change({ users: 2 });
	inputs.change({ users: 3, seed: 5 });
	nextFrame();
	expect(delivered).toEqual([{ users: 1 }, { users: 3, seed: 5 }]);
	inputs.change({ users: 4 });
	nextFrame();
	expect(delivered).toEqual([{ users: 1 }, { users: 3, seed: 5 }, { users: 4 }]);
});

test('after a quiet frame a change is passed on at once again', () => {
	const { inputs, delivered, nextFrame } = coalesced();
	inputs.change({ users: 1 });
	nextFrame();
	nextFrame();
	inputs.change({ users: 2 });
	expect(delivered).toEqual([{ users: 1 }, { users: 2 }]);
});
