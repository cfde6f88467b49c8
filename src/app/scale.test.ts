import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NumberField } from '../model/fields.ts';
import { FIELD_NAMES, FIELDS } from '../model/scenario.ts';
import { farStop, nextStop, positionOf, stopsOf } from './scale.ts';

const numberFields = FIELD_NAMES.map((name) => FIELDS[name]).filter(
	(field): field is NumberField => field.kind === 'number',
);
const slid = numberFields.filter((field) => field.label !== FIELDS.seed.label);
const stopsOfUsers = stopsOf(FIELDS.users, 10_000);
const stopsOfMessages = stopsOf(FIELDS.messageRate, 1);

describe('a slider', () => {
	test.each(slid.map((field) => [field.label, field] as const))(
		'for %s goes from limit to limit in fine steps that people can say',
		(_, field) => {
			const stops = stopsOf(field, field.fallback);
			expect(stops[0]).toBe(field.min);
			expect(stops.at(-1)).toBe(field.max);
			expect(stops).toContain(field.fallback);
			expect(stops.length).toBeGreaterThan(20);
			expect(stops.length).toBeLessThan(260);
			for (const [index, stop] of stops.entries()) {
				if (index > 0) expect(stop).toBeGreaterThan(stops[index - 1]!);
				if (field.integer) expect(stop).toBe(Math.round(stop));
				if ([field.min, field.max, field.fallback].includes(stop)) continue;
				expect(Number(stop.toPrecision(field.scale === 'log' ? 2 : 3))).toBe(stop);
			}
		},
	);

	test('never more than doubles the value in one step, once above its first tenth', () => {
		for (let index = 12; index < stopsOfUsers.length; index++) {
			expect(stopsOfUsers[index]! / stopsOfUsers[index - 1]!).toBeLessThan(1.2);
		}
	});

	test('that can be zero has it as its first stop', () => {
		expect(stopsOfMessages.slice(0, 3)).toEqual([0, 0.01, 0.011]);
	});

	test('also stops at a value that is not round, when that is where the input starts', () => {
		expect(stopsOf(FIELDS.requestHeaders, 816)).toContain(816);
	});

	test('makes no sense for four thousand million seeds', () => {
		expect(stopsOf(FIELDS.seed, 1)).toEqual([]);
	});

	test('stands at the stop nearest to a typed value', () => {
		const at = (value: number) => stopsOfUsers[positionOf(stopsOfUsers, value)];
		expect(at(10_400)).toBe(10_000);
		expect(at(10_600)).toBe(11_000);
		expect(at(0)).toBe(1);
		expect(at(5e9)).toBe(1_000_000);
	});
});

describe('the keys of a slider', () => {
	test('arrows go to the next round value, also from one that is not', () => {
		expect(nextStop(stopsOfUsers, 10_000, 1)).toBe(11_000);
		expect(nextStop(stopsOfUsers, 10_400, 1)).toBe(11_000);
		expect(nextStop(stopsOfUsers, 10_400, -1)).toBe(10_000);
		expect(nextStop(stopsOfUsers, 1_000_000, 1)).toBe(1_000_000);
		expect(nextStop(stopsOfMessages, 0.01, -1)).toBe(0);
	});

	test.each([
		[3000, 1, 30_000],
		[3000, -1, 300],
		[400_000, 1, 1_000_000],
		[1, -1, 1],
	] as const)('from %d users a page goes %d decade to %d', (from, direction, to) => {
		expect(farStop(stopsOfUsers, from, { direction, scale: 'log' })).toBe(to);
	});

	test('a page leaves zero for the smallest stop and comes back', () => {
		expect(farStop(stopsOfMessages, 0, { direction: 1, scale: 'log' })).toBe(0.01);
		expect(farStop(stopsOfMessages, 0.05, { direction: -1, scale: 'log' })).toBe(0);
		expect(farStop(stopsOfMessages, 0.1, { direction: -1, scale: 'log' })).toBe(0.01);
	});

	test('on a linear slider a page is a tenth of the way', () => {
		const stops = stopsOf(FIELDS.loss, 0.3);
		expect(farStop(stops, 0.3, { direction: 1, scale: 'linear' })).toBe(2.3);
		expect(farStop(stops, 19.5, { direction: 1, scale: 'linear' })).toBe(20);
	});

	test('always land on a stop, and never on the wrong side', () => {
		const cases = fc.constantFrom(...slid).chain((field) =>
			fc.record({
				field: fc.constant(field),
				value: fc.double({ min: field.min, max: field.max, noNaN: true }),
				direction: fc.constantFrom(1 as const, -1 as const),
			}),
		);
		fc.assert(
			fc.property(cases, ({ field, value, direction }) => {
				const stops = stopsOf(field, field.fallback);
				const far = farStop(stops, value, { direction, scale: field.scale });
				expect(stops).toContain(far);
				expect((far - value) * direction).toBeGreaterThanOrEqual(0);
			}),
		);
	});
});
