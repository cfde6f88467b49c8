import { FAULT_KINDS, type Fault } from '../model/faults.ts';
import { BYTE_PARTS, type BytePart } from '../model/figures.ts';
import { MS_PER_SECOND, type Bytes, type Milliseconds, type Seconds } from '../model/units.ts';
import { named, type TransportId } from '../model/transports.ts';
import type { PacketKind } from '../sim/link.ts';
import type { Traced, TracedFlight } from '../sim/trace.ts';
import type { Pinned } from './difference.ts';
import { duration, said, unitFor } from './format.ts';
import { finished, type Reports } from './reports.ts';
import { RECONNECT, roleOf, type Role } from './roles.ts';
import type { Row } from './rows.ts';
import { listed, sentence } from './words.ts';

/** One packet, or a few that travel together. Times are s into the run. */
export interface WirePacket {
	readonly flight: TracedFlight;
	readonly role: Role;
	readonly left: Seconds;
	/** NaN where nobody received it. */
	readonly arrived: Seconds;
	/** Whether its last segment was lost at first. */
	readonly resent: boolean;
}

/** One message on its way to the client; s into the run. */
export interface WireMessage {
	readonly published: Seconds;
	readonly left: Seconds;
	/** When the phone's network has it: a sleeping radio then keeps it waiting. */
	readonly landed: Seconds;
	readonly delivered: Seconds;
}

const PART_NAMES: Readonly<Record<BytePart, string>> = {
	payload: 'payload',
	framing: 'framing',
	headers: 'headers',
	tls: 'TLS',
	tcpip: 'TCP/IP',
	handshake: 'set-up',
};

const seconds = (time: Milliseconds): Seconds => time / MS_PER_SECOND;

/** The packets that a trace of this transport holds, in the order in which they left. */
export function packetsOf({ flights, packets }: Traced, transport: TransportId): WirePacket[] {
	const order = [...packets.left.keys()].sort((a, b) => packets.left[a]! - packets.left[b]!);
	const sent = order.map((i) => flights[packets.flight[i]!]!);
	return order.map((i, place) => ({
		flight: sent[place]!,
		role: roleOf(sent, place, transport),
		left: seconds(packets.left[i]!),
		arrived: seconds(packets.arrived[i]!),
		resent: packets.resent[i] === 1,
	}));
}

/** The messages of a trace in the order in which they were published. */
export function messagesOf({ messages }: Traced): WireMessage[] {
	return [...messages.published]
		.map((published, i) => ({
			published: seconds(published),
			left: seconds(messages.left[i]!),
			landed: seconds(messages.radio[i]!),
			delivered: seconds(messages.delivered[i]!),
		}))
		.sort((a, b) => a.published - b.published);
}

/** What one transport did with one client. */
export interface Lane {
	readonly id: TransportId;
	readonly trace: Traced;
	readonly packets: readonly WirePacket[];
	readonly messages: readonly WireMessage[];
	/** Nothing is known of the client from here on, s. */
	readonly until: Seconds;
}

/** A lane for each transport that is finished. */
export function lanesOf(reports: Reports, transports: readonly TransportId[]): Lane[] {
	return finished(reports, transports).map(([id, { trace }]) => ({
		id,
		trace,
		packets: packetsOf(trace, id),
		messages: messagesOf(trace),
		until: seconds(trace.until),
	}));
}

/** The packets that somebody sent for a reason of their own. */
export function withoutAcks(packets: readonly WirePacket[]): readonly WirePacket[] {
	return packets.filter(({ role }) => role.look !== 'ack');
}

/** When packets other than ACKs arrive, over all transports, ascending: what a playhead steps to. */
export function stopsOf(lanes: readonly Lane[]): Seconds[] {
	const arrivals = lanes
		.flatMap(({ packets }) => withoutAcks(packets))
		.filter(({ arrived }) => !Number.isNaN(arrived))
		.map(({ arrived }) => arrived);
	return [...new Set(arrivals)].sort((a, b) => a - b);
}

/** A moment for people, to the millisecond: "12.345 s". */
export function moment(time: Seconds): string {
	return `${time.toFixed(3)}\u202fs`;
}

/** What a packet is made of: its bytes by part, those it has. */
export function partsOf({ parts }: TracedFlight) {
	return BYTE_PARTS.filter((part) => parts[part] > 0).map((part) => ({
		part,
		name: PART_NAMES[part],
		bytes: parts[part],
	}));
}

