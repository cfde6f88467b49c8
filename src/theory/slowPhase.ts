import { exp } from '../model/math.ts';
import type { Radio, TailPhase } from '../model/radios.ts';
import type { Fraction, Milliseconds } from '../model/units.ts';
import { onAirPower, type Battery } from './battery.ts';
import type { Traffic } from './traffic.ts';

/**
 * A radio whose tail has a slow phase (FACH of 3G): small packets ride in it and keep the radio
 * there, large ones promote it. What comes next depends on the phase the last packet was in, so the
 * theorem of radio.ts does not hold. Instead the probability of each state is followed through time,
 * one heartbeat interval after another, until it repeats.
 */

/** Packets at random times, or of a timer. */
export interface PhasePackets {
	/** Per ms; 0 where they have a period. */
	readonly rate: number;
	readonly period: Milliseconds;
	/** Mean time to wake the radio for one of them. */
	readonly wakeDelay: Milliseconds;
	readonly large: boolean;
}

const STEP: Milliseconds = 25;
const LONGEST_ROUND: Milliseconds = 120_000;
const TIME_TO_SETTLE: Milliseconds = 400_000;

/** Probability by age: a queue that moves on by one place a step. */
class Ages {
	total: Fraction = 0;
	readonly #mass: Float64Array;
	#first = 0;

	constructor(length: Milliseconds) {
		this.#mass = new Float64Array(Math.max(1, Math.round(length / STEP)));
	}

	/** Ages by one step; returns what has reached the end. */
	age(): Fraction {
		this.#first = (this.#first + this.#mass.length - 1) % this.#mass.length;
		const out = this.#mass[this.#first]!;
		this.#mass[this.#first] = 0;
		this.total = Math.max(0, this.total - out);
		return out;
	}

	enter(mass: Fraction): void {
		this.#mass[this.#first]! += mass;
		this.total += mass;
	}

	/** Takes out this share of all ages; returns how much that was. */
	take(share: Fraction): Fraction {
		for (let i = 0; i < this.#mass.length; i++) this.#mass[i]! *= 1 - share;
		const taken = this.total * share;
		this.total -= taken;
		return taken;
	}
}

/** What the states of such a radio come to. */
export interface PhaseBattery extends Battery {
	/** Share of time in the slow phase, and on the way out of it for a large packet. */
	readonly slow: Fraction;
	readonly promoting: Fraction;
}

/** Timers faster than this might as well be random. */
const RAPID: Milliseconds = 1000;

function asRandomIfRapid(source: PhasePackets): PhasePackets {
	const rapid = source.period > 0 && source.period < RAPID;
	return rapid ? { ...source, rate: 1 / source.period, period: 0 } : source;
}

/** Follows the states of the radio until they repeat. */
export function slowPhaseBattery(
	radio: Radio,
	sources: readonly PhasePackets[],
	traffic: Traffic,
): PhaseBattery {
	const states = new States(radio, sources.map(asRandomIfRapid));
	const period = states.period;
	const round = Math.min(period || LONGEST_ROUND, LONGEST_ROUND);
	const rounds = Math.max(3, Math.ceil(TIME_TO_SETTLE / round));
	const steps = Math.max(1, Math.round(round / STEP));
	for (let i = 0; i < rounds; i++) {
		// Rounds may alternate, so half of them count.
		if (i <= rounds / 2) states.forget();
		if (period > 0) states.heartbeat();
		for (let step = 0; step < steps; step++) states.step();
		// Beyond the longest round nothing changes any more until the next heartbeat.
		if (period > round) states.step((period - round) / STEP);
	}
	return states.summary(traffic);
}

const NOTHING = { steps: 0, fast: 0, slow: 0, promoting: 0, asleep: 0, promotions: 0 };

class States {
	readonly #radio: Radio;
	readonly #sources: readonly PhasePackets[];
	readonly #fast: Ages;
	readonly #slow: Ages;
	readonly #promoting: Ages;
	readonly #waking: readonly Ages[];
	readonly #slowPhase: TailPhase;
	readonly #fastPhase: TailPhase;
	#asleep: Fraction = 1;
	/** Sums over the steps since the last {@link forget}. */
	#sums = { ...NOTHING };
	readonly #wakes: number[];

