import type { Lesson } from '../lessons/lesson.ts';
import { LESSONS } from '../lessons/registry.ts';
import { completeScenario, FIELD_NAMES, type FieldName, type Scenario } from '../model/scenario.ts';
import { NO_LESSON, type ChartId, type Theme } from '../model/view.ts';
import { digestOf } from './digest.ts';
import { scenarioOf, type PresetChoice } from './preset.ts';
import { encodePage, type Page } from './url.ts';
import { withQuery } from './fullVersion.ts';

/** What an embed does with an input. */
export const TREATMENTS = { shown: 'Shown', locked: 'Locked', hidden: 'Hidden' };
export type Treatment = keyof typeof TREATMENTS;

/** Heights in pixels; `auto` follows the content, which takes a script on the host page. */
export const SIZES = {
	standard: { label: 'Standard: full width × 640', width: '100%', height: 640, auto: false },
	wide: { label: 'Tall: full width × 820', width: '100%', height: 820, auto: false },
	compact: { label: 'Compact: 480 × 360', width: '480', height: 360, auto: false },
	auto: { label: 'As high as its content', width: '100%', height: 640, auto: true },
};
export type SizeId = keyof typeof SIZES;

/** What somebody wants to share. */
export interface Wish {
	/** The inputs to start with; `step` for those of the lesson's step. */
	readonly start: PresetChoice | 'now' | 'step';
	/** Its name in a link, or `none`. */
	readonly lesson: string;
	/** Counted from 1. */
	readonly step: number;
	readonly treatments: Readonly<Record<FieldName, Treatment>>;
	/** In the order in which they are shown. */
	readonly charts: readonly ChartId[];
	readonly theme: Theme;
	readonly motion: boolean;
	readonly title: boolean;
	readonly links: boolean;
	readonly size: SizeId;
}

/** To share the page as it is. */
export function wishOf({ view }: Page): Wish {
	const { charts, controls, lock, lesson, step, theme, motion, title, links } = view;
	const treatments = Object.fromEntries(
		FIELD_NAMES.map((name) => {
			const shown = lock.includes(name) ? 'locked' : 'shown';
			return [name, controls.includes(name) ? shown : 'hidden'];
		}),
	) as Record<FieldName, Treatment>;
	const looks = { charts, theme, motion, title, links, size: 'standard' } as const;
	return { start: 'now', lesson, step, treatments, ...looks };
}

/** The page that is wished for; whatever else its link says stays. */
export function pageOf({ scenario, view }: Page, wish: Wish, embed: boolean): Page {
	const { lesson, step, treatments, charts, theme, motion, title, links } = wish;
	const controls = FIELD_NAMES.filter((name) => treatments[name] !== 'hidden');
	const lock = FIELD_NAMES.filter((name) => treatments[name] === 'locked');
	const looks = { embed, charts, controls, lock, theme, motion, title, links };
	return { scenario: startOf(wish, scenario), view: { ...view, lesson, step, ...looks } };
}

function startOf(wish: Wish, now: Scenario): Scenario {
	if (wish.start === 'step') return homeOf(wish) ?? now;
	return wish.start === 'now' ? now : scenarioOf(wish.start);
}

/** The query of the page that is wished for. */
export function queryOf(page: Page, wish: Wish, embed: boolean): string {
	return encodePage(pageOf(page, wish, embed), homeOf(wish));
}

/** The inputs that the lesson's step brings along; undefined where it takes what is on screen. */
function homeOf(wish: Wish): Scenario | undefined {
	const steps = lessonOf(wish)?.steps;
	const scenario = steps?.[Math.min(wish.step, steps.length) - 1]?.scenario;
	return scenario && completeScenario(scenario);
}

function lessonOf({ lesson }: Wish): Lesson | undefined {
	return LESSONS.find(({ id }) => id === lesson);
}

/** Another lesson, or none: it begins at its beginning, with its own inputs. */
export function withLesson(wish: Wish, lesson: string): Wish {
	return { ...wish, lesson, step: 1, start: lesson === NO_LESSON ? 'now' : 'step' };
}

export interface Code {
	readonly label: string;
	readonly text: string;
}

/** The ways to pass on what is wished for; `address` is where the page is, without a query. */
export function codesOf(page: Page, wish: Wish, address: string): readonly Code[] {
	const link = withQuery(address, queryOf(page, wish, false));
	const src = escaped(withQuery(address, queryOf(page, wish, true)));
	const about = lessonOf(wish)?.title ?? digestOf(pageOf(page, wish, false).scenario);
	const name = `Push or Poll: ${about}`;
	const { width, height, auto } = SIZES[wish.size];
	const script = `<script src="${escaped(new URL('embed.js', address).href)}" async></script>`;
	const marked = auto ? ' data-push-or-poll' : '';
	const common = `src="${src}"\n  title="${escaped(name)}" width="${width}" height="${height}"${marked}`;
	return [
		{ label: 'Link', text: link },
		{
			label: 'HTML',
			text: `<iframe ${common}
  style="border:0;max-width:100%" loading="lazy" allowfullscreen
  allow="fullscreen; clipboard-write" referrerpolicy="strict-origin-when-cross-origin"></iframe>${auto ? `\n${script}` : ''}`,
		},
		{
			label: 'MDX',
			text: `<iframe ${common}
  style={{ border: 0, maxWidth: '100%' }} loading="lazy" allowFullScreen
  allow="fullscreen; clipboard-write" referrerPolicy="strict-origin-when-cross-origin"></iframe>`,
		},
		{ label: 'Markdown', text: `[${name}](${link})` },
	];
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
