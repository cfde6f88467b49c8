import { expect, test } from 'vitest';
import { holdAll, holds, is, times } from './predicate.ts';
import { piecesOf, unknownIn } from './placeholders.ts';

const run = {
	polling: { requestsPerSecond: 100, latency: { p95: null } },
	sse: { requestsPerSecond: 10 },
};

test.each([
	['<', 101, true],
	['<', 100, false],
	['<=', 100, true],
	['>', 100, false],
	['>', 99, true],
	['>=', 100, true],
	['~', 109, true],
	['~', 120, false],
	['~', 0, false],
] as const)('100 %s %d is %s', (comparison, value, expected) => {
	expect(holds(is('polling', 'requestsPerSecond', comparison, value), run)).toBe(expected);
});

test('a figure may be compared with another one, taken so many times', () => {
	const ten = times(10, 'sse', 'requestsPerSecond');
	expect(holds(is('polling', 'requestsPerSecond', '~', ten), run)).toBe(true);
	const once = { value: 'sse.requestsPerSecond' };
	expect(holds(is('polling', 'requestsPerSecond', '~', once), run)).toBe(false);
	expect(holds(is('polling', 'requestsPerSecond', '~', { value: 'sse.joy' }), run)).toBe(false);
});

test('what has no value bears nothing out, and to hold nothing is not enough', () => {
	expect(holds(is('polling', 'latency.p95', '<', 1e9), run)).toBe(false);
	expect(holds(is('webSocket', 'requestsPerSecond', '<', 1e9), run)).toBe(false);
	expect(holds(is('sse', 'requestsPerSecond', '>', times(0, 'sse', 'latency.p50')), run)).toBe(
		false,
	);
	expect(holdAll([], run)).toBe(false);
});

test('a text is cut where figures, ratios and inputs stand in it', () => {
	expect(
		piecesOf('{users} ask: {polling.latency.p95}, {sse.bytes.up / polling.bytes.up}.'),
	).toEqual([
		{ kind: 'input', name: 'users' },
		{ kind: 'words', text: ' ask: ' },
		{ kind: 'figure', of: { transport: 'polling', figure: 'latency.p95' } },
		{ kind: 'words', text: ', ' },
		{
			kind: 'ratio',
			of: { transport: 'sse', figure: 'bytes.up' },
			over: { transport: 'polling', figure: 'bytes.up' },
		},
		{ kind: 'words', text: '.' },
	]);
});

test.each([
	'{}',
	'{latency}',
	'{polling}',
	'{polling.latency}',
	'{sse.bytes.up/}',
	'{users/sse.bytes.up}',
])('%s stands for nothing', (text) => {
	expect(unknownIn(`a ${text} b`)).toEqual([text]);
});
