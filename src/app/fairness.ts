import { FIELDS, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Report } from '../sim/report.ts';
import { factor, figure, percent } from './words.ts';

/** One thing that comparisons of push with polling often leave out, in favour of push. */
export interface Switch {
	readonly id: string;
	readonly label: string;
	readonly help: string;
	isOn(scenario: Scenario): boolean;
	/** The inputs that turn it on or off. */
	inputs(scenario: Scenario, on: boolean): Partial<Scenario>;
}

/** A head without cookie and token: Chrome 142 on Android, counted byte by byte. */
const BARE_HEAD = 548;
/** So many times the poll interval a connection is kept, at least. */
const AMPLE = 2;

/** What makes polling light, each with the input that it sets. */
export const SWITCHES: readonly Switch[] = [
	{
		id: 'http2',
		label: 'HTTP/2',
		help: 'repeated heads shrink to a few bytes',
		isOn: ({ http }) => http === '2',
		inputs: (_, on) => ({ http: on ? '2' : '1.1' }),
	},
	{
		id: 'keep',
		label: 'Keep connections',
		help: 'no handshake before each poll',
		isOn: ({ keepAlive, pollInterval }) => keepAlive > pollInterval,
		inputs: ({ pollInterval }, on) => ({
			keepAlive: on
				? Math.min(FIELDS.keepAlive.max, Math.max(FIELDS.keepAlive.fallback, AMPLE * pollInterval))
				: FIELDS.keepAlive.min,
		}),
	},
	{
		id: 'notModified',
		label: '304',
		help: 'no body where nothing is new',
		isOn: ({ notModified }) => notModified,
		inputs: (_, on) => ({ notModified: on }),
	},
	{
		id: 'heads',
		label: 'Small heads',
		help: `requests of ${BARE_HEAD} B, without cookie and token`,
		isOn: ({ requestHeaders }) => requestHeaders <= BARE_HEAD,
		inputs: (_, on) => ({ requestHeaders: on ? BARE_HEAD : FIELDS.requestHeaders.fallback }),
	},
	{
		id: 'spread',
		label: 'Spread clients',
		help: 'not all at the same moment',
		isOn: ({ phases }) => phases === 'random',
		inputs: (_, on) => ({ phases: on ? 'random' : 'synchronised' }),
	},
	{
		id: 'resumed',
		label: 'Resumed TLS',
		help: 'no certificates when connections come back',
		isOn: ({ tls }) => tls === 'resumed',
		inputs: (_, on) => ({ tls: on ? 'resumed' : 'full' }),
	},
];

/** All that speaks for polling at once. */
export function strongestCase(scenario: Scenario): Partial<Scenario> {
	const off = SWITCHES.filter((each) => !each.isOn(scenario));
	return Object.assign({}, ...off.map((each) => each.inputs(scenario, true))) as Partial<Scenario>;
}

type Reports = Readonly<Partial<Record<TransportId, Report>>>;

/** Ratios nearer to 1 count as the same. */
const ALIKE = 1.05;

/** What polling's bytes and requests are now against before, and how far it still is from the lightest other. */
export function fairnessSentence(before: Reports, now: Reports): string {
	if (!before.polling || !now.polling) return '';
	const bytes = change(bytesOf(before.polling), bytesOf(now.polling));
	const requests = change(before.polling.requestsPerSecond, now.polling.requestsPerSecond);
	const start = `Polling now moves ${bytes} bytes and makes ${requests} requests as before`;
	const wait = waitText(before.polling, now.polling);
	return `${start}${rest(now)}.${wait}`;
}

function bytesOf({ bytes }: Report): number {
	return bytes.up + bytes.down;
}

function change(before: number, now: number): string {
	const ratio = now / before;
	if (!(ratio > 1 / ALIKE && ratio < ALIKE)) {
		return ratio < 1 ? `${percent(ratio)} of the` : `${factor(ratio)} the`;
	}
	return 'as many';
}

/** Only where the wait for a core has become another one. */
function waitText(before: Report, now: Report): string {
	const [was, is] = [before.server.queueWait.mean, now.server.queueWait.mean];
	if (Math.abs(is - was) < 1) return '';
	return ` Its requests wait ${figure(is)} ms for a core; before, ${figure(was)} ms.`;
}

function rest({ polling, ...others }: Reports): string {
	const least = Math.min(...Object.values(others).map(bytesOf));
	if (!polling || !Number.isFinite(least) || least === 0) return '';
	const ratio = bytesOf(polling) / least;
	if (ratio < ALIKE) return ', and none of the others is lighter';
	return `, still ${factor(ratio)} those of the lightest other`;
}
