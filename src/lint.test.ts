import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const eslint = new ESLint({ cwd: root });

/** The rules of a file, each with its severity and options. */
async function rulesOf(file: string): Promise<Record<string, unknown[]>> {
	const config = (await eslint.calculateConfigForFile(`${root}${file}`)) as {
		rules: Record<string, unknown[]>;
	};
	return config.rules;
}

const ERROR = 2;

describe.each([
	...['main.ts', 'cli.ts', 'app/url.ts', 'app/guide.svelte.ts', 'charts/csv.ts', 'worker/run.ts'],
	...['model/query.ts', 'theory/queue.ts', 'sim/run.ts', 'lessons/load.ts', 'ui/lessonText.ts'],
	...['ui/App.svelte', 'charts/Sentence.svelte'],
])('in src/%s', (name) => {
	const rules = rulesOf(`src/${name}`);

	test('no text becomes code', async () => {
		for (const rule of ['no-eval', 'no-new-func', '@typescript-eslint/no-implied-eval']) {
			expect((await rules)[rule]?.[0], rule).toBe(ERROR);
		}
	});

	test('no text becomes markup', async () => {
		const [severity, ...restricted] = (await rules)['no-restricted-properties'] ?? [];
		expect(severity).toBe(ERROR);
		for (const property of ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc']) {
			expect(restricted).toContainEqual(expect.objectContaining({ property }));
		}
		if (!name.endsWith('.svelte')) return;
		expect((await rules)['svelte/no-at-html-tags']?.[0]).toBe(ERROR);
		expect(JSON.stringify((await rules)['no-restricted-syntax'])).toContain('innerHTML');
	});
});

test.each(['model', 'theory', 'sim', 'lessons'])(
	'in src/%s what holds everywhere holds as well: no module waits at its top level',
	async (folder) => {
		const rules = await rulesOf(`src/${folder}/x.ts`);
		expect(JSON.stringify(rules['no-restricted-syntax'])).toContain('AwaitExpression');
		expect(JSON.stringify(rules['no-restricted-properties'])).toContain('"Math"');
	},
);
