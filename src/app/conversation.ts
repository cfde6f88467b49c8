import type { Milliseconds } from '../model/units.ts';
import type { View } from '../model/view.ts';
import type { Answer, Comparison, Notice } from './comparison.svelte.ts';
import { Heights } from './heights.ts';
import { Host, type Surroundings } from './host.ts';
import { setInputs } from './hostInputs.ts';
import type { HostMessage } from './hostMessage.ts';
import { giveOrder } from './orders.ts';
import { Paced } from './paced.ts';
import { onLearnerEvent } from './progress.ts';
import { reportMessage } from './reportMessage.ts';

/** Between two messages of a kind. */
const PACE: Milliseconds = 100;
/** So many questions may wait for an answer. */
const MOST_WAITING = 16;

type Id = string | number | undefined;

/** What a frame and the page around it say to each other: docs/EMBED.md. */
export class Conversation {
	readonly #comparison: Comparison;
	readonly #view: View;
	readonly #host: Host;
	readonly #states: Paced<string>;
	readonly #sizes: Paced<{ readonly height: number; readonly width: number }>;
	readonly #endEvents: () => void;
	#asked: Id[] = [];
	#query = '';
	#lastNotice = 0;
	#failure: string | null = null;

	/** `view` is what a reset goes back to. */
	constructor(comparison: Comparison, view: View, own?: Surroundings) {
		this.#comparison = comparison;
		this.#view = view;
		this.#host = new Host((message) => this.#follow(message), own);
		this.#states = new Paced(PACE, (query) => this.#host.tell({ type: 'state', query }));
		const heights = new Heights(
			(height) => this.#host.tell({ type: 'height', height }),
			() => this.#fail('height: it grew each time it was told, so it is told no more.'),
		);
		this.#sizes = new Paced(PACE, ({ height, width }) => heights.measure(height, width));
		this.#endEvents = onLearnerEvent((event) => this.#host.tell(event));
	}

	/** Says that messages are heard from now on. */
	begin(query: string): void {
		this.#query = query;
		this.#host.tell({ type: 'ready', query });
	}

	/** The page is now what `query` reproduces. */
	show(query: string): void {
		if (query === this.#query) return;
		this.#query = query;
		this.#states.pass(query);
	}

	/** The content takes up so much, pixels. */
	measure(height: number, width: number): void {
		this.#sizes.pass({ height, width });
	}

	/** Passes on what the reader is told. */
	complain(notices: readonly Notice[], failure: string | null): void {
		for (const { id, sentence } of notices) {
			if (id > this.#lastNotice) this.#fail(sentence);
			this.#lastNotice = Math.max(this.#lastNotice, id);
		}
		if (failure !== null && failure !== this.#failure) this.#fail(failure);
		this.#failure = failure;
	}

	/** Answers what was asked, if the figures are those of the inputs. */
	answer(answer: Answer | null, running: boolean): void {
		if (running || !answer?.expects || this.#asked.length === 0) return;
		const report = reportMessage(answer);
		for (const id of this.#asked) {
			this.#host.tell({ type: 'report', report, ...(id !== undefined && { id }) });
		}
		this.#asked = [];
	}

	end(): void {
		this.#states.stop();
		this.#sizes.stop();
		this.#endEvents();
		this.#host.leave();
	}

	#fail(message: string): void {
		this.#host.tell({ type: 'error', message });
	}

	#follow(message: HostMessage): void {
		switch (message.type) {
			case 'hello':
				this.#host.tell({ type: 'ready', query: this.#query });
				break;
			case 'set':
				this.#set(message.scenario);
				break;
			case 'reset':
				this.#comparison.compare(this.#view.transports);
				this.#comparison.reset();
				break;
			case 'get-report':
				this.#ask(message.id);
				break;
			default:
				giveOrder(message);
		}
	}

	#set(wanted: Readonly<Record<string, unknown>>): void {
		const { scenario, problems } = setInputs(this.#comparison.scenario, wanted);
		for (const problem of problems) this.#fail(problem);
		this.#comparison.change(scenario);
	}

	#ask(id: Id): void {
		const { answer, running } = this.#comparison;
		if (!this.#asked.includes(id) && this.#asked.length < MOST_WAITING) this.#asked.push(id);
		// A frame that nobody has seen yet has not begun.
		if (answer === null && !running) void this.#comparison.start();
		this.answer(answer, running);
	}
}
