import { describe, expect, test } from 'vitest';
import { RULES } from '../model/rules.ts';
import { caseWith, SOME_FIGURES } from '../model/testFigures.ts';
import { verdictOf } from '../model/verdict.ts';
import { weightsOf, type Weights } from '../model/weights.ts';
import { NARROW } from './format.ts';
import {
	alternativeWords,
	evidenceWords,
	rulesSentence,
	sidesOf,
	verdictSentence,
} from './verdict.ts';

const plain = (text: string) => text.replaceAll(NARROW, ' ');

function say(given: ReturnType<typeof caseWith>, weights: Partial<Weights>): string {
	const verdict = verdictOf(given, { weights: weightsOf(weights), soonEnough: 1 });
	return plain(verdictSentence(verdict));
}

const thrifty = { battery: { ...SOME_FIGURES.battery, energyPerHour: 250 } };
const lossy = { messages: { ...SOME_FIGURES.messages, lost: 100, delivered: 900 } };
const busy = { server: { ...SOME_FIGURES.server, utilisation: 2.5 } };

describe('the verdict is said', () => {
	test('with both scores and what decided', () => {
		expect(say(caseWith({ webSocket: thrifty }), { battery: 1 })).toBe(
			'WebSocket fits: its figures are the best in all that counts, those of the runner-up, polling, on average 4× that. What sets it apart most is battery.',
		);
	});

	test('with the score of a winner that is not the best in everything', () => {
		const given = caseWith({ webSocket: thrifty });
		expect(say(given, { battery: 2, simplicity: 1 })).toMatch(
			/^WebSocket fits: on average its figures are 2× the best, those of the runner-up, polling, 2\.5×/,
		);
	});

	test('as a tie where it is one', () => {
		expect(say(caseWith({ polling: thrifty, sse: thrifty }), { battery: 1 })).toBe(
			'A tie: polling and SSE both come within 20 % of the best, so polling, the simplest, is named.',
		);
		expect(say(caseWith(), {})).toMatch(
			/^A tie: polling, long polling, SSE and WebSocket all come/,
		);
	});

	test('with who would have won, and why it does not', () => {
		const given = caseWith({ webSocket: { ...thrifty, ...lossy }, sse: busy });
		expect(say(given, { battery: 1 })).toBe(
			'A tie: polling and long polling both come within 20 % of the best, so polling, the simplest, is named. WebSocket would come first, but it fails to deliver 10 % of the messages. SSE asks 2.5× what the cores can do.',
		);
	});

	test('where nothing fits, and where there is nothing to choose', () => {
		const all = { polling: busy, longPolling: busy, sse: busy, webSocket: busy };
		expect(say(caseWith(all), { server: 1 })).toMatch(
			/^None fits without trouble; polling is the best of them\./,
		);
		expect(say({ ...caseWith(), transports: ['sse'] }, { money: 1 })).toBe(
			'Only SSE is compared, so there is nothing to choose.',
		);
	});
});

test('the numbers behind a rule are said by figure, in one unit', () => {
	const rule = RULES.find(({ id }) => id === 'askingForNothing')!;
	const { scenario, figures } = caseWith();
	const facts = { scenario, figures, soonEnough: 1 };
	expect(plain(evidenceWords(rule.evidence, facts))).toBe(
		'Poll interval: 3 s; Users: 1 000; Empty responses: polling 0 %',
	);
	const refused = RULES.find(({ id }) => id === 'refusedUpgrade')!;
	expect(evidenceWords(refused.evidence, facts)).toMatch(
		/^Faults: none; Messages lost: WebSocket 0/,
	);
});

test('a rule says for whom and against whom it speaks, of those compared', () => {
	const rule = { speaksFor: ['sse', 'longPolling'], speaksAgainst: ['webSocket'] } as const;
	expect(sidesOf(rule, ['polling', 'sse', 'webSocket'])).toBe('for SSE, against WebSocket');
	expect(sidesOf(rule, ['polling'])).toBe('');
	expect(rulesSentence([rule, rule], 'sse')).toBe('Of these, 2 for SSE and none against it.');
});

test('a change of the priorities is said with what it is now', () => {
	const today = { weights: weightsOf({ battery: 1 }), soonEnough: 1 };
	const alternative = { criterion: 'battery', weight: 3, winner: 'polling' } as const;
	expect(alternativeWords(alternative, today)).toBe(
		'If battery counted 3, and not 1, polling would be named.',
	);
	const budget = { criterion: 'freshness', soonEnough: 60, winner: 'polling' } as const;
	expect(plain(alternativeWords(budget, today))).toBe(
		'If 60 s were soon enough, and not 1 s, polling would be named.',
	);
});
