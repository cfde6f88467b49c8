import { expect, test } from 'vitest';
import { onDemand } from './onDemand.ts';

test('what many ask for is loaded once, and then at hand without another wait', async () => {
	let loads = 0;
	const part = onDemand(() => Promise.resolve({ load: ++loads }));
	const first = part();
	expect(first).toBeInstanceOf(Promise);
	expect(part()).toBe(first);
	expect(await first).toEqual({ load: 1 });
	expect(part()).toEqual({ load: 1 });
	expect(loads).toBe(1);
});

test('what could not be loaded is asked for again', async () => {
	let loads = 0;
	const part = onDemand(() =>
		++loads === 1 ? Promise.reject(new Error('offline')) : Promise.resolve({ load: loads }),
	);
	await expect(part()).rejects.toThrow('offline');
	expect(await part()).toEqual({ load: 2 });
});
