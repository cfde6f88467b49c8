import { expect, test } from 'vitest';
import { Seats } from './seats.ts';

/** Work that ends when it is told to. */
function tasks(seats: Seats, count: number) {
	const begun: number[] = [];
	const ends: (() => void)[] = [];
	const settled = Array.from({ length: count }, (_, i) =>
		seats.use(() => {
			begun.push(i);
			return new Promise<number>((resolve) => (ends[i] = () => resolve(i)));
		}),
	);
	const end = async (i: number) => {
		ends[i]!();
		await settled[i];
	};
	return { begun, end };
}

test('of three tasks and two seats the third begins when one of the others has ended', async () => {
	const { begun, end } = tasks(new Seats(2), 3);
	expect(begun).toEqual([0, 1]);
	await end(1);
	expect(begun).toEqual([0, 1, 2]);
});

test('who waits is served in order, and a seat that nobody waits for stays free', async () => {
	const seats = new Seats(1);
	const { begun, end } = tasks(seats, 3);
	for (const i of [0, 1, 2]) await end(i);
	expect(begun).toEqual([0, 1, 2]);
	expect(await seats.use(() => Promise.resolve('at once'))).toBe('at once');
});

test('who is furthest behind is served first', async () => {
	const seats = new Seats(1);
	const served: number[] = [];
	const serve = (done: number) =>
		seats.use(() => {
			served.push(done);
			return Promise.resolve();
		}, done);
	await Promise.all([0.1, 0.7, 0.3, 0.5].map(serve));
	expect(served).toEqual([0.1, 0.3, 0.5, 0.7]);
});

test('a task that is behind all others and comes back at once keeps its seat', async () => {
	const seats = new Seats(1);
	const served: string[] = [];
	const serve = (name: string, done: number) =>
		seats.use(() => {
			served.push(name);
			return Promise.resolve();
		}, done);
	const slow = serve('slow', 0).then(() => serve('slow', 0.1));
	const fast = serve('fast', 0.5).then(() => serve('fast', 1));
	await Promise.all([slow, fast]);
	expect(served).toEqual(['slow', 'slow', 'fast', 'fast']);
});

test('work that fails, or throws at once, leaves its seat', async () => {
	const seats = new Seats(1);
	await expect(seats.use(() => Promise.reject(new Error('late')))).rejects.toThrow('late');
	const throwing = seats.use(() => {
		throw new Error('at once');
	});
	await expect(throwing).rejects.toThrow('at once');
	expect(await seats.use(() => Promise.resolve(1))).toBe(1);
});
