import type { Seconds } from '../model/units.ts';
import type { WirePacket } from './wire.ts';

/** Where a lane's two lines stand, pixels from its top. */
export const LANE = { client: 28, server: 80, track: 10, height: 106 } as const;

/** Where a moment stands, pixels. */
export type Place = (time: Seconds) => number;

/** A point of the picture, pixels. */
export type Point = readonly [x: number, y: number];

/** A word beside a stroke. */
export interface Label {
	readonly packet: WirePacket;
	readonly x: number;
	readonly y: number;
	readonly text: string;
}

/** Places are hundredths of a pixel. */
const FINENESS = 100;
const MIDDLE = (LANE.client + LANE.server) / 2;
/** Half the size of the cross where a packet is lost. */
const CROSS = 3.5;
/** The pointer finds packets so near, pixels. */
const REACH = 14;
/** Width and height of a letter of a label, and the label's distance from its stroke. */
const LETTER = 5.4;
const LETTER_HEIGHT = 9;
const GAP = 4;
/** Room of a stroke below which none is labelled, pixels. */
const LEAST_ROOM = 8;
/** No further from its stroke does a label stand, pixels. */
const NEAR = 14;
const BASELINES = { up: LANE.client + 12, down: LANE.server - 5 } as const;

/** Moments of `view` spread over `width` pixels. */
export function placing([from, to]: readonly [Seconds, Seconds], width: number): Place {
	return (time) => Math.round(((time - from) / (to - from)) * width * FINENESS) / FINENESS;
}

function ends({ flight }: WirePacket): readonly [number, number] {
	return flight.direction === 'up' ? [LANE.client, LANE.server] : [LANE.server, LANE.client];
}

/** When the packet that arrives had left: later than the first try, where that was lost. */
function lastLeft({ arrived, flight, left, resent }: WirePacket): Seconds {
	return resent ? Math.max(left, arrived - flight.usual / 1000) : left;
}

/** The straight strokes of a packet. A handshake goes to and fro, twice; a lost packet ends half way. */
export function strokesOf(packet: WirePacket, place: Place): readonly (readonly [Point, Point])[] {
	const { flight, left, arrived } = packet;
	const [start, end] = ends(packet);
	if (flight.kind === 'handshake') return tripsOf(packet, place);
	const lost: [Point, Point] = [
		[place(left), start],
		[place(lostAt(packet)), MIDDLE],
	];
	if (Number.isNaN(arrived)) return [lost];
	const last: [Point, Point] = [
		[place(lastLeft(packet)), start],
		[place(arrived), end],
	];
	return packet.resent ? [lost, last] : [last];
}

/** Two round trips of four ways: the client's last packet arrives after three of them. */
function tripsOf(packet: WirePacket, place: Place): readonly (readonly [Point, Point])[] {
	const { flight, left, arrived } = packet;
	const [start, end] = ends(packet);
	const up = flight.direction === 'up';
	const way = (arrived - left) / (up ? 3 : 4);
	return (up ? [0, 2] : [1, 3]).map((before) => [
		[place(left + before * way), start],
		[place(left + (before + 1) * way), end],
	]);
}

function lostAt({ flight, left }: WirePacket): Seconds {
	return left + flight.usual / 2000;
}

/** Where a packet was lost; null for one that was not. */
export function lossOf(packet: WirePacket, place: Place): Point | null {
	const lost = packet.resent || Number.isNaN(packet.arrived);
	return lost ? [place(lostAt(packet)), MIDDLE] : null;
}

/** SVG path of a packet's strokes. */
export function strokePath(packet: WirePacket, place: Place): string {
	return strokesOf(packet, place)
		.map(([[x1, y1], [x2, y2]]) => `M${x1},${y1}L${x2},${y2}`)
		.join('');
}

/** SVG path of a cross. */
export function crossPath([x, y]: Point): string {
	const [left, right] = [x - CROSS, x + CROSS];
	return `M${left},${y - CROSS}L${right},${y + CROSS}M${left},${y + CROSS}L${right},${y - CROSS}`;
}

/** Whether any of a packet's way lies between the moments. */
export function isInView(
	{ left, arrived, flight }: WirePacket,
	[from, to]: readonly [Seconds, Seconds],
): boolean {
	const end = Number.isNaN(arrived) ? left + flight.usual / 1000 : arrived;
	return end >= from && left <= to;
}

/** The packet whose stroke is nearest to a point, if one is near; ACKs come last. */
export function nearestPacket(
	packets: readonly WirePacket[],
	place: Place,
	[x, y]: Point,
): WirePacket | null {
	let best: WirePacket | null = null;
	let distance = REACH;
	for (const packet of packets) {
		const extra = packet.role.look === 'ack' ? 2 : 0;
		for (const stroke of strokesOf(packet, place)) {
			const away = Math.abs(at(stroke, y) - x) + extra;
			if (away < distance) [best, distance] = [packet, away];
		}
	}
	return best;
}

/** Where a stroke, or its nearer end, is at a height. */
function at([[x1, y1], [x2, y2]]: readonly [Point, Point], y: number): number {
	const share = Math.min(1, Math.max(0, (y - y1) / (y2 - y1)));
	return x1 + share * (x2 - x1);
}

/**
 * Words at the strokes in view, where there is room to the right of the end that sends, or a little
 * further: at all that are notable, and once for each other kind.
 */
export function labelsOf(packets: readonly WirePacket[], place: Place, width: number): Label[] {
	const strokes = packets
		.filter(({ role }) => role.look !== 'ack')
		.flatMap((packet) => strokesOf(packet, place));
	// Where they stand so close there is no room for words.
	if (strokes.length > width / LEAST_ROOM) return [];
	const worded = packets.filter(({ role }) => role.label !== '');
	const labels: Label[] = [];
	for (const packet of worded.toSorted((a, b) => Number(b.role.notable) - Number(a.role.notable))) {
		const { label: text, notable } = packet.role;
		if (!notable && labels.some((label) => label.text === text)) continue;
		const y = BASELINES[packet.flight.direction];
		const beside = reach(strokesOf(packet, place)[0]!, y)[1];
		const reaches = strokes.map((stroke) => reach(stroke, y));
		const edges = reaches.map(([, to]) => to).filter((to) => to > beside && to < beside + NEAR);
		edges.sort((a, b) => a - b);
		const isFree = (x: number) => {
			const end = x + LETTER * text.length;
			const crossed = reaches.some(([from, to]) => to > x - 1 && from < end);
			const taken = labels.some(
				(label) => label.y === y && x < label.x + LETTER * (label.text.length + 1) && end > label.x,
			);
			return x >= 0 && end <= width && !crossed && !taken;
		};
		const x = [beside, ...edges].map((edge) => edge + GAP).find(isFree);
		if (x !== undefined) labels.push({ packet, x, y, text });
	}
	return labels;
}

/** From where to where a stroke goes beside a line of text. */
function reach(stroke: readonly [Point, Point], baseline: number): readonly [number, number] {
	const [one, other] = [at(stroke, baseline), at(stroke, baseline - LETTER_HEIGHT)];
	return [Math.min(one, other), Math.max(one, other)];
}
