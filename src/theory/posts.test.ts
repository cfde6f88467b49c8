import { expect, test } from 'vitest';
import { completeScenario } from '../model/scenario.ts';
import { conditionsOf } from './conditions.ts';
import { fixed } from './delay.ts';
import { postConnection, postDelay, postsAckedAlone } from './posts.ts';

const FAST = { jitter: 0, loss: 0, rtt: 100, up: 10_000_000, down: 10_000_000, uplinkRate: 1 };

test('a post is there after half a round trip, on a new connection after two and a half', () => {
	const conditions = conditionsOf(completeScenario(FAST));
	expect(postDelay(conditions, 0).mean).toBeCloseTo(50, 1);
	expect(postDelay(conditions, 1).mean).toBeCloseTo(250, 1);
});

test('a post on a connection of its own is cold with e^(−μK)', () => {
	const conditions = conditionsOf(completeScenario({ ...FAST, http: '1.1', keepAlive: 75 }));
	expect(postConnection(conditions).cold).toBeCloseTo(Math.exp(-75 / 60), 2);
});

test('the ACK of a request is alone where this answer or the last one is late, on a new connection this one', () => {
	const late = (inputs: object, cold: number) =>
		postsAckedAlone(conditionsOf(completeScenario({ requestCpu: 40, ...inputs })), {
			cold,
			wait: fixed(0),
		});
	const share = Math.exp(-1);
	expect(late({}, 0)).toBeCloseTo(1 - (1 - share) * (1 - share), 9);
	expect(late({ handshakeCpu: 0 }, 1)).toBeCloseTo(share, 9);
});
