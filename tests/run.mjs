// Runs a TypeScript file of this project: `node tests/run.mjs src/cli.ts [ARGUMENT]…` bundles it,
// imports it, and if it exports `main`, calls that with the arguments for the exit status.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const root = resolve(import.meta.dirname, '..');
const [entry = '', ...args] = process.argv.slice(2);
// Inside the project, so that packages are found; by process, so that two runs do not meet.
const folder = resolve(root, 'node_modules/.cache/run');
const file = resolve(folder, `${basename(entry, '.ts')}-${process.pid}.mjs`);

const { output } = await build({
	input: resolve(root, entry),
	platform: 'node',
	write: false,
	output: { format: 'esm', sourcemap: 'inline', codeSplitting: false },
});
mkdirSync(folder, { recursive: true });
writeFileSync(file, output[0].code);
process.on('exit', () => rmSync(file, { force: true }));
// Whoever reads the output may stop early, as `head` does.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.setSourceMapsEnabled(true);
const { main } = await import(pathToFileURL(file).href);
process.exitCode = (await main?.(args)) ?? 0;
