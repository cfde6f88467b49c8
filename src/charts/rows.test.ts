import { expect, test } from 'vitest';
import { BYTE_PARTS, COST_PARTS } from '../model/figures.ts';
import { completeScenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import { latencyBins, latencyRows } from './latencyRows.ts';
import type { Reports } from './reports.ts';
import { bandwidthRows, leastOf, partLabel, requestsRows } from './rows.ts';
import { moneyRows } from './serverRows.ts';
import { timeRows } from './timeRows.ts';

const SCENARIO = completeScenario({ users: 200, duration: 30 });
const reports: Reports = Object.fromEntries(
	TRANSPORT_IDS.map((id) => [id, simulate(id, SCENARIO)]),
);

test('the parts of the bytes add up to the bytes, and their shares to one', () => {
	const { total, parts, shares } = bandwidthRows(reports, TRANSPORT_IDS);
	for (const index of TRANSPORT_IDS.keys()) {
		const sum = BYTE_PARTS.reduce((bytes, part) => bytes + parts[part].values[index]!, 0);
		expect(sum / total.values[index]!).toBeCloseTo(1, 9);
		const whole = BYTE_PARTS.reduce((share, part) => share + shares[part].values[index]!, 0);
		expect(whole).toBeCloseTo(1, 9);
	}
});

test('total and parts of one bar are in one unit', () => {
	const bytes = bandwidthRows(reports, TRANSPORT_IDS);
	for (const part of BYTE_PARTS) expect(bytes.parts[part].unit).toBe(bytes.total.unit);
	const money = moneyRows(reports, TRANSPORT_IDS);
	for (const part of COST_PARTS) expect(money.parts[part].unit).toBe(money.total.unit);
});

test('a part goes by its own name', () => {
	expect(partLabel(bandwidthRows(reports, TRANSPORT_IDS).parts.headers)).toBe('HTTP headers');
});

test('a transport that is not finished keeps its place, empty', () => {
	const { requests } = requestsRows({ sse: reports.sse! }, ['polling', 'sse']);
	expect(requests.values).toEqual([null, reports.sse!.requestsPerSecond]);
});

test('the factor is taken from the fewest above zero', () => {
	const with_ = (requestsPerSecond: number) => ({ ...reports.polling!, requestsPerSecond });
	const some = { polling: with_(3333.3), longPolling: with_(16.7), sse: with_(0) };
	const { factor, requests } = requestsRows(some, TRANSPORT_IDS);
	expect(factor.values).toEqual([200, 1, null, null]);
	expect(leastOf(requests.values)).toBe(1);
});

test('the bins of latency hold all messages but the rarest, and cover the median', () => {
	const { unit, values } = latencyRows(reports, TRANSPORT_IDS).simulated.p50;
	const bins = latencyBins(reports, TRANSPORT_IDS, unit);
	for (const [index, median] of values.entries()) {
		const sum = bins.reduce((share, bin) => share + bin.values[index]!, 0);
		expect(sum).toBeGreaterThan(0.99);
		expect(sum).toBeLessThan(1 + 1e-9);
		const below = bins.filter(({ to }) => to <= median!);
		const above = bins.filter(({ from }) => from > median!);
		const shareOf = (some: typeof bins) =>
			some.reduce((share, bin) => share + bin.values[index]!, 0);
		expect(shareOf(below)).toBeLessThan(0.51);
		expect(shareOf(above)).toBeLessThan(0.51);
	}
});

test('a bin without a value is a gap, not a zero', () => {
	const { series } = reports.polling!;
	const latencyP50 = Float64Array.from(series.latencyP50).fill(NaN, 3, 4);
	const changed = { polling: { ...reports.polling!, series: { ...series, latencyP50 } } };
	const rows = timeRows(changed, ['polling'], (one) => one.latencyP50, 'ms');
	expect(rows).toHaveLength(series.time.length);
	expect(rows[3]!.values).toEqual([null]);
	expect(rows[4]!.values).toEqual([latencyP50[4]]);
});
