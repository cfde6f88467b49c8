import { named } from '../model/transports.ts';
import { expect, test } from 'vitest';
import { listed, moreThan, runs } from './words.ts';

test('common nouns are small inside a sentence, proper names are not', () => {
	expect(named('longPolling')).toBe('long polling');
	expect(named('sse')).toBe('SSE');
	expect(named('webSocket')).toBe('WebSocket');
});

test('a list reads as a person writes it', () => {
	expect(listed(['a'])).toBe('a');
	expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
});

test('a factor names what it is compared with', () => {
	expect(moreThan(3333, 16.7, 'webSocket')).toBe('200× more than WebSocket');
	expect(moreThan(26, 10, 'sse', 'energy')).toBe('2.6× more energy than SSE');
});

test('nobody is a multiple of nothing, or of about the same', () => {
	expect(moreThan(3333, 0, 'sse')).toBeNull();
	expect(moreThan(1.02, 1, 'sse')).toBeNull();
});

test('the words of a sentence that name a transport are found, long polling before polling', () => {
	expect(runs('Long polling beats polling; an assessment of SSE.')).toEqual([
		{ text: 'Long polling', transport: 'longPolling' },
		{ text: ' beats ' },
		{ text: 'polling', transport: 'polling' },
		{ text: '; an assessment of ' },
		{ text: 'SSE', transport: 'sse' },
		{ text: '.' },
	]);
});
