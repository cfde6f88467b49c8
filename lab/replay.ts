import { tailTime, RADIOS, type RadioId } from '../src/model/radios.ts';
import type { Scenario } from '../src/model/scenario.ts';
import {
	MS_PER_HOUR,
	MS_PER_SECOND,
	type Fraction,
	type Milliseconds,
} from '../src/model/units.ts';
import { SEGMENT_SIZE, TCP_IP_HEADER, type Leg } from '../src/model/wire.ts';
import { Clock } from '../src/sim/clock.ts';
import { sum } from '../src/sim/arrays.ts';
import { Link, Trip, type Flight } from '../src/sim/link.ts';
import { Phones } from '../src/sim/phones.ts';
import type { Passage } from './trace.ts';

/** What a radio did with a trace: the same for each phone, on average. */
export interface RadioUse {
	readonly wakeUpsPerHour: number;
	readonly radioOnFraction: Fraction;
}

/**
 * Feeds what a path saw to the engine's radios and gives what they did from time 0 to the
 * scenario's end. Passages before time 0 only tell in which state the radios begin.
 */
export function replay(trace: readonly Passage[], scenario: Scenario): RadioUse {
	const clock = new Clock(scenario.duration);
	const link = new Link(scenario, clock);
	const phones = new Phones(scenario.radio, clock, scenario.users);
	const flights = new Map<string, Flight>();
	const numbers = new Map<string, number>();
	const trip = new Trip();
	const ordered = [...trace].sort((a, b) => a.time - b.time);
	ordered.forEach(({ time, client, up, bytes }, key) => {
		const number = numberOf(numbers, client);
		const direction = up ? 'up' : 'down';
		const name = `${direction} ${bytes}`;
		const flight = flights.get(name) ?? link.flight('push', direction, legOf(bytes));
		flights.set(name, flight);
		trip.time = time;
		trip.key = key;
		if (up) phones.transmit(number, flight, trip);
		else phones.receive(number, flight, trip);
	});
	const { end } = clock;
	const { on } = phones.totals(end);
	return {
		wakeUpsPerHour: (sum(phones.wakeUps) / (scenario.users * end)) * MS_PER_HOUR,
		radioOnFraction: on / (scenario.users * end),
	};
}

function numberOf(numbers: Map<string, number>, client: string): number {
	const number = numbers.get(client) ?? numbers.size;
	numbers.set(client, number);
	return number;
}

function legOf(bytes: number): Leg {
	const parts = { payload: bytes, framing: 0, headers: 0, tls: 0, tcpip: 0, handshake: 0 };
	return { parts, total: bytes, segments: Math.ceil(bytes / (SEGMENT_SIZE + TCP_IP_HEADER)) };
}

/**
 * The same without the engine, for a radio that needs no time to wake up: each passage keeps it on
 * for the length of its tail.
 */
export function unionOfTails(
	trace: readonly Passage[],
	{ users, duration, radio }: Pick<Scenario, 'users' | 'duration'> & { radio: RadioId },
): RadioUse {
	const tail = tailTime(RADIOS[radio]);
	const end = duration * MS_PER_SECOND;
	let wakeUps = 0;
	let on: Milliseconds = 0;
	const awakeUntil = new Map<string, Milliseconds>();
	for (const { time, client } of [...trace].sort((a, b) => a.time - b.time)) {
		const until = awakeUntil.get(client) ?? -Infinity;
		if (time > until && time >= 0 && time < end) wakeUps += 1;
		const from = Math.max(0, time, until);
		on += Math.max(0, Math.min(end, time + tail) - from);
		awakeUntil.set(client, time + tail);
	}
	const phoneTime = users * end;
	return { wakeUpsPerHour: (wakeUps / phoneTime) * MS_PER_HOUR, radioOnFraction: on / phoneTime };
}
