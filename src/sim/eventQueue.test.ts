import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grown } from './arrays.ts';
import { EventQueue } from './eventQueue.ts';

type Happening = readonly [time: number, client: number, kind: number];

/** The plain rival: a list that is sorted anew each time. */
class SortedList {
	time: number;
	readonly #waiting: Happening[] = [];

	constructor(start: number) {
		this.time = start;
	}

	get size(): number {
		return this.#waiting.length;
	}

	schedule(at: number, kind: number, client: number): void {
		this.#waiting.push([Math.max(at, this.time), client, kind]);
	}

	peek(): number {
		return Math.min(Infinity, ...this.#waiting.map(([time]) => time));
	}

	pop(): Happening | undefined {
		this.#waiting.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
		const next = this.#waiting.shift();
		if (next) this.time = next[0];
		return next;
	}
}

function popFrom(queue: EventQueue): Happening | undefined {
	return queue.pop() ? [queue.time, queue.client, queue.kind] : undefined;
}

function nextOf(queue: EventQueue): number {
	queue.findNext();
	return queue.next;
}

function popAll(queue: EventQueue): Happening[] {
	const all: Happening[] = [];
	for (let next = popFrom(queue); next; next = popFrom(queue)) all.push(next);
	return all;
}

/** Buckets are two spacings wide, and there are at least 256 of them. */
const SPACING = 5;
const WIDTH = 2 * SPACING;
const ROUND = 256 * WIDTH;

/** Evenly distributed; fast-check's own doubles are nearly all close to 0. */
const between = (min: number, max: number) =>
	fc.integer({ min: 0, max: 1_000_000 }).map((i) => min + ((max - min) * i) / 1_000_000);

/** How far ahead an event is scheduled, from the past to many rounds of the calendar. */
const ahead = fc.oneof(
	fc.constantFrom(0, 1, 2), // many ties
	between(0, WIDTH / 2), // into the open bucket
	fc.integer({ min: 0, max: 40 }).map((buckets) => buckets * WIDTH), // on the edges
	between(0, ROUND),
	between(ROUND, 20 * ROUND),
	between(-ROUND, 0), // has passed: counts as now
);

const step = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			ahead,
			kind: fc.nat({ max: 15 }),
			client: fc.oneof(fc.nat({ max: 2 }), fc.nat({ max: 999_999 })),
			peek: fc.boolean(),
		}),
	},
	{ weight: 2, arbitrary: fc.constant('pop' as const) },
);

describe('next to a sorted list', () => {
	test('everything comes out once, in the order of time, client and kind', () => {
		fc.assert(
			fc.property(
				fc.array(step, { maxLength: 300 }),
				fc.constantFrom(-5000, 0, 1e9),
				(steps, start) => {
					const shape = { waiting: 1, spacing: SPACING, horizon: 1, start };
					const [queue, rival] = [new EventQueue(shape), new SortedList(start)];
					const [got, expected]: unknown[][] = [[], []];
					for (const step of steps) {
						if (step === 'pop') {
							got!.push(popFrom(queue), queue.size);
							expected!.push(rival.pop(), rival.size);
							continue;
						}
						queue.schedule(queue.time + step.ahead, step.kind, step.client);
						rival.schedule(rival.time + step.ahead, step.kind, step.client);
						if (!step.peek) continue;
						got!.push(nextOf(queue));
						expected!.push(rival.peek());
					}
					got!.push(...popAll(queue), nextOf(queue));
					for (let next = rival.pop(); next; next = rival.pop()) expected!.push(next);
					expected!.push(Infinity);
					expect(got).toEqual(expected);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe('a calendar with few wide or many narrow buckets', () => {
	const shapes = [
		{ waiting: 0, spacing: 1e-7, horizon: 100, start: -5000 },
		{ waiting: 10, spacing: 1e6, horizon: 0, start: -5000 },
		{ waiting: 1e5, spacing: 0.3, horizon: 3e6, start: 0 },
	];

	test.each(shapes)('$spacing ms apart, $horizon ms ahead: time never runs backwards', (shape) => {
		const queue = new EventQueue(shape);
		const reach = Math.min(shape.spacing * 1e5, 1e5);
		for (let i = 0; i < 3000; i++) {
			queue.schedule(shape.start + (((i * 7919) % 3001) / 3001) * reach, i % 16, i);
		}
		const popped = popAll(queue);
		expect(popped.map(([, client]) => client).sort((a, b) => a - b)).toEqual(
			Array.from({ length: 3000 }, (_, i) => i),
		);
		expect(popped.every(([time], i) => i === 0 || time >= popped[i - 1]![0])).toBe(true);
	});
});

test('ten thousand events at one moment come out by client, whatever came in first', () => {
	const queue = new EventQueue({ waiting: 1, spacing: 1, horizon: 1000, start: 0 });
	const clients = Array.from({ length: 10_000 }, (_, i) => i);
	for (const i of clients) queue.schedule(500, 3, (i * 7919) % 10_000);
	expect(queue.size).toBe(10_000);
	expect(popAll(queue)).toEqual(clients.map((client) => [500, client, 3]));
	expect(queue.size).toBe(0);
});

test('the same event scheduled twice happens twice', () => {
	const queue = new EventQueue({ waiting: 1, spacing: 1, horizon: 10, start: 0 });
	queue.schedule(5, 1, 7);
	queue.schedule(5, 1, 7);
	expect(popAll(queue)).toEqual([
		[5, 7, 1],
		[5, 7, 1],
	]);
});

test('what was peeked at waits, and something earlier may still go before it', () => {
	const queue = new EventQueue({ waiting: 1, spacing: 1, horizon: 10, start: 0 });
	queue.schedule(100_000, 0, 1);
	expect(nextOf(queue)).toBe(100_000);
	queue.schedule(3, 0, 2);
	expect(nextOf(queue)).toBe(3);
	expect(popAll(queue).map(([, client]) => client)).toEqual([2, 1]);
});

test('an array that has grown keeps what it held', () => {
	expect(grown(Int32Array.of(1, 2), Int32Array)).toEqual(Int32Array.of(1, 2, 0, 0));
});
