import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIGURES, figureAt, TOO_EARLY } from '../model/figures.ts';
import {
	completeScenario,
	DEFAULT_SCENARIO,
	FIELD_NAMES,
	FIELDS,
	type FieldName,
	type Scenario,
} from '../model/scenario.ts';
import { TRANSPORT_IDS, type TransportId } from '../model/transports.ts';
import type { Simulated } from './report.ts';
import { simulate } from './simulate.ts';
import { createSimulation } from './simulation.ts';
import { simulated } from './testScenario.ts';
import { scenarios as calm, troubledScenarios } from './testScenarios.ts';

/** `npm run test:long` tries ten thousands. */
const LONG = process.env['LONG'] !== undefined;
/** Many runs, on a machine that may be busy. */
const PATIENT = { timeout: LONG ? 3_600_000 : 60_000 } as const;

const transports = fc.constantFrom(...TRANSPORT_IDS);
const scenarios = fc.oneof(calm, troubledScenarios);

/** The laws look at the same scenarios, so that each is run once, unless there are too many to keep. */
const LAWS = { seed: 1, numRuns: LONG ? 10_000 : 80 } as const;
const known = new Map<string, Simulated>();

function reportOf(id: TransportId, scenario: Scenario): Simulated {
	const key = `${id} ${JSON.stringify(scenario)}`;
	const report = known.get(key) ?? simulated(id, scenario);
	if (!LONG) known.set(key, report);
	return report;
}

/** Runs any transport through any scenario and holds its report to `law`. */
function always(law: (report: Simulated, scenario: Scenario) => void): void {
	fc.assert(
		fc.property(transports, scenarios, (id, scenario) => law(reportOf(id, scenario), scenario)),
		LAWS,
	);
}

function sum(parts: Readonly<Record<string, number | null>>): number {
	return Object.values(parts).reduce<number>((total, part) => total + (part ?? 0), 0);
}

/** Equal up to the rounding of sums in another order. */
function expectSame(value: number, reference: number, precision = 1e-9): void {
	expect(Math.abs(value - reference)).toBeLessThanOrEqual(precision * Math.abs(reference) + 1e-9);
}

/** Figures that are neither numbers from 0 up nor null, by name. */
function strange(report: Simulated): string[] {
	const figures = FIGURES.flatMap(({ path }) => {
		const value = figureAt(report, path);
		return value === null || (value !== undefined && value >= 0 && value < Infinity)
			? []
			: [`${path}: ${value}`];
	});
	const series = Object.entries(report.series).flatMap(([name, values]) => {
		const all = typeof values === 'number' ? [values] : Array.from(values as Float64Array);
		const gaps = name.startsWith('latency');
		return all.every((x) => (gaps && Number.isNaN(x)) || (x >= 0 && x < Infinity))
			? []
			: [`series ${name}`];
	});
	const { edges, counts } = report.distribution;
	const distribution = [...edges, ...counts].every((x) => x >= 0 && x < Infinity);
	return [...figures, ...series, ...(distribution ? [] : ['distribution'])];
}

