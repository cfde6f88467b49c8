import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Field } from './fields.ts';
import { VIEW_FIELDS, VIEW_NAMES, type ViewName } from './view.ts';

/** What each does: for the documentation alone, so that no page carries it. */
const EFFECTS: Readonly<Record<ViewName, string>> = {
	transports: 'Which transports are compared.',
	theme: 'Colours of the page; the projector has larger type and stronger lines.',
	embed: 'For a frame in another page: no header, and the address stays as it is.',
	charts: 'Which pictures are shown, in this order.',
	controls: 'Which inputs are shown, in this order; none leaves a picture.',
	lock: 'Inputs that are shown, but that the reader cannot change.',
	motion: 'Whether changes may move; 0 shows each at once.',
	title: 'Whether the name of the page is shown.',
	links: 'Whether links lead to other pages, the full version among them.',
	lang: 'Language of the page. One that it does not speak becomes English, without a notice.',
	pin: 'A second scenario, whose run every chart draws behind the first.',
	t: 'Where the playhead stands in the finished run. 0 is the start.',
	weights: 'How much each criterion of the verdict counts; what is not named counts nothing.',
	soonEnough: 'The verdict gives nothing for messages that are there sooner than this.',
	lesson: 'Which lesson of the guide is open; its scenario comes first, other keys override it.',
	step: 'Which step of the lesson is open.',
	present: 'For a lecture: large type, strong contrast and keys.',
	predict: 'Asks for a bet before the result is shown.',
};

/** No field reads this. */
const NONSENSE = '\u0000';

function accepted(field: Field): string {
	if (field.kind === 'flag') return '`1`, `0`';
	if (field.kind === 'choice') return field.choices.join(', ');
	const { problem = '' } = field.parse(NONSENSE);
	const [, form = 'a query'] = /^expected (.*), got /.exec(problem) ?? [];
	return form;
}

/** A row of the table in docs/EMBED.md. */
function row(name: ViewName): string {
	const field: Field = VIEW_FIELDS[name];
	const fallback = (field.print as (value: unknown) => string)(field.fallback);
	return `| \`${name}\` | ${accepted(field)} | ${fallback === '' ? 'none' : `\`${fallback}\``} | ${EFFECTS[name]} |`;
}

test('the documentation lists every parameter with what it accepts, its default and its effect', () => {
	const text = readFileSync(new URL('../../docs/EMBED.md', import.meta.url), 'utf8');
	// Prettier pads the cells of a table.
	const lines = text.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim());
	const missing = VIEW_NAMES.map(row).filter((line) => !lines.includes(line));
	expect(missing).toEqual([]);
});
