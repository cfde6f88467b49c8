import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NumberField } from '../model/fields.ts';
import { FIELD_NAMES, FIELDS } from '../model/scenario.ts';
import { parseQuantity, spoken } from './quantity.ts';

describe('a typed quantity', () => {
	test.each([
		['pollInterval', '3', 3],
		['pollInterval', '3s', 3],
		['pollInterval', '3000ms', 3],
		['pollInterval', ' 300 ms ', 0.3],
		['pollInterval', '2 min', 120],
		['pollInterval', '0.5h', 1800],
		['users', '10k', 10_000],
		['users', '1e4', 10_000],
		['users', '0.2M', 200_000],
		['users', '250 000', 250_000],
		['users', '1\u202f000\u202f000', 1_000_000],
		['rtt', '1.2 s', 1200],
		['rtt', '500µs', 0.5],
		['messageRate', '2/s', 120],
		['messageRate', '6 /h', 0.1],
		['payload', '2kB', 2000],
		['payload', '1 KiB', 1024],
		['connectionMemory', '1.5MB', 1500],
		['connectionMemory', '512B', 1],
		['down', '12 Mbit/s', 12_000],
		['down', '1Gbps', 1_000_000],
		['down', '10M', 10_000],
		['loss', '0.5%', 0.5],
		['priceServer', '$0.1', 0.1],
	] as const)('%s: "%s" is %d', (name, text, value) => {
		expect(parseQuantity(FIELDS[name], text).value).toBe(value);
	});

	test.each([
		['pollInterval', '0', 0.1, 'expected 0.1 to 3600 s, got "0"'],
		['pollInterval', '2h', 3600, 'expected 0.1 to 3600 s, got "2h"'],
		['users', '1.5', 2, 'expected a whole number from 1 to 1000000, got "1.5"'],
		['users', '-3', 1, 'expected a whole number from 1 to 1000000, got "-3"'],
		['users', 'many', undefined, 'expected a whole number from 1 to 1000000, got "many"'],
		['users', '', undefined, 'expected a whole number from 1 to 1000000, got ""'],
		['users', '10s', undefined, 'expected a whole number from 1 to 1000000, got "10s"'],
		['users', '0x10', undefined, 'expected a whole number from 1 to 1000000, got "0x10"'],
		['users', '1e999', 1_000_000, 'expected a whole number from 1 to 1000000, got "1e999"'],
		['pollInterval', '3 toString', undefined, 'expected 0.1 to 3600 s, got "3 toString"'],
	] as const)('%s: "%s" gives %s and says "%s"', (name, text, value, problem) => {
		expect(parseQuantity(FIELDS[name], text)).toEqual(
			value === undefined ? { problem } : { value, problem },
		);
	});

	test('as the page prints it is read back as it was', () => {
		const fields = FIELD_NAMES.map((name) => FIELDS[name]).filter(
			(field): field is NumberField => field.kind === 'number',
		);
		const cases = fc.constantFrom(...fields).chain((field) =>
			fc
				.double({ min: field.least ?? field.min, max: field.max, noNaN: true })
				// What sliders and hands produce has far fewer than twelve digits.
				.map((value) => Number(value.toPrecision(6)))
				.filter((value) => value >= (field.least ?? field.min) && value <= field.max)
				.map((value) => ({ field, value: field.integer ? Math.round(value) : value })),
		);
		fc.assert(
			fc.property(cases, ({ field, value }) => {
				expect(parseQuantity(field, field.print(value))).toEqual({ value });
				expect(parseQuantity(field, `${field.print(value)} ${field.unit}`)).toEqual({ value });
			}),
		);
	});

	test('no text breaks it', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const { value } = parseQuantity(FIELDS.pollInterval, text);
				if (value === undefined) return;
				expect(value).toBeGreaterThanOrEqual(0.1);
				expect(value).toBeLessThanOrEqual(3600);
			}),
		);
	});
});

test('a slider says its value in words', () => {
	expect(spoken(3, 's')).toBe('3 seconds');
	expect(spoken(1, 's')).toBe('1 second');
	expect(spoken(10_000, '')).toBe('10,000');
	expect(spoken(0.5, '%')).toBe('0.5 percent');
	expect(spoken(6, '/min')).toBe('6 a minute');
});

test('every unit of an input has words', () => {
	for (const name of FIELD_NAMES) {
		const field = FIELDS[name];
		if (field.kind !== 'number' || field.unit === '') continue;
		expect(spoken(2, field.unit), name).not.toMatch(/^2$/);
	}
});
