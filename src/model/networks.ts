import type { RadioId } from './radios.ts';
import type { KilobitsPerSecond, Milliseconds, Percent } from './units.ts';

/** The path between one client and a server in the same region, its radio already connected. */
export interface Network {
	readonly label: string;
	/** Round-trip time of a packet that meets no queue. */
	readonly rtt: Milliseconds;
	/** Standard deviation of the one-way delay above half the round-trip time. */
	readonly jitter: Milliseconds;
	readonly down: KilobitsPerSecond;
	readonly up: KilobitsPerSecond;
	readonly loss: Percent;
	readonly radio: RadioId;
	/** Where the numbers come from; "assumed" marks those without a published measurement. */
	readonly source: string;
}

export const NETWORKS = {
	fibre: {
		label: 'Fibre',
		rtt: 4,
		jitter: 1,
		down: 20_000,
		up: 5_000,
		loss: 0.01,
		radio: 'none',
		source: 'WebPageTest connectivity.ini, FIOS; jitter and loss assumed',
	},
	wifi: {
		label: 'Wi-Fi',
		rtt: 30,
		jitter: 10,
		down: 30_000,
		up: 15_000,
		loss: 0.1,
		radio: 'wifi',
		source: 'Firefox DevTools profile; Grigorik, HPBN table 6-2; loss assumed',
	},
	'5g': {
		label: '5G',
		rtt: 40,
		jitter: 8,
		down: 150_000,
		up: 80_000,
		loss: 0.1,
		radio: '5g',
		source: 'Narayanan et al., SIGCOMM 2021 artifact; loss assumed',
	},
	'4g': {
		label: '4G (LTE)',
		rtt: 70,
		jitter: 15,
		down: 12_000,
		up: 12_000,
		loss: 0.3,
		radio: 'lte',
		source: 'WebPageTest LTE; SIGCOMM 2021 artifact (p50 22–92 ms); loss assumed',
	},
	slow4g: {
		label: 'Slow 4G',
		rtt: 150,
		jitter: 30,
		down: 1_600,
		up: 750,
		loss: 0.5,
		radio: 'lte',
		source: 'Chrome DevTools "Slow 4G" targets; jitter and loss assumed',
	},
	'3g': {
		label: '3G',
		rtt: 300,
		jitter: 60,
		down: 1_600,
		up: 768,
		loss: 1,
		radio: '3g',
		source: 'WebPageTest 3G; Grigorik, HPBN (HSPA 150–400 ms); loss assumed',
	},
	leo: {
		label: 'Satellite, low orbit',
		rtt: 50,
		jitter: 10,
		down: 150_000,
		up: 15_000,
		loss: 0.5,
		radio: 'wifi',
		source: 'APNIC blog 2022-11-28 (Starlink); rates assumed',
	},
	geo: {
		label: 'Satellite, geostationary',
		rtt: 600,
		jitter: 30,
		down: 100_000,
		up: 10_000,
		loss: 0.6,
		radio: 'none',
		source: 'APNIC blog 2022-05-02; loss assumed',
	},
} as const satisfies Record<string, Network>;

export type NetworkId = keyof typeof NETWORKS;

export const NETWORK_IDS = Object.keys(NETWORKS) as NetworkId[];

/**
 * Queueing on the path above half the round-trip time is lognormal with this standard deviation of
 * the logarithm: HPBN's Wi-Fi hop (p50 6.2, p95 34.9, p99 58.9 ms) gives 1.05 from p95 and 0.97
 * from p99.
 */
export const JITTER_SIGMA = 1;
