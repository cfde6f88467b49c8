import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { guest } from './testGuest.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page as high as its parts, whose text takes more room where it is narrower, on a host that follows. */
const contents = fc.record({
	/** Text, square pixels, and what does not flow, pixels. */
	text: fc.double({ min: 50_000, max: 900_000, noNaN: true }),
	fixed: fc.double({ min: 100, max: 2000, noNaN: true }),
	/** What comes or goes, pixels, and after how long, ms. */
	changes: fc.array(
		fc.record({
			by: fc.double({ min: -90, max: 600, noNaN: true }),
			after: fc.integer({ min: 150, max: 600 }),
		}),
		{ maxLength: 12 },
	),
	width: fc.integer({ min: 280, max: 1200 }),
	/** Of the bar beside what is too high for its frame, pixels; none lies over it. */
	scrollbar: fc.constantFrom(0, 12, 17),
	/** How long the host takes to follow, ms. */
	delay: fc.integer({ min: 0, max: 90 }),
});

describe('the heights that a host is told', () => {
	test('come to rest after three at most once the content has, for a hundred contents', () => {
		let most = 0;
		const settles = fc.property(contents, ({ text, fixed, changes, width, scrollbar, delay }) => {
			const { conversation, hear, told } = guest();
			let frame = 640;
			let parts = fixed;
			const heightBeside = (bar: number) => parts + text / (width - bar);
			const content = () => heightBeside(heightBeside(0) > frame ? scrollbar : 0);
			const measure = () => conversation.measure(content(), width);
			hear.onTold = (message) => {
				if (message.type !== 'height') return;
				setTimeout(() => {
					frame = message.height;
					measure();
				}, delay);
			};
			let before = 0;
			measure();
			for (const { by, after } of changes) {
				vi.advanceTimersByTime(after);
				before = told.length;
				parts = Math.max(50, parts + by);
				measure();
			}
			vi.advanceTimersByTime(5000);
			most = Math.max(most, told.length - before);
			expect(told.length - before).toBeLessThanOrEqual(3);
			expect(told.every(({ type }) => type === 'height')).toBe(true);
			// As high as the content, but for what is not worth a message.
			expect(Math.abs(content() - frame)).toBeLessThan(2);
			conversation.end();
		});
		fc.assert(settles, { numRuns: process.env['LONG'] === undefined ? 100 : 10_000, seed: 13 });
		expect(most).toBeGreaterThan(1);
	});

	test('are ten a second at most, however the content moves, and the last is among them', () => {
		const { conversation, told, hear } = guest();
		const times: number[] = [];
		hear.onTold = () => times.push(performance.now());
		for (let frame = 0; frame < 300; frame++) {
			conversation.measure(500 + (frame % 7) * 40, 700);
			vi.advanceTimersByTime(16);
		}
		conversation.measure(1234, 700);
		vi.advanceTimersByTime(1000);
		for (const start of times) {
			const within = times.filter((time) => time >= start && time < start + 1000);
			expect(within.length).toBeLessThanOrEqual(10);
		}
		expect(times.length).toBeGreaterThan(20);
		expect(told.at(-1)).toMatchObject({ type: 'height', height: 1234 });
	});

	test('end, with a sentence, where the host makes the page grow by five pixels each time', () => {
		const { conversation, hear, told } = guest();
		hear.onTold = (message) => {
			if (message.type === 'height') conversation.measure(message.height + 5, 700);
		};
		conversation.measure(500, 700);
		vi.advanceTimersByTime(60_000);
		expect(told.filter(({ type }) => type === 'height')).toHaveLength(8);
		expect(told.filter(({ type }) => type === 'error')).toHaveLength(1);
	});
});

describe('the states that a host is told', () => {
	test('are ten a second at most, each once, and the last is among them', () => {
		const { conversation, told } = guest();
		conversation.begin('');
		for (let step = 0; step < 200; step++) {
			conversation.show(`users=${step}`);
			conversation.show(`users=${step}`);
			vi.advanceTimersByTime(10);
		}
		vi.advanceTimersByTime(1000);
		const states = told.filter(({ type }) => type === 'state');
		expect(states.length).toBeLessThanOrEqual(21);
		expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(states.length);
		expect(states.at(-1)).toMatchObject({ query: 'users=199' });
	});
});
