import { describe, expect, test } from 'vitest';
import { EQUAL_WEIGHTS, parseWeights, printWeights, weightsOf } from './weights.ts';

describe('weights in a link', () => {
	test('are read by name, in any case and order; what is not named has none', () => {
		expect(parseWeights('Battery:5, freshness:2')).toEqual(weightsOf({ freshness: 2, battery: 5 }));
	});

	test('come back as they were written', () => {
		for (const weights of [EQUAL_WEIGHTS, weightsOf({ money: 3 }), weightsOf({})]) {
			expect(parseWeights(printWeights(weights))).toEqual(weights);
		}
	});

	test.each(['', 'battery', 'battery:6', 'battery:-1', 'battery:1.5', 'fun:1', 'money:1,money:2'])(
		'are refused as a whole: %j',
		(text) => expect(parseWeights(text)).toBeUndefined(),
	);
});
