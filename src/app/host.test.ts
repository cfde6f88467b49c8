import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Bucket } from './bucket.ts';
import { Host, type Surroundings } from './host.ts';
import { ENVELOPE, type HostMessage } from './hostMessage.ts';
import { Paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A frame whose host can be played, and what both sides heard. */
function frame() {
	const told: unknown[] = [];
	const heard: HostMessage[] = [];
	const listeners = new Set<(event: object) => void>();
	const parent = { postMessage: (message: unknown) => void told.push(message) };
	const own = {
		parent,
		addEventListener: (_: string, listener: (event: object) => void) => listeners.add(listener),
		removeEventListener: (_: string, listener: (event: object) => void) =>
			listeners.delete(listener),
	};
	const host = new Host((message) => heard.push(message), own as unknown as Surroundings);
	function say(fields: object, source: unknown = parent) {
		for (const hear of listeners) hear({ source, data: { ...ENVELOPE, ...fields } });
	}
	return { host, told, heard, say };
}

const users = (count: number) => ({ type: 'set', scenario: { users: count } });

describe('a frame', () => {
	test('hears the page around it and nobody else', () => {
		const { say, heard } = frame();
		say({ type: 'reset' }, { postMessage: () => undefined });
		say({ type: 'reset' }, null);
		expect(heard).toEqual([]);
		say({ type: 'reset' });
		expect(heard).toEqual([{ type: 'reset' }]);
	});

	test('tells in an envelope, and hears no more once it has left', () => {
		const { host, told, say, heard } = frame();
		host.tell({ type: 'height', height: 5 });
		expect(told).toEqual([{ source: 'push-or-poll', version: 1, type: 'height', height: 5 }]);
		host.leave();
		say({ type: 'reset' });
		expect(heard).toEqual([]);
	});

	test('of a flood reads a hundred at once, and the newest inputs a moment later', () => {
		const { say, heard } = frame();
		for (let count = 1; count <= 10_000; count++) say(users(count));
		expect(heard).toHaveLength(100);
		vi.advanceTimersByTime(1000);
		expect(heard).toHaveLength(101);
		expect(heard.at(-1)).toEqual(users(10_000));
	});

	test('of a steady flood reads a hundred a second', () => {
		const { say, heard } = frame();
		for (let time = 0; time < 10_000; time++) {
			say({ type: 'reset' });
			vi.advanceTimersByTime(1);
		}
		expect(heard.length).toBeGreaterThan(1050);
		expect(heard.length).toBeLessThan(1110);
	});

	test('reads what is newer, not what waited', () => {
		const { say, heard } = frame();
		for (let count = 1; count <= 101; count++) say(users(count));
		vi.advanceTimersByTime(50);
		say(users(1000));
		vi.advanceTimersByTime(1000);
		expect(heard.at(-1)).toEqual(users(1000));
	});
});

test('a page of its own tells nobody', () => {
	const own = { addEventListener: vi.fn(), removeEventListener: vi.fn(), postMessage: vi.fn() };
	const alone = Object.assign(own, { parent: own }) as unknown as Surroundings;
	new Host(vi.fn(), alone).tell({ type: 'ready', query: '' });
	expect(own.addEventListener).not.toHaveBeenCalled();
	expect(own.postMessage).not.toHaveBeenCalled();
});

test('a bucket that was never empty holds no more than its burst', () => {
	let now = 0;
	const bucket = new Bucket(2, 10, () => now);
	now = 60_000;
	expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
	now += 100;
	expect([bucket.take(), bucket.take()]).toEqual([true, false]);
});

test('a paced value comes at once, then no more often than the pause, and the last always', () => {
	const deliver = vi.fn();
	const paced = new Paced(100, deliver);
	for (let time = 0; time < 950; time += 10) {
		paced.pass(time);
		vi.advanceTimersByTime(10);
	}
	vi.advanceTimersByTime(1000);
	expect(deliver.mock.calls[0]).toEqual([0]);
	expect(deliver.mock.calls.length).toBeLessThanOrEqual(11);
	expect(deliver.mock.lastCall).toEqual([940]);
});
