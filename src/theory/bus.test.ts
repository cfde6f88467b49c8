import { expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { expectedFigures } from './expect.ts';

const SPREAD = { users: 100, duration: 600, nodes: 4, messageRate: 6 } as const;

test.each(TRANSPORT_IDS)(
	'without a bus, of four servers one is heard on %s, but for polls',
	(id) => {
		const { expected } = expectedFigures(id, completeScenario({ ...SPREAD, bus: false }));
		const reach = id === 'polling' ? 1 : 1 / 4;
		expect(expected.messages!.published).toBeCloseTo(6000, 6);
		expect(expected.messages!.delivered).toBeCloseTo(6000 * reach, 6);
		expect(expected.messages!.lost).toBeCloseTo(6000 * (1 - reach), 6);
		expect(expected.messagesPerSecond).toBeCloseTo(10 * reach, 9);
	},
);

test.each(TRANSPORT_IDS)(
	'what reaches a client on %s costs as if nothing else were published',
	(id) => {
		const alone = expectedFigures(id, completeScenario({ ...SPREAD, bus: false, nodes: 1 }));
		const shared = expectedFigures(id, completeScenario({ ...SPREAD, nodes: 1 }));
		expect(alone).toEqual(shared);
		const islands = expectedFigures(id, completeScenario({ ...SPREAD, bus: false })).expected;
		const fewer = expectedFigures(id, completeScenario({ ...SPREAD, messageRate: 1.5 })).expected;
		if (id !== 'polling') expect(islands.bytes).toEqual(fewer.bytes);
	},
);
