import type { Milliseconds } from '../src/model/units.ts';

const ID_DIGITS = 8;
const PATTERN = /^"(\d{8})/;

/** A message's payload of exactly `size` bytes: a JSON string that begins with the message's number. */
export function payloadOf(id: number, size: number): string {
	return `"${String(id)
		.padStart(ID_DIGITS, '0')
		.padEnd(size - 2, '.')}"`;
}

/** The smallest payload that has room for its number. */
export const SMALLEST_PAYLOAD = ID_DIGITS + 2;

/** The number of the message that a payload carries. */
export function idOf(payload: string): number {
	const id = PATTERN.exec(payload)?.[1];
	if (id === undefined) throw new RangeError(`payload: expected a number, got ${payload}`);
	return Number(id);
}

/** A message that arrived at a client. */
export interface Delivery {
	readonly id: number;
	readonly time: Milliseconds;
}
