import { describe, expect, test } from 'vitest';
import { BYTE_PARTS } from '../model/figures.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import { differenceSentence } from './difference.ts';
import type { Reports } from './reports.ts';
import {
	faultSpans,
	lanesOf,
	laneText,
	largestPacket,
	packetText,
	partsOf,
	stopsOf,
	wirePinned,
	wireSentence,
	type WirePacket,
} from './wire.ts';

function lanes(inputs: Partial<Scenario>) {
	const scenario = completeScenario({ users: 200, duration: 60, messageRate: 4, ...inputs });
	const reports: Reports = Object.fromEntries(
		TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]),
	);
	return lanesOf(reports, TRANSPORT_IDS);
}

const usual = lanes({});
const troubled = lanes({ faults: [{ kind: 'restart', start: 20, duration: 5 }], loss: 10 });

function packetsOn(all: typeof usual, id: TransportId): readonly WirePacket[] {
	return all.find((lane) => lane.id === id)!.packets;
}

test('the packets of a lane stand in the order in which they left', () => {
	for (const { packets } of usual) {
		const times = packets.map(({ left }) => left);
		expect(times).toEqual([...times].sort((a, b) => a - b));
	}
});

describe('what a packet is called', () => {
	const labels = (all: typeof usual, id: TransportId) =>
		new Set(packetsOn(all, id).map(({ role }) => role.label));

	test('follows from its kind and from the transport', () => {
		expect(labels(usual, 'polling')).toEqual(new Set(['request', 'empty', 'data', '']));
		expect(labels(usual, 'longPolling')).toContain('time-out');
		expect(labels(usual, 'webSocket')).toEqual(new Set(['push', 'ping', 'pong', '']));
	});

	test('tells a reconnect from a connection that is opened for one request', () => {
		for (const id of ['longPolling', 'sse', 'webSocket'] as const) {
			expect(labels(troubled, id)).toContain('reconnect');
		}
		expect(labels(troubled, 'polling')).toContain('new connection');
		expect(labels(troubled, 'polling')).not.toContain('reconnect');
	});
});

test('a packet says what it is, what it weighs, and how long it took', () => {
	const first = packetsOn(usual, 'polling').find(({ flight }) => flight.kind === 'request')!;
	expect(packetText(first)).toMatch(
		/^Request of 890 bytes, 0 of them payload, client to server: left at \d+\.\d{3}\u202fs, took [\d.]+\u202fms$/,
	);
});

test('a packet that was lost says so', () => {
	const all = troubled.flatMap(({ packets }) => packets);
	const resent = all.find((packet) => packet.resent)!;
	expect(packetText(resent)).toContain('lost, and sent again');
	expect(packetText({ ...resent, arrived: NaN })).toMatch(/and nobody received it$/);
});

test('the parts of every packet add up to its size, and none is larger than the largest', () => {
	const largest = largestPacket(usual);
	for (const { flight } of usual.flatMap(({ packets }) => packets)) {
		const parts = partsOf(flight);
		expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(flight.total);
		expect(parts.every(({ part }) => BYTE_PARTS.includes(part))).toBe(true);
		expect(flight.total).toBeLessThanOrEqual(largest);
	}
});

test('steps stop where a packet arrives, once, in the order of time', () => {
	const stops = stopsOf(usual);
	expect(stops).toEqual([...new Set(stops)].sort((a, b) => a - b));
	const answers = packetsOn(usual, 'polling').filter(({ role }) => role.look !== 'ack');
	for (const { arrived } of answers) expect(stops).toContain(arrived);
	expect(stopsOf(troubled).some(Number.isNaN)).toBe(false);
});

describe('the sentences', () => {
	test('count what is in view, and are silent where there is nothing to say', () => {
		const requests = packetsOn(usual, 'polling').filter(({ role }) => role.look !== 'ack');
		const text = wireSentence(usual, [0, 60]);
		expect(text).toContain(`${requests.length} packets by polling`);
		expect(text).toContain(`slowest of ${usual[0]!.messages.length} messages`);
		expect(wireSentence([], [0, 60])).toBe('');
	});

	test('change with the stretch in view', () => {
		const polls = packetsOn(usual, 'polling');
		const at = polls.find(({ flight }) => flight.kind === 'request')!.left;
		expect(laneText(polls, [at - 0.01, at + 0.01])).toBe('1 request, 890\u202fB');
		expect(laneText(polls, [at + 0.3, at + 0.4])).toBe('0\u202fB');
	});

	test('name reconnects and losses', () => {
		expect(wireSentence(troubled, [0, 60])).toMatch(/webSocket \([^)]*, 1 reconnect/i);
		expect(wireSentence(troubled, [0, 60])).toMatch(/\d+ lost/);
	});
});

describe('against the pinned run', () => {
	const rare = lanes({ pollInterval: 30 });

	test('the packets in view are counted, without ACKs', () => {
		const requests = packetsOn(rare, 'polling').filter(({ role }) => role.look !== 'ack');
		const { now, then } = wirePinned(usual, rare, ['polling', 'sse'], [0, 60]);
		expect(then.values[0]).toBe(requests.length);
		expect(now.values[0]).toBeGreaterThan(5 * requests.length);
		expect(now.values[1]).toBe(then.values[1]);
		expect(differenceSentence({ now, then, rows: [] }, ['polling', 'sse'])).toBe(
			`Packets in view, ACKs aside: polling ${now.values[0]} instead of ${then.values[0]}; ` +
				'SSE hardly differs.',
		);
	});

	test('the count is of the stretch in view, and none where the pinned run is not known', () => {
		expect(wirePinned(usual, rare, ['polling'], [70, 80]).now.values).toEqual([0]);
		expect(wirePinned(usual, [], ['polling'], [0, 60]).then.values).toEqual([null]);
	});
});

test('a fault spans the lanes that it concerns: a proxy blocks only WebSockets', () => {
	const faults = [
		{ kind: 'block', start: 10, duration: 5 },
		{ kind: 'drop', start: 30, duration: 2 },
	] as const;
	expect(faultSpans(faults, 'sse')).toEqual([{ label: 'network drops', from: 30, to: 32 }]);
	expect(faultSpans(faults, 'webSocket')).toEqual([
		{ label: 'proxy blocks WebSocket', from: 10, to: 15 },
		{ label: 'network drops', from: 30, to: 32 },
	]);
});
