import { RADIO_SOURCES } from '../model/radioSources.ts';
import { onAirPower, type Battery } from './battery.ts';
import type { Conditions } from './conditions.ts';
import type { Derivation } from './derivation.ts';
import type { Flight } from './explainBytes.ts';
import { Traffic } from './traffic.ts';

interface Use {
	/** What a phone's radio does, given what is on the air; a reason where theory does not know. */
	battery(traffic: Traffic): Battery | string;
	readonly flights: readonly Flight[];
	/** A ms, of one user. */
	readonly connections: { readonly opened: number; readonly closed: number };
	/** The simple form of the share asleep. */
	readonly rule: { readonly formula: string; readonly meaning: string };
}

const THEOREM =
	'S(x), the chance that the last packet is more than x old: asleep for S(τ), woken −S′(τ) times';

/** The lines of a phone's radio. */
export function addBattery(sheet: Derivation, conditions: Conditions, use: Use): void {
	const { radio, scenario, tail } = conditions;
	const traffic = trafficOf(sheet, conditions, use);
	const battery = use.battery(traffic);
	if (typeof battery === 'string') return;
	const source = RADIO_SOURCES[scenario.radio];
	sheet.given('τ', tail / 1000, `how long a ${radio.label} radio stays up after a packet`, {
		unit: 's',
		source,
	});
	sheet.line('S_rule', use.rule.formula, use.rule.meaning, { unit: 'share' });
	sheet.given('w', battery.wakeUps * 1000, 'wake-ups of one phone', {
		unit: 'per s',
		source: THEOREM,
	});
	sheet.line('wake_ups', '3600 × w', 'radio wake-ups', {
		unit: '1/h',
		figure: 'battery.wakeUpsPerHour',
	});
	const { on } = battery;
	sheet.solved('on', on, `radio on: 1 − S(τ), less the time it takes to wake. ${THEOREM}`, {
		unit: 'share',
		figure: 'battery.radioOnFraction',
		beside: ['S_rule', 'τ', 'w'],
	});
	const sending = scenario.radio === 'none' ? 0 : onAirPower(radio, traffic);
	const promoting = battery.wakeUps * radio.promotionDelay * radio.promotionPower;
	const watts = { unit: 'W', source };
	sheet.given('promotion', radio.promotionDelay / 1000, 'waking up takes', { unit: 's', source });
	sheet.given('P_promotion', radio.promotionPower, 'power meanwhile', watts);
	sheet.given('P_tail', battery.power - promoting - sending, 'mean power of being awake', {
		unit: 'W',
		source: `${radio.tail.map(({ name, power }) => `${name} ${power} W`).join(', ')}; by the share of time in each`,
	});
	sheet.given('P_air', sending, 'mean power of sending and receiving', {
		unit: 'W',
		source: 'time on the air, and a price for each megabit',
	});
	sheet.line('energy', '3600 × (w × promotion × P_promotion + P_tail + P_air)', 'radio energy', {
		unit: 'J/h',
		figure: 'battery.energyPerHour',
	});
}

/** What is on the air: the same flights as in the bytes. */
function trafficOf(sheet: Derivation, conditions: Conditions, { connections, flights }: Use) {
	const traffic = new Traffic(conditions);
	for (const { direction, legs, rate } of flights) {
		const each = sheet.resultOf(rate) / 1000;
		for (const [weight, leg] of legs) traffic.send(direction, leg, each * weight);
	}
	traffic.connections(connections.opened, connections.closed);
	return traffic;
}
