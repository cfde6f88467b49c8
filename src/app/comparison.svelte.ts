import { TOO_EARLY } from '../model/figures.ts';
import { bearingOn, changeScenario, type Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import { inOrder } from '../model/view.ts';
import type { Report, Simulated } from '../sim/report.ts';
import type { Progress, Runner } from '../worker/run.ts';
import { afterPaint } from './seen.ts';
import { NOTHING_EXPECTED, unavailable } from './expected.ts';
import { sameScenario, scenarioOf, type PresetChoice } from './preset.ts';

export type Reports = Readonly<Partial<Record<TransportId, Report>>>;

/** What is on screen: reports of one scenario, never of two. */
export interface Answer {
	readonly scenario: Scenario;
	readonly transports: readonly TransportId[];
	readonly reports: Reports;
	/** Where it was simulated. */
	readonly where: string;
	/** Every report is the last word of its run. */
	readonly final: boolean;
	/** The closed forms have been asked as well; before, the reports expect nothing. */
	readonly expects: boolean;
}

export interface Notice {
	readonly id: number;
	readonly sentence: string;
}

/**
 * For so long a run is let come to its first picture although a newer scenario waits, so that the
 * charts follow a slider that moves faster than runs end. After that the first picture is of those
 * transports that have something to say.
 */
const PATIENCE: Milliseconds = 250;
/** A run under way is drawn this often: four transports that report by turns would draw all the time. */
const PACE: Milliseconds = 250;

/**
 * The same for the very first picture, when all code is cold. In a tab that nobody sees nothing is
 * drawn, so the runs wait no longer for it either.
 */
const FIRST_PATIENCE: Milliseconds = 1000;

/** So long after the last run the closed forms are asked. */
const PAUSE: Milliseconds = 150;

/** What is asked of a runner. */
type Questions = Pick<Runner, 'run' | 'expected' | 'where'>;

/** The scenario on screen, and what each transport makes of it. */
export class Comparison {
	readonly #runner: Questions;
	/** Where a reset goes back to. */
	#link: Scenario;
	#scenario: Scenario;
	#transports: readonly TransportId[];
	#answer = $state.raw<Answer | null>(null);
	#progress = $state.raw<Readonly<Partial<Record<TransportId, Fraction>>>>({});
	#running = $state(false);
	#failure = $state.raw<string | null>(null);
	#notices = $state.raw<readonly Notice[]>([]);
	#lastNotice = 0;
	#current = new AbortController();
	#startedAt: Milliseconds = 0;
	/** Whether something of the newest run was shown. */
	#pictured = false;
	/** Set while a newer scenario waits for the first picture of the run under way. */
	#waiting: ReturnType<typeof setTimeout> | undefined;

	/** Opens a link. Nothing runs before {@link start}. */
	constructor(runner: Questions, scenario: Scenario, transports: readonly TransportId[]) {
		this.#runner = runner;
		this.#link = $state.raw(scenario);
		this.#scenario = $state.raw(scenario);
		this.#transports = $state.raw(transports);
	}

	get scenario(): Scenario {
		return this.#scenario;
	}

	/** What the reader wants to see, in the one order used everywhere. */
	get transports(): readonly TransportId[] {
		return this.#transports;
	}

	/** The newest reports: while `running` they may be of an older scenario than `scenario`. */
	get answer(): Answer | null {
		return this.#answer;
	}

	get running(): boolean {
		return this.#running;
	}

	/** Share of the run under way that is behind us. */
	get progress(): Fraction {
		const shares = this.#transports.map((id) => this.#progress[id] ?? 0);
		return shares.reduce((sum, share) => sum + share, 0) / shares.length;
	}

	/** Why the last run gave no reports; the last good ones stay. */
	get failure(): string | null {
		return this.#failure;
	}

	get notices(): readonly Notice[] {
		return this.#notices;
	}

	/** What each input goes back to when it is reset: the link's value, under the network of now. */
	get home(): Scenario {
		return changeScenario(this.#link, { network: this.#scenario.network });
	}

	/** Whether a reset would change anything. */
	get changed(): boolean {
		return !sameScenario(this.#scenario, this.#link);
	}

	/** Resolves when the first run is over, however it ended. */
	start(): Promise<void> {
		return this.#simulate();
	}

	/** Abandons the run under way, for good. */
	stop(): void {
		this.#current.abort();
		clearTimeout(this.#waiting);
	}

	/** Changes some inputs. A new network brings its profile with it. */
	change(inputs: Partial<Scenario>): void {
		this.#ask(changeScenario(this.#scenario, inputs));
	}

	/** Back to the state of the link. */
	reset(): void {
		this.#ask(this.#link);
	}

	choosePreset(id: PresetChoice): void {
		this.#ask(scenarioOf(id));
	}

	/** Opens another link in place of this one. */
	open(scenario: Scenario, transports: readonly TransportId[]): void {
		this.#link = scenario;
		this.#transports = transports;
		this.#ask(scenario);
	}

	/** Chooses what is compared; at least one transport stays. */
	compare(ids: readonly TransportId[]): void {
		const transports = inOrder(ids);
		if (transports.length === 0) return;
		this.#transports = transports;
		const answer = this.#answer;
		const known = !this.#running && transports.every((id) => answer?.reports[id] !== undefined);
		if (known && answer) this.#answer = { ...answer, transports };
		else this.#ask(this.#scenario);
	}

	/** Tells the reader something that can be dismissed. Said twice, it is shown once. */
	notify(sentence: string): void {
		if (this.#notices.some((notice) => notice.sentence === sentence)) return;
		this.#notices = [...this.#notices, { id: ++this.#lastNotice, sentence }];
	}

	dismiss(id: number): void {
		this.#notices = this.#notices.filter((notice) => notice.id !== id);
	}

	#ask(scenario: Scenario): void {
		this.#scenario = scenario;
		if (this.#waiting !== undefined) return;
		const unseen = this.#running && !this.#pictured;
		const patience = unseen ? PATIENCE - (performance.now() - this.#startedAt) : 0;
		if (patience > 0) this.#waiting = setTimeout(() => void this.#simulate(), patience);
		else void this.#simulate();
	}

	/** Abandons the run under way and starts one for the newest scenario. */
	async #simulate(): Promise<void> {
		this.#current.abort();
		clearTimeout(this.#waiting);
		this.#waiting = undefined;
		const { signal } = (this.#current = new AbortController());
		this.#startedAt = performance.now();
		this.#pictured = false;
		this.#running = true;
		try {
			await this.#run(signal);
			if (signal.aborted) return;
			this.#failure = null;
			void this.#consult(signal);
		} catch (error) {
			if (signal.aborted) return;
			this.#failure = error instanceof Error ? error.message : String(error);
		}
		this.#running = false;
		this.#goOn();
	}

	/** Adds to the answer what the closed forms say of it. */
	async #consult(signal: AbortSignal): Promise<void> {
		const answer = this.#answer;
		if (answer === null) return;
		const overtaken = () => signal.aborted;
		// A slider on its way has no use for it.
		await new Promise((resolve) => setTimeout(resolve, PAUSE));
		if (overtaken()) return;
		const { scenario, transports } = answer;
		const asked = this.#runner.expected(scenario, transports);
		const expected = await asked.catch((error: unknown) => unavailable(error, transports));
		if (overtaken()) return;
		const reports: Partial<Record<TransportId, Report>> = {};
		for (const id of transports) {
			reports[id] = { ...answer.reports[id]!, ...expected[id] };
		}
		// What is shown of it may have changed meanwhile.
		this.#answer = { ...this.#answer!, reports, expects: true };
	}

	/** Starts the run that waited for this one. */
	#goOn(): void {
		if (this.#waiting !== undefined) void this.#simulate();
	}

	#run(signal: AbortSignal): Promise<void> {
		const scenario = this.#scenario;
		const transports = this.#transports;
		const reports = this.#stillTrue(scenario, transports);
		const asked = transports.filter((id) => reports[id] === undefined);
		this.#progress = Object.fromEntries(Object.keys(reports).map((id) => [id, 1]));
		let drawnAt = -Infinity;
		const isFirst = this.#answer === null;
		let goOn = () => {};
		/**
		 * The first figures of all wait for each other, for their picture and for what is drawn after it
		 * before the runs go on: on few cores, with all code cold, they would hold each other up.
		 */
		const pictured = isFirst ? new Promise<void>((resolve) => (goOn = resolve)) : undefined;
		/** Of one scenario alone, so that no chart compares two. */
		const show = (final: boolean) => {
			const { where } = this.#runner;
			const shown = { ...reports };
			this.#answer = { scenario, transports, reports: shown, where, final, expects: false };
			drawnAt = performance.now();
			this.#pictured = true;
			if (isFirst) afterPaint(() => void afterPaint(goOn));
		};
		let late = false;
		const showSome = () => {
			late = true;
			goOn();
			const waits = this.#running && !this.#pictured && this.#waiting === undefined;
			if (waits && !signal.aborted && Object.keys(reports).length > 0) show(false);
		};
		setTimeout(showSome, isFirst ? FIRST_PATIENCE : PATIENCE);
		const onProgress = ({ transport, report, progress }: Progress) => {
			if (signal.aborted) return;
			this.#progress = { ...this.#progress, [transport]: progress };
			if (!saysSomething(report, scenario)) return;
			reports[transport] = { ...report, ...NOTHING_EXPECTED };
			if (!late && transports.some((id) => reports[id] === undefined)) return pictured;
			const final = transports.every((id) => this.#progress[id] === 1);
			const now = performance.now();
			const shown = this.#answer?.scenario === scenario ? this.#answer.reports : {};
			const news = transports.some((id) => isNews(reports[id], shown[id]));
			if (!final && (!news || now - drawnAt < PACE)) return pictured;
			show(final);
			if (!final) this.#goOn();
			return pictured;
		};
		const onNotice = (sentence: string) => {
			if (!signal.aborted) this.notify(sentence);
		};
		if (asked.length === 0) show(true);
		return this.#runner.run(scenario, asked, { signal, onProgress, onNotice });
	}

	/** Of the reports on screen those that `scenario` would give again, for what changed has no bearing on them. */
	#stillTrue(scenario: Scenario, transports: readonly TransportId[]) {
		const reports: Partial<Record<TransportId, Report>> = {};
		for (const id of transports) {
			const report = this.#answer?.reports[id];
			if (report?.partial !== null) continue;
			if (bearingOn(id, this.#answer!.scenario) !== bearingOn(id, scenario)) continue;
			reports[id] = { ...report, ...NOTHING_EXPECTED };
		}
		return reports;
	}
}

/** A look at some of the servers changes little until twice as many are simulated. */
function isNews(report: Simulated | undefined, shown: Simulated | undefined): boolean {
	if (report === undefined || shown === undefined) return report !== undefined;
	const { events, partial } = report;
	const more = partial?.sampled && shown.partial?.sampled ? 2 * shown.events : shown.events + 1;
	return events >= more;
}

function saysSomething({ partial }: Simulated, { duration }: Scenario): boolean {
	return partial === null || partial.seconds >= duration * TOO_EARLY;
}