describe('whatever the scenario', PATIENT, () => {
	test('every message published is delivered, lost or late, and counted once', () => {
		always(({ messages, distribution }) => {
			const { published, delivered, lost, late } = messages;
			expect(published).toBe(delivered + lost + late);
			expect(late).toBeGreaterThanOrEqual(0);
			expect(distribution.counts.reduce((total, count) => total + count, 0)).toBe(delivered);
		});
	});

	test('the parts of the bytes add up to what goes up and down', () => {
		always(({ bytes, series }) => {
			expectSame(sum(bytes.parts), bytes.up + bytes.down);
			const mean = (values: Float64Array) => values.reduce((total, x) => total + x) / 60;
			expectSame(mean(series.bytesUp), bytes.up);
			expectSame(mean(series.bytesDown), bytes.down);
		});
	});

	test('the parts of the latency add up to its mean, and of the bill to the bill', () => {
		always(({ latency, cost }) => {
			if (latency.mean === null) expect(latency.parts.wait).toBeNull();
			else expectSame(sum(latency.parts), latency.mean);
			expectSame(sum(cost.parts), cost.monthly);
		});
	});

	test('nothing is faster than half a round trip, and percentiles are in order', () => {
		always(({ latency: { mean, p50, p95, p99, max } }, { rtt }) => {
			if (mean === null) return;
			const least = rtt / 2 - 1e-6;
			expect(Math.min(mean, max!)).toBeGreaterThanOrEqual(least);
			// A percentile is as exact as the histogram: 0.5 %.
			expect(p50).toBeGreaterThanOrEqual(least * 0.995 - 0.001);
			expect([p50!, p95!, p99!, max!]).toEqual([p50!, p95!, p99!, max!].sort((a, b) => a - b));
			expect(mean).toBeLessThanOrEqual(max! + 1e-9);
		});
	});

	test('shares are shares, cores do no more than they can, and nothing is negative or infinite', () => {
		always((report) => {
			expect(strange(report)).toEqual([]);
			expect(report.emptyResponseFraction).toBeLessThanOrEqual(1);
			expect(report.battery.radioOnFraction).toBeLessThanOrEqual(1);
			expect(Math.max(...report.series.utilisation)).toBeLessThan(1 + 1e-9);
			expect(report.partial).toBeNull();
		});
	});

	test('one client has at most seven connections: six of HTTP/1.1 and a held one', () => {
		always(({ server, series }, { faults, http, keepAlive, users }) => {
			// Where servers keep no connection, each of the many requests of HTTP/2 opens its own. And those
			// that a dropped network broke are open for a while, as the server knows no better.
			const limited = http === '1.1' || keepAlive > 0;
			if (faults.some(({ kind }) => kind === 'drop')) return;
			if (limited) expect(Math.max(...series.connections)).toBeLessThanOrEqual(7 * users);
			expect(server.connections).toBe(series.connections.at(-1));
		});
	});

	test('nobody gets anything from servers that are down, or without a network', () => {
		const kinds = fc.constantFrom('restart', 'drop');
		fc.assert(
			fc.property(transports, calm, kinds, (id, scenario, kind) => {
				const { series } = simulated(id, {
					...scenario,
					faults: [{ kind, start: 10, duration: 20 }],
					duration: 35,
					// Most queue for a long time.
					cores: 1,
					nodes: 1,
					requestCpu: 20 * scenario.requestCpu,
					pushCpu: 100 * scenario.pushCpu,
					// After ten seconds nothing is left on its way.
					jitter: Math.min(scenario.jitter, 50),
					loss: 0,
					payload: Math.min(scenario.payload, 3000),
					down: Math.max(scenario.down, 5000),
					up: Math.max(scenario.up, 5000),
				});
				const within = series.time.map((start) => Number(start >= 20 && start < 29));
				const empty = ['deliveries', 'requests', 'handshakes'] as const;
				const gone = ['connections', 'utilisation'] as const;
				for (const name of kind === 'drop' ? empty : [...empty, ...gone]) {
					const most = Math.max(...series[name].map((value, bin) => value * within[bin]!));
					expect(most, `${name}, ${kind}`).toBeLessThan(1e-9);
				}
			}),
			LAWS,
		);
	});

	test('clients that resume lose nothing but what does not fit into the buffer of a slow reader', () => {
		fc.assert(
			fc.property(transports, troubledScenarios, (id, { reconnect, faults, ...others }) => {
				const scenario: Scenario = {
					...others,
					reconnect: reconnect === 'none' ? 'jitter' : reconnect,
					resume: true,
					bus: true,
					faults: faults.filter(({ kind }) => kind !== 'slow'),
				};
				expect(simulated(id, scenario).messages).toMatchObject({ lost: 0 });
			}),
			LAWS,
		);
	});

	test('the same scenario gives the same report, all transports meet the same messages', () => {
		fc.assert(
			fc.property(scenarios, (scenario) => {
				const reports = TRANSPORT_IDS.map((id) => simulate(id, scenario));
				expect(TRANSPORT_IDS.map((id) => simulate(id, scenario))).toEqual(reports);
				expect(new Set(reports.map(({ messages }) => messages.published)).size).toBe(1);
			}),
			{ seed: 2, numRuns: 12 },
		);
	});

	test('a run that is cut into slices gives the same report as one in one go', () => {
		fc.assert(
			fc.property(
				transports,
				scenarios,
				fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 5 }),
				(id, scenario, slices) => {
					const simulation = createSimulation(id, scenario);
					let progress = 0;
					for (let i = 0; !simulation.done; i++) {
						simulation.advance(slices[i % slices.length]! + (i % slices.length === 0 ? 1 : 0));
						expect(simulation.progress).toBeGreaterThanOrEqual(progress);
						progress = simulation.progress;
						if (i % 20 === 0) expect(simulation.report().partial === null).toBe(simulation.done);
					}
					expect(simulation.progress).toBe(1);
					expect(simulation.report()).toEqual(simulated(id, scenario));
				},
			),
			{ seed: 3, numRuns: 25 },
		);
	});
});

