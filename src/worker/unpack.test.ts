import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { createStarter } from './start.ts';
import { unpack } from './unpack.ts';

afterEach(() => void vi.unstubAllGlobals());

test('a packed text comes back as it was', async () => {
	const text = 'const price = "€ 5 \\n" + `${1} – 2`;\n'.repeat(1000);
	expect(await unpack(gzipSync(text).toString('base64'))).toBe(text);
});

test('where a browser cannot unpack the worker, the same runs on this thread', async () => {
	vi.stubGlobal('DecompressionStream', undefined);
	const starter = createStarter<string>({
		source: () => unpack(gzipSync('work()').toString('base64')),
		here: () => Promise.resolve('here'),
		quiet: () => Promise.resolve(),
	});
	const { call } = await starter.start();
	expect(await call(() => Promise.resolve('answered'), 1000)).toBe('answered');
	expect(starter.place).toBe('main thread');
});
