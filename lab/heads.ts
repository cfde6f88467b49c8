import type { Bytes } from '../src/model/units.ts';

/** Name and value of a header field. */
export type Field = readonly [name: string, value: string];

const LINE_END = '\r\n';
/** What a field takes on the wire beside name and value: `: ` and the line end. */
const FIELD_OVERHEAD = 4;

function lengthOf([name, value]: Field): Bytes {
	return name.length + value.length + FIELD_OVERHEAD;
}

/**
 * A list of fields that makes a head of exactly `size` bytes as HTTP/1.1 text: all of `needed`, of
 * `usual` the first that fit, and the rest as the value of `filler`. Throws when `needed` alone is
 * too long.
 */
export function fieldsOfSize(
	startLine: string,
	{ needed, usual, filler }: { needed: readonly Field[]; usual: readonly Field[]; filler: string },
	size: Bytes,
): Field[] {
	const fields = [...needed];
	const fixed = startLine.length + 2 * LINE_END.length + filler.length + FIELD_OVERHEAD;
	let left = size - fixed - needed.reduce((sum, field) => sum + lengthOf(field), 0);
	if (left < 0) throw new RangeError(`head of ${size} bytes: expected at least ${size - left}`);
	for (const field of usual) {
		if (lengthOf(field) > left) break;
		fields.push(field);
		left -= lengthOf(field);
	}
	return [...fields, [filler, 'x'.repeat(left)]];
}

/** A head as it stands on an HTTP/1.1 connection. */
export function headText(startLine: string, fields: readonly Field[]): string {
	const lines = fields.map(([name, value]) => `${name}: ${value}`);
	return [startLine, ...lines, '', ''].join(LINE_END);
}

/** What Chrome on Android sends with a `fetch` to the same origin, in its order. */
const USUAL_REQUEST: readonly Field[] = [
	['Connection', 'keep-alive'],
	['sec-ch-ua-platform', '"Android"'],
	[
		'User-Agent',
		'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
	],
	['sec-ch-ua', '"Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"'],
	['sec-ch-ua-mobile', '?1'],
	['Accept', '*/*'],
	['Sec-Fetch-Site', 'same-origin'],
	['Sec-Fetch-Mode', 'cors'],
	['Sec-Fetch-Dest', 'empty'],
	['Referer', 'https://app.example.com/'],
	['Accept-Encoding', 'gzip, deflate, br, zstd'],
	['Accept-Language', 'en-GB,en;q=0.9'],
];

/** Fields of a request whose head takes `size` bytes as text. */
export function requestFields(
	startLine: string,
	size: Bytes,
	needed: readonly Field[] = [],
): Field[] {
	const all: Field[] = [['Host', 'app.example.com'], ...needed];
	return fieldsOfSize(startLine, { needed: all, usual: USUAL_REQUEST, filler: 'Cookie' }, size);
}

/** Fields of a response whose head takes `size` bytes as text, as Express sends them. */
export function responseFields(
	startLine: string,
	size: Bytes,
	needed: readonly Field[] = [],
): Field[] {
	const all: Field[] = [
		['Date', new Date().toUTCString()],
		['Connection', 'keep-alive'],
		...needed,
	];
	return fieldsOfSize(startLine, { needed: all, usual: [], filler: 'X-Powered-By' }, size);
}