describe('at the corners of the schema', PATIENT, () => {
	/** Keeps a run small: few users, a short time, and not too many messages for both. */
	const small = { users: 3, duration: 2, pollInterval: 1 };
	const numbers = FIELD_NAMES.filter((name) => FIELDS[name].kind === 'number');

	/** What has most to do with each other. */
	const DOZEN = [
		...(['messageRate', 'payload', 'uplinkRate', 'rtt', 'jitter', 'loss'] as const),
		...(['keepAlive', 'longPollTimeout', 'pingInterval', 'idleTimeout'] as const),
		...(['requestCpu', 'requestWait'] as const),
	];

	function corner(name: FieldName, end: 'min' | 'max'): number {
		const field = FIELDS[name] as { min: number; max: number };
		return name === 'users' && end === 'max' ? 200 : field[end];
	}

	test.each(numbers)('nothing is strange at either end of %s', (name) => {
		for (const end of ['min', 'max'] as const) {
			const extremes = { messageRate: 60, ...small, [name]: corner(name, end) };
			const scenario = completeScenario(extremes);
			for (const id of TRANSPORT_IDS) {
				const report = simulate(id, scenario);
				expect(strange(report), `${id} at the ${end}`).toEqual([]);
				const { published, delivered, lost, late } = report.messages;
				expect(published, id).toBe(delivered + lost + late);
			}
		}
	});

	test('nothing is strange where several fields are at their ends', () => {
		const ends = Object.fromEntries(
			FIELD_NAMES.map((name) => {
				const field = FIELDS[name];
				if (field.kind === 'choice') return [name, fc.constantFrom<unknown>(...field.choices)];
				if (field.kind === 'flag') return [name, fc.boolean()];
				if (field.kind === 'list') return [name, fc.constant(field.fallback)];
				const values = [corner(name, 'min'), corner(name, 'max'), DEFAULT_SCENARIO[name]];
				return [name, fc.constantFrom<unknown>(...values)];
			}),
		) as Record<FieldName, fc.Arbitrary<unknown>>;
		const corners = fc
			.record(ends)
			.map((inputs) => ({ ...inputs, users: 3, duration: 2 }) as Scenario);
		fc.assert(
			fc.property(transports, corners, (id, scenario) => {
				expect(strange(simulated(id, scenario))).toEqual([]);
			}),
			{ seed: 4, numRuns: LONG ? 100_000 : 80 },
		);
	});

	test.runIf(LONG)('nothing is strange where a dozen of them are, each with each', () => {
		for (let which = 0; which < 2 ** DOZEN.length; which++) {
			const ends: Partial<Scenario> = Object.fromEntries(
				DOZEN.map((name, i) => [name, corner(name, (which >> i) & 1 ? 'max' : 'min')]),
			);
			const scenario = completeScenario({ ...small, ...ends });
			for (const id of TRANSPORT_IDS) {
				const report = simulated(id, scenario);
				if (strange(report).length > 0) throw new Error(`${id} ${JSON.stringify(scenario)}`);
				const { published, delivered, lost, late } = report.messages;
				expect(published, id).toBe(delivered + lost + late);
			}
		}
	});

	test('a scenario beyond the limits is refused', () => {
		expect(() => simulate('sse', { ...DEFAULT_SCENARIO, users: 0 })).toThrow(RangeError);
		expect(() => simulate('sse', { ...DEFAULT_SCENARIO, loss: NaN })).toThrow('loss');
	});
});

describe('while a run is under way', () => {
	test.each(TRANSPORT_IDS)('the report on %s is already of the right size', (id) => {
		const scenario = completeScenario({ users: 200, messageRate: 60, duration: 60 });
		const simulation = createSimulation(id, scenario);
		const whole = simulate(id, scenario);
		for (let slice = 20; !simulation.done; slice = Math.min(4000, slice * 1.3)) {
			simulation.advance(slice);
			const { bytes, messagesPerSecond, partial } = simulation.report();
			// Twice as much as on average may be by luck in the first second, not ten times.
			expect(bytes.up, `after ${partial?.seconds} s`).toBeLessThan(10 * whole.bytes.up);
			expect(messagesPerSecond).toBeLessThan(10 * whole.messagesPerSecond);
		}
	});
});

describe.each(TRANSPORT_IDS)('what is first said of a run of %s', (transport) => {
	test.each<Partial<Scenario>>([
		{ messageRate: 6, cores: 8 },
		{ pollInterval: 40, users: 40_000, messageRate: 2, cores: 8 },
		{ pollInterval: 0.5, users: 5000, messageRate: 30, cores: 16, duration: 30 },
	])('is what is said in the end, within a tenth (%o)', (inputs) => {
		const scenario = completeScenario(inputs);
		const simulation = createSimulation(transport, scenario);
		while (simulation.observed < TOO_EARLY) simulation.advance(64);
		const [first, last] = [simulation.report(), simulated(transport, scenario)];
		const shown = [
			'latency.mean',
			'requestsPerSecond',
			'bytes.up',
			'bytes.down',
			'battery.radioOnFraction',
			'battery.energyPerHour',
			'server.connections',
		];
		for (const path of shown) {
			const [early, late] = [figureAt(first, path)!, figureAt(last, path)!];
			expect(Math.abs(early - late), `${path}: ${early}, ${late}`).toBeLessThanOrEqual(0.1 * late);
		}
		expect(first.partial).not.toBeNull();
	});
});
