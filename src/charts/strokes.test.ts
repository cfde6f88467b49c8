import { describe, expect, test } from 'vitest';
import type { Direction, PacketKind } from '../sim/link.ts';
import type { Look } from './roles.ts';
import {
	isInView,
	labelsOf,
	LANE,
	lossOf,
	nearestPacket,
	placing,
	strokePath,
	strokesOf,
} from './strokes.ts';
import type { WirePacket } from './wire.ts';

const MIDDLE = (LANE.client + LANE.server) / 2;
/** 100 pixels a second. */
const place = placing([10, 20], 1000);

interface Sketch {
	kind?: PacketKind;
	direction?: Direction;
	left: number;
	arrived: number;
	resent?: boolean;
	label?: string;
	notable?: boolean;
	look?: Look;
}

function packet({
	kind = 'request',
	direction = 'up',
	left,
	arrived,
	...rest
}: Sketch): WirePacket {
	const { resent = false, label = '', notable = false, look = 'request' } = rest;
	const parts = { payload: 0, framing: 0, headers: 0, tls: 0, tcpip: 52, handshake: 0 };
	return {
		flight: { kind, direction, parts, total: 52, usual: 100 },
		role: { name: kind, label, notable, look },
		left,
		arrived,
		resent,
	};
}

describe('a stroke', () => {
	test('is slanted by the time that the packet took, from its sender to its receiver', () => {
		expect(strokePath(packet({ left: 11, arrived: 11.1 }), place)).toBe(
			`M100,${LANE.client}L110,${LANE.server}`,
		);
		expect(strokesOf(packet({ direction: 'down', left: 11, arrived: 12 }), place)).toEqual([
			[
				[100, LANE.server],
				[200, LANE.client],
			],
		]);
	});

	test('ends half way, with a cross, where nobody received it', () => {
		const lost = packet({ left: 11, arrived: NaN });
		expect(strokesOf(lost, place)[0]![1]).toEqual([105, MIDDLE]);
		expect(lossOf(lost, place)).toEqual([105, MIDDLE]);
		expect(lossOf(packet({ left: 11, arrived: 11.1 }), place)).toBeNull();
	});

	test('begins anew after the time-out, where it was lost and sent again', () => {
		const strokes = strokesOf(packet({ left: 11, arrived: 12, resent: true }), place);
		expect(strokes).toHaveLength(2);
		expect(strokes[1]).toEqual([
			[190, LANE.client],
			[200, LANE.server],
		]);
	});

	test('of a handshake goes to and fro twice, without a gap', () => {
		const [up, down] = [
			packet({ kind: 'handshake', left: 11, arrived: 14 }),
			packet({ kind: 'handshake', direction: 'down', left: 11, arrived: 15 }),
		].map((half) => strokesOf(half, place));
		const way = [up![0]!, down![0]!, up![1]!, down![1]!];
		expect(way[0]![0]).toEqual([100, LANE.client]);
		expect(way[3]![1]).toEqual([500, LANE.client]);
		way.slice(1).forEach(([start], i) => expect(start).toEqual(way[i]![1]));
	});
});

test('in view is what is on its way at any moment of it', () => {
	expect(isInView(packet({ left: 9, arrived: 11 }), [10, 20])).toBe(true);
	expect(isInView(packet({ left: 9, arrived: 9.5 }), [10, 20])).toBe(false);
	expect(isInView(packet({ left: 9.95, arrived: NaN }), [10, 20])).toBe(true);
});

test('the pointer finds the nearest stroke, at its own height, and none far away', () => {
	const steep = packet({ left: 11, arrived: 12 });
	const other = packet({ direction: 'down', left: 11, arrived: 12 });
	expect(nearestPacket([steep, other], place, [112, LANE.client + 6])).toBe(steep);
	expect(nearestPacket([steep, other], place, [112, LANE.server - 6])).toBe(other);
	expect(nearestPacket([steep, other], place, [400, MIDDLE])).toBeNull();
});

describe('words at strokes', () => {
	const poll = (left: number) => packet({ left, arrived: left + 0.02, label: 'request' });
	const push = (left: number) =>
		packet({ direction: 'down', left, arrived: left + 0.02, label: 'push', notable: true });

	test('name each usual kind once, and all that is notable', () => {
		const texts = labelsOf([poll(11), push(12), poll(13), push(14)], place, 1000).map(
			({ text }) => text,
		);
		expect(texts.sort()).toEqual(['push', 'push', 'request']);
	});

	test('are left out where strokes leave no room, or the picture ends', () => {
		expect(labelsOf([push(19.95)], place, 1000)).toEqual([]);
		const crowd = Array.from({ length: 300 }, (_, i) => push(10 + i / 30));
		expect(labelsOf(crowd, place, 1000)).toEqual([]);
	});

	test('move past the strokes beside their own, and never stand on one', () => {
		const packets = [push(12), push(12.05), push(12.1)];
		const labels = labelsOf(packets, place, 1000);
		expect(labels[0]!.x).toBeGreaterThan(place(12.1));
		for (const { x } of labels) {
			for (const { left, arrived } of packets)
				expect(x > place(arrived) || x + 20 < place(left)).toBe(true);
		}
	});
});
