import type { Fraction, Milliseconds } from '../model/units.ts';
import { addTo } from './arrays.ts';

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);
/** Sign and exponent of a single-precision number leave 23 bits; the histogram keeps this many of them. */
const MANTISSA_BITS = 23;
const LEAST_EXPONENT = 127 - 10;
const OCTAVES = 44;

/** What a histogram has counted. */
export type Counts = Pick<Histogram, 'counts'>;

/**
 * Counts of values from 2⁻¹⁰ to 2³⁴ in buckets of equal relative width, read off the bits of the
 * value: 2^precision buckets for each doubling. Several histograms (one for each time bin) can
 * share one array.
 */
export class Histogram {
	private readonly shift: number;
	private readonly offset: number;
	private readonly buckets: number;
	/** Of all buckets of the first row, then of the next. */
	readonly counts: Float64Array;

	/** A quantile is off by at most 2^−(precision + 1) of its value: 0.4 % at 7. */
	constructor(precision: number, rows = 1) {
		this.shift = MANTISSA_BITS - precision;
		this.offset = LEAST_EXPONENT << precision;
		this.buckets = OCTAVES << precision;
		// Written, not only asked for: of a page that is read first, the system copies one of zeros when it
		// is written, and stops all cores for it.
		this.counts = new Float64Array(this.buckets * rows).fill(0);
	}

	add(value: Milliseconds, row = 0): void {
		float[0] = value;
		const bucket = (bits[0]! >>> this.shift) - this.offset;
		const index = bucket < 0 ? 0 : bucket < this.buckets ? bucket : this.buckets - 1;
		this.counts[row * this.buckets + index]! += 1;
	}

	/** Adds the values of another histogram of the same shape. */
	addAll({ counts }: Counts): void {
		addTo(this.counts, counts);
	}

	/** The values of the first `rows` rows in one. */
	together(rows: number): Histogram {
		const all = new Histogram(MANTISSA_BITS - this.shift);
		for (let i = 0; i < rows * this.buckets; i++) all.counts[i % this.buckets]! += this.counts[i]!;
		return all;
	}

	/** How many values the row holds. */
	total(row = 0): number {
		let sum = 0;
		for (let i = 0; i < this.buckets; i++) sum += this.counts[row * this.buckets + i]!;
		return sum;
	}

	/** The smallest value that at least `q` of the values do not exceed; NaN where there are none. */
	quantile(q: Fraction, row = 0): Milliseconds {
		const rank = Math.max(1, Math.ceil(q * this.total(row)));
		let below = 0;
		for (let i = 0; i < this.buckets; i++) {
			const count = this.counts[row * this.buckets + i]!;
			if (below + count >= rank) {
				if (i === 0) return 0;
				return (this.edge(i) + this.edge(i + 1)) / 2;
			}
			below += count;
		}
		return NaN;
	}

	/** The counts between the first and the last value, in `perOctave` buckets for each doubling. */
	distribution(perOctave: number): { edges: Float64Array; counts: Float64Array } {
		const step = (this.buckets / OCTAVES / perOctave) | 0;
		const counts: number[] = [];
		const edges: number[] = [];
		for (let i = 0; i < this.buckets; i += step) {
			let sum = 0;
			for (let j = i; j < i + step; j++) sum += this.counts[j]!;
			counts.push(sum);
			edges.push(this.edge(i));
		}
		const first = counts.findIndex((count) => count > 0);
		if (first < 0) return { edges: new Float64Array(0), counts: new Float64Array(0) };
		const last = counts.findLastIndex((count) => count > 0);
		edges.push(this.edge(this.buckets));
		return {
			edges: Float64Array.from(edges.slice(first, last + 2)),
			counts: Float64Array.from(counts.slice(first, last + 1)),
		};
	}

	private edge(bucket: number): Milliseconds {
		if (bucket === 0) return 0;
		bits[0] = (bucket + this.offset) << this.shift;
		return float[0]!;
	}
}
