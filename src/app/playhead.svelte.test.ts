import { afterEach, describe, expect, test, vi } from 'vitest';
import { attend } from './attended.ts';
import { Moment } from './moment.svelte.ts';
import { Playhead } from './playhead.svelte.ts';

const STOPS = [1, 2.5, 7];

function opened(end: number, moment = new Moment(0)) {
	const playhead = new Playhead(moment, 20);
	playhead.open(end, STOPS);
	return { playhead, moment };
}

describe('the stretch in view', () => {
	test('is the first of a run, all of a short one, and holds the moment of a link', () => {
		expect(opened(60).playhead.view).toEqual([0, 20]);
		expect(opened(5).playhead.view).toEqual([0, 5]);
		const [from, to] = opened(60, new Moment(41.5)).playhead.view;
		expect(from).toBeLessThanOrEqual(41.5);
		expect(to).toBeGreaterThan(41.5);
	});

	test('brings a moment out of view into it', () => {
		const { playhead } = opened(60);
		playhead.go(50);
		const [from, to] = playhead.view;
		expect(from).toBeLessThanOrEqual(50);
		expect(to).toBeGreaterThan(50);
		expect(to).toBeLessThanOrEqual(60);
	});

	test('zoomed, keeps the moment where it is in the picture, and never leaves the run', () => {
		const { playhead } = opened(60);
		playhead.go(5);
		playhead.zoom(0.1);
		expect(playhead.view).toEqual([4.5, 6.5]);
		playhead.zoom(1000);
		expect(playhead.view).toEqual([0, 60]);
		for (let i = 0; i < 50; i++) playhead.zoom(0.5);
		expect(playhead.view[1] - playhead.view[0]).toBeCloseTo(0.05, 9);
	});

	test('zoomed around another moment, keeps that one', () => {
		const { playhead } = opened(60);
		playhead.zoom(0.5, 15);
		expect(playhead.view).toEqual([7.5, 17.5]);
	});

	test('stops at both ends, and shows what it is told to', () => {
		const { playhead } = opened(60);
		playhead.pan(-1);
		expect(playhead.view).toEqual([0, 20]);
		playhead.pan(10);
		expect(playhead.view).toEqual([40, 60]);
		playhead.show(10, 12);
		expect(playhead.view).toEqual([10, 12]);
		playhead.show(59, 90);
		expect(playhead.view[1]).toBe(60);
	});
});

test('a shorter run keeps the moment inside', () => {
	const { playhead } = opened(60);
	playhead.go(55);
	playhead.open(30, STOPS);
	expect(playhead.time).toBe(30);
	expect(playhead.view[1]).toBeLessThanOrEqual(30);
});

test('steps go from packet to packet, and then to the ends', () => {
	const { playhead } = opened(60);
	const visited = ([1, 1, 1, 1, -1, -1, -1, -1] as const).map((direction) => {
		playhead.step(direction);
		return playhead.time;
	});
	expect(visited).toEqual([1, 2.5, 7, 60, 7, 2.5, 1, 0]);
});

test('played, it goes on until the end and stops; only there the link follows', async () => {
	const { playhead, moment } = opened(0.3);
	playhead.setSpeed(1);
	playhead.play();
	expect(playhead.playing).toBe(true);
	await expect.poll(() => playhead.time).toBeGreaterThan(0);
	expect(moment.resting).toBe(0);
	await expect.poll(() => playhead.playing).toBe(false);
	expect(playhead.time).toBe(0.3);
	expect(moment.resting).toBe(0.3);
});

describe('the moment that is played', () => {
	/** Frames, which the test gives out, each with the clock at that time. */
	let frames: FrameRequestCallback[] = [];
	const frame = (now: number) => {
		const asked = frames;
		frames = [];
		for (const callback of asked) callback(now);
	};

	function playing(speed: number) {
		vi.spyOn(performance, 'now').mockReturnValue(1000);
		vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((f) => frames.push(f));
		vi.spyOn(globalThis, 'cancelAnimationFrame').mockImplementation(() => (frames = []));
		const { playhead } = opened(60);
		playhead.setSpeed(speed);
		playhead.play({ still: false });
		return playhead;
	}

	afterEach(() => {
		vi.restoreAllMocks();
		frames = [];
	});

	test('goes on by a tenth of a second at most, however long the frame before was', () => {
		const playhead = playing(10);
		frame(1016);
		expect(playhead.time).toBeCloseTo(0.16, 9);
		frame(1116);
		expect(playhead.time).toBeCloseTo(1.16, 9);
		// Frozen for ten minutes: one step of a tenth of a second, and then as before.
		frame(601_116);
		expect(playhead.time).toBeCloseTo(2.16, 9);
		frame(601_132);
		expect(playhead.time).toBeCloseTo(2.32, 9);
	});

	test('never goes back, and waits where the clock stands still or jumps back', () => {
		const playhead = playing(1);
		frame(1050);
		for (const now of [1050, 1050, -31_536_000_000]) frame(now);
		expect(playhead.time).toBeCloseTo(0.05, 9);
		expect(playhead.playing).toBe(true);
		frame(-31_535_999_980);
		expect(playhead.time).toBeCloseTo(0.07, 9);
	});

	test('follows a clock that ticks ten times a second', () => {
		const playhead = playing(1);
		for (let now = 1016; now <= 3000; now += 16) frame(Math.floor(now / 100) * 100);
		expect(playhead.time).toBeCloseTo(2, 9);
	});

	test('asks for no frame while it is paused', () => {
		const playhead = playing(1);
		expect(frames).toHaveLength(1);
		playhead.pause();
		expect(frames).toEqual([]);
	});
});

