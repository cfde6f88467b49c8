import { BYTE_PARTS, type BytePart } from '../model/figures.ts';
import type { Bytes } from '../model/units.ts';
import { acksFor, type Leg } from '../model/wire.ts';
import type { Conditions } from './conditions.ts';
import type { Derivation } from './derivation.ts';
import { meanRetransmissions, type Direction, type Flights } from './link.ts';

/** One kind of packet, or several at a time, that a transport sends again and again. */
export interface Flight {
	readonly symbol: string;
	readonly meaning: string;
	readonly direction: Direction;
	readonly legs: Flights;
	/** The ACK of the last segment rides on what goes back. */
	readonly rides: boolean;
	/** How many a second, of one user. */
	readonly rate: string;
}

/** ACKs that travel alone. */
export interface BareAcks {
	readonly direction: Direction;
	/** How many a second, of one user: a formula. */
	readonly rate: string;
}

/** All that one user of a transport sends and receives. */
export interface Packets {
	readonly flights: readonly Flight[];
	readonly acks: readonly BareAcks[];
	/** New connections, and closed ones, a second: symbols. */
	readonly opened: string;
	readonly closed: string;
}

const PARTS: Record<BytePart, readonly [symbol: string, meaning: string, source: string]> = {
	payload: ['body', 'payload', 'the input Payload'],
	framing: ['frame', 'framing', 'RFC 6455, 5.2; WHATWG HTML, 9.2.5; RFC 9112, 7.1; RFC 9113, 4.1'],
	headers: ['head', 'HTTP head', 'the inputs of heads; over HTTP/2 what HPACK makes of them'],
	tls: ['tls', 'TLS 1.3 record, 22 B in 16 KiB', 'RFC 8446, 5.2; measured'],
	tcpip: ['ip', 'TCP/IP, 52 B a packet of 1448 B', 'RFC 791, 9293, 7323; measured'],
	handshake: ['set_up', 'head, TLS and TCP/IP of the opening request', 'counted byte by byte'],
};

const SET_UP = 'captures of a full or resumed TLS 1.3 handshake, as Chrome makes it';

function mean(legs: Flights, of: (leg: Leg) => Bytes): Bytes {
	return legs.reduce((sum, [weight, leg]) => sum + weight * of(leg), 0);
}

function sum(terms: readonly string[]): string {
	return terms.length === 0 ? '0' : terms.join(' + ');
}

/** The lines of all figures of bytes. */
export function addBytes(sheet: Derivation, conditions: Conditions, packets: Packets): void {
	const { handshake, teardown } = conditions.wire;
	const flights = packets.flights.map((flight) => measured(sheet, conditions, flight));
	const terms: Record<Direction, string[]> = { up: [], down: [] };
	const acks: string[] = [];
	for (const { flight, has, size } of flights) {
		const { direction, rate, symbol } = flight;
		const [there, back] =
			direction === 'up' ? (['up', 'down'] as const) : (['down', 'up'] as const);
		terms[there].push(`${rate} × ${size}`);
		if (has.acks) terms[back].push(`${rate} × acks_${symbol}`);
	}
	for (const { direction, rate } of packets.acks) {
		terms[direction].push(`${rate} × ack`);
		acks.push(`${rate} × ack`);
	}
	for (const direction of ['up', 'down'] as const) {
		const about = { unit: 'B', source: SET_UP };
		sheet.given(`open_${direction}`, handshake[direction], `setting up, ${direction}`, about);
		sheet.given(`close_${direction}`, teardown[direction], `saying goodbye, ${direction}`, {
			unit: 'B',
			source: 'measured',
		});
		if (sheet.valueOf(packets.opened) > 0) {
			terms[direction].push(`${packets.opened} × open_${direction}`);
		}
		if (sheet.valueOf(packets.closed) > 0) {
			terms[direction].push(`${packets.closed} × close_${direction}`);
		}
		const meaning = direction === 'up' ? 'bytes from all users' : 'bytes to all users';
		sheet.line(`bytes_${direction}`, `U × (${sum(terms[direction])})`, meaning, {
			unit: 'B/s',
			figure: `bytes.${direction}`,
		});
	}
	for (const part of BYTE_PARTS) {
		const of = flights.filter(({ has }) => has[part]);
		const own = of.map(({ flight: { rate, symbol } }) => `${rate} × ${PARTS[part][0]}_${symbol}`);
		const more = { tcpip: [...extra(flights), ...acks], handshake: connections(sheet, packets) };
		const all = [...own, ...(part === 'tcpip' || part === 'handshake' ? more[part] : [])];
		sheet.line(`all_${PARTS[part][0]}`, `U × (${sum(all)})`, `of the bytes: ${PARTS[part][1]}`, {
			unit: 'B/s',
			figure: `bytes.parts.${part}`,
		});
	}
	if (sheet.valueOf('delivered') === 0) return;
	sheet.line('per_message', '(bytes_up + bytes_down) / delivered', 'bytes of one message', {
		unit: 'B',
		figure: 'bytes.perMessage',
	});
}

interface Measured {
	readonly flight: Flight;
	/** What it has any of. */
	readonly has: Partial<Record<BytePart | 'again' | 'acks', boolean>>;
	/** Its bytes one way, with what is sent again: a formula. */
	readonly size: string;
}

/** Adds up one flight from its parts. */
function measured(sheet: Derivation, { loss }: Conditions, flight: Flight): Measured {
	const { legs, meaning, rides, symbol } = flight;
	const has: Measured['has'] = {};
	const names: string[] = [];
	for (const part of BYTE_PARTS) {
		const bytes = mean(legs, ({ parts }) => parts[part]);
		if (bytes === 0) continue;
		const [name, what, source] = PARTS[part];
		sheet.given(`${name}_${symbol}`, bytes, `${what} of ${meaning}`, { unit: 'B', source });
		names.push(`${name}_${symbol}`);
		has[part] = true;
	}
	const total = `B_${symbol}`;
	sheet.line(total, sum(names), `all of ${meaning}`, { unit: 'B' });
	const acks = mean(legs, ({ segments }) => acksFor(segments, { lastRides: rides }));
	if (acks > 0) {
		sheet.given(`count_${symbol}`, acks, `ACKs that ${meaning} causes`, {
			source: 'one for two segments, RFC 5681, 4.2',
		});
		sheet.line(`acks_${symbol}`, `count_${symbol} × ack`, `their bytes, the other way`, {
			unit: 'B',
		});
		has.acks = true;
	}
	const again = mean(legs, (leg) => (meanRetransmissions(leg, loss) * leg.total) / leg.segments);
	if (again === 0) return { flight, has, size: total };
	sheet.given(`again_${symbol}`, again, `lost and sent again, for each of ${meaning}`, {
		unit: 'B',
		source: 'loss of the path; a lost packet goes again until it arrives',
	});
	has.again = true;
	return { flight, has, size: `(${total} + again_${symbol})` };
}

/** What losses and ACKs add to TCP/IP. */
function extra(flights: readonly Measured[]): string[] {
	return flights.flatMap(({ flight: { rate, symbol }, has }) => [
		...(has.again ? [`${rate} × again_${symbol}`] : []),
		...(has.acks ? [`${rate} × acks_${symbol}`] : []),
	]);
}

function connections(sheet: Derivation, { closed, opened }: Packets): string[] {
	return [
		...(sheet.valueOf(opened) > 0 ? [`${opened} × (open_up + open_down)`] : []),
		...(sheet.valueOf(closed) > 0 ? [`${closed} × (close_up + close_down)`] : []),
	];
}
