import { FIGURES } from '../model/figures.ts';
import { decodeScenario } from '../model/query.ts';
import { FIELD_NAMES, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { CHART_IDS } from '../model/view.ts';
import type {
	Choice,
	ChoicePrediction,
	Lesson,
	LessonStep,
	NumberPrediction,
	Prediction,
	Task,
} from './lesson.ts';
import { unknownIn } from './placeholders.ts';
import { COMPARISONS, figureCalled, type Predicate } from './predicate.ts';
import { amount, isObject, list, object, refuse, text, within, word, type Read } from './read.ts';

/** Bytes of a file, how deep its brackets may go, and how many problems are said. */
const LIMITS = { bytes: 256 * 1024, depth: 8, problems: 20 };
const ID = /^[a-z][a-z0-9-]{0,39}$/;

export interface Loaded {
	/** Absent where nothing could be made of the text. */
	readonly lesson?: Lesson;
	/** A sentence for each thing that could not be used as it stood. */
	readonly problems: readonly string[];
}

/** Reads a lesson from JSON, as docs/LESSONS.md describes it. Never throws. */
export function loadLesson(json: string): Loaded {
	const { bytes, depth } = LIMITS;
	const size = new TextEncoder().encode(json).length;
	if (size > bytes) return refused(`expected up to ${bytes} bytes, got ${size}`);
	if (depthOf(json) > depth) return refused(`expected brackets up to ${depth} deep, got more`);
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return refused('expected JSON, got something else');
	}
	const problems: string[] = [];
	const say = (sentence: string) => {
		if (problems.length < LIMITS.problems) problems.push(sentence);
	};
	const found = lesson(value, { at: '', say });
	if (found)
		return { lesson: { ...found, id: found.id ?? 'file', about: found.about ?? '' }, problems };
	return { problems: [...problems, ...refused('expected a title and a step').problems] };
}

function refused(problem: string): Loaded {
	return { problems: [`lesson: ${problem}. Not opened.`] };
}

/**
 * Looked at before it is parsed: a parser may run out of stack. A text that nothing closes goes to the
 * end: were it no match, each further quote would be tried to the end as well, which takes minutes.
 */
function depthOf(json: string): number {
	let [depth, deepest] = [0, 0];
	for (const bracket of json.replace(/"(?:[^"\\]|\\[^])*"?/g, '').match(/[[\]{}]/g) ?? []) {
		depth += bracket === '[' || bracket === '{' ? 1 : -1;
		deepest = Math.max(deepest, depth);
	}
	return deepest;
}

const title = text(120);
/** Names of a few, each of them once. */
function names<T extends string>(all: readonly T[], least = 0): Read<readonly T[]> {
	const read = list(word(all), all.length, least);
	return (value, place) => {
		const found = read(value, place);
		return found && [...new Set(found)];
	};
}

const transport = word(TRANSPORT_IDS);
const figure = word(FIGURES.map(({ path }) => path));
const inputs = names(FIELD_NAMES);

const prose: Read<string> = (value, place) => {
	const found = text(2000)(value, place);
	for (const placeholder of unknownIn(found ?? '')) {
		place.say(`${place.at}: ${placeholder} names no figure and no input. Shown as it stands.`);
	}
	return found;
};

/** One text, or a list of them. */
const paragraphs: Read<readonly string[]> = (value, place) =>
	list(prose, 20)(typeof value === 'string' ? [value] : value, place);

const id: Read<string> = (value, place) =>
	typeof value === 'string' && ID.test(value)
		? value
		: refuse(place, 'up to 40 lower-case letters, digits and hyphens', value);

const range: Read<readonly [number, number]> = (value, place) => {
	const [from, to] = Array.isArray(value) ? (value as unknown[]) : [];
	const fits = typeof from === 'number' && typeof to === 'number' && from > 0 && from < to;
	if (fits && to < 1e15) return [from, to];
	refuse(place, 'two numbers, 0 < first < second', value);
	return undefined;
};

/** Inputs by name, and `preset`: as in a link, but with numbers and true or false as they are. */
const scenario: Read<Partial<Scenario>> = (value, place) => {
	if (!isObject(value)) {
		refuse(place, 'an object', value);
		return undefined;
	}
	const pairs = Object.entries(value).flatMap(([key, entry]) => {
		const known = key === 'preset' || (FIELD_NAMES as readonly string[]).includes(key);
		if (!known) refuse(within(place, key), 'the name of an input', key);
		else if (isPlain(entry)) return [[key, String(entry)] as const];
		else refuse(within(place, key), 'a number, a text, true or false', entry);
		return [];
	});
	const { scenario: whole, given, problems } = decodeScenario(pairs);
	for (const problem of problems) place.say(`${place.at}.${problem}`);
	return Object.fromEntries(given.map((name) => [name, whole[name]]));
};

function isPlain(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

const wanted: Read<number | string> = (value, place) => {
	if (typeof value === 'number') return value;
	if (typeof value === 'string' && figureCalled(value)) return value;
	refuse(place, 'a number or a figure such as sse.latency.p95', value);
	return undefined;
};

const predicate = object<Predicate>(
	{ transport, figure, comparison: word(COMPARISONS), value: wanted, times: amount },
	['transport', 'figure', 'comparison', 'value'],
);
const when = list(predicate, 20);

const task = object<Task>({ text: prose, when, solution: scenario }, ['text', 'when']);

const choice = object<Choice>({ text: prose, when, feedback: prose }, ['text', 'when']);

const choicePrediction = object<ChoicePrediction>(
	{ question: prose, choices: list(choice, 8, 2) },
	['question', 'choices'],
);

const numberPrediction = object<NumberPrediction>(
	{ question: prose, transport, figure, range, tooLow: prose, tooHigh: prose },
	['question', 'transport', 'figure', 'range'],
);

const prediction: Read<Prediction> = (value, place) =>
	isObject(value) && Object.hasOwn(value, 'choices')
		? choicePrediction(value, place)
		: numberPrediction(value, place);

const step = object<LessonStep>(
	{
		title,
		text: paragraphs,
		scenario,
		transports: names(TRANSPORT_IDS, 1),
		charts: names(CHART_IDS),
		controls: inputs,
		lock: inputs,
		prediction,
		task,
		reveal: paragraphs,
		claims: when,
	},
	['title', 'text'],
);

/** What a file may leave out is filled in when all else is read. */
type LessonFile = Pick<Lesson, 'title' | 'steps'> & Partial<Lesson>;

const lesson = object<LessonFile>({ id, title, about: prose, steps: list(step, 50) }, [
	'title',
	'steps',
]);
