import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Clock } from './clock.ts';

test('the measured time is cut into sixty equal bins, and what lies outside has none', () => {
	const clock = new Clock(60);
	expect([-5000, -0.001, 0, 999.999, 1000, 59_999.999, 60_000].map((t) => clock.bin(t))).toEqual([
		-1, -1, 0, 0, 1, 59, -1,
	]);
	expect([-0.001, 0, 59_999, 60_000].map((t) => clock.measures(t))).toEqual([
		false,
		true,
		true,
		false,
	]);
});

/** Evenly distributed; fast-check's own doubles are nearly all close to 0. */
const between = (min: number, max: number) =>
	fc.integer({ min: 0, max: 1_000_000 }).map((i) => min + ((max - min) * i) / 1_000_000);

test('every moment lies in its bin, up to the last bit', () => {
	fc.assert(
		fc.property(between(1, 3600), between(0, 0.999999), (duration, share) => {
			const clock = new Clock(duration);
			const time = share * clock.end;
			const bin = clock.bin(time);
			const rounding = clock.end * 2 ** -50;
			expect(bin).toBeLessThan(clock.bins);
			expect(time).toBeGreaterThanOrEqual(bin * clock.binWidth - rounding);
			expect(time).toBeLessThan((bin + 1) * clock.binWidth + rounding);
		}),
	);
});
