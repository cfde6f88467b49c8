import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Engines differ here, in the last bit or altogether, so no result may depend on it. */
const INEXACT = [
	...['random', 'exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'pow', 'cbrt', 'hypot'],
	...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2'],
	...['sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'],
];

/** The browser, the machine and the clock, none of which the engine may see. */
const OUTSIDE = [
	...['Date', 'performance', 'crypto', 'setTimeout', 'setInterval', 'queueMicrotask', 'Intl'],
	...['window', 'document', 'navigator', 'location', 'self', 'globalThis', 'process', 'fetch'],
];

/** What makes markup of a text: one from a link never becomes that. */
const MARKUP = [
	...[
		...['innerHTML', 'outerHTML', 'srcdoc', 'insertAdjacentHTML', 'createContextualFragment'],
		...['setHTMLUnsafe', 'parseHTMLUnsafe'],
	].map((property) => ({ property })),
	...['write', 'writeln'].map((property) => ({ object: 'document', property })),
].map((rule) => ({ ...rule, message: 'Text from a link must never become markup.' }));

const TOP_LEVEL_AWAIT = {
	selector: [
		'Program > ExpressionStatement > AwaitExpression',
		':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > AwaitExpression',
	].join(),
	message: 'WebKit never ends such a module while others that import from it are loaded.',
};

const POWERS = {
	selector: ':matches(BinaryExpression[operator="**"], AssignmentExpression[operator="**="])',
	message: 'Engines differ in its last bit; multiply.',
};

export default defineConfig(
	{ ignores: ['dist*/', 'test-results/', 'playwright-report/'] },
	ts.configs.strictTypeChecked,
	svelte.configs.recommended,
	prettier,
	svelte.configs.prettier,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
		},
		rules: {
			'@typescript-eslint/no-non-null-assertion': 'off', // `!` where the line above shows it is safe
			'@typescript-eslint/unbound-method': 'off', // tables of plain functions
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'no-restricted-properties': ['error', ...MARKUP],
			'no-eval': 'error',
			'no-new-func': 'error',
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
	},
	{
		files: ['**/*.svelte'],
		rules: {
			'svelte/no-at-html-tags': 'error',
			'no-restricted-syntax': [
				'error',
				{
					selector: [
						'SvelteAttribute[key.name=/^(innerHTML|outerHTML|srcdoc)$/i]',
						'SvelteShorthandAttribute[key.name=/^(innerHTML|outerHTML|srcdoc)$/i]',
						'SvelteDirective[kind="Binding"][key.name.name=/^(innerHTML|outerHTML)$/i]',
					].join(),
					message: 'Text from a link must never become markup.',
				},
			],
		},
	},
	{ files: ['**/*.d.ts'], rules: { '@typescript-eslint/no-extraneous-class': 'off' } },
	{
		files: ['**/*.js', '**/*.mjs'],
		extends: [ts.configs.disableTypeChecked],
		rules: { 'no-implied-eval': 'error' }, // elsewhere types tell, and more of it
	},
	{
		files: ['src/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: { 'no-restricted-syntax': ['error', TOP_LEVEL_AWAIT] },
	},
	{
		files: ['src/{model,theory,sim,lessons}/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			'@typescript-eslint/require-array-sort-compare': 'error',
			'no-restricted-globals': ['error', ...OUTSIDE],
			'no-restricted-properties': [
				'error',
				...MARKUP,
				...INEXACT.map((property) => ({
					object: 'Math',
					property,
					message: 'Engines differ in its last bit; see model/math.ts.',
				})),
			],
			'no-restricted-syntax': ['error', TOP_LEVEL_AWAIT, POWERS],
		},
	},
	{
		files: ['src/sim/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				TOP_LEVEL_AWAIT,
				POWERS,
				{
					selector: 'PrivateIdentifier',
					message: 'Write `private`: in Chromium the engine is a fifth slower with `#`.',
				},
			],
		},
	},
);
