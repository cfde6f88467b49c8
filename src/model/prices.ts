import type { CostPart } from './figures.ts';
import type { Scenario } from './scenario.ts';
import {
	SECONDS_PER_HOUR,
	SECONDS_PER_MONTH,
	type Bytes,
	type PerSecond,
	type UsDollars,
} from './units.ts';

/** What a service does all month long: the quantities that are billed. */
export interface Usage {
	readonly bytesDown: PerSecond;
	readonly bytesUp: PerSecond;
	/** HTTP requests. */
	readonly requests: PerSecond;
	/** WebSocket frames in both directions. */
	readonly frames: PerSecond;
	readonly newConnections: PerSecond;
	readonly openConnections: number;
	/** CPU-seconds a second. */
	readonly coresBusy: number;
	/** Memory of all open connections. */
	readonly memory: Bytes;
}

export interface Bill {
	/** The sum of the parts. */
	readonly monthly: UsDollars;
	readonly parts: Readonly<Record<CostPart, UsDollars>>;
}

const GIGABYTE: Bytes = 1e9;
const MILLION = 1e6;
const HOURS_PER_MONTH = SECONDS_PER_MONTH / SECONDS_PER_HOUR;

/** Servers are added above this share of busy cores: room for peaks and for one that fails. Assumed. */
export const PLANNED_UTILISATION = 0.6;
/** Connections that one server holds with ease. Assumed; two million have been shown on one machine (phoenixframework.org). */
export const PLANNED_CONNECTIONS = 10_000;
/** Of a server's memory, the share that connections may fill. Assumed. */
export const PLANNED_MEMORY_SHARE = 0.8;
/** EC2 m7g.large, the server whose price is the default. */
export const SERVER_MEMORY: Bytes = 8e9;
/** Data out that costs nothing, each month (AWS data transfer, 2026-09). */
export const FREE_EGRESS: Bytes = 100 * GIGABYTE;
/** What one capacity unit of the load balancer covers (AWS ALB LCU, 2026-09-20); the largest of the three counts. */
export const CAPACITY_UNIT = {
	newConnections: 25,
	openConnections: 3000,
	/** In one hour, both directions. */
	bytes: GIGABYTE,
} as const;

/** Servers that keep the cores, the connections and the memory within what is planned for. */
export function serversNeeded(usage: Usage, { cores, nodes }: Scenario): number {
	const load = Math.max(
		usage.coresBusy / (cores * PLANNED_UTILISATION),
		usage.openConnections / PLANNED_CONNECTIONS,
		usage.memory / (PLANNED_MEMORY_SHARE * SERVER_MEMORY),
	);
	return Math.max(nodes, Math.ceil(load));
}

/** Capacity units that a load balancer counts for this usage. */
export function capacityUnits(usage: Usage): number {
	const bytesPerHour = (usage.bytesDown + usage.bytesUp) * SECONDS_PER_HOUR;
	return Math.max(
		usage.newConnections / CAPACITY_UNIT.newConnections,
		usage.openConnections / CAPACITY_UNIT.openConnections,
		bytesPerHour / CAPACITY_UNIT.bytes,
	);
}

/** What a month of this usage costs at the scenario's prices. Data in is free, data out is not. */
export function monthlyBill(usage: Usage, scenario: Scenario): Bill {
	const perMonth = (rate: PerSecond) => rate * SECONDS_PER_MONTH;
	const paidEgress = Math.max(0, perMonth(usage.bytesDown) - FREE_EGRESS) / GIGABYTE;
	const connectionMinutes = perMonth(usage.openConnections) / 60;
	const parts = {
		servers: serversNeeded(usage, scenario) * scenario.priceServer * HOURS_PER_MONTH,
		egress: paidEgress * scenario.priceEgress,
		balancer:
			(scenario.priceBalancer + capacityUnits(usage) * scenario.priceCapacity) * HOURS_PER_MONTH,
		requests: (perMonth(usage.requests + usage.frames) / MILLION) * scenario.priceRequests,
		connections: (connectionMinutes / MILLION) * scenario.priceConnections,
	};
	const { servers, egress, balancer, requests, connections } = parts;
	return { monthly: servers + egress + balancer + requests + connections, parts };
}
