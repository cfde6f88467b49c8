import { execFileSync, spawnSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { chromium, type LaunchOptions } from '@playwright/test';

const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));
const PACKED = join(MODULES, '@sparticuz/chromium/bin');
const UNPACKED = join(MODULES, '.cache/chromium');

/** Debian's binary comes before its launcher on the PATH, which adds flags that load extensions. */
const SYSTEM_PATHS = [
	'/usr/lib/chromium/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
		(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
	),
];

const isRoot = process.getuid?.() === 0;

type Environment = Record<string, string | undefined>;

/** Does it start? Ubuntu has a `chromium-browser` that only says where to get one. */
function runs(path: string, env: Environment = process.env): boolean {
	if (!existsSync(path)) return false;
	if (process.platform === 'win32') return true; // there, `--version` opens a window
	const { status, stdout } = spawnSync(path, ['--version'], { env, encoding: 'utf8' });
	return status === 0 && /chrom/i.test(stdout);
}

/** Chromium refuses its sandbox to root, and needs user namespaces, which many containers forbid. */
function canSandbox(): boolean {
	if (process.platform !== 'linux') return true;
	return !isRoot && spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0;
}

/** Runs a command that should bring a browser. Whether it did, the next look will show. */
function attempt(command: string, ...args: string[]): boolean {
	const shell = process.platform === 'win32';
	return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], shell }).status === 0;
}

function fromVariable(): LaunchOptions | undefined {
	const path = process.env.CHROME_PATH;
	if (!path) return undefined;
	if (runs(path)) return { executablePath: path };
	throw new Error(`CHROME_PATH: expected the path of a Chromium or Chrome, got "${path}"`);
}

function fromPlaywright(): LaunchOptions | undefined {
	const executablePath = chromium.executablePath();
	return runs(executablePath) ? { executablePath } : undefined;
}

function fromSystem(): LaunchOptions | undefined {
	const executablePath = SYSTEM_PATHS.find((path) => runs(path));
	return executablePath === undefined ? undefined : { executablePath };
}

/** The `fonts.conf` in the package names folders of a cloud service. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>/usr/share/fonts</dir><dir>${UNPACKED}/fonts</dir><cachedir>${UNPACKED}/font-cache</cachedir>
</fontconfig>
`;

function unpack(): void {
	const read = (name: string) => brotliDecompressSync(readFileSync(join(PACKED, `${name}.br`)));
	mkdirSync(join(UNPACKED, '..'), { recursive: true });
	const folder = mkdtempSync(`${UNPACKED}-`); // renamed when whole, so a killed run leaves no half
	writeFileSync(join(folder, 'chromium'), read('chromium'), { mode: 0o755 });
	for (const name of ['fonts.tar', 'al2023.tar']) {
		execFileSync('tar', ['-x', '-C', folder], { input: read(name) });
	}
	writeFileSync(join(folder, 'fonts.conf'), FONTS);
	renameSync(folder, UNPACKED);
}

/**
 * The Chromium that npm brought, with the libraries and the font that a bare machine lacks. The
 * package's own code stays unused: it unpacks to a shared /tmp and switches web security off.
 */
function fromPackage(): LaunchOptions | undefined {
	if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
	if (!existsSync(UNPACKED) && existsSync(PACKED)) unpack();
	const executablePath = join(UNPACKED, 'chromium');
	const fonts = { FONTCONFIG_FILE: join(UNPACKED, 'fonts.conf') };
	const libraries = { LD_LIBRARY_PATH: join(UNPACKED, 'lib') };
	const env = [fonts, { ...fonts, ...libraries }]
		.map((extra) => ({ ...process.env, ...extra }))
		.find((candidate) => runs(executablePath, candidate));
	return env === undefined ? undefined : { executablePath, env };
}

function fromDownload(): LaunchOptions | undefined {
	const withLibraries = isRoot && process.platform === 'linux' ? ['--with-deps'] : [];
	attempt('npx', 'playwright', 'install', ...withLibraries, 'chromium');
	return fromPlaywright();
}

function fromDebian(): LaunchOptions | undefined {
	if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined;
	attempt('apt-get', 'update');
	attempt('apt-get', 'install', '-y', 'chromium');
	return fromSystem();
}

/**
 * How to start the browser of the tests, for Playwright and for Vitest: the one that is there, else
 * one that can be had. Throws one sentence if there is none.
 */
export function findBrowser(): LaunchOptions {
	for (const find of [
		fromVariable,
		fromPlaywright,
		fromSystem,
		fromPackage,
		fromDownload,
		fromDebian,
	]) {
		const found = find();
		if (found !== undefined) return { ...found, chromiumSandbox: canSandbox() };
	}
	throw new Error(
		'no browser for the tests: install Chromium or Chrome, or set CHROME_PATH to one',
	);
}
