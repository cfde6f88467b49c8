import { expect, test } from 'vitest';
import lock from '../package-lock.json';
import manifest from '../package.json';

/** What reaches the reader: each more has to earn its bytes. */
const FOR_THE_READER = ['comlink', 'd3-array', 'd3-path', 'd3-shape', 'internmap', 'uqr'];

/** Licences that let others use, change and pass on what is built with it. */
const LICENCES = [
	...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'],
	// Of a file, not of what it is used with; and only in tools that no build contains.
	'MPL-2.0',
];

/** Its package says nothing; its repository says MIT. */
const SILENT = ['node_modules/rechoir'];

interface Package {
	readonly integrity?: string;
	readonly resolved?: string;
	readonly license?: string;
	readonly dev?: boolean;
	readonly hasInstallScript?: boolean;
}

const packages = Object.entries<Package>(lock.packages).filter(([path]) => path !== '');

/** Where packages fail to hold what all must. */
function failing(holds: (found: Package, path: string) => boolean): string[] {
	return packages.flatMap(([path, found]) => (holds(found, path) ? [] : [path]));
}

test('each package has the hash of what it was when it was chosen, and comes from the registry', () => {
	expect(packages.length).toBeGreaterThan(100);
	expect(failing(({ integrity }) => integrity?.startsWith('sha512-') === true)).toEqual([]);
	const registry = 'https://registry.npmjs.org/';
	expect(failing(({ resolved }) => resolved?.startsWith(registry) ?? true)).toEqual([]);
});

test('few packages reach the reader', () => {
	const reaching = packages.filter(([, { dev }]) => !dev).map(([path]) => path);
	expect(reaching.map((path) => path.replace('node_modules/', '')).sort()).toEqual(FOR_THE_READER);
});

test('every licence lets others use and change what is built', () => {
	const isKnown = ({ license, dev }: Package, path: string) =>
		license === undefined
			? SILENT.includes(path)
			: LICENCES.includes(license) && (license !== 'MPL-2.0' || dev === true);
	expect(failing(isKnown)).toEqual([]);
});

test('no package runs a program when it is installed', () => {
	expect(failing(({ hasInstallScript }) => !hasInstallScript)).toEqual([]);
});

test('versions are exact', () => {
	const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
	expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
