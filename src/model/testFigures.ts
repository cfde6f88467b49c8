import { completeScenario, type Scenario } from './scenario.ts';
import { TRANSPORT_IDS, type TransportId } from './transports.ts';
import type { Figures } from './figures.ts';
import type { Case } from './verdict.ts';

/** For tests: what a run may say, all criteria at values that matter. */
export const SOME_FIGURES: Figures = {
	requestsPerSecond: 0,
	emptyResponseFraction: 0,
	messagesPerSecond: 100,
	latency: {
		...{ mean: 5000, p50: 5000, p95: 10_000, p99: 10_000, max: 10_000 },
		parts: { wait: 0, network: 5000, server: 0, radio: 0 },
	},
	bytes: {
		...{ up: 50_000, down: 50_000, perMessage: 1000 },
		parts: { payload: 0, framing: 0, headers: 0, tls: 0, tcpip: 0, handshake: 0 },
	},
	battery: { wakeUpsPerHour: 60, radioOnFraction: 0.2, energyPerHour: 1000 },
	server: {
		...{ utilisation: 0.1, queueWait: { mean: 0, p99: 0 } },
		...{ connections: 1000, memory: 5e7, handshakesPerSecond: 0 },
	},
	messages: { published: 1000, delivered: 1000, lost: 0, duplicated: 0, late: 0 },
	cost: {
		monthly: 100,
		parts: { servers: 100, egress: 0, balancer: 0, requests: 0, connections: 0 },
	},
};

/** For tests: a case in which all transports do the same but for the changes. */
export function caseWith(
	changes: Readonly<Partial<Record<TransportId, Partial<Figures>>>> = {},
	inputs: Partial<Scenario> = {},
): Case {
	const figures = Object.fromEntries(
		TRANSPORT_IDS.map((id) => [id, { ...SOME_FIGURES, ...changes[id] }]),
	);
	return {
		scenario: completeScenario({ users: 1000, ...inputs }),
		transports: TRANSPORT_IDS,
		figures,
	};
}
