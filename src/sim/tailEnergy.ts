import type { Radio } from '../model/radios.ts';
import { MS_PER_SECOND, type Joules, type Milliseconds } from '../model/units.ts';

/** What a radio has spent so long after its last packet. */
export class TailEnergy {
	private readonly starts: Float64Array;
	private readonly spent: Float64Array;
	/** Joules per ms. */
	private readonly power: Float64Array;

	constructor({ tail }: Radio) {
		// A last phase without power stands for sleep.
		this.starts = new Float64Array(tail.length + 1);
		this.spent = new Float64Array(tail.length + 1);
		this.power = new Float64Array(tail.length + 1);
		tail.forEach(({ duration, power }, i) => {
			this.power[i] = power / MS_PER_SECOND;
			this.starts[i + 1] = this.starts[i]! + duration;
			this.spent[i + 1] = this.spent[i]! + duration * this.power[i];
		});
	}

	after(age: Milliseconds): Joules {
		let phase = this.starts.length - 1;
		while (phase > 0 && age < this.starts[phase]!) phase -= 1;
		const power = this.power[phase]!;
		return power === 0
			? this.spent[phase]!
			: this.spent[phase]! + (age - this.starts[phase]!) * power;
	}
}
