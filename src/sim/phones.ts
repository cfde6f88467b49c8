import { RADIOS, tailTime, type Radio, type RadioId, type TailPhase } from '../model/radios.ts';
import { MS_PER_SECOND, type Fraction, type Joules, type Milliseconds } from '../model/units.ts';
import { addTo } from './arrays.ts';
import type { Clock } from './clock.ts';
import type { Flight, Trip } from './link.ts';
import { PURPOSE, TWO_TO_32, uniform } from './random.ts';
import { TailEnergy } from './tailEnergy.ts';
import type { Trace } from './trace.ts';

/** Two packets at the same time: what the second finds is a difference, and may fall short of its phase by so much. */
const ROUNDING: Milliseconds = 1e-6;
/** Enough for what repeats itself to repeat. */
const TURNS = 8;
/** 2³² ÷ φ. */
const GOLDEN = 0x9e3779b1;

/**
 * What phones did: wake-ups of all by bin, and of those that were observed how many they are, the time
 * that their radios were on and the energy they used.
 */
export interface PhoneBooks {
	readonly on: Milliseconds;
	readonly energy: Joules;
	readonly observed: number;
	readonly wakeUps: Float64Array;
}

/** What phones send before its time has come, and how long they are silent before. */
export interface Ahead {
	readonly flight: Flight;
	readonly silence: Milliseconds;
}

/**
 * The radio of each client's phone: asleep, promoting, active, or in its tail. A phone's packets
 * may be told slightly out of order (an answer before a later question); the radio is awake around
 * such packets anyway. Where phones are much alike, the time and energy of some stand for all.
 */
export class Phones {
	/** How many phones' time and energy are in the books: none on a wired network. */
	observed: number;
	/** Of all phones, for each bin. */
	readonly wakeUps: Float64Array;
	/** Where a phone's next packet is told as soon as the last has come. */
	ahead: Ahead | null = null;
	private readonly wired: boolean;
	/** Which phones are observed, of 2³² that are spread evenly over any that follow each other. */
	private readonly observedBelow: number;
	private readonly radio: Radio;
	private readonly tail: Milliseconds;
	private readonly tailEnergy: TailEnergy;
	private readonly promotionDelay: Milliseconds;
	private readonly promotionEnergy: Joules;
	private readonly clock: Clock;
	private readonly end: Milliseconds;
	/** When the last packet ended: the tail runs from here. */
	private readonly lastPacket: Float64Array;
	/** Up to when a phone's tail is in the sums: later than the last packet only where a small packet rode in a slow phase. */
	private readonly accounted: Float64Array;
	private readonly hasSlowPhase: boolean;
	private on: Milliseconds = 0;
	private energy: Joules = 0;
	/** Of phones that are simulated elsewhere. */
	private readonly others = { on: 0, energy: 0 };

	private readonly trace: Trace | null;

	/** Observes about a share of the phones, and at least the first. */
	constructor(
		id: RadioId,
		clock: Clock,
		users: number,
		{ share = 1, trace = null }: { share?: Fraction; trace?: Trace | null } = {},
	) {
		const radio: Radio = RADIOS[id];
		this.wired = id === 'none';
		const phones = this.wired ? 0 : users;
		this.observedBelow = this.wired ? 0 : share * TWO_TO_32;
		this.observed = 0;
		for (let client = 0; client < phones; client++) if (this.observes(client)) this.observed += 1;
		this.wakeUps = new Float64Array(clock.bins);
		this.radio = radio;
		this.tail = tailTime(radio);
		this.tailEnergy = new TailEnergy(radio);
		this.promotionDelay = radio.promotionDelay;
		this.promotionEnergy = (radio.promotionDelay / MS_PER_SECOND) * radio.promotionPower;
		this.clock = clock;
		this.trace = trace;
		this.end = clock.end;
		this.hasSlowPhase = radio.tail.some((phase) => phase.promotion);
		this.lastPacket = new Float64Array(phones).fill(-Infinity);
		this.accounted = this.hasSlowPhase ? this.lastPacket.slice() : this.lastPacket;
	}

