import { expect, test } from 'vitest';
import { poissonCounts } from './poisson.ts';

const moment = (mean: number, power: number) =>
	poissonCounts(mean).reduce((sum, { count, weight }) => sum + weight * count ** power, 0);

test('the probability of none is e^(−mean), and of one mean times that', () => {
	const [none, one] = poissonCounts(0.05);
	expect(none).toEqual({ count: 0, weight: expect.closeTo(Math.exp(-0.05), 9) as number });
	expect(one!.weight).toBeCloseTo(0.05 * Math.exp(-0.05), 9);
	expect(poissonCounts(0)).toEqual([{ count: 0, weight: 1 }]);
});

test.each([0.1, 3, 40, 360_000])(
	'mean and variance are both %d, even where counts are skipped',
	(mean) => {
		expect(moment(mean, 1) / mean).toBeCloseTo(1, 6);
		expect((moment(mean, 2) - moment(mean, 1) ** 2) / mean).toBeCloseTo(1, 3);
		expect(moment(mean, 0)).toBeCloseTo(1, 9);
	},
);
