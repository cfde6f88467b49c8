import type { Field } from './model/fields.ts';
import { FAULT_KINDS } from './model/faults.ts';
import { PRESETS } from './model/presets.ts';
import { FIELDS, PROFILE_KEYS } from './model/scenario.ts';
import { TRANSPORT_IDS } from './model/transports.ts';

interface Option {
	/** What stands behind it; null where it takes no value. */
	readonly value: string | null;
	readonly help: string;
}

/** Options beside the scenario's inputs. */
export const OPTIONS = {
	preset: { value: 'ID', help: `Start from one of ${Object.keys(PRESETS).join(', ')}.` },
	scenario: {
		value: 'FILE',
		help: 'Start from a JSON file: a record of inputs, or what --json prints. Options override it.',
	},
	transports: { value: 'LIST', help: `Run only these of ${TRANSPORT_IDS.join(',')}.` },
	json: { value: null, help: 'Print whole reports as JSON; null is a figure without a value.' },
	sweep: {
		value: 'INPUT=FROM..TO:STEPS',
		help: `Run for each of STEPS values of an input and print CSV: one row for each value and
transport, one column for each figure. Values are evenly spaced; in equal ratios where the
page’s slider is logarithmic and FROM is above 0. INPUT=A,B,C takes the values named.`,
	},
	help: { value: null, help: 'Print this.' },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;

/** What --help prints. */
export function printHelp(): string {
	return `Usage: npm run -s simulate -- [--INPUT VALUE]… [OPTION]…

Runs a scenario through each transport and prints what came of it. The same inputs give the
same numbers, here and on the page. Exit status: 0, or 2 when an option cannot be used as it
stands. Names may be written in any case, and values as --name=value.

Options
${Object.entries<Option>(OPTIONS)
	.map(([name, { value, help }]) => entry(value === null ? name : `${name} ${value}`, help))
	.join('')}
Inputs
${Object.entries<Field>(FIELDS)
	.map(([name, field]) =>
		entry(`${name} ${accepted(field)}`, `${field.help} Default: ${defaultOf(name, field)}.`),
	)
	.join('')}`;
}

function entry(head: string, help: string): string {
	return `  --${head}\n${wrap(help, 84)
		.map((line) => `        ${line}\n`)
		.join('')}`;
}

function wrap(text: string, width: number): string[] {
	const lines = [''];
	for (const word of text.split(/\s+/)) {
		const line = lines[lines.length - 1]!;
		if (line.length + word.length < width)
			lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
		else lines.push(word);
	}
	return lines;
}

function accepted(field: Field): string {
	switch (field.kind) {
		case 'number':
			return `${field.least ? `${field.min}, ` : ''}${field.least ?? field.min}..${field.max}${field.unit && ` (${field.unit})`}`;
		case 'choice':
			return field.choices.join('|');
		case 'flag':
			return 'yes|no';
		case 'list':
			return `KIND@START+DURATION,… (KIND: ${Object.keys(FAULT_KINDS).join('|')})`;
	}
}

function defaultOf(name: string, field: Field): string {
	if ((PROFILE_KEYS as readonly string[]).includes(name)) return 'that of the network';
	return (field as { print(value: unknown): string }).print(field.fallback);
}
