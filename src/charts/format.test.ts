import { expect, test } from 'vitest';
import { digits, duration, inUnit, times, unitFor, withUnit } from './format.ts';

/** Narrow spaces as plain ones, so that the tests can be read. */
function plain(text: string): string {
	return text.replaceAll('\u202f', ' ');
}

test.each([
	[0, '0'],
	[0.00042, '<0.001'],
	[0.0271828, '0.0272'],
	[1.5, '1.5'],
	[9.996, '10'],
	[36.04, '36'],
	[999.6, '1 000'],
	[3333.3, '3 333'],
	[1_234_567.8, '1 234 568'],
	[-12.34, '−12.3'],
	[Infinity, '∞'],
	[NaN, '–'],
	[null, '–'],
])(
	'%s is written %s: three digits that count, and no digit of a whole number lost',
	(value, text) => {
		expect(plain(digits(value))).toBe(text);
	},
);

test('one unit serves a whole axis, and the largest value chooses it', () => {
	const unit = unitFor('B/s', [4_200_000, 534_000, null]);
	expect(unit.label).toBe('MB/s');
	expect(inUnit(534_000, unit)).toBe('0.534');
	expect(plain(withUnit(4_200_000, unit))).toBe('4.2 MB/s');
});

test('a smaller unit is chosen when the smallest value would vanish in the larger one', () => {
	const unit = unitFor('B/s', [4_200_000, 218]);
	expect(unit.label).toBe('kB/s');
	expect(inUnit(218, unit)).toBe('0.218');
});

test('zeros do not make a unit smaller', () => {
	expect(unitFor('B', [0, 5e8]).label).toBe('MB');
});

test('a quantity that the table of figures does not know keeps its name', () => {
	expect(plain(withUnit(12, unitFor('widgets', [12])))).toBe('12 widgets');
});

test.each([
	[0.4, '0.4 ms'],
	[35, '35 ms'],
	[999.7, '1 s'],
	[1500, '1.5 s'],
	[90_000, '90 s'],
	[1_800_000, '30 min'],
	[7_200_000, '2 h'],
	[null, '–'],
])('%s ms is said as %s', (value, text) => {
	expect(plain(duration(value))).toBe(text);
});

test('money carries its sign in front, rates and shares theirs behind', () => {
	expect(withUnit(540.2, unitFor('USD', [540]))).toBe('$540');
	expect(plain(withUnit(3333.3, unitFor('per s', [3333])))).toBe('3 333/s');
	expect(plain(withUnit(0.951, unitFor('share', [1])))).toBe('95.1 %');
});

test('a ratio claims two digits and no more', () => {
	expect(times(199.6)).toBe('200×');
	expect(times(4.57)).toBe('4.6×');
});
