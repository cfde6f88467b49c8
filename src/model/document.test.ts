import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROGRAM_VERSION } from './document.ts';

test('what is saved names the version of the package', () => {
	const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
	expect((JSON.parse(text) as { version: string }).version).toBe(PROGRAM_VERSION);
});
