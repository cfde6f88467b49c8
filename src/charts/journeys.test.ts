import { expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import {
	JOURNEY_PARTS,
	journeySentence,
	journeysOf,
	publishedIn,
	type JourneyOf,
} from './journeys.ts';
import type { Reports } from './reports.ts';

const scenario = completeScenario({ users: 200, duration: 60, messageRate: 4 });
const reports: Reports = Object.fromEntries(
	TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]),
);

function journey(id: JourneyOf['id'], wait: number, network: number): JourneyOf {
	return { id, parts: { wait, server: 0, network, radio: 0 }, total: wait + network };
}

test('every message has four journeys, whose parts add up to its latency', () => {
	const published = publishedIn(reports, TRANSPORT_IDS);
	expect(published.length).toBeGreaterThanOrEqual(2);
	for (const time of published) {
		const journeys = journeysOf(reports, TRANSPORT_IDS, time);
		expect(journeys.map(({ id }) => id)).toEqual(TRANSPORT_IDS);
		for (const { id, parts, total } of journeys) {
			const { messages } = reports[id]!.trace;
			const index = messages.published.indexOf(time * 1000);
			if (!parts) expect(index).toBe(-1);
			else {
				const sum = JOURNEY_PARTS.reduce((all, part) => all + parts[part], 0);
				expect(sum).toBeCloseTo(total, 9);
				expect(JOURNEY_PARTS.every((part) => parts[part] >= 0)).toBe(true);
			}
		}
	}
});

test('what a pushed message does not do is wait to be asked for', () => {
	const [time] = publishedIn(reports, TRANSPORT_IDS);
	const [polled, , , pushed] = journeysOf(reports, TRANSPORT_IDS, time!);
	expect(polled!.parts!.wait).toBeGreaterThan(0);
	expect(pushed!.parts!.wait).toBe(0);
});

test('the sentence names the fastest, the slowest and what took it so long', () => {
	const both = [journey('polling', 1800, 40), journey('sse', 0, 35)];
	expect(journeySentence(both)).toBe(
		'The message took 35\u202fms by SSE and 1.84\u202fs by polling, 1.8\u202fs of it waiting until the server was asked or connected.',
	);
	expect(journeySentence([...both, { id: 'webSocket', parts: null, total: 0 }])).toMatch(
		/It did not arrive by WebSocket\.$/,
	);
	expect(journeySentence([{ id: 'sse', parts: null, total: 0 }])).toBe(
		'The message did not arrive.',
	);
});
