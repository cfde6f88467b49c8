import { expect, test } from 'vitest';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { markPath, MARKS } from './marks.ts';

test('without colour, shape and line style still tell every transport from every other', () => {
	expect(new Set(TRANSPORT_IDS.map((id) => markPath(id, 10))).size).toBe(TRANSPORT_IDS.length);
	expect(new Set(TRANSPORT_IDS.map((id) => MARKS[id].dashes)).size).toBe(TRANSPORT_IDS.length);
});

test('polling is a circle of the given size', () => {
	expect(markPath('polling', 10)).toMatch(/^M5,0A5,5/);
});