	/**
	 * How long the radio keeps back a flight that a phone sends again and again, each time `silence` after
	 * the last packet, less what it kept the flight before back. Where that alternates, `odd` turns are
	 * the others.
	 */
	keepsBack(silence: Milliseconds, flight: Flight, odd: boolean): Milliseconds {
		let delay = 0;
		for (let turn = odd ? 1 : 0; turn < TURNS; turn++) {
			delay = this.delayAfter(silence - delay, flight);
		}
		return delay;
	}

	private delayAfter(silence: Milliseconds, flight: Flight): Milliseconds {
		if (this.wired) return 0;
		if (silence > this.tail) return this.promotionDelay;
		return this.wayOut(silence, flight)?.delay ?? 0;
	}

	/** Whether a packet so long after another finds the radio asleep, however late it let the other in. */
	sleepsAfter(silence: Milliseconds): boolean {
		return silence > this.tail + this.radio.pagingCycle + this.promotionDelay;
	}

	/** How long a radio holds up what comes so long after another packet, on average. */
	meanDelay(silence: Milliseconds): Milliseconds {
		return silence < this.tail ? 0 : this.promotionDelay + this.radio.pagingCycle / 2;
	}

	/** Tells when a phone's last packet before the run was. */
	begin(client: number, lastPacket: Milliseconds): void {
		if (!this.wired) this.restartTail(client, lastPacket);
	}

	/** Tells of another packet before the run. */
	awakeSince(client: number, packet: Milliseconds): void {
		if (!this.wired && packet > this.lastPacket[client]!) this.restartTail(client, packet);
	}

	/** A phone wants to send a flight: the trip goes on when the radio lets it out. */
	transmit(client: number, flight: Flight, trip: Trip): void {
		if (this.wired) return;
		const left = trip.time + this.promotion(client, trip.time, flight);
		trip.time = left;
		this.packet(client, left, left + flight.airtime, flight);
	}

	/** The last byte of a flight for a phone is at its radio network: the trip ends when the phone has it. */
	receive(client: number, flight: Flight, trip: Trip): void {
		if (this.wired) return;
		const { time } = trip;
		const first = time - flight.airtime;
		let delay = 0;
		if (first - this.lastPacket[client]! > this.tail) {
			delay = this.radio.pagingCycle * uniform(trip.key, PURPOSE.paging);
		}
		delay += this.promotion(client, first + delay, flight);
		trip.time = time + delay;
		this.packet(client, first + delay, time + delay, flight);
	}

	/** A small packet of TCP (set-up, tear-down, a bare ACK) at `time` keeps the radio awake. */
	touch(client: number, time: Milliseconds): void {
		if (this.wired) return;
		const age = time - this.lastPacket[client]!;
		if (age > this.tail) this.wake(client, time);
		if (this.observes(client)) this.account(client, time);
		if (age > 0) this.restartTail(client, time);
		if (this.hasSlowPhase) this.stayInPhase(client, this.phaseAt(age), time);
	}

	/** The energy of a flight's bytes at `time`, for which {@link touch} keeps the radio awake: those of a set-up or an end. */
	spend(client: number, time: Milliseconds, flight: Flight): void {
		if (this.observes(client) && this.clock.measures(time)) this.energy += flight.energy;
	}

	private observes(client: number): boolean {
		return Math.imul(client, GOLDEN) >>> 0 < this.observedBelow;
	}

	private promotion(client: number, time: Milliseconds, flight: Flight): Milliseconds {
		const age = time - this.lastPacket[client]!;
		if (age > this.tail) return this.wake(client, time);
		return this.hasSlowPhase ? this.slowPromotion(client, age, time, flight) : 0;
	}

	private wake(client: number, time: Milliseconds): Milliseconds {
		if (this.trace?.on) this.trace.wake(time);
		const bin = this.clock.bin(time);
		if (bin >= 0) {
			this.wakeUps[bin]! += 1;
			if (this.observes(client)) this.energy += this.promotionEnergy;
		}
		return this.promotionDelay;
	}

	private slowPromotion(
		client: number,
		age: Milliseconds,
		time: Milliseconds,
		flight: Flight,
	): Milliseconds {
		const promotion = this.wayOut(age, flight);
		if (!promotion) return 0;
		if (this.observes(client) && this.clock.measures(time)) {
			this.energy += (promotion.delay / MS_PER_SECOND) * promotion.power;
		}
		return promotion.delay;
	}

