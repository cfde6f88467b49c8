import { figureAt } from '../model/figures.ts';
import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Expectations } from './assemble.ts';
import { conditionsOf, type Conditions } from './conditions.ts';
import { Derivation, type Line } from './derivation.ts';
import { expectedFigures, type Expected } from './expect.ts';
import { addInputs } from './explainInputs.ts';
import { explainLongPolling } from './explainLongPolling.ts';
import { explainPolling } from './explainPolling.ts';
import { explainServerSentEvents, explainWebSocket } from './explainStream.ts';

type Sheet = (sheet: Derivation, conditions: Conditions, figures: Expectations) => void;

const SHEETS: Readonly<Record<TransportId, Sheet>> = {
	polling: explainPolling,
	longPolling: explainLongPolling,
	sse: explainServerSentEvents,
	webSocket: explainWebSocket,
};

/** The figures whose sheets are asked for while others are worked out: percentiles are solved, not added up. */
const SOLVED = ['latency.p50', 'latency.p95', 'latency.p99'];

/** When the formulas of a transport hold. Where they do not, there is a reason instead of a number. */
export const HOLDS: Readonly<Record<TransportId, string>> = {
	polling:
		'Holds while an answer is there before the next poll leaves, the servers can do their work, and nothing goes wrong.',
	longPolling:
		'Holds for one outstanding request a client, while servers and link can do their work, and nothing goes wrong.',
	sse: 'Holds in steady state: all streams open, servers and link able to do their work, and nothing going wrong.',
	webSocket:
		'Holds in steady state: all sockets open, servers and link able to do their work, and nothing going wrong.',
};

/** How a figure comes about: its calculation, or the reason why there is none. */
export type Explanation =
	{ readonly lines: readonly Line[]; readonly expected: number } | { readonly reason: string };

/** Explains the figures of one transport in one scenario; the sheet is worked out once. */
export class Explainer {
	readonly #expected: Expected;
	readonly #sheet = new Derivation();

	/** `expected`: what is known of the figures already. */
	constructor(
		transport: TransportId,
		scenario: Scenario,
		expected: Expected = expectedFigures(transport, scenario),
	) {
		const conditions = conditionsOf(scenario);
		this.#expected = expected;
		addInputs(this.#sheet, conditions);
		this.#sheet.line('published', 'U × λ × t_run', 'messages published in the measured time', {
			figure: 'messages.published',
		});
		SHEETS[transport](this.#sheet, conditions, this.#percentiles());
		addFates(this.#sheet, transport);
	}

	/** The calculation of the figure at `path`, its own line last, and that line's value is what is expected. */
	explain(path: string): Explanation {
		const expected = figureAt(this.#expected.expected, path);
		const lines = this.#sheet.explain(path);
		if (typeof expected === 'number' && lines) return { lines, expected };
		return { reason: this.#expected.unexpected[path] ?? 'there is no formula for it' };
	}

	#percentiles(): Expectations {
		const { expected, unexpected } = this.#expected;
		return Object.fromEntries(
			SOLVED.map((path) => [path, figureAt(expected, path) ?? unexpected[path]!]),
		);
	}
}

/** What becomes of the messages. */
function addFates(sheet: Derivation, transport: TransportId): void {
	const add = (symbol: string, formula: string, meaning: string, figure: string) =>
		sheet.line(symbol, formula, meaning, { figure: `messages.${figure}` });
	add('arrived', 'published × arriving', 'messages delivered in the measured time', 'delivered');
	add('lost', 'published × (1 − arriving)', 'what is published and does not arrive', 'lost');
	add('under_way', '0', 'in the long run as many are under way at the end as at the start', 'late');
	const repeated = transport === 'polling' ? 'late × published' : '0';
	const meaning =
		transport === 'polling' ? 'the next poll brings them once more' : 'nothing comes twice';
	add('repeated', repeated, meaning, 'duplicated');
}
