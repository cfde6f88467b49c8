import type { Field, NumberField } from './model/fields.ts';
import { figureAt, FIGURES } from './model/figures.ts';
import { changeScenario, FIELDS, type FieldName, type Scenario } from './model/scenario.ts';
import type { TransportId } from './model/transports.ts';
import type { Report } from './sim/report.ts';
import { readInput, readInputName, UsageError } from './cliInput.ts';

/** One input, and the values to run with. */
export interface Sweep {
	readonly name: FieldName;
	readonly values: readonly unknown[];
}

const MOST_STEPS = 1000;

/** Reads `pollInterval=1..300:20` or `network=3g,4g`. Throws a UsageError. */
export function readSweep(text: string): Sweep {
	const [, key = '', values = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
	const range = /^(.+?)\.\.(.+):(\d+)$/.exec(values);
	if (values === '' || (range === null && values.includes('..'))) {
		throw new UsageError(
			`sweep: expected INPUT=FROM..TO:STEPS or INPUT=A,B,C, got ${JSON.stringify(text)}`,
		);
	}
	const name = readInputName(key, 'sweep');
	if (range === null)
		return { name, values: values.split(',').map((value) => readInput(name, value)) };

	const field: Field = FIELDS[name];
	if (field.kind !== 'number') {
		throw new UsageError(`sweep: ${name} is not a number, name its values: ${name}=A,B,C`);
	}
	const steps = Number(range[3]);
	if (steps < 2 || steps > MOST_STEPS) {
		throw new UsageError(`sweep: expected 2 to ${MOST_STEPS} steps, got ${steps}`);
	}
	const from = readInput(name, range[1]!) as number;
	const to = readInput(name, range[2]!) as number;
	return { name, values: spread(field, from, to, steps) };
}

function spread(
	{ scale, integer }: NumberField,
	from: number,
	to: number,
	steps: number,
): number[] {
	const inRatios = scale === 'log' && from > 0 && to > 0;
	const values = Array.from({ length: steps }, (_, step) => {
		const share = step / (steps - 1);
		const value = inRatios ? from * (to / from) ** share : from + (to - from) * share;
		// Six digits: nobody wants to read 2.7825594022071245 s, and the ends stay exact.
		const short = step === 0 ? from : share === 1 ? to : Number(value.toPrecision(6));
		return integer ? Math.round(short) : short;
	});
	return [...new Set(values)];
}

/** The lines of the CSV, as they are computed: a row for each value and transport. */
export function* sweepLines(
	{ name, values }: Sweep,
	scenario: Scenario,
	transports: readonly TransportId[],
	run: (transport: TransportId, scenario: Scenario) => Report,
): Generator<string> {
	yield [name, 'transport', ...FIGURES.map(({ path }) => path)].join();
	const { print } = FIELDS[name] as { print(value: unknown): string };
	for (const value of values) {
		const changed = changeScenario(scenario, { [name]: value });
		for (const transport of transports) {
			const report = run(transport, changed);
			const figures = FIGURES.map(({ path }) => figureAt(report, path) ?? '');
			yield [cell(print(value)), transport, ...figures].join();
		}
	}
}

function cell(text: string): string {
	return text.includes(',') ? `"${text}"` : text;
}
