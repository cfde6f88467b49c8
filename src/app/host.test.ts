import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Bucket } from './bucket.ts';
import { Host, type Surroundings } from './host.ts';
import { ENVELOPE, type HostMessage } from './hostMessage.ts';
import { Paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const HOST = 'https://host.example';

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
	function say(fields: object, source: unknown = parent, origin = HOST) {
		for (const hear of listeners) hear({ source, origin, data: { ...ENVELOPE, ...fields } });
	}
	return { host, told, heard, say, own, parent };
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

	test('hears no other window, whatever origin it has, and makes no words about it', () => {
		const { say, heard, told, own, parent } = frame();
		const spoken = (['debug', 'log', 'info', 'warn', 'error'] as const).map((level) =>
			vi.spyOn(console, level).mockImplementation(() => undefined),
		);
		const others: unknown[] = [
			{ parent, postMessage: parent.postMessage }, // a frame beside this one
			{ parent: own }, // a frame in this one
			{ opener: parent }, // a window that the host has opened
			{ opener: own }, // or this page
			{ frames: [parent] }, // the page around the host
			own, // this page itself
			{ ...parent }, // what looks like the host
			Object.create(parent),
			new Proxy(parent, {}),
			new MessageChannel().port1,
			null, // a window that is closed
		];
		const origins = [
			HOST,
			'null',
			'',
			'https://host.example.evil',
			'http://host.example',
			'file://',
		];
		for (const source of others)
			for (const origin of origins)
				for (let count = 0; count < 200; count++) {
					say(users(5), source, origin);
					say({ type: 'get-report', id: count }, source, origin);
				}
		vi.advanceTimersByTime(1000);
		expect(heard).toEqual([]);
		expect(told).toEqual([]);
		// All of that has taken nothing from what the host may say at once, under any origin.
		for (let count = 0; count < 99; count++) say(users(count), parent, origins[count % 6]);
		expect(heard).toHaveLength(99);
		for (const spy of spoken) expect(spy).not.toHaveBeenCalled();
		vi.restoreAllMocks();
	});

	test('of a flood that is no message of ours makes no words either', () => {
		const { say, told } = frame();
		const warn = vi.spyOn(console, 'warn');
		const error = vi.spyOn(console, 'error');
		for (let count = 0; count < 10_000; count++) say({ type: 'eval', version: 2, count });
		expect(told).toEqual([]);
		expect(warn).not.toHaveBeenCalled();
		expect(error).not.toHaveBeenCalled();
		vi.restoreAllMocks();
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

	test('of a flood follows the newest inputs that can be read, whatever comes after them', () => {
		const { say, heard } = frame();
		for (let count = 1; count <= 200; count++) say(users(count));
		say({ type: 'set', scenario: { users: 5, text: 'x'.repeat(1_000_000) } });
		say({ type: 'set', scenario: null });
		say({ ...users(5), version: 2 });
		vi.advanceTimersByTime(1000);
		expect(heard.at(-1)).toEqual(users(200));
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
