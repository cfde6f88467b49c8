import type { Scenario } from '../model/scenario.ts';
import { named, type TransportId } from '../model/transports.ts';
import type { Report } from '../sim/report.ts';
import { factor, figure, often, percent, spans } from './words.ts';

/** What came out, in numbers: the main point, and what else is worth saying. */
export interface Sentence {
	readonly main: string;
	readonly more: string;
}

export interface Result {
	readonly scenario: Scenario;
	readonly transports: readonly TransportId[];
	readonly reports: Readonly<Partial<Record<TransportId, Report>>>;
}

interface Case {
	readonly id: TransportId;
	readonly report: Report;
	/** Whether users send, so that requests are more than questions. */
	readonly posts: boolean;
}

/** Figures whose ratio is below this count as the same: the luck of a short run is about as large. */
const ALIKE = 1.1;
/** Radios whose shares differ by less count as the same. */
const ALIKE_SHARE = 0.02;
const MOSTLY = 0.5;
/** A radio that sleeps for less than some seconds in an hour is on all the time. */
const ALWAYS = 0.999;
/** One message in a thousand. */
const WORTH_SAYING = 0.001;

/** Says the result for a reader who looks at nothing else. Empty while there is none. */
export function resultSentence({ scenario, transports, reports }: Result): Sentence {
	const cases = transports.flatMap((id) => {
		const report = reports[id];
		return report ? [{ id, report, posts: scenario.uplinkRate > 0 }] : [];
	});
	const [first] = cases;
	if (!first) return { main: '', more: '' };
	const rivals = rivalsOf(first, cases);
	const rival = lightest(rivals);
	const troubles = [...losses(cases), ...overloads(cases.slice(1))];
	const costs = [rival && traffic(first, rival), radios(scenario, cases)];
	const more = [...(troubles.length > 0 ? troubles : emptyAnswers(first)), oneSentence(costs)];
	return {
		main: oneSentence([asks(first, rival), rival && answers(rivals, rival, first)]),
		more: more.join(' ').trim(),
	};
}