	constructor(radio: Radio, sources: readonly PhasePackets[]) {
		this.#radio = radio;
		this.#sources = sources;
		[this.#fastPhase, this.#slowPhase] = radio.tail as [TailPhase, TailPhase];
		this.#fast = new Ages(this.#fastPhase.duration);
		this.#slow = new Ages(this.#slowPhase.duration);
		this.#promoting = new Ages(this.#slowPhase.promotion?.delay ?? STEP);
		this.#waking = sources.map(({ wakeDelay }) => new Ages(wakeDelay));
		this.#wakes = sources.map(() => 0);
	}

	/** The one timer's, 0 without any. */
	get period(): Milliseconds {
		return this.#sources.reduce((longest, { period }) => Math.max(longest, period), 0);
	}

	/** Starts the sums anew. */
	forget(): void {
		this.#sums = { ...NOTHING };
		this.#wakes.fill(0);
	}

	heartbeat(): void {
		this.#sources.forEach(({ period }, i) => {
			if (period > 0) this.#packets(i, 1);
		});
	}

	/** One step, which stands for `weight` alike. */
	step(weight = 1): void {
		const cooled = this.#fast.age();
		this.#asleep += this.#slow.age();
		this.#slow.enter(cooled);
		this.#fast.enter(this.#promoting.age());
		for (const waking of this.#waking) this.#fast.enter(waking.age());
		for (let i = 0; i < this.#sources.length; i++) {
			const { rate } = this.#sources[i]!;
			if (rate > 0) this.#packets(i, 1 - exp(-rate * STEP), weight);
		}
		const sums = this.#sums;
		sums.steps += weight;
		sums.fast += weight * this.#fast.total;
		sums.slow += weight * this.#slow.total;
		sums.promoting += weight * this.#promoting.total;
		sums.asleep += weight * this.#asleep;
	}

	/** A packet of source `i` comes with this probability. */
	#packets(i: number, share: Fraction, weight = 1): void {
		this.#fast.enter(this.#fast.take(share));
		const slow = this.#slow.take(share);
		if (this.#sources[i]!.large) {
			this.#promoting.enter(slow);
			this.#sums.promotions += weight * slow;
		} else this.#slow.enter(slow);
		const woken = this.#asleep * share;
		this.#asleep -= woken;
		this.#waking[i]!.enter(woken);
		this.#wakes[i]! += weight * woken;
	}

	/** Means over all steps since {@link forget}. */
	summary(traffic: Traffic): PhaseBattery {
		const { steps, fast, slow, promoting, asleep, promotions } = this.#sums;
		const wakeRates = this.#wakes.map((count) => count / (steps * STEP));
		const wakeUps = wakeRates.reduce((sum, rate) => sum + rate, 0);
		const { promotion, power } = this.#slowPhase;
		const promotionTime = promotion ? (promotions / (steps * STEP)) * promotion.delay : 0;
		const watts =
			wakeUps * this.#radio.promotionDelay * this.#radio.promotionPower +
			(fast / steps) * this.#fastPhase.power +
			((slow + promoting) / steps) * power +
			promotionTime * (promotion?.power ?? 0) +
			onAirPower(this.#radio, traffic);
		return {
			wakeUps,
			on: Math.min(1, (fast + slow + promoting) / steps + traffic.onAir.time),
			power: watts,
			asleep: asleep / steps,
			waking: wakeRates.map((rate, i) => rate * this.#sources[i]!.wakeDelay),
			slow: slow / steps,
			promoting: promoting / steps,
		};
	}
}
