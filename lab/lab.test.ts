import { beforeAll, describe, expect, test } from 'vitest';
import type { TransportId } from '../src/model/transports.ts';
import { SHORT_CASES } from './cases.ts';
import { compare, type Comparison } from './compare.ts';
import { Lab, type Measurement } from './lab.ts';
import { replay, unionOfTails } from './replay.ts';
import { simulated } from './simulated.ts';

/** Each case takes its measured time, about as much before and after, and the start of processes. */
const PATIENCE = 100_000;

const seen = new Map<string, { measurement: Measurement; comparison: Comparison }>();

/** One case after another, its transports at once: no more than a machine can do at the same time. */
beforeAll(async () => {
	const lab = await Lab.open({ packets: false });
	for (const each of SHORT_CASES) {
		const plays = each.transports.map((transport) => lab.play(transport, each.scenario));
		const measurements = await Promise.all(plays);
		each.transports.forEach((transport, i) => {
			const measurement = measurements[i]!;
			const expected = simulated(transport, measurement.met);
			const comparison = compare(each, transport, measurement, expected);
			seen.set(`${each.name}, ${transport}`, { measurement, comparison });
		});
	}
	lab.close();
}, PATIENCE);

describe.each(SHORT_CASES)('real sockets, $name', ({ name, scenario, transports }) => {
	const of = (transport: TransportId) => seen.get(`${name}, ${transport}`)!;

	test.each(transports)('%s sends as many requests and bytes as the engine says', (transport) => {
		const { ratios, measured } = of(transport).comparison;
		// Which messages meet in one answer is chance, as is what is under way at either end: about a
		// standard deviation of the square root for one in five messages of a run, four of them here.
		const messages = measured.latency.count;
		const tolerance = 0.02 + (transport === 'longPolling' ? 4 * Math.sqrt(0.2 / messages) : 0.01);
		for (const id of ['requests', 'up', 'down', 'newConnections'] as const) {
			const ratio = ratios[id] ?? 1;
			expect(Math.abs(ratio - 1), `${id}: measured ÷ simulated ${ratio}`).toBeLessThan(tolerance);
		}
	});

	test.each(transports)('%s loses nothing and is no faster than light', (transport) => {
		const { measured, simulated, lost } = of(transport).comparison;
		expect(lost).toBe(0);
		// Timers may be early by their step, a busy machine late by more than that.
		const [early, late] = [5, 60];
		expect(measured.latency.p50).toBeGreaterThan(simulated.latency.p50 * 0.85 - early);
		expect(measured.latency.p50).toBeLessThan(simulated.latency.p50 * 1.15 + late);
	});

	test.each(transports)('%s: the radio wakes as the tails of what passed say', (transport) => {
		const { trace } = of(transport).measurement;
		const radio = { ...scenario, radio: 'wifi' } as const;
		const replayed = replay(trace, radio);
		const expected = unionOfTails(trace, radio);
		expect(replayed.wakeUpsPerHour).toBeCloseTo(expected.wakeUpsPerHour, 6);
		expect(replayed.radioOnFraction).toBeCloseTo(expected.radioOnFraction, 2);
	});
});
