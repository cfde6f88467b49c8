import { expect, test, vi } from 'vitest';
import { Heights } from './heights.ts';

function reports() {
	const tell = vi.fn<(height: number) => void>();
	const onLoop = vi.fn();
	const clock = { now: 0 };
	return { tell, onLoop, clock, heights: new Heights(tell, onLoop, () => clock.now) };
}

test('a height is rounded up, and told again only when it differs by two pixels', () => {
	const { heights, tell } = reports();
	for (const height of [500.2, 501.9, 500.1, 502.4, 499]) heights.measure(height, 700);
	expect(tell.mock.calls).toEqual([[501], [503], [499]]);
});

test('a frame without a size says nothing', () => {
	const { heights, tell } = reports();
	heights.measure(0, 700);
	heights.measure(500, 0);
	expect(tell).not.toHaveBeenCalled();
});

test('a host that adds five pixels each time is cut off after eight growths', () => {
	const { heights, tell, onLoop, clock } = reports();
	for (let told = 500; told < 1000; told += 5) {
		heights.measure(told, 700);
		clock.now += 100;
	}
	expect(tell).toHaveBeenCalledTimes(8);
	expect(onLoop).toHaveBeenCalledTimes(1);
	heights.measure(1200, 600);
	expect(tell).toHaveBeenLastCalledWith(1200);
});

test('a page that grows now and then is never cut off', () => {
	const { heights, tell, clock } = reports();
	for (let growth = 1; growth <= 50; growth++) {
		heights.measure(growth * 10, 700);
		clock.now += 200;
	}
	expect(tell).toHaveBeenCalledTimes(50);
});
