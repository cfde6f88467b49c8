import { describe, expect, test } from 'vitest';
import { completeScenario, type Scenario } from './scenario.ts';
import { acksFor, slowStartRounds, TCP_IP_HEADER, wireOf } from './wire.ts';

const wire = (inputs: Partial<Scenario> = {}) => wireOf(completeScenario(inputs));

describe('packets as captured from Node and Chrome', () => {
	test('a poll of 816 bytes leaves as 890, and its empty answer from bare Node returns as 230', () => {
		expect(wire().pollRequest.total).toBe(890);
		expect(wire({ responseHeaders: 154 }).pollAnswer(0).total).toBe(230);
	});

	test('an SSE event of 100 bytes takes 201, its heartbeat 82', () => {
		expect(wire().event.total).toBe(201);
		expect(wire().heartbeat.total).toBe(82);
	});

	test('a WebSocket message of 100 bytes takes 176 down and 180 up', () => {
		expect(wire().frame.total).toBe(176);
		expect(wire().frameUp.total).toBe(180);
	});

	test('a ping, its pong and the ACK of the pong take 208', () => {
		expect(wire().ping.total).toBe(76);
		expect(wire().pong.total).toBe(80);
		expect(wire().ping.total + wire().pong.total + TCP_IP_HEADER).toBe(208);
	});

	test('a POST of 100 bytes takes 1115 up with the ACK of its answer, and 185 down', () => {
		expect(wire().post.total + TCP_IP_HEADER).toBe(1115);
		expect(wire().postAnswer.total).toBe(185);
	});

	test('over HTTP/2 an empty poll takes 172 up with the ACK, and from nghttp2 157 down', () => {
		const h2 = wire({ http: '2' });
		expect(h2.pollRequest.total + TCP_IP_HEADER).toBe(172);
		expect(h2.pollAnswer(0).total).toBe(157);
	});

	test('over HTTP/2 a POST and its 204 have heads of 30 and 26 bytes, from the same second of 3', () => {
		const { post, postAnswer, sameSecondPostAnswer } = wire({ http: '2' });
		// Counted frames of nghttp2; a poll's head was one byte less than the model's.
		expect(post.parts.headers).toBe(31);
		expect(postAnswer.parts.headers).toBe(26);
		expect(sameSecondPostAnswer.parts.headers).toBe(3);
	});

	test('a date that HPACK knows saves 23 bytes; over HTTP/1.1 nothing', () => {
		const saved = (inputs: Partial<Scenario>) =>
			wire(inputs).pollAnswer(1).total - wire(inputs).sameSecondPollAnswer(1).total;
		expect([233, 300, 622, 900].map((size) => saved({ http: '2', responseHeaders: size }))).toEqual(
			[23, 23, 23, 23],
		);
		expect(saved({})).toBe(0);
	});

	test('a 304 to a poll is 177 bytes and has no body; each poll names what it has in 50', () => {
		const conditional = wire({ notModified: true });
		expect(conditional.pollAnswer(0).parts).toMatchObject({ headers: 177, framing: 0, payload: 0 });
		expect(conditional.pollAnswer(1)).toEqual(wire().pollAnswer(1));
		expect(conditional.pollRequest.total - wire().pollRequest.total).toBe(50);
		expect(conditional.longPollRequest.total - wire().longPollRequest.total).toBe(50);
	});

	test('the upgrade of a client with a session cookie is 561 bytes, its answer 129', () => {
		expect(wire().upgradeRequest.total).toBe(561 + 22 + 52);
		expect(wire().upgradeAnswer.total).toBe(129 + 22 + 52);
	});
});

test('the parts of a leg add up to its total', () => {
	const { pollRequest, event, upgradeRequest } = wire({ payload: 5000 });
	for (const { parts, total } of [pollRequest, event, upgradeRequest, wire().pollAnswer(7)]) {
		expect(Object.values(parts).reduce((sum, bytes) => sum + bytes)).toBe(total);
	}
});

test('twenty messages in one answer share its head and are framed by 21 bytes', () => {
	const { parts } = wire().pollAnswer(20);
	expect(parts).toMatchObject({ payload: 2000, framing: 21, headers: 233 });
});

test('what does not fit into one segment takes more packets and more ACKs', () => {
	expect(wire({ payload: 1448 - 22 - 4 }).frame.segments).toBe(1);
	expect(wire({ payload: 3000 }).frame.segments).toBe(3);
	expect(acksFor(3)).toBe(2);
});

test('ten segments leave at once, forty more need two more round trips', () => {
	expect([1, 10, 11, 30, 31].map(slowStartRounds)).toEqual([0, 0, 1, 1, 2]);
});
