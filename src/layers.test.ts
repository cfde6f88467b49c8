import { expect, test } from 'vitest';

/** What each folder may import from, beside itself. `src/*.ts` counts as `main` or, by its name, as `cli`. */
const MAY_IMPORT: Record<string, readonly string[]> = {
	main: ['ui', 'app', 'worker', 'lessons', 'model'],
	ui: ['charts', 'app', 'lessons', 'worker', 'sim', 'theory', 'model'],
	charts: ['sim', 'model'],
	app: ['worker', 'lessons', 'sim', 'theory', 'model'],
	cli: ['sim', 'model'],
	worker: ['sim', 'theory', 'model'],
	sim: ['theory', 'model'],
	theory: ['model'],
	lessons: ['model'],
	model: [],
};

/** Folders that run anywhere and give the same result everywhere. */
const PURE = ['sim', 'theory', 'lessons', 'model'];

/** Who may run a simulation. To all others the folder `sim` is only the shape of a report. */
const MAY_SIMULATE = ['worker', 'cli', 'sim'];

interface Import {
	readonly path: string;
	/** The folder of the file that imports. */
	readonly folder: string;
	readonly isTest: boolean;
	/** The file that is imported, or the name of a package. */
	readonly target: string;
	/** Undefined for a package. */
	readonly targetFolder: string | undefined;
	/** Gone after compilation. */
	readonly onlyTypes: boolean;
}

const files = import.meta.glob<string>(['./**/*.{ts,svelte}', '!./**/*.d.ts'], {
	query: '?raw',
	import: 'default',
	eager: true,
});

const imports = Object.entries(files).flatMap(([path, text]) => importsOf(path, text));
const inCode = imports.filter(({ isTest }) => !isTest);

function folderOf(path: string): string {
	const [first = '', second] = path.replace('./', '').split('/');
	if (second !== undefined) return first;
	return first.startsWith('cli') ? 'cli' : 'main';
}

function importsOf(path: string, text: string): Import[] {
	const statements =
		/(?:^\s*(?:import|export)\s(?<names>[^'";]*?)\sfrom|^\s*import|\bimport\()\s*'(?<target>[^']+)'/gm;
	return [...text.matchAll(statements)].map(({ groups = {} }) => {
		const { names = '', target = '' } = groups;
		const isFile = target.startsWith('.');
		const resolved = isFile ? `.${new URL(target, `file://${path.slice(1)}`).pathname}` : target;
		return {
			path,
			folder: folderOf(path),
			// `testGrid.ts`: what several tests share.
			isTest: /\.test\.ts$|\/test[A-Z]\w*\.ts$/.test(path),
			target: resolved,
			targetFolder: isFile ? folderOf(resolved) : undefined,
			onlyTypes: /^type\b|^\{(\s*type\s[^,}]*,?)+\s*\}$/.test(names.trim()),
		};
	});
}

function sayAll(found: readonly Import[]): string[] {
	return found.map(({ path, target }) => `${path} imports ${target}`);
}

test('every folder stands in the table, and the imports of every file are seen', () => {
	expect(
		Object.keys(files)
			.map(folderOf)
			.filter((folder) => !(folder in MAY_IMPORT)),
	).toEqual([]);
	const seen = importsOf(
		'./ui/A.svelte',
		"\timport {\n\t\tb,\n\t} from '../app/b.ts';\nimport './c.css';\nimport { type D, type E } from './d.ts';\nawait import('e');",
	);
	expect(seen.map(({ target, onlyTypes }) => [target, onlyTypes])).toEqual([
		['./app/b.ts', false],
		['./ui/c.css', false],
		['./ui/d.ts', true],
		['e', false],
	]);
});

test('imports point downwards only', () => {
	const upward = inCode.filter(
		({ folder, targetFolder }) =>
			targetFolder !== undefined &&
			targetFolder !== folder &&
			!MAY_IMPORT[folder]!.includes(targetFolder),
	);
	expect(sayAll(upward)).toEqual([]);
});

test('a test may also use the simulation, whose results it checks, but nothing else from above', () => {
	const upward = imports.filter(
		({ isTest, folder, targetFolder }) =>
			isTest &&
			targetFolder !== undefined &&
			targetFolder !== folder &&
			![...MAY_IMPORT[folder]!, 'sim', 'theory', 'model'].includes(targetFolder),
	);
	expect(sayAll(upward)).toEqual([]);
});

test('simulations run in the worker and on the command line, never on the page', () => {
	const direct = inCode.filter(
		({ folder, targetFolder, onlyTypes }) =>
			targetFolder === 'sim' && !onlyTypes && !MAY_SIMULATE.includes(folder),
	);
	expect(sayAll(direct)).toEqual([]);
});

test('no file imports itself by way of others', () => {
	const done = new Set<string>();
	function circle(path: string, trail: readonly string[]): string | undefined {
		if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(' → ');
		if (done.has(path)) return undefined;
		for (const { target } of inCode.filter((each) => each.path === path)) {
			const found = circle(target, [...trail, path]);
			if (found !== undefined) return found;
		}
		done.add(path);
		return undefined;
	}
	const circles = Object.keys(files).map((path) => circle(path, []));
	expect([...new Set(circles)].filter(Boolean)).toEqual([]);
});

test('the model and the engine run anywhere: no package, browser, clock or unseeded random', () => {
	const packages = inCode.filter(
		({ folder, targetFolder }) => PURE.includes(folder) && targetFolder === undefined,
	);
	expect(sayAll(packages)).toEqual([]);

	const outside =
		/\b(?:(?:window|document|navigator|globalThis|performance|Date)\s*\.|new Date|Math\.random|setTimeout|setInterval)/;
	for (const [path, text] of Object.entries(files)) {
		if (!PURE.includes(folderOf(path)) || path.endsWith('.test.ts')) continue;
		const code = text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
		expect(code, path).not.toMatch(outside);
	}
});
