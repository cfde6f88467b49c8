import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Field } from './fields.ts';
import { VIEW_FIELDS, VIEW_NAMES, type ViewName } from './view.ts';

/** No field reads this. */
const NONSENSE = '\u0000';

function accepted(field: Field): string {
	if (field.kind === 'flag') return '`1`, `0`';
	if (field.kind === 'choice') return field.choices.join(', ');
	const { problem = '' } = field.parse(NONSENSE);
	const [, form = 'a query'] = /^expected (.*), got /.exec(problem) ?? [];
	return form;
}

/** How a row of the table in docs/EMBED.md begins; what the parameter does is said there alone. */
function row(name: ViewName): string {
	const field: Field = VIEW_FIELDS[name];
	const fallback = (field.print as (value: unknown) => string)(field.fallback);
	return `| \`${name}\` | ${accepted(field)} | ${fallback === '' ? 'none' : `\`${fallback}\``} | `;
}

test('the documentation lists every parameter with what it accepts, its default and its effect', () => {
	const text = readFileSync(new URL('../../docs/EMBED.md', import.meta.url), 'utf8');
	// Prettier pads the cells of a table.
	const lines = text.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim());
	const missing = VIEW_NAMES.map(row).filter(
		(start) => !lines.some((line) => line.startsWith(start) && /[a-z]\. \|$/.test(line)),
	);
	expect(missing).toEqual([]);
});
