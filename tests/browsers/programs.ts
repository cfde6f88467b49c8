import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import type { Readable } from 'node:stream';

/** The first of these programs that the machine has; a name is looked for where a shell would. */
export function firstOnPath(...names: readonly string[]): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return names
		.flatMap((name) => folders.map((folder) => resolve(folder, name)))
		.find((path) => existsSync(path));
}

/** Waits until a program says what is expected; throws all it said if it ends without. */
export async function saying(
	program: ChildProcess,
	output: Readable,
	expected: RegExp,
): Promise<RegExpExecArray> {
	let text = '';
	return new Promise((resolve, reject) => {
		output.on('data', (data: Buffer) => {
			text += data.toString();
			const found = expected.exec(text);
			if (found !== null) resolve(found);
		});
		program.once('error', reject);
		program.once('exit', () => reject(new Error(`${program.spawnfile} has ended: ${text}`)));
	});
}

/** Ends a program, and waits until it has. */
export async function stop(program: ChildProcess): Promise<void> {
	if (program.exitCode !== null || program.signalCode !== null) return;
	const ended = new Promise((resolve) => program.once('exit', resolve));
	program.kill();
	await ended;
}
