import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Address } from './address.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a dragged slider writes the address once, when it rests', () => {
	const replace = vi.fn();
	const address = new Address('', replace);
	for (let users = 1; users <= 60; users++) {
		address.show(`users=${users}`);
		vi.advanceTimersByTime(16);
	}
	expect(replace).not.toHaveBeenCalled();
	vi.advanceTimersByTime(400);
	expect(replace.mock.calls).toEqual([['users=60']]);
});

test('no way of changing inputs writes more than 25 times in ten seconds', () => {
	for (const pause of [1, 100, 399, 400, 401, 500]) {
		const replace = vi.fn();
		const address = new Address('', replace);
		for (let time = 0; time < 10_000; time += pause) {
			address.show(`users=${time + 1}`);
			vi.advanceTimersByTime(pause);
		}
		expect(replace.mock.calls.length, `every ${pause} ms`).toBeLessThanOrEqual(25);
	}
});

test('the link that was opened stays as it was written until something changes', () => {
	const replace = vi.fn();
	const address = new Address('users=5', replace);
	address.show('users=5');
	vi.advanceTimersByTime(1000);
	expect(replace).not.toHaveBeenCalled();
});

test('a change taken back before the rest writes nothing', () => {
	const replace = vi.fn();
	const address = new Address('', replace);
	address.show('users=5');
	address.show('');
	vi.advanceTimersByTime(1000);
	expect(replace).not.toHaveBeenCalled();
});

test('going back drops what was still to be written', () => {
	const replace = vi.fn();
	const address = new Address('', replace);
	address.show('users=5');
	address.accept('users=2');
	address.show('users=2');
	vi.advanceTimersByTime(1000);
	expect(replace).not.toHaveBeenCalled();
});

test('a page without a history works on', () => {
	// In Node there is neither `location` nor `history`, as in the strictest frame.
	const address = new Address('');
	address.show('users=5');
	expect(() => vi.advanceTimersByTime(1000)).not.toThrow();
});

test('another place is written at once, as one to come back to', () => {
	const [replace, push] = [vi.fn(), vi.fn()];
	const address = new Address('', replace, push);
	address.show('lesson=polling&step=2');
	address.visit('lesson=polling&step=2');
	address.visit('lesson=polling&step=2');
	vi.advanceTimersByTime(1000);
	expect(push.mock.calls).toEqual([['lesson=polling&step=2']]);
	expect(replace).not.toHaveBeenCalled();
});
