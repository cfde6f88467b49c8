import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimsToSet, ENVELOPE, readHostMessage } from './hostMessage.ts';

/** A message as it arrives: copied, as between windows. */
function arrived(fields: object): unknown {
	return structuredClone({ ...ENVELOPE, ...fields });
}

describe('a message of the host', () => {
	test.each([
		[{ type: 'set', scenario: { users: 5 } }],
		[{ type: 'hello' }],
		[{ type: 'reset' }],
		[{ type: 'play' }],
		[{ type: 'pause' }],
		[{ type: 'step', step: 3 }],
		[{ type: 'get-report', id: 'a' }],
	])('is understood: %j', (message) => {
		expect(readHostMessage(arrived(message))).toEqual(message);
	});

	test('of reveal.js is a text', () => {
		expect(readHostMessage('slide:start')).toEqual({ type: 'slide', shown: true });
		expect(readHostMessage('slide:stop')).toEqual({ type: 'slide', shown: false });
		for (const text of ['slide:', 'toString', '__proto__', '']) {
			expect(readHostMessage(text)).toBeUndefined();
		}
	});

	test('may be followed by more than we know of it', () => {
		const message = arrived({ type: 'reset', colour: 'blue', nested: { a: [1] } });
		expect(readHostMessage(message)).toEqual({ type: 'reset' });
	});
});

const circle: Record<string, unknown> = { ...ENVELOPE, type: 'reset' };
circle['self'] = circle;

function deep(levels: number): object {
	let value: object = {};
	for (let level = 0; level < levels; level++) value = { value };
	return value;
}

describe('what is none of ours is ignored', () => {
	test.each([
		['no envelope', { type: 'reset' }],
		['another source', { ...ENVELOPE, source: 'push-or-pull', type: 'reset' }],
		['a later version', { ...ENVELOPE, version: 2, type: 'reset' }],
		['a version as text', { ...ENVELOPE, version: '1', type: 'reset' }],
		['an unknown type', { ...ENVELOPE, type: 'eval' }],
		['a type of every object', { ...ENVELOPE, type: 'constructor' }],
		['inherited fields', Object.create({ ...ENVELOPE, type: 'reset' })],
		['a list', [ENVELOPE, { type: 'reset' }]],
		['no inputs to set', { ...ENVELOPE, type: 'set' }],
		['inputs as a list', { ...ENVELOPE, type: 'set', scenario: [5] }],
		['a circle', circle],
		['great depth', { ...ENVELOPE, type: 'set', scenario: deep(10_000) }],
		['great length', { ...ENVELOPE, type: 'set', scenario: { users: '1'.repeat(70_000) } }],
		['great number', { ...ENVELOPE, type: 'set', scenario: { faults: Array(10_000).fill(0) } }],
		['a buffer', { ...ENVELOPE, type: 'set', scenario: { users: new ArrayBuffer(8) } }],
		['a date', { ...ENVELOPE, type: 'set', scenario: { users: new Date(0) } }],
		['a map', new Map(Object.entries({ ...ENVELOPE, type: 'reset' }))],
		['a large integer', { ...ENVELOPE, type: 'set', scenario: { users: 10n } }],
	])('%s', (_, data) => {
		expect(readHostMessage(data)).toBeUndefined();
	});

	test('an accessor is not called', () => {
		let calls = 0;
		const scenario = Object.defineProperty({}, 'users', { enumerable: true, get: () => ++calls });
		readHostMessage({ ...ENVELOPE, type: 'set', scenario });
		expect(calls).toBe(0);
	});

	test('whatever it is, and nothing in the page changes', () => {
		const before = Object.getOwnPropertyNames(Object.prototype).join();
		const any = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true });
		const dressed = fc.tuple(fc.constantFrom('set', 'step', 'get-report'), any, any);
		fc.assert(
			fc.property(any, dressed, (data, [type, inner, key]) => {
				readHostMessage(data);
				claimsToSet(data);
				const own = JSON.parse('{"__proto__": {"users": 1}}') as object;
				const read = readHostMessage({
					...ENVELOPE,
					type,
					scenario: inner,
					step: key,
					id: key,
					own,
				});
				if (read?.type === 'step') expect(read.step ?? 0).toBeTypeOf('number');
				if (read?.type === 'get-report')
					expect(['string', 'number', 'undefined']).toContain(typeof read.id);
			}),
			{ numRuns: 500 },
		);
		expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
	});
});
