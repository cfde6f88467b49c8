import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Fault } from '../model/faults.ts';
import FaultBars from './FaultBars.svelte';
import { timeRange } from './layout.ts';

const WIDTH = 600;
const END = 60;
const FAULTS: readonly Fault[] = [
	{ kind: 'restart', start: 20, duration: 10 },
	{ kind: 'drop', start: 40, duration: 5 },
];

async function shown(faults: readonly Fault[] = FAULTS) {
	const onmove = vi.fn<(index: number, start: number) => void>();
	const onresize = vi.fn<(index: number, duration: number) => void>();
	const onremove = vi.fn<(index: number) => void>();
	const screen = await render(FaultBars, {
		faults,
		end: END,
		step: 1,
		width: WIDTH,
		chosen: 0,
		onmove,
		onresize,
		onremove,
	});
	const bar = (name: string) => screen.getByRole('slider', { name }).element() as HTMLElement;
	return { screen, bar, onmove, onresize, onremove };
}

const [left, right] = timeRange(WIDTH);
const pixels = (seconds: number) => (seconds / END) * (right - left);

function pointer(target: Element, type: string, clientX: number) {
	const init = { bubbles: true, clientX, pointerId: 1, button: 0, isPrimary: true };
	target.dispatchEvent(new PointerEvent(type, init));
}

/** Presses at the element's middle, moves by so many seconds, and lets go. */
function dragBy(target: HTMLElement, bar: HTMLElement, seconds: number) {
	// No real pointer is down, so there is none to capture.
	bar.setPointerCapture = () => undefined;
	pointer(target, 'pointerdown', 100);
	pointer(bar, 'pointermove', 100 + pixels(seconds));
	pointer(bar, 'pointerup', 100 + pixels(seconds));
	pointer(bar, 'pointermove', 300);
}

describe('a fault on the axis of time', () => {
	test('stands where it is, and says so', async () => {
		const { bar } = await shown();
		const restart = bar('Servers restart');
		expect(parseFloat(restart.style.left)).toBeCloseTo(left + pixels(20), 3);
		expect(parseFloat(restart.style.width)).toBeCloseTo(pixels(10), 3);
		expect(restart.getAttribute('aria-valuetext')).toBe('Servers restart from 20 s for 10 s');
	});

	test('is moved with the pointer until it is let go', async () => {
		const { bar, onmove, onresize } = await shown();
		const drop = bar('Network drops');
		dragBy(drop, drop, 7);
		expect(onmove.mock.calls).toHaveLength(1);
		expect(onmove.mock.calls[0]![0]).toBe(1);
		expect(onmove.mock.calls[0]![1]).toBeCloseTo(47, 6);
		expect(onresize).not.toHaveBeenCalled();
	});

	test('is made longer at its right end', async () => {
		const { bar, onmove, onresize } = await shown();
		const restart = bar('Servers restart');
		dragBy(restart.querySelector<HTMLElement>('.grip')!, restart, 3);
		expect(onresize.mock.calls).toHaveLength(1);
		expect(onresize.mock.calls[0]![1]).toBeCloseTo(13, 6);
		expect(onmove).not.toHaveBeenCalled();
	});

	test('follows the keys: arrows move, Shift makes longer, Delete takes away', async () => {
		const { bar, onmove, onresize, onremove } = await shown();
		bar('Servers restart').focus();
		await userEvent.keyboard('{ArrowRight}{ArrowLeft}{PageUp}{End}');
		expect(onmove.mock.calls).toEqual([
			[0, 21],
			[0, 19],
			[0, 30],
			[0, 80],
		]);
		await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowLeft}{/Shift}');
		expect(onresize.mock.calls).toEqual([
			[0, 11],
			[0, 9],
		]);
		await userEvent.keyboard('{Delete}');
		expect(onremove.mock.calls).toEqual([[0]]);
		expect(document.activeElement).toBe(bar('Servers restart'));
	});

	test('leaves the focus to its neighbour when it goes', async () => {
		const { bar, onremove } = await shown();
		bar('Network drops').focus();
		await userEvent.keyboard('{Delete}');
		expect(onremove.mock.calls).toEqual([[1]]);
		expect(document.activeElement).toBe(bar('Servers restart'));
	});

	test('may lie beyond the run: then nothing of it is drawn outside', async () => {
		const { bar } = await shown([{ kind: 'slow', start: 55, duration: 30 }]);
		const slow = bar('Slow readers');
		expect(parseFloat(slow.style.left) + parseFloat(slow.style.width)).toBeLessThanOrEqual(
			right + 2,
		);
	});
});
