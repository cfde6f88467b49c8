import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attend } from './attended.ts';
import { giveOrder, onOrder } from './orders.ts';

/** What the browser would tell of the element, played by the test. */
let show: (seen: boolean) => void;
const page = { hidden: false, listeners: new Set<() => void>() };

beforeEach(() => {
	vi.stubGlobal(
		'IntersectionObserver',
		class {
			constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
				show = (seen) => tell([{ isIntersecting: seen }]);
			}
			observe = vi.fn();
			disconnect = vi.fn();
		},
	);
	vi.stubGlobal('document', {
		get hidden() {
			return page.hidden;
		},
		addEventListener: (_: string, listener: () => void) => page.listeners.add(listener),
		removeEventListener: (_: string, listener: () => void) => page.listeners.delete(listener),
	});
});
afterEach(() => {
	page.hidden = false;
	vi.unstubAllGlobals();
});

function player() {
	const it = {
		playing: false,
		play: vi.fn(() => void (it.playing = true)),
		pause: vi.fn(() => void (it.playing = false)),
	};
	const step = vi.fn();
	const end = attend({} as Element, it, step);
	return { it, step, end };
}

test('what plays stops off screen, in a hidden page and on a slide that was left, and goes on', () => {
	const { it, end } = player();
	show(true);
	it.play();
	const ways: [(on: boolean) => void, string][] = [
		[(on) => show(on), 'screen'],
		[(on) => giveOrder({ type: 'slide', shown: on }), 'slide'],
		[
			(on) => {
				page.hidden = !on;
				for (const listener of page.listeners) listener();
			},
			'page',
		],
	];
	for (const [turn, where] of ways) {
		turn(false);
		expect(it.playing, where).toBe(false);
		turn(true);
		expect(it.playing, where).toBe(true);
	}
	end();
});

test('nothing begins by itself, and what was paused stays so', () => {
	const { it, end } = player();
	show(true);
	expect(it.play).not.toHaveBeenCalled();
	giveOrder({ type: 'play' });
	expect(it.playing).toBe(true);
	show(false);
	giveOrder({ type: 'pause' });
	show(true);
	expect(it.playing).toBe(false);
	end();
});

test('an order to play waits until somebody looks', () => {
	const { it, end } = player();
	giveOrder({ type: 'play' });
	expect(it.playing).toBe(false);
	show(true);
	expect(it.playing).toBe(true);
	end();
});

test('an order that came before the player is followed by the first that comes', () => {
	giveOrder({ type: 'step', step: undefined });
	const { step, end } = player();
	expect(step).toHaveBeenCalledTimes(1);
	end();
});

test('a turn pauses what plays, however it was started, and plays what is paused', () => {
	const { it, end } = player();
	show(true);
	it.play();
	giveOrder({ type: 'toggle' });
	expect(it.playing).toBe(false);
	giveOrder({ type: 'toggle' });
	expect(it.playing).toBe(true);
	end();
});

test('an order that somebody else has taken on is not followed', () => {
	const { step, end } = player();
	let taking = true;
	const leave = onOrder(() => taking, 'first');
	giveOrder({ type: 'step', step: undefined });
	expect(step).not.toHaveBeenCalled();
	taking = false;
	giveOrder({ type: 'step', step: undefined });
	expect(step).toHaveBeenCalledOnce();
	leave();
	end();
});
