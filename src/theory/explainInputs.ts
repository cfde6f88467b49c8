import { NETWORKS } from '../model/networks.ts';
import {
	fallbackOf,
	FIELDS,
	PROFILE_KEYS,
	type FieldName,
	type Scenario,
} from '../model/scenario.ts';
import { TCP_IP_HEADER } from '../model/wire.ts';
import type { Conditions } from './conditions.ts';
import type { Derivation } from './derivation.ts';

/** The symbol of each input that formulas use, and its unit there. */
const SYMBOLS = {
	users: ['U', ''],
	pollInterval: ['N', 's'],
	messageRate: ['m', 'per min'],
	uplinkRate: ['m_up', 'per min'],
	longPollTimeout: ['T_hold', 's'],
	pingInterval: ['P', 's'],
	idleTimeout: ['I', 's'],
	keepAlive: ['K', 's'],
	duration: ['t_run', 's'],
	rtt: ['R', 'ms'],
	jitter: ['j', 'ms'],
	requestCpu: ['cpu_request', 'ms'],
	requestWait: ['wait_request', 'ms'],
	pushCpu: ['cpu_push', 'ms'],
	handshakeCpu: ['cpu_handshake', 'ms'],
	cores: ['c', ''],
	nodes: ['servers', ''],
	connectionMemory: ['memory_each', 'kB'],
	priceServer: ['price_server', 'USD/h'],
	priceEgress: ['price_egress', 'USD/GB'],
	priceBalancer: ['price_balancer', 'USD/h'],
	priceCapacity: ['price_capacity', 'USD/h'],
	priceRequests: ['price_requests', 'USD'],
	priceConnections: ['price_connections', 'USD'],
} as const satisfies Partial<Record<FieldName, readonly [symbol: string, unit: string]>>;

/** Where an input's value comes from, in words. */
export function sourceOf(scenario: Scenario, name: FieldName): string {
	const { source } = FIELDS[name];
	if (scenario[name] !== fallbackOf(name, scenario.network)) return 'set by you';
	const ofNetwork = (PROFILE_KEYS as readonly string[]).includes(name);
	if (!ofNetwork) return `the default: ${source}`;
	const network = NETWORKS[scenario.network];
	return `${network.label}: ${network.source}`;
}

/** The inputs, and the rates that formulas are written in. */
export function addInputs(sheet: Derivation, { scenario }: Conditions): void {
	for (const [name, [symbol, unit]] of Object.entries(SYMBOLS) as [
		keyof typeof SYMBOLS,
		readonly [string, string],
	][]) {
		sheet.given(symbol, scenario[name], FIELDS[name].label, {
			unit,
			source: sourceOf(scenario, name),
		});
	}
	sheet.line('λ', 'm / 60', 'messages to one user', { unit: 'per s' });
	sheet.line('μ', 'm_up / 60', 'messages from one user', { unit: 'per s' });
	sheet.line('N_ms', '1000 × N', 'the poll interval in ms', { unit: 'ms' });
	sheet.given('ack', TCP_IP_HEADER, 'an ACK: IPv4 20, TCP 20, time stamps 12', {
		unit: 'B',
		source: 'RFC 791, 9293, 7323; measured',
	});
}