	/** What it takes to leave the phase of the tail at `age` for a flight; undefined where it may ride along. */
	private wayOut(age: Milliseconds, { direction, leg }: Flight): TailPhase['promotion'] {
		const promotion = this.phaseAt(age)?.promotion;
		return promotion && leg.total > promotion.upTo[direction] ? promotion : undefined;
	}

	private packet(client: number, from: Milliseconds, to: Milliseconds, flight: Flight): void {
		const last = this.lastPacket[client]!;
		if (this.observes(client)) {
			if (from > last) this.account(client, from);
			if (from >= 0 && from < this.end) {
				this.energy += flight.energy;
				this.on += flight.airtime;
			}
		}
		if (to > last) this.restartTail(client, to);
		if (!this.hasSlowPhase) return;
		const phase = this.phaseAt(from - last);
		const small = flight.leg.total <= (phase?.promotion?.upTo[flight.direction] ?? 0);
		if (small) this.stayInPhase(client, phase, to);
	}

	private restartTail(client: number, time: Milliseconds): void {
		if (this.trace?.on) this.trace.tail(time, time);
		this.lastPacket[client] = time;
		this.accounted[client] = time;
	}

	/** A small packet in a slow phase leaves the radio there: as if the tail had begun earlier. */
	private stayInPhase(client: number, phase: TailPhase | undefined, to: Milliseconds): void {
		if (!phase?.promotion) return;
		let before = 0;
		for (const earlier of this.radio.tail) {
			if (earlier === phase) break;
			before += earlier.duration;
		}
		this.lastPacket[client] = to - before;
		if (this.trace?.on) this.trace.tail(to, to - before);
	}

	private phaseAt(age: Milliseconds): TailPhase | undefined {
		const rounded = age + ROUNDING;
		let end = 0;
		return this.radio.tail.find(({ duration }) => {
			end += duration;
			return rounded >= end - duration && rounded < end;
		});
	}

	/** Adds the tail between the last packet and a new one at `to`, as far as it is measured. */
	private account(client: number, to: Milliseconds): void {
		const accounted = this.accounted[client]!;
		const seen = accounted > 0 ? accounted : 0;
		const now = to < this.end ? to : this.end;
		if (now > seen) this.addTail(this.lastPacket[client]!, seen, now);
	}

	/** Adds what the tail that begins at `from` is more at `now` than at `seen`. */
	private addTail(from: Milliseconds, seen: Milliseconds, now: Milliseconds): void {
		const tail = this.tail;
		const age = now - from;
		const before = seen - from;
		this.on += age < tail ? age : tail;
		this.energy += this.tailEnergy.after(age);
		if (before > 0) {
			this.on -= before < tail ? before : tail;
			this.energy -= this.tailEnergy.after(before);
		}
	}

	/** Takes back what lies behind `time` of a packet that came, or will come, at `last`, and of the tail before it. */
	private takeBack({ flight, silence }: Ahead, last: Milliseconds, time: Milliseconds): void {
		const from = last - silence;
		this.addTail(from, Math.min(last, this.end), Math.max(from, time));
		if (last >= this.end) return;
		this.on -= flight.airtime;
		this.energy -= flight.energy;
		if (silence > this.tail) this.energy -= this.promotionEnergy;
	}

	/** What these phones did up to `time`. */
	books(time: Milliseconds): PhoneBooks {
		return { ...this.totals(time), observed: this.observed, wakeUps: this.wakeUps };
	}

	/** Adds what other phones did. */
	add({ on, energy, observed, wakeUps }: PhoneBooks): void {
		this.others.on += on;
		this.others.energy += energy;
		this.observed += observed;
		addTo(this.wakeUps, wakeUps);
	}

	/** Time that the radios of observed phones were on and energy they used, with tails up to `time`. */
	totals(time: Milliseconds): { on: Milliseconds; energy: Joules } {
		const before = { on: this.on, energy: this.energy };
		for (let client = 0; client < this.lastPacket.length; client++) {
			if (!this.observes(client)) continue;
			const last = this.lastPacket[client]!;
			if (this.ahead && last > time && time < this.end) this.takeBack(this.ahead, last, time);
			else this.account(client, time);
		}
		const totals = { on: this.on + this.others.on, energy: this.energy + this.others.energy };
		this.on = before.on;
		this.energy = before.energy;
		return totals;
	}
}
