import { describe, expect, test } from 'vitest';
import { BYTE_PARTS } from '../model/figures.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import { MIN_RETRANSMISSION_TIMEOUT, wireOf, type Wire } from '../model/wire.ts';
import type { PacketKind } from './link.ts';
import { simulate } from './simulate.ts';
import { stillWorld } from './testScenario.ts';

const ONE: Partial<Scenario> = { users: 1, duration: 120, messageRate: 10, uplinkRate: 5, seed: 7 };

describe.each(TRANSPORT_IDS)('the trace of a lone client on %s', (transport) => {
	const scenario = stillWorld({ ...ONE, keepAlive: 20, pollInterval: 7 });
	const { bytes, trace } = simulate(transport, scenario);
	const { flights, messages, packets } = trace;
	const sumOf = (of: (flight: (typeof flights)[number]) => number) =>
		packets.flight.reduce((sum, place) => sum + of(flights[place]!), 0);

	test('has all the bytes of the report, by direction and by part', () => {
		// An ACK or the end of a connection may fall beyond either edge.
		const edge = 4 * 180;
		const up = sumOf(({ direction, total }) => (direction === 'up' ? total : 0));
		const down = sumOf(({ direction, total }) => (direction === 'down' ? total : 0));
		expect(Math.abs(up - bytes.up * 120)).toBeLessThan(edge);
		expect(Math.abs(down - bytes.down * 120)).toBeLessThan(edge);
		for (const part of BYTE_PARTS) {
			expect(Math.abs(sumOf(({ parts }) => parts[part]) - bytes.parts[part] * 120)).toBeLessThan(
				edge,
			);
		}
	});

	test('lets no packet arrive before it left, and no message before it was published', () => {
		packets.left.forEach((left, i) => expect(packets.arrived[i]).toBeGreaterThanOrEqual(left));
		messages.published.forEach((published, i) => {
			const [heard, left] = [messages.heard[i]!, messages.left[i]!];
			const [radio, delivered] = [messages.radio[i]!, messages.delivered[i]!];
			expect([published, heard, left, radio, delivered]).toEqual(
				[published, heard, left, radio, delivered].toSorted((a, b) => a - b),
			);
		});
	});

	test('brings each message with a packet of its own time', () => {
		const carriers = [...packets.arrived].filter((_, i) =>
			['push', 'answer'].includes(flights[packets.flight[i]!]!.kind),
		);
		for (const radio of messages.radio) {
			const nearest = Math.min(...carriers.map((arrived) => Math.abs(arrived - radio)));
			expect(nearest).toBeLessThan(20);
		}
	});
});

test('all transports follow the same client and its messages, and it has some', () => {
	const scenario = stillWorld({ users: 5000, duration: 60, messageRate: 1 });
	const traces = TRANSPORT_IDS.map((transport) => simulate(transport, scenario).trace);
	expect(new Set(traces.map(({ client }) => client)).size).toBe(1);
	const published = traces.map(({ messages }) => [...messages.published]);
	expect(published[0]!.length).toBeGreaterThanOrEqual(2);
	for (const times of published) expect(times).toEqual(published[0]);
});

test('a radio of LTE that polls every minute wakes as often as the trace says', () => {
	const scenario = stillWorld({ users: 1, radio: 'lte', pollInterval: 60, duration: 300 });
	const { battery, trace } = simulate('polling', scenario);
	expect(trace.radio.wakes.length / (300 / 3600)).toBeCloseTo(battery.wakeUpsPerHour, 9);
});

/** What each kind of packet must weigh, by the wire facts. */
const FACTS: Record<TransportId, (wire: Wire) => Partial<Record<PacketKind, number>>> = {
	polling: (wire) => ({
		request: wire.pollRequest.total,
		emptyAnswer: wire.pollAnswer(0).total,
		answer: wire.pollAnswer(1).total,
	}),
	longPolling: (wire) => ({
		request: wire.longPollRequest.total,
		emptyAnswer: wire.pollAnswer(0).total,
		answer: wire.pollAnswer(1).total,
	}),
	sse: (wire) => ({ push: wire.event.total, ping: wire.heartbeat.total }),
	webSocket: (wire) => ({
		push: wire.frame.total,
		ping: wire.ping.total,
		pong: wire.pong.total,
	}),
};

