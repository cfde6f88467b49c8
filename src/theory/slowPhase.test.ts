import { expect, test } from 'vitest';
import { RADIOS } from '../model/radios.ts';
import { completeScenario } from '../model/scenario.ts';
import { conditionsOf } from './conditions.ts';
import { slowPhaseBattery } from './slowPhase.ts';
import { Traffic } from './traffic.ts';

const NO_TRAFFIC = new Traffic(conditionsOf(completeScenario({})));
const radio = RADIOS['3g'];
const source = (rate: number, period: number, large = false) => ({
	rate,
	period,
	wakeDelay: 0,
	large,
});

test('small packets keep the 3G radio in FACH: mean times in each state are those of Poisson gaps', () => {
	// From DCH until a gap of 4 s, (e^(4λ) − 1)/λ; from FACH until one of 10 s; asleep 1/λ.
	const rate = 1 / 10_000;
	const dch = (Math.exp(0.4) - 1) / rate;
	const fach = (Math.exp(1) - 1) / rate;
	const asleep = 1 / rate;
	const cycle = dch + fach + asleep;
	const battery = slowPhaseBattery(radio, [source(rate, 0)], NO_TRAFFIC);
	// Steps of 0.2 s in phases of 4 and 10 s: 3 %.
	expect(battery.asleep / (asleep / cycle)).toBeCloseTo(1, 1.2);
	expect(battery.slow / (fach / cycle)).toBeCloseTo(1, 1.2);
	expect(battery.wakeUps * cycle).toBeCloseTo(1, 1.2);
});

test('a heartbeat every 30 s wakes the radio each time, and it stays on for 14 s', () => {
	const battery = slowPhaseBattery(radio, [source(0, 30_000)], NO_TRAFFIC);
	expect(battery.wakeUps * 30_000).toBeCloseTo(1, 6);
	expect(battery.on).toBeCloseTo(14 / 30, 2);
	expect(battery.power).toBeCloseTo((2 * 0.65 + 4 * 1.3 + 10 * 0.3) / 30, 2);
});

test('every 8 s a small packet rides in FACH for good, a large one leaves it each time', () => {
	const small = slowPhaseBattery(radio, [source(0, 8000)], NO_TRAFFIC);
	expect(small.power).toBeCloseTo(0.3, 2);
	const large = slowPhaseBattery(radio, [source(0, 8000, true)], NO_TRAFFIC);
	// Of 8 s: 4 in DCH, then FACH for 2.5 and for the 1.5 s of the promotion, which costs its own power too.
	expect(large.power).toBeCloseTo((1.5 * 0.8 + 4 * 1.3 + 4 * 0.3) / 8, 1);
});