/** Clauses with semicolons between; a capital letter in front, a full stop behind. */
function oneSentence(clauses: readonly (string | undefined)[]): string {
	const text = clauses.filter((clause) => clause !== undefined).join('; ');
	return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Whom to set against `first`: the soonest of the others, with all that do as well by as few requests. */
function rivalsOf(first: Case, cases: readonly Case[]): readonly Case[] {
	const others = cases.filter(({ id }) => id !== first.id);
	const soonest = Math.min(...others.map(latencyOf));
	const soon = others.filter((other) => latencyOf(other) <= soonest * ALIKE);
	const fewest = Math.min(...soon.map(requestsOf));
	return soon.filter((other) => requestsOf(other) <= fewest * ALIKE);
}

function lightest(cases: readonly Case[]): Case | undefined {
	return cases.toSorted((one, other) => bytesOf(one) - bytesOf(other))[0];
}

function requestsOf({ report }: Case): number {
	return report.requestsPerSecond;
}

/** Who delivered nothing takes for ever. */
function latencyOf({ report }: Case): number {
	return report.latency.mean ?? Infinity;
}

function bytesOf({ report }: Case): number {
	return report.bytes.up + report.bytes.down;
}

/** `polling asks 3 333 times a second and still tells users 1.56 s late` */
function asks(first: Case, rival: Case | undefined): string {
	const { server, messages, requestsPerSecond } = first.report;
	const overload =
		server.utilisation > 1 ? `, ${load(server.utilisation)}, so that its queue only grows,` : '';
	const start = `${named(first.id)} ${requests(first)}${overload}`;
	if (messages.published === 0) return `nothing happens, and ${start}`;
	const late = latencyOf(first);
	if (late === Infinity) return `${start} and delivers nothing`;
	const soon = rival ? latencyOf(rival) : late;
	const [said] = soon === Infinity ? spans(late) : spans(late, soon);
	const still = soon * ALIKE < late && requestsPerSecond > 0 ? 'still ' : '';
	return `${start} and ${still}tells users ${said} late`;
}

/** What one or, without the `s`, several do to learn something. */
function requests({ id, report, posts }: Case, s = 's'): string {
	const rate = report.requestsPerSecond;
	if (rate === 0) return `need${s} no requests`;
	const onlyQuestions = (id === 'polling' || id === 'longPolling') && !posts;
	return onlyQuestions ? `ask${s} ${often(rate)}` : `make${s} ${figure(rate)} requests a second`;
}

/** `SSE and WebSocket need no requests and take 0.55 s` */
function answers(rivals: readonly Case[], rival: Case, first: Case): string {
	const s = rivals.length === 1 ? 's' : '';
	const neither = requestsOf(rival) + requestsOf(first) === 0;
	const who = rivals.length > 2 ? 'the others' : rivals.map(({ id }) => named(id)).join(' and ');
	const start = `${who} ${neither ? `need${s} none either` : requests(rival, s)}`;
	const [late, soon] = [latencyOf(first), latencyOf(rival)];
	if (rival.report.messages.published === 0) return start;
	if (soon === Infinity) return `${start} and deliver${s} nothing`;
	const said = late === Infinity ? spans(soon)[0] : spans(late, soon)[1];
	if (soon > late * ALIKE) return `${start} but take${s} ${said}`;
	return soon * ALIKE < late
		? `${start} and take${s} ${said}`
		: `${start} and take${s} about as long`;
}

function losses(cases: readonly Case[]): string[] {
	return cases.flatMap((each) => {
		const { lost, published } = each.report.messages;
		const worth = lost > published * WORTH_SAYING;
		return worth
			? [oneSentence([`${named(each.id)} loses ${percent(lost / published)} of the messages`])]
			: [];
	});
}

/** `8.3 times what the servers can do`, where that is more than they can. */
function load(utilisation: number): string {
	if (utilisation < 1.05) return 'a little more than the servers can do';
	return `${factor(utilisation)} what the servers can do`;
}

function overloads(cases: readonly Case[]): string[] {
	return cases.flatMap((each) => {
		const { utilisation } = each.report.server;
		if (utilisation <= 1) return [];
		return [oneSentence([`${named(each.id)} asks ${load(utilisation)}`])];
	});
}

function emptyAnswers(first: Case): string[] {
	const share = first.report.emptyResponseFraction;
	return share < MOSTLY ? [] : [oneSentence([`${percent(share)} of the answers are empty`])];
}

function traffic(first: Case, rival: Case): string | undefined {
	const ratio = bytesOf(first) / bytesOf(rival);
	const bothMove = ratio > 0 && ratio < Infinity;
	if (!bothMove) return undefined;
	if (ratio < ALIKE && ratio > 1 / ALIKE) {
		return `${named(first.id)} and ${named(rival.id)} move about the same bytes`;
	}
	const [heavy, light] = ratio > 1 ? [first, rival] : [rival, first];
	return `${named(heavy.id)} moves ${factor(Math.max(ratio, 1 / ratio))} the bytes of ${named(light.id)}`;
}

/** `a phone’s radio is on 100 % of the time with polling, 21 % with WebSocket` */
function radios(scenario: Scenario, cases: readonly Case[]): string | undefined {
	if (scenario.radio === 'none') return undefined;
	const shareOf = ({ report }: Case) => report.battery.radioOnFraction;
	const ranked = cases.toSorted((one, other) => shareOf(other) - shareOf(one));
	const [longest, shortest] = [ranked[0]!, ranked.at(-1)!];
	const start = `a phone’s radio is on ${partOfTime(shareOf(longest))}`;
	if (cases.length === 1) return start;
	if (shareOf(longest) - shareOf(shortest) < ALIKE_SHARE) {
		return `${start} with ${cases.length === 2 ? 'either' : 'each of them'}`;
	}
	const end = shareOf(shortest) === 0 ? 'not at all' : percent(shareOf(shortest));
	return `${start} with ${named(longest.id)}, ${end} with ${named(shortest.id)}`;
}

function partOfTime(share: number): string {
	if (share === 0) return 'at no time';
	return share > ALWAYS ? 'all the time' : `${percent(share)} of the time`;
}