describe.each(TRANSPORT_IDS)('the packets on %s', (transport) => {
	const ordinary = completeScenario({ users: 400, duration: 100 });
	const lossy = completeScenario({ users: 400, duration: 100, loss: 20, jitter: 0 });

	test('are of its kinds, and weigh what the wire facts say', () => {
		const expected = FACTS[transport](wireOf(ordinary));
		const { flights, packets } = simulate(transport, ordinary).trace;
		const seen = new Set(packets.flight);
		const kinds = new Map([...seen].map((place) => [flights[place]!.kind, flights[place]!.total]));
		kinds.delete('ack');
		expect(Object.fromEntries(kinds)).toEqual(expected);
	});

	test('take the time of the path, and where one is lost a time-out more', () => {
		const { flights, packets } = simulate(transport, lossy).trace;
		let resent = 0;
		packets.flight.forEach((place, i) => {
			// ACKs are booked, not followed: they take half a round trip.
			if (flights[place]!.kind === 'ack') return;
			const extra = packets.arrived[i]! - packets.left[i]! - flights[place]!.usual;
			if (packets.resent[i] === 1) resent += 1;
			const least = packets.resent[i] === 1 ? MIN_RETRANSMISSION_TIMEOUT + lossy.rtt : 0;
			expect(extra).toBeGreaterThanOrEqual(least - 1e-6);
			if (packets.resent[i] === 0) expect(extra).toBeCloseTo(0, 6);
		});
		expect(resent).toBeGreaterThan(0);
	});

	test('are those of the followed client alone', () => {
		const { flights, packets } = simulate(transport, ordinary).trace;
		const acks = packets.flight.filter((place) => flights[place]!.kind === 'ack').length;
		expect(acks).toBeLessThanOrEqual(2 * (packets.flight.length - acks));
	});
});

test('all transports meet the same messages, lossy or not', () => {
	for (const loss of [0.01, 20]) {
		const scenario = completeScenario({ users: 400, duration: 60, messageRate: 6, loss });
		const [first, ...others] = TRANSPORT_IDS.map((transport) => {
			const { published } = simulate(transport, scenario).trace.messages;
			return [...published].sort((a, b) => a - b);
		});
		expect(first!.length).toBeGreaterThanOrEqual(2);
		for (const times of others) expect(times).toEqual(first);
	}
});

test.each(['longPolling', 'sse', 'webSocket'] as const)(
	'what the server writes on %s while the network is gone, nobody receives',
	(transport) => {
		const faults = [{ kind: 'drop', start: 10, duration: 20 }] as const;
		const scenario = stillWorld({ users: 1, duration: 60, messageRate: 30, faults });
		const { arrived, left } = simulate(transport, scenario).trace.packets;
		const lost = [...left].filter((_, i) => Number.isNaN(arrived[i]));
		expect(lost.length).toBeGreaterThan(0);
		for (const time of lost) expect(time).toBeGreaterThanOrEqual(10_000);
	},
);

test('a goodbye and a refusal take the time of the path, as all that goes over it', () => {
	const faults = [{ kind: 'restart', start: 10, duration: 5 }] as const;
	const scenario = stillWorld({ users: 1, duration: 60, reconnect: 'immediate', faults });
	const { flights, packets } = simulate('webSocket', scenario).trace;
	const took = (kind: PacketKind) =>
		[...packets.left.keys()]
			.filter((i) => flights[packets.flight[i]!]!.kind === kind)
			.map((i) => packets.arrived[i]! - packets.left[i]!);
	for (const kind of ['goodbye', 'refusal'] as const) {
		expect(took(kind).length).toBeGreaterThan(0);
		for (const time of took(kind)) expect(time).toBeCloseTo(scenario.rtt / 2, 6);
	}
});

test('a trace that is full ends where it ends to know', () => {
	const scenario = stillWorld({ users: 1, duration: 200, messageRate: 3000 });
	const { packets, until } = simulate('sse', scenario).trace;
	expect(until).toBeLessThan(200_000);
	expect(until).toBeGreaterThan(10_000);
	// ACKs are told of before they leave.
	expect(Math.max(...packets.left)).toBeLessThanOrEqual(until + scenario.rtt);
});
