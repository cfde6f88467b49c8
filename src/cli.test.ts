import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeScenario, encodeScenario } from './model/query.ts';
import { DEFAULT_SCENARIO, FIELD_NAMES, FIELDS, type Scenario } from './model/scenario.ts';
import { FIGURES } from './model/figures.ts';
import { TRANSPORT_IDS, type TransportId } from './model/transports.ts';
import { simulate } from './sim/simulate.ts';
import { main } from './cli.ts';

/** Small enough to be simulated in a blink. */
const SMALL = ['--users', '20', '--duration', '5'];

type Run = (transport: TransportId, scenario: Scenario) => ReturnType<typeof simulate>;

interface Output {
	readonly status: number;
	readonly out: string;
	readonly err: string;
}

function call(args: readonly string[], files: Record<string, string> = {}, run?: Run): Output {
	let out = '';
	let err = '';
	const status = main(
		args,
		{
			out: (text) => (out += text),
			err: (text) => (err += text),
			read(path) {
				const text = files[path];
				if (text === undefined) throw new Error('ENOENT');
				return text;
			},
		},
		run,
	);
	return { status, out, err };
}

const blink = simulate(
	'sse',
	decodeScenario([
		['users', '1'],
		['duration', '1'],
	]).scenario,
);

/** What was simulated for these arguments. */
function scenarioOf(args: readonly string[], files: Record<string, string> = {}): Scenario {
	const seen: Scenario[] = [];
	const { err } = call([...args, '--transports', 'sse'], files, (_, scenario) => {
		seen.push(scenario);
		return blink;
	});
	expect(err).toBe('');
	return seen[0]!;
}

