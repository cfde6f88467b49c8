import { describe, expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { leg } from '../model/wire.ts';
import { cdf } from './delay.ts';
import { pushDelay } from './inOrder.ts';
import { exponentialNumbers, uniformNumbers } from './testRandom.ts';

const MESSAGES = 400_000;
const frame = leg({ payload: 100 });

/** A stream, message by message: what each takes, the order kept. A lost one comes back by a later one, or by time. */
function bruteForce(
	perSecond: number,
	{ jitter, loss, rtt }: Pick<Scenario, 'jitter' | 'loss' | 'rtt'>,
) {
	const exponential = exponentialNumbers(3);
	const uniform = uniformNumbers(4);
	const bare = rtt / 2 + (frame.total * 8) / 10_000;
	const sent = new Float64Array(MESSAGES);
	const there = new Float64Array(MESSAGES);
	const T = 200 + rtt;
	const lost = new Uint8Array(MESSAGES);
	/** How long after a message the first two left that arrive. */
	const followers = (i: number) => {
		const gaps: number[] = [];
		for (let j = i + 1; j < MESSAGES && gaps.length < 2; j++) {
			if (!lost[j]) gaps.push(sent[j]! - sent[i]!);
		}
		return gaps;
	};
	const firstWait = ([first = Infinity, next = Infinity]: readonly number[]) => {
		if (first >= T) return T;
		if (first <= T - rtt) return rtt + Math.max(first, rtt / 4);
		return next < T ? first + rtt : Math.min(next + rtt, 2 * T);
	};
	for (let i = 0; i < MESSAGES; i++) {
		sent[i] = (sent[i - 1] ?? 0) + (exponential() * 1000) / perSecond;
		// A lognormal with σ = 1 and this deviation, by Box and Muller.
		const z = Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform());
		const median = jitter / Math.sqrt(Math.E * (Math.E - 1));
		there[i] = sent[i]! + bare + median * Math.exp(z);
		lost[i] = uniform() < loss / 100 ? 1 : 0;
	}
	lost.forEach((isLost, i) => {
		if (!isLost) return;
		there[i]! += firstWait(followers(i));
		for (let wait = T; uniform() < loss / 100; wait *= 2) there[i]! += wait;
	});
	let last = 0;
	return sent.map((time, i) => (last = Math.max(last, there[i]!)) - time);
}

describe.each([
	{ rtt: 80, perSecond: 40, jitter: 20, loss: 0 },
	{ rtt: 80, perSecond: 1, jitter: 0, loss: 2 },
	{ rtt: 80, perSecond: 5, jitter: 0, loss: 2 },
	{ rtt: 80, perSecond: 50, jitter: 0, loss: 5 },
	{ rtt: 80, perSecond: 5, jitter: 10, loss: 10 },
	{ rtt: 600, perSecond: 1, jitter: 30, loss: 5 },
])(
	'a round trip of $rtt ms, $perSecond messages a second, with jitter of $jitter ms and $loss % loss, by brute force',
	({ rtt, perSecond, jitter, loss }) => {
		const delays = bruteForce(perSecond, { jitter, loss, rtt });
		const scenario = completeScenario({ rtt, jitter, loss, down: 10_000 });
		const push = pushDelay(frame, scenario, { messages: perSecond / 1000, heartbeats: 0 });
		// Neighbours wait for the same late message: the error is that of so many fewer messages.
		const independent = MESSAGES / (2 + perSecond / 2);

		test('agrees on the mean', () => {
			const mean = delays.reduce((sum, x) => sum + x) / MESSAGES;
			const square = delays.reduce((sum, x) => sum + x * x) / MESSAGES;
			const error = Math.sqrt((square - mean * mean) / independent);
			const expected = push.delay.mean + push.stalled;
			expect(Math.abs(mean - expected)).toBeLessThan(Math.max(5 * error, 0.002 * mean));
		});

		test.each([0.9, 1.4, 1.6, 2.5, 4.2])('agrees on the share within %f round trips', (trips) => {
			const t = trips * rtt;
			const share = delays.filter((delay) => delay <= t).length / MESSAGES;
			const error = Math.sqrt((share * (1 - share)) / independent);
			const expected = cdf(push.delay, t) * push.unblocked(t);
			expect(Math.abs(share - expected)).toBeLessThan(Math.max(5 * error, 0.002));
		});
	},
);
