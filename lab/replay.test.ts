import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { completeScenario } from '../src/model/scenario.ts';
import { MS_PER_HOUR } from '../src/model/units.ts';
import { passagesOf, type Recording } from './recording.ts';
import { replay, unionOfTails } from './replay.ts';
import { simulated } from './simulated.ts';
import type { Passage } from './trace.ts';

/** Recorded by `node tests/run.mjs lab/record.ts` between two namespaces. */
const RECORDINGS = ['polling', 'longPolling', 'webSocket'].map(
	(name) => JSON.parse(readFileSync(`lab/recordings/${name}.json`, 'utf8')) as Recording,
);

describe.each(RECORDINGS)('a recorded trace of $transport', (recording) => {
	const { transport } = recording;
	// Inputs that came after the recording have their defaults.
	const scenario = completeScenario(recording.scenario);
	const passages = passagesOf(recording);
	const replayed = replay(passages, scenario);

	test('wakes the engine’s radio as often as its tails say', () => {
		const expected = unionOfTails(passages, scenario);
		expect(replayed.wakeUpsPerHour).toBeCloseTo(expected.wakeUpsPerHour, 6);
		// The engine also counts the airtime of each packet: some microseconds on this path.
		expect(replayed.radioOnFraction).toBeCloseTo(expected.radioOnFraction, 3);
	});

	test('agrees with what the engine makes of the scenario alone', () => {
		const { radio } = simulated(transport, scenario);
		// Packets come at random but for polls: so many wake-ups have their square root as error, and
		// time on is the sum over about as many tails. Four standard errors.
		const wakeUps =
			(replayed.wakeUpsPerHour / MS_PER_HOUR) * scenario.users * scenario.duration * 1000;
		const tolerance = 4 / Math.sqrt(wakeUps);
		expect(Math.abs(replayed.wakeUpsPerHour / radio.wakeUpsPerHour - 1)).toBeLessThan(tolerance);
		expect(Math.abs(replayed.radioOnFraction / radio.radioOnFraction - 1)).toBeLessThan(tolerance);
	});
});

test('two packets closer than a tail are one wake-up, two further apart are two', () => {
	const one = {
		...completeScenario(RECORDINGS[0]!.scenario),
		users: 1,
		duration: 10,
		radio: 'wifi',
	} as const;
	const packet = (time: number): Passage => ({ time, client: 'a', up: true, bytes: 100 });
	const use = replay([packet(1000), packet(1200), packet(5000)], one);
	expect(use.wakeUpsPerHour).toBeCloseTo(2 * 360, 9);
	expect(use.radioOnFraction).toBeCloseTo((450 + 250) / 10_000, 4);
});
