import type { RadioId } from './radios.ts';

const ARO = 'AT&T Video Optimizer (ARO) at d164529';

/** Where the figures of each radio come from. Apart from them: an engine needs no reasons. */
export const RADIO_SOURCES: Readonly<Record<RadioId, string>> = {
	none: 'a wired client has no radio',
	wifi: `${ARO}, WiFi.conf; energy of bytes: Huang et al., MobiSys 2012 (from memory)`,
	'3g': `${ARO}, i997.conf; energy of bytes: Huang et al., MobiSys 2012 (from memory)`,
	lte: `${ARO}, lte.conf; paging cycle: SIGCOMM 2021 RRC-Probe`,
	'5g': 'Narayanan et al., SIGCOMM 2021: timers measured, watts from memory',
};
