import {
	CAPACITY_UNIT,
	FREE_EGRESS,
	PLANNED_CONNECTIONS,
	PLANNED_MEMORY_SHARE,
	PLANNED_UTILISATION,
	SERVER_MEMORY,
} from '../model/prices.ts';
import type { Derivation } from './derivation.ts';

const USD = { unit: 'USD' } as const;
const ASSUMED = { source: 'assumed' } as const;

/** The lines of the bill. `frames` of one user a second: a formula. */
export function addMoney(sheet: Derivation, frames: string): void {
	const unit = CAPACITY_UNIT;
	sheet.given('month', 730, 'hours of a month', {
		unit: 'h',
		source: 'as cloud price lists count',
	});
	sheet.given('busy_most', PLANNED_UTILISATION, 'how busy cores may be', ASSUMED);
	sheet.given(
		'connections_most',
		PLANNED_CONNECTIONS,
		'connections that a server holds with ease',
		ASSUMED,
	);
	sheet.given('memory_most', PLANNED_MEMORY_SHARE * SERVER_MEMORY, 'memory for connections', {
		unit: 'B',
		source: '80 % (assumed) of the 8 GB of an m7g.large',
	});
	sheet.line(
		'servers_paid',
		'max(servers, ⌈(max(work / (c × busy_most), connections / connections_most, memory / memory_most)))',
		'servers that keep cores, connections and memory within that',
	);
	sheet.line('cost_servers', 'servers_paid × price_server × month', 'servers', {
		...USD,
		figure: 'cost.parts.servers',
	});

	sheet.given('free', FREE_EGRESS / 1e9, 'data out that costs nothing, a month', {
		unit: 'GB',
		source: 'AWS data transfer, 2026-09',
	});
	sheet.line('GB', 'bytes_down × 3600 × month / 1000000000', 'data out, a month', { unit: 'GB' });
	sheet.line('cost_egress', 'max(0, GB − free) × price_egress', 'data out', {
		...USD,
		figure: 'cost.parts.egress',
	});

	const capacity = { source: 'AWS ALB LCU, 2026-09-20' };
	sheet.given('unit_new', unit.newConnections, 'new connections a second in one unit', capacity);
	sheet.given('unit_open', unit.openConnections, 'open connections in one unit', capacity);
	sheet.given('unit_bytes', unit.bytes, 'bytes an hour in one unit', { unit: 'B', ...capacity });
	sheet.line(
		'units',
		'max(handshakes / unit_new, connections / unit_open, (bytes_down + bytes_up) × 3600 / unit_bytes)',
		'capacity units of the balancer: the largest of three',
	);
	sheet.line(
		'cost_balancer',
		'(price_balancer + units × price_capacity) × month',
		'load balancer',
		{
			...USD,
			figure: 'cost.parts.balancer',
		},
	);
	sheet.line('frames', `U × (${frames})`, 'messages and frames that a serverless host bills', {
		unit: 'per s',
	});
	sheet.line(
		'cost_requests',
		'(requests + frames) × 3600 × month / 1000000 × price_requests',
		'requests, at a price for a million',
		{ ...USD, figure: 'cost.parts.requests' },
	);
	sheet.line(
		'cost_connections',
		'connections × 60 × month / 1000000 × price_connections',
		'connections, at a price for a million minutes',
		{ ...USD, figure: 'cost.parts.connections' },
	);
	sheet.line(
		'bill',
		'cost_servers + cost_egress + cost_balancer + cost_requests + cost_connections',
		'the monthly bill',
		{ ...USD, figure: 'cost.monthly' },
	);
}
