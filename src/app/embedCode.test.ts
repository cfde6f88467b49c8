import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LESSONS } from '../lessons/registry.ts';
import {
	changeScenario,
	completeScenario,
	FIELD_NAMES,
	type FieldName,
} from '../model/scenario.ts';
import { CHART_IDS, NO_LESSON, VIEW_FIELDS } from '../model/view.ts';
import {
	codesOf,
	pageOf,
	SIZES,
	TREATMENTS,
	wishOf,
	withLesson,
	type SizeId,
	type Treatment,
	type Wish,
} from './embedCode.ts';
import { fullQuery, ownAddress } from './fullVersion.ts';
import { decodePage, DEFAULT_PAGE } from './url.ts';

const page = { ...DEFAULT_PAGE, scenario: completeScenario({ users: 7 }) };

const treatments = fc.record(
	Object.fromEntries(
		FIELD_NAMES.map((name) => [name, fc.constantFrom(...(Object.keys(TREATMENTS) as Treatment[]))]),
	) as Record<FieldName, fc.Arbitrary<Treatment>>,
);
const wishes: fc.Arbitrary<Wish> = fc.record({
	start: fc.constantFrom('now' as const, 'chat' as const, 'default' as const),
	lesson: fc.constant(NO_LESSON),
	step: fc.constant(1),
	treatments,
	charts: fc.shuffledSubarray([...CHART_IDS]),
	theme: fc.constantFrom(...VIEW_FIELDS.theme.choices),
	motion: fc.boolean(),
	title: fc.boolean(),
	links: fc.boolean(),
	size: fc.constantFrom(...(Object.keys(SIZES) as SizeId[])),
});

/** The address in a frame's code, as a browser would read it. */
function srcOf(code: string): URL {
	const [, src = ''] = /src="([^"]*)"/.exec(code) ?? [];
	return new URL(src.replaceAll('&amp;', '&'));
}

describe('what is shared', () => {
	test('opens as it was chosen, as a link and in a frame', () => {
		fc.assert(
			fc.property(wishes, (wish) => {
				const [link, html, mdx, markdown] = codesOf(page, wish, 'https://example.org/p/');
				const embedded = decodePage(srcOf(html!.text).search);
				expect(embedded.problems).toEqual([]);
				expect(embedded.page).toEqual(pageOf(page, wish, true));
				expect(srcOf(mdx!.text).href).toBe(srcOf(html!.text).href);
				expect(decodePage(new URL(link!.text).search).page).toEqual(pageOf(page, wish, false));
				expect(markdown!.text).toContain(`](${link!.text})`);
				// Nothing in it means anything else to a reader of Markdown.
				expect(markdown!.text).toMatch(/^\[[^[\]\\<`*]*\]\([^\s()<>]+\)$/);
				expect(link!.text.length).toBeLessThan(1900);
			}),
		);
	});

	test('is a lesson at any of its steps, with the inputs of the step or with others', () => {
		const steps = LESSONS.flatMap(({ id, title, steps }) =>
			steps.map((step, index) => ({ id, title, step, index })),
		);
		for (const { id, title, step, index } of steps) {
			for (const start of ['step', 'now', 'chat'] as const) {
				const wish: Wish = { ...withLesson(wishOf(page), id), step: index + 1, start };
				const [link, html] = codesOf(page, wish, 'https://example.org/');
				expect(html!.text).toContain(`title="Push or Poll: ${title}"`);
				const opened = decodePage(new URL(link!.text).search);
				expect(opened.page.view).toMatchObject({ lesson: id, step: index + 1 });
				const home = step.scenario ? completeScenario(step.scenario) : page.scenario;
				const seen = changeScenario(home, opened.given);
				expect(seen).toEqual(pageOf(page, wish, false).scenario);
				if (start === 'step' && step.scenario) expect(opened.given).toEqual({});
			}
		}
	});

	test('begins another lesson at its beginning, and leaves it with the inputs of now', () => {
		const lesson = withLesson({ ...wishOf(page), step: 3 }, LESSONS[1]!.id);
		expect(lesson).toMatchObject({ lesson: LESSONS[1]!.id, step: 1, start: 'step' });
		expect(pageOf(page, withLesson(lesson, NO_LESSON), false)).toEqual(page);
	});

	test('without a choice is the page as it is', () => {
		expect(pageOf(page, wishOf(page), false)).toEqual(page);
		const view = { ...page.view, controls: ['users'] as const, lock: ['users'] as const };
		expect(pageOf({ ...page, view }, wishOf({ ...page, view }), false).view).toEqual(view);
	});

	test('keeps what else the link says', () => {
		const view = { ...page.view, transports: ['sse'] as const };
		expect(pageOf({ ...page, view }, wishOf(page), true).view.transports).toEqual(['sse']);
	});

	test('in a frame as high as its content brings the script for that', () => {
		const [, html] = codesOf(page, { ...wishOf(page), size: 'auto' }, 'https://example.org/p/');
		expect(html!.text).toContain('<script src="https://example.org/p/embed.js" async></script>');
		expect(html!.text).toContain(' data-push-or-poll');
	});
});

test('the full version has the same state and hides nothing', () => {
	const { page: embedded } = decodePage(
		'embed=1&users=7&transports=sse&theme=dark&charts=table&controls=users&lock=users&title=0&links=0&motion=0',
	);
	expect(fullQuery(embedded)).toBe('users=7&transports=sse&theme=dark');
});

test('a page without an address leads nowhere', () => {
	expect(ownAddress('about:srcdoc')).toBeUndefined();
	expect(ownAddress('https://example.org/p/?a=1#b')).toBe('https://example.org/p/');
});
