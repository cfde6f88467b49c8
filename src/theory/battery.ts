import type { Radio } from '../model/radios.ts';
import type { Fraction, Milliseconds, Watts } from '../model/units.ts';
import { MS_PER_HOUR, MS_PER_SECOND } from '../model/units.ts';
import type { Conditions } from './conditions.ts';
import { together, type Source } from './radio.ts';
import type { Traffic } from './traffic.ts';

/** A stream of packets, and what waking the radio for one of them is like. */
export interface PacketSource extends Source {
	/** Mean time from a packet that meets a sleeping radio to the radio being on: paging and promotion. */
	readonly wakeDelay: Milliseconds;
	/** Probability that after its packets this source itself stays silent for longer than `age`. */
	alone(age: Milliseconds): Fraction;
	/** Rate of its next packet then: λ for random packets, 0 for a timer that has only just fired. */
	readonly nextRate: number;
	/** Whether its packets are too large for a slow phase of the tail (FACH of 3G). */
	readonly large: boolean;
}

/** What one phone's radio does. */
export interface Battery {
	/** Per ms. */
	readonly wakeUps: number;
	readonly on: Fraction;
	/** W above the idle baseline. */
	readonly power: Watts;
	/** Asleep, and nobody is calling it. */
	readonly asleep: Fraction;
	/** Being woken, for a packet of each source. */
	readonly waking: readonly Fraction[];
}

const NO_RADIO: Battery = { wakeUps: 0, on: 0, power: 0, asleep: 0, waking: [] };
const BITS_PER_MEGABIT = 1e6;

/** What stays awake, wakes up and burns power, by the theorem of radio.ts. */
export function batteryOf(
	{ radio, scenario, tail }: Conditions,
	sources: readonly PacketSource[],
	traffic: Traffic,
): Battery {
	if (scenario.radio === 'none') return NO_RADIO;
	const all = together(sources);
	const raw = sources.map((source) => reachedBy(source, sources, tail));
	const wakes = raw.reduce((total, rate) => total + rate, 0);

	// While the radio takes its time to wake, packets that would have found it asleep come along.
	let merged = 0;
	let later = 0;
	sources.forEach((source, i) => {
		const rate = raw[i]!;
		const single = singleAfter(source, sources, tail);
		merged += rate * source.wakeDelay * single.probability * single.nextRate;
		later += rate * source.wakeDelay * (1 - single.probability);
	});
	const wakeUps = wakes === 0 ? 0 : wakes / (1 + merged / wakes);
	const tailShare = all.silence(0) - all.silence(tail);
	const kept = tailShare === 0 ? 0 : Math.max(0, 1 - later / tailShare);
	const on = Math.min(1, tailShare * kept + traffic.onAir.time);
	const waking = sources.map(({ wakeDelay }, i) => raw[i]! * wakeDelay * (wakeUps / (wakes || 1)));
	const woken = waking.reduce((total, share) => total + share, 0);

	let power: Watts = wakeUps * radio.promotionDelay * radio.promotionPower;
	let begin = 0;
	for (const { duration, power: watts, promotion } of radio.tail) {
		const end = begin + duration;
		power += kept * (all.silence(begin) - all.silence(end)) * watts;
		if (promotion) {
			for (const source of sources) {
				if (!source.large) continue;
				const rate = reachedBy(source, sources, begin) - reachedBy(source, sources, end);
				power += rate * promotion.delay * promotion.power;
			}
		}
		begin = end;
	}
	power += onAirPower(radio, traffic);
	return { wakeUps, on, power, asleep: Math.max(0, 1 - on - woken), waking };
}

/** Power for sending and receiving, beyond being awake: the time on the air, and every bit. */
export function onAirPower(radio: Radio, { onAir, setUps }: Traffic): Watts {
	const slopes =
		(onAir.up + setUps.up) * radio.uplinkSlope + (onAir.down + setUps.down) * radio.downlinkSlope;
	const bits = ((slopes * 8) / BITS_PER_MEGABIT) * MS_PER_SECOND;
	return (onAir.time + setUps.time) * radio.activePower + bits;
}

/** Packets of `source` a ms that find the last packet of all older than `age`. */
function reachedBy(source: Source, sources: readonly Source[], age: Milliseconds): number {
	return sources.reduce(
		(product, other) => (other === source ? product : product * other.silence(age)),
		source.reaching(age),
	);
}

/** After `source` woke the radio: whether the tail passes without another packet, and how soon one comes then. */
function singleAfter(source: PacketSource, sources: readonly PacketSource[], tail: Milliseconds) {
	let probability = source.alone(tail);
	let { nextRate } = source;
	for (const other of sources) {
		if (other === source) continue;
		const before = other.silence(tail);
		const after = other.silence(2 * tail);
		if (before > 0) probability *= after / before;
		if (after > 0) nextRate += other.reaching(2 * tail) / after;
	}
	return { probability, nextRate };
}

/** The three figures of a phone. */
export function batteryFigures({ wakeUps, on, power }: Battery) {
	return {
		'battery.wakeUpsPerHour': wakeUps * MS_PER_HOUR,
		'battery.radioOnFraction': on,
		'battery.energyPerHour': power * (MS_PER_HOUR / MS_PER_SECOND),
	};
}
