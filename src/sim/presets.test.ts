import { expect, test } from 'vitest';
import { PRESETS, type PresetId } from '../model/presets.ts';
import { completeScenario } from '../model/scenario.ts';
import { simulated } from './testScenario.ts';

test.for(Object.keys(PRESETS) as PresetId[])(
	'%s has messages enough for every figure to have a value',
	(preset) => {
		const { battery, latency, messages } = simulated(
			'sse',
			completeScenario(PRESETS[preset].inputs),
		);
		expect(messages.delivered).toBeGreaterThan(500);
		expect(latency.p99).not.toBeNull();
		expect(battery.energyPerHour).toBeGreaterThan(0);
	},
);
