import { quote } from './model/fields.ts';
import { isRecord, textOf } from './model/foreign.ts';
import { PRESETS, type PresetId } from './model/presets.ts';
import { fieldNamed } from './model/query.ts';
import {
	changeScenario,
	completeScenario,
	FIELD_NAMES,
	type FieldName,
	type Scenario,
} from './model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from './model/transports.ts';
import { OPTIONS, type OptionName } from './cliHelp.ts';
import { readInput, readInputName, suggest, UsageError } from './cliInput.ts';
import { readSweep, type Sweep } from './cliSweep.ts';

/** What the command line asks for. */
export interface Order {
	readonly help: boolean;
	readonly json: boolean;
	readonly scenario: Scenario;
	/** In the order used everywhere. */
	readonly transports: readonly TransportId[];
	readonly sweep: Sweep | null;
}

type ReadFile = (path: string) => string;

/**
 * Reads the command line; of an option that is given twice the last counts. Unlike the page, which
 * clamps and goes on, it throws a {@link UsageError} for what cannot be used as it stands.
 */
export function readOrder(args: readonly string[], readFile: ReadFile): Order {
	const options = new Map<OptionName, string>();
	const inputs: Record<string, unknown> = {};
	for (const [name, text] of readPairs(args)) {
		if (isOption(name)) options.set(name, text);
		else inputs[name] = readInput(name, text);
	}
	if (options.has('sweep') && options.has('json')) {
		throw new UsageError('--sweep prints CSV and cannot be used with --json');
	}
	const start = completeScenario({
		...readPreset(options.get('preset')),
		...readScenarioFile(options.get('scenario'), readFile),
	});
	return {
		help: options.has('help'),
		json: options.has('json'),
		// As on the page, choosing another network brings its whole profile.
		scenario: changeScenario(start, inputs),
		transports: readTransports(options.get('transports')),
		sweep: options.has('sweep') ? readSweep(options.get('sweep')!) : null,
	};
}

const OPTION_NAMES = Object.keys(OPTIONS) as OptionName[];

function isOption(name: string): name is OptionName {
	return Object.hasOwn(OPTIONS, name);
}

/** Splits arguments into names, spelt as in the schema, and texts; the text of a switch is empty. */
function* readPairs(args: readonly string[]): Generator<[OptionName | FieldName, string]> {
	const rest = [...args];
	for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
		const match = /^--([^=]+)(?:=(.*))?$/s.exec(arg === '-h' ? '--help' : arg);
		if (match === null) {
			throw new UsageError(`expected an option such as --users, got ${quote(arg)}`);
		}
		const name = readName(match[1]!);
		let text = match[2];
		if (isOption(name) && OPTIONS[name].value === null) {
			if (text !== undefined) {
				throw new UsageError(`${name}: expected no value, got ${quote(text)}`);
			}
			text = '';
		}
		if (text === undefined && rest[0]?.startsWith('--') === false) text = rest.shift();
		if (text === undefined) throw new UsageError(`${name}: expected a value, got nothing`);
		yield [name, text];
	}
}

function readName(word: string): OptionName | FieldName {
	const name = OPTION_NAMES.find((id) => id === word.toLowerCase()) ?? fieldNamed(word);
	if (name !== undefined) return name;
	const hint = suggest(word, [...OPTION_NAMES, ...FIELD_NAMES], '--');
	throw new UsageError(`unknown option ${quote(`--${word}`)}${hint}`);
}

function readPreset(id: string | undefined): Partial<Scenario> {
	if (id === undefined) return {};
	if (Object.hasOwn(PRESETS, id)) return PRESETS[id as PresetId].inputs;
	throw new UsageError(`preset: expected ${Object.keys(PRESETS).join(', ')}, got ${quote(id)}`);
}

function readTransports(text: string | undefined): readonly TransportId[] {
	if (text === undefined) return TRANSPORT_IDS;
	const words = text.split(',').map((word) => word.trim().toLowerCase());
	const known = TRANSPORT_IDS.filter((id) => words.includes(id.toLowerCase()));
	if (known.length === new Set(words).size) return known;
	throw new UsageError(
		`transports: expected some of ${TRANSPORT_IDS.join(',')}, got ${quote(text)}`,
	);
}

function readScenarioFile(path: string | undefined, readFile: ReadFile): Partial<Scenario> {
	if (path === undefined) return {};
	const file = readJson(path, readFile);
	const record = isRecord(file) && isRecord(file['scenario']) ? file['scenario'] : file;
	if (!isRecord(record)) {
		throw new UsageError(`${path}: expected a JSON object, got ${quote(JSON.stringify(file))}`);
	}
	const { preset, ...entries } = record;
	const inputs: Record<string, unknown> = {
		...readPreset(preset === undefined ? undefined : textOf(preset)),
	};
	for (const [key, value] of Object.entries(entries)) {
		const name = readInputName(key, path);
		inputs[name] = readInput(name, textOf(value));
	}
	return inputs;
}

function readJson(path: string, readFile: ReadFile): unknown {
	let text;
	try {
		text = readFile(path);
	} catch (error) {
		throw new UsageError(`scenario: expected a file that can be read, got ${quote(path)}`, {
			cause: error,
		});
	}
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new UsageError(`${path}: expected JSON: ${(error as Error).message}`, { cause: error });
	}
}
