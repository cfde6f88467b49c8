import { describe, expect, test } from 'vitest';
import type { Field } from './fields.ts';
import { FIELD_NAMES, FIELDS } from './scenario.ts';

describe.each(['pingInterval', 'idleTimeout'] as const)('%s', (name) => {
	const { parse } = FIELDS[name];

	test('is never, or at least a tenth of a second: what repeats without a pause would never end', () => {
		expect(parse('0')).toEqual({ value: 0 });
		expect(parse('0.1')).toEqual({ value: 0.1 });
		expect(parse('1e-100')).toEqual({
			value: 0.1,
			problem: 'expected 0 or 0.1 to 3600 s, got "1e-100"',
		});
	});

	test('is not less than never', () => {
		expect(parse('-1').value).toBe(0);
	});
});

test('a number without such a gap says its limits alone', () => {
	expect(FIELDS.keepAlive.parse('-1')).toEqual({
		value: 0,
		problem: 'expected 0 to 3600 s, got "-1"',
	});
});

test.each(FIELD_NAMES)(
	'%s has a place on the page, says what it is, and why its default is what it is',
	(name) => {
		const { section, help = '', source = '' }: Field = FIELDS[name];
		expect(section).toBeDefined();
		expect(help).toMatch(/^[A-Z0-9].*\.$/);
		expect(source).toMatch(/.../);
	},
);