describe('inputs', () => {
	test('are spelt as in a link, with a blank or an equals sign, in any case', () => {
		const { scenario } = decodeScenario([
			['users', '500'],
			['pollInterval', '10'],
			['network', '3g'],
		]);
		expect(scenarioOf(['--users', '500', '--pollinterval=10', '--NETWORK', '3G'])).toEqual(
			scenario,
		);
		expect(scenarioOf([])).toEqual(DEFAULT_SCENARIO);
	});

	test('any scenario that a link can hold can be given as options', () => {
		const texts = fc.record(
			{
				users: fc.integer({ min: 1, max: 1_000_000 }).map(String),
				loss: fc.integer({ min: 0, max: 200 }).map((tenths) => String(tenths / 10)),
				network: fc.constantFrom(...FIELDS.network.choices),
				resume: fc.constantFrom('yes', 'no'),
				faults: fc.constantFrom('none', 'drop@1+2', 'drop@1+2,burst@3+4.5'),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(texts, (record) => {
				const { scenario } = decodeScenario(Object.entries(record));
				const args = encodeScenario(scenario).map(([name, text]) => `--${name}=${text}`);
				expect(scenarioOf(args)).toEqual(scenario);
			}),
		);
	});

	test('of a preset are overridden by options, wherever they stand', () => {
		expect(scenarioOf(['--users', '7', '--preset', 'cursors'])).toMatchObject({
			users: 7,
			messageRate: 600,
			network: 'wifi',
		});
	});

	test('given twice: the last counts', () => {
		expect(scenarioOf(['--users', '7', '--users', '8']).users).toBe(8);
	});
});

describe('a scenario file', () => {
	test('holds values as JSON or as text, faults as a list or as text', () => {
		const record = {
			users: 50,
			pollInterval: '5',
			resume: false,
			faults: [{ kind: 'drop', start: 1, duration: 2 }],
		};
		const { faults, ...rest } = scenarioOf(['--scenario', 'a'], { a: JSON.stringify(record) });
		expect(rest).toMatchObject({ users: 50, pollInterval: 5, resume: false });
		expect(faults).toEqual([{ kind: 'drop', start: 1, duration: 2 }]);
		expect(scenarioOf(['--scenario', 'a'], { a: '{"faults":"drop@1+2"}' }).faults).toEqual(faults);
	});

	test('may be what --json printed, and gives the same reports', () => {
		const first = call(['--json', '--network', 'geo', '--faults', 'drop@1+1', ...SMALL]);
		const second = call(['--json', '--scenario', 'a'], { a: first.out });
		expect(second.out).toBe(first.out);
	});

	test('may name a preset, and options override it', () => {
		const files = { a: '{"preset":"status","users":3}' };
		const scenario = scenarioOf(['--scenario', 'a', '--users', '4'], files);
		expect(scenario).toMatchObject({ users: 4, audience: 'shared' });
	});

	test('with a whole profile in it does not keep that of another network', () => {
		const files = { a: JSON.stringify({ scenario: DEFAULT_SCENARIO }) };
		expect(scenarioOf(['--scenario', 'a', '--network', '3g', '--loss', '7'], files)).toEqual(
			decodeScenario([
				['network', '3g'],
				['loss', '7'],
			]).scenario,
		);
	});
});

describe('what cannot be used as it stands is refused with status 2 and one sentence', () => {
	test.each([
		['--users 0', 'users: expected a whole number from 1 to 1000000, got "0"'],
		['--users 1.5', 'users: expected a whole number from 1 to 1000000, got "1.5"'],
		['--pollInterval fast', 'pollInterval: expected 0.1 to 3600 s, got "fast"'],
		['--loss -1', 'loss: expected 0 to 20 %, got "-1"'],
		['--loss=', 'loss: expected 0 to 20 %, got ""'],
		['--resume maybe', 'resume: expected yes or no, got "maybe"'],
		['--audience all', 'audience: expected own, shared, got "all"'],
		['--users', 'users: expected a value, got nothing'],
		['--users --json', 'users: expected a value, got nothing'],
		['--json=yes', 'json: expected no value, got "yes"'],
		['--user 5', 'unknown option "--user", did you mean --users?'],
		['--polInterval 5', 'unknown option "--polInterval", did you mean --pollInterval?'],
		['--poll 5', 'unknown option "--poll", did you mean --pollInterval?'],
		['--jsno', 'unknown option "--jsno", did you mean --json?'],
		['--frobnicate', 'unknown option "--frobnicate", see --help'],
		['--__proto__ 1', 'unknown option "--__proto__", see --help'],
		['users 5', 'expected an option such as --users, got "users"'],
		['-u 5', 'expected an option such as --users, got "-u"'],
		['--', 'expected an option such as --users, got "--"'],
		[
			'--transports poll',
			'transports: expected some of polling,longPolling,sse,webSocket, got "poll"',
		],
		['--transports=', 'transports: expected some of polling,longPolling,sse,webSocket, got ""'],
		['--sweep users', 'sweep: expected INPUT=FROM..TO:STEPS or INPUT=A,B,C, got "users"'],
		['--sweep users=1..9', 'sweep: expected INPUT=FROM..TO:STEPS or INPUT=A,B,C, got "users=1..9"'],
		['--sweep user=1..9:3', 'sweep: unknown input "user", did you mean users?'],
		['--sweep users=0..9:3', 'users: expected a whole number from 1 to 1000000, got "0"'],
		['--sweep users=1..9:1', 'sweep: expected 2 to 1000 steps, got 1'],
		['--sweep radio=3g..5g:3', 'sweep: radio is not a number, name its values: radio=A,B,C'],
		['--sweep radio=3g,6g', 'radio: expected none, wifi, 3g, lte, 5g, got "6g"'],
		['--sweep users=1,2 --json', '--sweep prints CSV and cannot be used with --json'],
		['--scenario nowhere', 'scenario: expected a file that can be read, got "nowhere"'],
		['--scenario list', 'list: expected a JSON object, got "[1]"'],
		['--scenario typo', 'typo: unknown input "userz", did you mean users?'],
		['--scenario null', 'users: expected a whole number from 1 to 1000000, got "null"'],
		['--scenario nested', 'users: expected a whole number from 1 to 1000000, got "{\\"a\\":1}"'],
		['--scenario fault', 'faults: expected up to 8 of kind@start+duration'],
		['--scenario broken', 'broken: expected JSON'],
		[
			'--preset x',
			'preset: expected aggressive, chat, cursors, ticker, notifications, tokens, status, got "x"',
		],
		['--preset constructor', 'preset: expected aggressive'],
	])('%s', (line, sentence) => {
		const files = {
			list: '[1]',
			typo: '{"userz":1}',
			null: '{"users":null}',
			nested: '{"users":{"a":1}}',
			fault: '{"faults":[{"kind":"drop"}]}',
			broken: '{',
		};
		const { status, out, err } = call(line.split(' '), files);
		expect({ status, out }).toEqual({ status: 2, out: '' });
		expect(err.slice(0, sentence.length)).toBe(sentence);
		expect(err.trimEnd().split('\n')).toHaveLength(1);
	});
});

describe('output', () => {
	test('as JSON: version, every input, and what simulate says, with lists for arrays and null for NaN', () => {
		const { out, err, status } = call(['--json', ...SMALL]);
		const parsed = JSON.parse(out) as Record<string, unknown>;
		const scenario = scenarioOf(SMALL);
		const plain = (value: unknown): unknown =>
			JSON.parse(
				JSON.stringify(value, (_, part: unknown) =>
					ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : part,
				),
			);
		expect(parsed).toEqual({
			version: 1,
			scenario: plain(scenario),
			transports: Object.fromEntries(
				TRANSPORT_IDS.map((id) => [id, plain(simulate(id, scenario))]),
			),
		});
		expect(Object.keys(parsed['scenario'] as object)).toEqual(FIELD_NAMES);
		expect({ err, status }).toEqual({ err: '', status: 0 });
	});

	test('has only the transports asked for, in the usual order', () => {
		const { out } = call(['--json', '--transports', 'WebSocket,polling', ...SMALL]);
		const { transports } = JSON.parse(out) as { transports: object };
		expect(Object.keys(transports)).toEqual(['polling', 'webSocket']);
	});

	test('as a table: one row for each figure, one column for each transport, one unit for each row', () => {
		const small = simulate('polling', scenarioOf(SMALL));
		const figures = {
			polling: { requestsPerSecond: 3333.4, bytes: { ...small.bytes, up: 2_966_666 } },
			longPolling: { requestsPerSecond: 0.5, bytes: { ...small.bytes, up: 0 } },
			sse: { requestsPerSecond: 0, latency: { ...small.latency, mean: null } },
			webSocket: { requestsPerSecond: 1_234_567.8, emptyResponseFraction: 0.12345 },
		};
		const { out } = call([], {}, (id) => ({ ...small, emptyResponseFraction: 0, ...figures[id] }));
		const lines = out.split('\n');
		expect(lines.slice(0, 3)).toEqual([
			'Scenario: all defaults',
			'',
			expect.stringMatching(/^ +Polling {2}Long polling +SSE +WebSocket$/),
		]);
		expect(lines).toHaveLength(3 + FIGURES.length + 1);
		expect(lines[3]).toMatch(/^HTTP requests +3,333 +0\.5 +0 +1,234,568 {2}1\/s$/);
		expect(lines[4]).toMatch(/^Empty responses +0 +0 +0 +12\.3[45] {2}%$/);
		expect(lines.find((line) => line.startsWith('Bytes up'))).toMatch(/2\.967 +0 .* MB\/s$/);
		expect(lines.find((line) => line.startsWith('Latency, mean'))).toMatch(/ – .* ms$/);
		expect(new Set(lines.slice(3, -1).map((line) => line.search(/\S+$/))).size).toBeLessThan(4);
	});

	test('says which inputs differ from the defaults', () => {
		expect(call([...SMALL, '--network', '3g']).out.split('\n')[0]).toBe(
			'Scenario: users=20 network=3g duration=5',
		);
	});

	test('a partial result is said on standard error', () => {
		const partial = { seconds: 12.5, reason: 'too many events', sampled: false };
		const { status, err } = call(['--transports', 'sse'], {}, () => ({ ...blink, partial }));
		expect(status).toBe(0);
		expect(err).toBe('SSE: cut short, the figures hold for the first 12.5 s: too many events\n');
	});

	test('--help names every input with its limits, and runs nothing', () => {
		const { out, status } = call(['--help'], {}, () => {
			throw new Error('ran');
		});
		expect(status).toBe(0);
		for (const name of FIELD_NAMES) expect(out).toContain(`--${name} `);
		expect(out).toContain('--pollInterval 0.1..3600 (s)\n');
		expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
		expect(call(['-h']).out).toBe(out);
	});
});

describe('a sweep', () => {
	/** First two cells of each row. */
	function sweep(...args: string[]): string[] {
		const { out, err } = call(['--transports', 'sse', '--sweep', ...args], {}, () => blink);
		expect(err).toBe('');
		return out
			.trimEnd()
			.split('\n')
			.slice(1)
			.map((line) => line.split(',')[0]!);
	}

	test('goes in equal ratios where the slider is logarithmic, and meets its ends exactly', () => {
		expect(sweep('pollInterval=0.3..300:4')).toEqual(['0.3', '3', '30', '300']);
		expect(sweep('pollInterval=300..0.3:4')).toEqual(['300', '30', '3', '0.3']);
		expect(sweep('pollInterval=1..3:3')).toEqual(['1', '1.73205', '3']);
	});

	test('goes in equal steps where it is not, and from 0', () => {
		expect(sweep('loss=0..2:3')).toEqual(['0', '1', '2']);
		expect(sweep('messageRate=0..3:4')).toEqual(['0', '1', '2', '3']);
	});

	test('of a whole number does not repeat one', () => {
		expect(sweep('users=1..3:20')).toEqual(['1', '2', '3']);
	});

	test('runs for the values named, and a network brings its profile', () => {
		const seen: number[] = [];
		const { out } = call(
			['--sweep', 'network=fibre,geo', '--transports', 'sse'],
			{},
			(_, { rtt }) => {
				seen.push(rtt);
				return blink;
			},
		);
		expect(seen).toEqual(
			['fibre', 'geo'].map((text) => decodeScenario([['network', text]]).scenario.rtt),
		);
		expect(out).toMatch(/\nfibre,sse,.*\ngeo,sse,/);
	});

	test('prints a row for each value and transport, a column for each figure, nothing for no value', () => {
		const { out } = call(['--sweep', 'pollInterval=1,2', '--messageRate', '0', ...SMALL]);
		const rows = out
			.trimEnd()
			.split('\n')
			.map((line) => line.split(','));
		expect(rows[0]).toEqual(['pollInterval', 'transport', ...FIGURES.map(({ path }) => path)]);
		expect(rows.slice(1).map(([value, id]) => `${value!} ${id!}`)).toEqual(
			['1', '2'].flatMap((value) => TRANSPORT_IDS.map((id) => `${value} ${id}`)),
		);
		const { requestsPerSecond } = simulate(
			'polling',
			scenarioOf([...SMALL, '--messageRate', '0', '--pollInterval', '2']),
		);
		expect(rows[5]![2]).toBe(String(requestsPerSecond));
		expect(rows[1]![rows[0]!.indexOf('latency.p50')]).toBe('');
		expect(rows.every((row) => row.length === rows[0]!.length)).toBe(true);
	});
});

describe('as a program', () => {
	const script = join(import.meta.dirname, '../tests/run.mjs');

	test('it runs from any folder, reads a file there, and prints the same as main', () => {
		const folder = mkdtempSync(join(tmpdir(), 'push-or-poll-'));
		try {
			writeFileSync(join(folder, 'small.json'), '{"users":20,"duration":5}');
			const args = [script, 'src/cli.ts', '--scenario', 'small.json', '--json'];
			const out = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
			expect(out).toBe(call(['--json', ...SMALL]).out);
		} finally {
			rmSync(folder, { recursive: true });
		}
	}, 30_000);

	test('it exits with 2 when an option is unknown', () => {
		const args = [script, 'src/cli.ts', '--user', '5'];
		const run = () => execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' });
		expect(run).toThrow(
			expect.objectContaining({
				status: 2,
				stderr: 'unknown option "--user", did you mean --users?\n',
			}) as Error,
		);
	}, 30_000);
});
