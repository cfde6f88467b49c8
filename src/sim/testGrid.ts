import fc from 'fast-check';
import { power } from '../model/math.ts';
import { NETWORK_IDS } from '../model/networks.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';

/**
 * For tests: scenarios over all that the closed forms know of, the same ones every time. Each is
 * simulated for long enough that the start of the run does not matter, and with so many users that
 * it takes about as much work as any other.
 */
export function scenarioGrid(count: number): Scenario[] {
	return fc.sample(fc.noBias(scenarios), { seed: 1, numRuns: count });
}

const DURATION = 300;
const EVENTS = 20_000;

/** Even over the magnitudes from `min` to `max`, to three digits. */
function log(min: number, max: number): fc.Arbitrary<number> {
	return fc
		.integer({ min: 0, max: 1000 })
		.map((share) => Number((min * power(max / min, share / 1000)).toPrecision(3)));
}

function whole(values: fc.Arbitrary<number>): fc.Arbitrary<number> {
	return values.map(Math.round);
}

const scenarios: fc.Arbitrary<Scenario> = fc
	.record({
		pollInterval: log(0.7, 120),
		messageRate: log(0.3, 100),
		network: fc.constantFrom(...NETWORK_IDS),
		audience: fc.constantFrom('own' as const, 'own' as const, 'own' as const, 'shared' as const),
		payload: whole(log(10, 4000)),
		uplinkRate: fc.oneof(fc.constant(0), fc.constant(0), log(0.2, 20)),
		http: fc.constantFrom('1.1' as const, '2' as const),
		requestHeaders: whole(log(200, 2500)),
		responseHeaders: whole(log(111, 900)),
		keepAlive: fc.oneof(fc.constantFrom(0, 5, 75), log(1, 150)),
		tls: fc.constantFrom('full' as const, 'resumed' as const),
		longPollTimeout: log(5, 60),
		pingInterval: fc.oneof(fc.constant(0), log(10, 60), log(10, 60), log(10, 60)),
		idleTimeout: fc.constantFrom(0, 60, 60, 60, 30, 350),
		cores: fc.constantFrom(1, 2, 4),
		nodes: fc.constantFrom(1, 1, 2),
		requestCpu: log(0.2, 4),
		requestWait: fc.oneof(fc.constant(0), fc.constant(0), log(1, 100)),
		pushCpu: log(0.01, 0.3),
		handshakeCpu: log(0.1, 3),
		reconnect: fc.constantFrom('jitter' as const, 'immediate' as const, 'backoff' as const),
		resume: fc.constantFrom(true, true, false),
	})
	.map((inputs) => {
		const { messageRate, pollInterval, uplinkRate } = inputs;
		const perSecond = Math.max(1 / pollInterval, 0.1) + (messageRate + uplinkRate) / 30;
		const users = Math.max(24, Math.round(EVENTS / DURATION / perSecond));
		return completeScenario({ ...inputs, duration: DURATION, users });
	});
