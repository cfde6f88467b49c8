import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PARTS = ['dist', 'dist-single', 'dist-scorm'];
const TO = 'release';

/**
 * Builds page, single file and SCORM package twice from nothing, and if both give the same bytes,
 * writes what a release is published with: a list of SHA-256 hashes that `sha256sum --check` reads,
 * and a bill of materials (CycloneDX).
 */
export function main(): number {
	const [first, second] = [builtFromNothing(), builtFromNothing()];
	const differing = [...first.keys()].filter((file) => first.get(file) !== second.get(file));
	if (differing.length > 0 || first.size !== second.size) {
		process.stderr.write(`two builds differ in: ${differing.join(', ') || 'their files'}\n`);
		return 1;
	}
	mkdirSync(TO, { recursive: true });
	const sums = [...first].map(([file, hash]) => `${hash}  ${file}\n`);
	writeFileSync(join(TO, 'SHA256SUMS'), sums.join(''));
	writeFileSync(join(TO, 'sbom.cdx.json'), run('npm sbom --sbom-format cyclonedx'));
	process.stdout.write(`${TO}: ${first.size} files, the same in two builds\n`);
	return 0;
}

/** The hash of every file, by its path. */
function builtFromNothing(): Map<string, string> {
	for (const part of PARTS) rmSync(part, { recursive: true, force: true });
	run('npm run -s build');
	run('npm run -s build:scorm');
	const files = PARTS.flatMap((part) =>
		readdirSync(part, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name)),
	);
	return new Map(files.toSorted().map((file) => [file, hashOf(file)]));
}

function hashOf(file: string): string {
	return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** What a command prints; throws if it fails. */
function run(command: string): string {
	const { status, stdout } = spawnSync(command, {
		shell: true,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (status !== 0) throw new Error(`failed: ${command}`);
	return stdout;
}
