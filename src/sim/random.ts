/**
 * Keyed randomness: a draw is a pure function of seed, client, count and purpose. The order in
 * which a run asks cannot change what it gets, and moving one slider reshuffles nothing else.
 */

// Engines put only short functions in place, and mixing is wherever something is drawn.
const { imul } = Math;

/** One stream for each purpose. Any distinct constants do. */
export const PURPOSE = {
	phase: 0x1b56c4e9,
	backlogGap: 0x11d3c7a5,
	backlogUser: 0x22e5b94f,
	messageGap: 0x2c7f3a11,
	messageUser: 0x3f84d5b5,
	sendGap: 0x4a9e17c3,
	sendUser: 0x5d1b8e27,
	service: 0x6e2a9f4d,
	uplinkJitter: 0x7c4e6b19,
	downlinkJitter: 0x8b3d5a2f,
	uplinkLoss: 0x9a7c4e61,
	downlinkLoss: 0xa8d6f373,
	handshake: 0xb7e5c94b,
	handshakeLoss: 0x33f2d8c7,
	paging: 0xc6f1ab35,
	age: 0xe4d2b86f,
	reconnect: 0xf3c9a751,
	post: 0x44a1be3d,
	sharedAge: 0x55c7d029,
	publisher: 0x66d9e4b7,
	turn: 0xd5e8790d,
} as const;

export const TWO_TO_32 = 4_294_967_296;

/** Scrambles 32 bits (signed, so that engines keep them in a register); every input bit flips every output bit about half of the time (C. Wellons, lowbias32). */
export function mix(x: number): number {
	x = imul(x ^ (x >>> 16), 0x7feb352d);
	x = imul(x ^ (x >>> 15), 0x846ca68b);
	return x ^ (x >>> 16);
}

/** A seed as the keys want it: neighbouring seeds far apart, so that their runs share nothing. */
export function scrambleSeed(seed: number): number {
	return mix(seed ^ 0x5bf03635);
}

/** The key of the `count`-th thing that happens to `client`, from which all its draws follow; `seed` scrambled. */
export function keyOf(seed: number, client: number, count: number): number {
	return mix(mix(client + seed) + imul(count, 0x9e3779b1));
}

/** 32 random bits for one purpose of one key. */
export function draw(key: number, purpose: number): number {
	return mix(key ^ purpose);
}

/** A uniform number in [0, 1). */
export function uniform(key: number, purpose: number): number {
	return (draw(key, purpose) >>> 0) / TWO_TO_32;
}

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);

/** The key of something that happens to `client` at `time` and has no number of its own; `seed` scrambled. */
export function keyAt(seed: number, client: number, time: number): number {
	float[0] = time;
	return mix(mix(client + seed) ^ words[0]! ^ imul(words[1]!, 0x9e3779b1));
}
