import { transmissionTime, type Milliseconds } from '../model/units.ts';
import type { Conditions } from './conditions.ts';
import type { Derivation } from './derivation.ts';
import { meanJitter, type Flights } from './link.ts';
import type { Expectations } from './assemble.ts';

/** The lines of a mean way down: half a round trip, transmission, jitter, and what losses add. */
export function addWayDown(
	sheet: Derivation,
	{ scenario }: Conditions,
	{
		suffix,
		legs,
		mean,
	}: { readonly suffix: string; readonly legs: Flights; readonly mean: Milliseconds },
): void {
	const size = legs.reduce((sum, [weight, { total }]) => sum + weight * total, 0);
	const time = transmissionTime(size, scenario.down);
	const jitter = meanJitter(scenario.jitter);
	sheet.given(`size${suffix}`, size, 'mean size of the answer that a message comes in', {
		unit: 'B',
		source: 'with TLS and TCP/IP; see the bytes',
	});
	sheet.line(`send${suffix}`, `size${suffix} × 8 / rate_down`, 'its transmission', { unit: 'ms' });
	const rest = mean - scenario.rtt / 2 - time - jitter;
	sheet.given(`resend${suffix}`, rest, 'on average for lost packets, and for slow start', {
		unit: 'ms',
		source:
			'time-out of 200 ms + R for a lost last packet, unless a later one brings it back; R + R/4 for another; RFC 8985, RFC 6298, RFC 6928',
	});
	sheet.line(`down${suffix}`, `R / 2 + send${suffix} + queues + resend${suffix}`, 'the way down', {
		unit: 'ms',
	});
}

/** What all ways have in common. */
export function addPath(sheet: Derivation, { scenario }: Conditions): void {
	sheet.given('rate_down', scenario.down, 'the client’s link, downwards', { unit: 'kbit/s' });
	sheet.line('queues', 'j / √(e^(1) − 1)', 'mean of the jitter: lognormal with σ = 1', {
		unit: 'ms',
	});
}

const PERCENTILES = [
	[50, '0.5'],
	[95, '0.95'],
	[99, '0.99'],
] as const;

/** The lines of the latencies, from those of their parts; `rule` is a formula for a percentile in which `u` stands for it. */
export function addLatencies(
	sheet: Derivation,
	figures: Expectations,
	rule?: { readonly meaning: string; formula(u: string): string },
): void {
	sheet.line('latency', 'wait + network + server + radio', 'mean latency', {
		unit: 'ms',
		figure: 'latency.mean',
	});
	for (const [percent, share] of PERCENTILES) {
		const value = figures[`latency.p${percent}`];
		if (typeof value !== 'number') continue;
		const simple = rule ? [`rule_${percent}`] : [];
		if (rule) sheet.line(simple[0]!, rule.formula(share), rule.meaning, { unit: 'ms' });
		sheet.solved(
			`p${percent}`,
			value,
			`the t that ${percent} % of the latencies stay below: their whole distribution, with jitter, losses, queue and radio, solved for t`,
			{ unit: 'ms', figure: `latency.p${percent}`, beside: ['latency', ...simple] },
		);
	}
}
