import type { Bytes, Milliseconds, Watts } from './units.ts';

/** One stretch of the time after a radio's last packet, before it sleeps. */
export interface TailPhase {
	readonly name: string;
	readonly duration: Milliseconds;
	/** Above the idle baseline. */
	readonly power: Watts;
	/** Leaving this phase for the next packet costs time and power, unless the packet is small. */
	readonly promotion?: {
		readonly delay: Milliseconds;
		readonly power: Watts;
		/** Packets up to this size ride in this phase without promotion. */
		readonly upTo: { readonly up: Bytes; readonly down: Bytes };
	};
}

/** The power states of a phone's radio: asleep, promoting, active, tail. */
export interface Radio {
	readonly label: string;
	/** From asleep to connected, before the first byte can leave. */
	readonly promotionDelay: Milliseconds;
	readonly promotionPower: Watts;
	/** A packet for a sleeping phone waits for the next paging occasion: uniform over this cycle. */
	readonly pagingCycle: Milliseconds;
	readonly activePower: Watts;
	/** Energy for bytes, in watts per Mbit/s (joules per megabit). */
	readonly uplinkSlope: number;
	readonly downlinkSlope: number;
	readonly tail: readonly TailPhase[];
}

/** Where each comes from: `radioSources.ts`. */
export const RADIOS = {
	none: {
		label: 'None (wired)',
		promotionDelay: 0,
		promotionPower: 0,
		pagingCycle: 0,
		activePower: 0,
		uplinkSlope: 0,
		downlinkSlope: 0,
		tail: [],
	},
	wifi: {
		label: 'Wi-Fi (power save)',
		promotionDelay: 0,
		promotionPower: 0,
		pagingCycle: 0,
		activePower: 0.403,
		uplinkSlope: 0.283,
		downlinkSlope: 0.137,
		tail: [{ name: 'awake', duration: 250, power: 0.403 }],
	},
	'3g': {
		label: '3G (UMTS)',
		promotionDelay: 2000,
		promotionPower: 0.65,
		pagingCycle: 1280,
		activePower: 1.3,
		uplinkSlope: 0.86898,
		downlinkSlope: 0.12212,
		tail: [
			{ name: 'DCH', duration: 4000, power: 1.3 },
			{
				name: 'FACH',
				duration: 10_000,
				power: 0.3,
				promotion: { delay: 1500, power: 0.8, upTo: { up: 543, down: 475 } },
			},
		],
	},
	lte: {
		label: 'LTE',
		promotionDelay: 260,
		promotionPower: 1.21,
		pagingCycle: 1280,
		activePower: 1.2,
		uplinkSlope: 0.43839,
		downlinkSlope: 0.05197,
		tail: [
			{ name: 'continuous reception', duration: 100, power: 1.2 },
			{ name: 'short DRX', duration: 20, power: 1.122 },
			{ name: 'long DRX', duration: 10_000, power: 1.091 },
		],
	},
	'5g': {
		label: '5G (NSA low band)',
		promotionDelay: 270,
		promotionPower: 0.75,
		pagingCycle: 1280,
		activePower: 0.26,
		uplinkSlope: 0.0322,
		downlinkSlope: 0.0115,
		tail: [{ name: 'connected', duration: 10_200, power: 0.26 }],
	},
} as const satisfies Record<string, Radio>;

export type RadioId = keyof typeof RADIOS;

export const RADIO_IDS = Object.keys(RADIOS) as RadioId[];

/** How long a radio stays awake after its last packet. */
export function tailTime(radio: Radio): Milliseconds {
	return radio.tail.reduce((sum, phase) => sum + phase.duration, 0);
}
