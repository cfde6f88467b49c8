import { expect, test } from 'vitest';
import { precise } from './notation.ts';

test.each([
	[0, '0'],
	[890, '890'],
	[3333.333, '3\u202f333'],
	[1_234_567, '1\u202f234\u202f567'],
	[0.28334, '0.2833'],
	[12.5, '12.5'],
	[-0.75, '−0.75'],
	[0.0000152, '1.52×10⁻⁵'],
	[NaN, '–'],
])('%d is printed as %s', (value, text) => {
	expect(precise(value)).toBe(text);
});