/** "Request of 890 bytes, 0 of them payload, client to server: left at 3.020 s, took 36 ms". */
export function packetText({ flight, role, left, arrived, resent }: WirePacket): string {
	const { direction, parts, total, usual } = flight;
	const way = direction === 'up' ? 'client to server' : 'server to client';
	const what = `${sentence(role.name)} of ${total} bytes, ${parts.payload} of them payload, ${way}`;
	const start = `${what}: left at ${moment(left)}`;
	if (Number.isNaN(arrived)) return `${start}, and nobody received it`;
	const took = (arrived - left) * MS_PER_SECOND;
	const why = resent ? ` instead of ${duration(usual)}: lost, and sent again` : '';
	return `${start}, took ${duration(took)}${why}`;
}

const isIn = ([from, to]: readonly [Seconds, Seconds], time: Seconds) => time >= from && time < to;

const COUNTED: readonly (readonly [PacketKind, one: string, more: string])[] = [
	['request', 'request', 'requests'],
	['emptyAnswer', 'empty', 'empty'],
	['push', 'push', 'pushes'],
	['ping', 'ping', 'pings'],
];

/** What a lane shows in view, in a few words: "7 requests, 6 empty, 7.6 kB". */
export function laneText(
	packets: readonly WirePacket[],
	view: readonly [Seconds, Seconds],
): string {
	const seen = packets.filter(({ left }) => isIn(view, left));
	const counts = COUNTED.flatMap(([kind, one, more]) => {
		const count = seen.filter(({ flight }) => flight.kind === kind).length;
		return count === 0 ? [] : [`${count} ${count === 1 ? one : more}`];
	});
	const bytes = seen.reduce((sum, { flight }) => sum + flight.total, 0);
	return [...counts, said(bytes, 'B')].join(', ');
}

/** What the wire view shows between two moments: how often each transport asked, and what it had to wait. */
export function wireSentence(lanes: readonly Lane[], view: readonly [Seconds, Seconds]): string {
	if (lanes.length === 0) return '';
	const clauses = lanes.map(({ id, packets, messages }) => {
		const seen = packets.filter(({ left }) => isIn(view, left));
		const sent = withoutAcks(seen);
		const bytes = seen.reduce((sum, { flight }) => sum + flight.total, 0);
		const count = `${sent.length} ${sent.length === 1 ? 'packet' : 'packets'}`;
		return `${count} by ${named(id)} (${said(bytes, 'B')}${troubles(sent)}${waits(messages, view)})`;
	});
	return `From ${moment(view[0])} to ${moment(view[1])} there went, ACKs aside, ${listed(clauses)}.`;
}

/** How many packets each lane shows, on screen and in the pinned run. */
export function wirePinned(
	now: readonly Lane[],
	then: readonly Lane[],
	transports: readonly TransportId[],
	view: readonly [Seconds, Seconds],
): Pinned {
	const inView = (lanes: readonly Lane[]): Row => ({
		label: 'Packets in view, ACKs aside',
		unit: unitFor('count', []),
		values: transports.map((id) => {
			const lane = lanes.find((one) => one.id === id);
			return lane ? withoutAcks(lane.packets).filter(({ left }) => isIn(view, left)).length : null;
		}),
	});
	return { now: inView(now), then: inView(then), rows: [inView(then)] };
}

/** ", 2 reconnects, 1 lost". */
function troubles(packets: readonly WirePacket[]): string {
	const lost = packets.filter(({ arrived, resent }) => resent || Number.isNaN(arrived)).length;
	const again = packets.filter(({ role }) => role === RECONNECT).length;
	const reconnects = again === 0 ? '' : `, ${again} ${again === 1 ? 'reconnect' : 'reconnects'}`;
	return lost === 0 ? reconnects : `${reconnects}, ${lost} lost`;
}

/** ", its message after 49 ms". */
function waits(messages: readonly WireMessage[], view: readonly [Seconds, Seconds]): string {
	const all = messages.filter(({ published }) => isIn(view, published));
	if (all.length === 0) return '';
	const slowest = Math.max(...all.map(({ published, delivered }) => delivered - published));
	const which = all.length === 1 ? 'its message' : `the slowest of ${all.length} messages`;
	return `, ${which} after ${duration(slowest * MS_PER_SECOND)}`;
}

/** The largest packet of all transports: the scale on which each is drawn. */
export function largestPacket(lanes: readonly Lane[]): Bytes {
	const all = lanes.flatMap(({ trace }) => trace.flights);
	return Math.max(1, ...all.map(({ total }) => total));
}

/** Something that lasts, and what it is called; s into the run. */
export interface Span {
	readonly label: string;
	readonly from: Seconds;
	readonly to: Seconds;
}

/** What went wrong for this transport, and when. */
export function faultSpans(faults: readonly Fault[], transport: TransportId): Span[] {
	return faults
		.filter(({ kind }) => kind !== 'block' || transport === 'webSocket')
		.map(({ kind, start, duration: length }) => ({
			label: FAULT_KINDS[kind].label.toLowerCase().replace('websocket', 'WebSocket'),
			from: start,
			to: start + length,
		}));
}
