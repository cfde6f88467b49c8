import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePin, printPin } from './pin.ts';
import { completeScenario, DEFAULT_SCENARIO, FIELD_NAMES } from './scenario.ts';

const other = completeScenario({ pollInterval: 30, network: '3g' });

test('a pin is the inputs that differ from the defaults, as a person would write them', () => {
	expect(printPin(other)).toBe('pollInterval:30;network:3g');
	expect(parsePin('pollInterval:30;network:3g')).toEqual({ value: other });
	expect(parsePin(' NETWORK: 3G ; pollinterval:30;')).toEqual({ value: other });
});

test('nothing can be pinned, and so can the default scenario', () => {
	expect(parsePin(printPin(null))).toEqual({ value: null });
	expect(parsePin('')).toEqual({ value: null });
	expect(parsePin(printPin(DEFAULT_SCENARIO))).toEqual({ value: DEFAULT_SCENARIO });
});

test('faults are pinned as they stand in a link', () => {
	const faults = [{ kind: 'drop', start: 10, duration: 5 }] as const;
	const scenario = completeScenario({ faults });
	expect(printPin(scenario)).toBe('faults:drop@10+5');
	expect(parsePin('faults:drop@10+5')).toEqual({ value: scenario });
});

test('what cannot be used is named, and the rest is used', () => {
	expect(parsePin('pollInterval:fast;speed:9;users:0;network:3g')).toEqual({
		value: completeScenario({ users: 1, network: '3g' }),
		problem:
			'pollInterval: expected 0.1 to 3600 s, got "fast"; ' +
			'expected the name of an input, got "speed"; ' +
			'users: expected a whole number from 1 to 1000000, got "0"',
	});
	expect(parsePin('faster')).toEqual({
		problem: 'expected none, default or inputs such as pollInterval:30;network:3g, got "faster"',
	});
});

test('whatever is written, the pin is nothing or a whole scenario that is written the same again', () => {
	const names = [...FIELD_NAMES, 'preset', '__proto__', 'constructor', ''];
	const values = fc.oneof(
		fc.double().map(String),
		fc.string(),
		fc.constantFrom('', 'none', '1e999'),
	);
	const parts = fc.tuple(fc.constantFrom(...names), values).map((pair) => pair.join(':'));
	const texts = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.array(parts, { maxLength: 8 }).map((all) => all.join(';')),
	);
	fc.assert(
		fc.property(texts, (text) => {
			const { value } = parsePin(text);
			if (value == null) return;
			expect(Object.keys(value)).toEqual(FIELD_NAMES);
			expect(parsePin(printPin(value))).toEqual({ value });
		}),
		{ numRuns: 1000 },
	);
	expect(Object.prototype).not.toHaveProperty('users');
});