describe('in a page hidden for ten minutes', () => {
	const HIDDEN = 600_000;

	/** Shows or hides the page, as the browser tells of it. */
	function show(shown: boolean) {
		vi.spyOn(document, 'hidden', 'get').mockReturnValue(!shown);
		document.dispatchEvent(new Event('visibilitychange'));
	}

	/** A player that somebody sees, and how often it moves. */
	function seen() {
		vi.stubGlobal(
			'IntersectionObserver',
			class {
				constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
					this.observe = () => tell([{ isIntersecting: true }]);
				}
				readonly observe: () => void;
				disconnect() {}
			},
		);
		vi.useFakeTimers();
		const { playhead, moment } = opened(60);
		const passed = vi.spyOn(moment, 'pass');
		end = attend(document.body, playhead, () => undefined);
		return { playhead, passed };
	}

	let end = () => {};

	afterEach(() => {
		end();
		delete document.documentElement.dataset['motion'];
		vi.useRealTimers();
		vi.unstubAllGlobals();
		vi.restoreAllMocks();
	});

	test('what plays does not move, and after it goes on by single frames', () => {
		const { playhead, passed } = seen();
		playhead.play({ still: false });
		vi.advanceTimersByTime(1000);
		const before = playhead.time;
		expect(before).toBeCloseTo(1, 1);

		show(false);
		passed.mockClear();
		vi.advanceTimersByTime(HIDDEN);
		expect(passed).not.toHaveBeenCalled();
		expect(vi.getTimerCount()).toBe(0);

		show(true);
		expect(playhead.playing).toBe(true);
		expect(playhead.time).toBe(before);
		vi.advanceTimersByTime(250);
		expect(playhead.time).toBeGreaterThan(before);
		expect(playhead.time).toBeLessThanOrEqual(before + 0.25);
	});

	test('what goes from packet to packet stays at its packet, and after it goes to the next', () => {
		document.documentElement.dataset['motion'] = '0';
		const { playhead, passed } = seen();
		playhead.play();
		vi.advanceTimersByTime(1000);
		expect(playhead.time).toBe(1);

		show(false);
		passed.mockClear();
		vi.advanceTimersByTime(HIDDEN);
		expect(passed).not.toHaveBeenCalled();

		show(true);
		vi.advanceTimersByTime(1000);
		expect(passed).toHaveBeenCalledOnce();
		expect(playhead.time).toBe(2.5);
	});
});

test('played where motion is not wanted, it waits at each packet', async () => {
	const { playhead } = opened(60);
	playhead.play({ still: true });
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(playhead.time).toBe(0);
	await expect.poll(() => playhead.time, { timeout: 3000 }).toBe(1);
	playhead.pause();
	expect(playhead.playing).toBe(false);
});

test('a crosshair stands under the pointer, else at the playhead, and goes with it when that moves', () => {
	const moment = new Moment(0);
	expect(moment.shown).toBeNull();
	moment.go(4.00049);
	expect(moment.shown).toBe(4.00049);
	expect(moment.resting).toBe(4);
	moment.point(9);
	expect(moment.shown).toBe(9);
	moment.point(null);
	expect(moment.shown).toBe(4.00049);
	moment.point(9);
	moment.pass(5);
	expect(moment.shown).toBe(5);
});

test('in charts of wide bins a crosshair moves from bin to bin, and shows the last at the end', () => {
	const moment = new Moment(0);
	expect(moment.shownIn(2)).toBeNull();
	const shown = [0.1, 1.9, 2.1, 10].map((time) => {
		moment.go(time);
		return moment.shownIn(2);
	});
	expect(shown).toEqual([1, 1, 3, 9]);
	moment.point(7.3);
	expect(moment.shownIn(2)).toBe(7.3);
});
