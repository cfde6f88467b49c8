import { expect, test } from 'vitest';
import { inTurn } from './seen.ts';

test('who asks for a turn is called in a task of its own, in the order of asking', async () => {
	const log: string[] = [];
	const called = (name: string) =>
		new Promise<void>((resolve) => {
			inTurn(() => {
				log.push(name);
				queueMicrotask(() => log.push(`what follows ${name}`));
				resolve();
			});
		});
	const turns = [called('first'), called('second')];
	expect(log).toEqual([]);
	await Promise.all(turns);
	expect(log).toEqual(['first', 'what follows first', 'second', 'what follows second']);
});

test('who no longer wants a turn is not called, and holds up nobody', async () => {
	const log: string[] = [];
	const stop = inTurn(() => log.push('taken back'));
	const turn = new Promise<void>((resolve) => inTurn(resolve));
	stop();
	await turn;
	expect(log).toEqual([]);
});
