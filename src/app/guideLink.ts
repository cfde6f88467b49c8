import { TRANSPORT_IDS } from '../model/transports.ts';
import { NO_LESSON, type View } from '../model/view.ts';
import type { Overrides } from './lesson.svelte.ts';
import type { Link } from './url.ts';

/** What a fragment begins with that holds a whole lesson, as JSON that is escaped for links. */
export const LESSON_FRAGMENT = '#lessonFile:';

/** Whether a link needs the guide, which is loaded only then. */
export function asksForGuide({ lesson, present, predict }: View, fragment: string): boolean {
	return lesson !== NO_LESSON || present || predict || fragment.startsWith(LESSON_FRAGMENT);
}

/** What a link changes in the lesson that it opens. */
export function overridesOf({ given, page }: Link): Overrides {
	const { transports } = page.view;
	return { inputs: given, ...(transports.length < TRANSPORT_IDS.length && { transports }) };
}
