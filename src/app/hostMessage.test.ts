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

const roundabout: unknown[] = [];
roundabout.push(roundabout);

const long = '5'.repeat(70_000);

function set(scenario: object): object {
	return { ...ENVELOPE, type: 'set', scenario };
}

/** How often something of a message was computed because it was read. */
let computed = 0;

/** The object with a property that runs code when it is read. */
function accessor(object: object, key: string): object {
	return Object.defineProperty(object, key, {
		configurable: true,
		enumerable: true,
		get: () => ++computed && { source: ENVELOPE.source, scenario: { users: 5 }, users: 5 }[key],
	});
}

function deep(levels: number): object {
	let value: object = {};
	for (let level = 0; level < levels; level++) value = { value };
	return value;
}

/** Under what it is wrong with. */
const NONE_OF_OURS: readonly (readonly [string, unknown])[] = [
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
	['nothing', undefined],
	['null', null],
	['a number', 5],
	['a flag', true],
	['an empty object', {}],
	['a message as JSON', JSON.stringify(set({ users: 5 }))],
	['a message in a message', { ...ENVELOPE, data: { ...ENVELOPE, type: 'reset' } }],
	['a source in other letters', { ...ENVELOPE, source: 'Push-or-Poll', type: 'reset' }],
	['a source with a blank', { ...ENVELOPE, source: 'push-or-poll ', type: 'reset' }],
	['a source in a list', { ...ENVELOPE, source: ['push-or-poll'], type: 'reset' }],
	['no source', { version: 1, type: 'reset' }],
	['no version', { source: 'push-or-poll', type: 'reset' }],
	['an earlier version', { ...ENVELOPE, version: 0, type: 'reset' }],
	['a version beside the number', { ...ENVELOPE, version: 1.5, type: 'reset' }],
	['a version that is no number', { ...ENVELOPE, version: NaN, type: 'reset' }],
	['a version as a flag', { ...ENVELOPE, version: true, type: 'reset' }],
	['a type in other letters', { ...ENVELOPE, type: 'Reset' }],
	['a type in a list', { ...ENVELOPE, type: ['reset'] }],
	['no type', { ...ENVELOPE }],
	['a type of the frame', { ...ENVELOPE, type: 'ready', query: 'users=5' }],
	['inputs that are null', { ...ENVELOPE, type: 'set', scenario: null }],
	['inputs as a text', { ...ENVELOPE, type: 'set', scenario: 'users=5' }],
	['inputs beside the scenario', { ...ENVELOPE, type: 'set', users: 5 }],
	['inputs that the object inherits', set(Object.create({ users: 5 }) as object)],
	['an array of bytes', set({ users: new Uint8Array(8) })],
	['a view of a buffer', set({ users: new DataView(new ArrayBuffer(8)) })],
	['a set', set({ users: new Set([5]) })],
	['a pattern', set({ users: /5/ })],
	['an error', set({ users: new Error('5') })],
	['a number in a box', set({ users: Object(5) as object })],
	['a function', set({ users: () => 5 })],
	['a symbol', set({ users: Symbol('users') })],
	['a port', set({ users: new MessageChannel().port1 })],
	['a port by itself', new MessageChannel().port2],
	['a promise', set({ users: Promise.resolve(5) })],
	['a circle through a list', set({ faults: roundabout })],
	['five levels', set(deep(4))],
	['a long key', set({ ['users'.repeat(15_000)]: 5 })],
	['a hole in a long list', set({ faults: Object.assign([], { 20_000: 5, 1: long }) })],
	['a buffer beside good inputs', { ...set({ users: 5 }), more: new ArrayBuffer(8) }],
	['inputs that are computed when read', accessor(set({}), 'scenario')],
	['an input that is computed when read', set(accessor({}, 'users'))],
	['a source that is computed when read', accessor(set({ users: 5 }), 'source')],
];

describe('what is none of ours is ignored', () => {
	test.each(NONE_OF_OURS)('%s', (_, data) => {
		computed = 0;
		expect(readHostMessage(data)).toBeUndefined();
		claimsToSet(data);
		expect(computed).toBe(0);
	});

	test('in sixty forms, each different', () => {
		expect(new Set(NONE_OF_OURS.map(([form]) => form)).size).toBe(NONE_OF_OURS.length);
		expect(NONE_OF_OURS.length).toBeGreaterThanOrEqual(60);
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
