import type { Figures } from '../model/figures.ts';
import { monthlyBill } from '../model/prices.ts';
import { MS_PER_HOUR, MS_PER_SECOND, type Milliseconds } from '../model/units.ts';
import { sum } from './arrays.ts';
import type { Histogram } from './histogram.ts';
import { partsFrom } from './ledger.ts';
import type { Distribution, Series } from './report.ts';
import type { World } from './world.ts';

/** Buckets for each doubling of latency in the published distribution. */
const BUCKETS_PER_OCTAVE = 8;
const BYTES_PER_KILOBYTE = 1000;

/** The figures of a run over the first `observed` ms of the measured time. */
export function figuresOf(world: World, observed: Milliseconds): Figures {
	const { clock, inbox, ledger, servers } = world;
	const bins = binsOf(world, observed);
	const seconds = Math.max(1, bins * clock.binWidth) / MS_PER_SECOND;
	const { times } = world;
	const perSecond = (counts: Float64Array) => (times * sum(counts, bins)) / seconds;
	const open = bins === 0 ? ledger.connectionsAtStart : ledger.connections()[bins - 1]!;
	const connections = Math.round(times * open);
	const traffic = trafficOf(world, bins, seconds);
	const [published, delivered, lost, duplicated] = [
		inbox.published,
		ledger.delivered,
		ledger.lost,
		ledger.duplicated,
	].map((count) => Math.round(times * count)) as [number, number, number, number];
	const memory = connections * world.scenario.connectionMemory * BYTES_PER_KILOBYTE;
	const usage = {
		bytesUp: traffic.up,
		bytesDown: traffic.down,
		requests: perSecond(ledger.requests),
		frames: ((times * ledger.frames) / observed) * MS_PER_SECOND,
		newConnections: perSecond(ledger.handshakes),
		openConnections: connections,
		coresBusy: times * servers.coresBusy(observed),
		memory,
	};
	return {
		requestsPerSecond: usage.requests,
		emptyResponseFraction: ledger.answers === 0 ? 0 : ledger.emptyAnswers / ledger.answers,
		messagesPerSecond: perSecond(ledger.deliveries),
		latency: latencyOf(world, bins),
		bytes: traffic,
		battery: batteryOf(world, observed, bins),
		server: {
			utilisation: servers.utilisation(observed),
			queueWait: { mean: servers.meanWait, p99: servers.waitP99 },
			connections,
			memory,
			handshakesPerSecond: usage.newConnections,
		},
		messages: {
			published,
			delivered,
			lost,
			duplicated,
			late: published - delivered - lost,
		},
		cost: monthlyBill(usage, world.scenario),
	};
}

/** Of a run under way only whole bins count: the one it is in holds some of its future already. */
function binsOf({ clock }: World, observed: Milliseconds): number {
	return Math.min(clock.bins, Math.floor(observed / clock.binWidth + 1e-9));
}

/**
 * Latencies of the messages published in the measured time; of a run under way, of those delivered in its
 * first `bins` bins, whenever they were published: of the others those that wait long are still to come.
 */
function latenciesOf({ clock, ledger }: World, bins: number): Histogram {
	return bins === clock.bins ? ledger.latencies : ledger.latenciesByBin.together(bins);
}

function latencyOf(world: World, bins: number): Figures['latency'] {
	const { clock, ledger } = world;
	const isOver = bins === clock.bins;
	const delivered = isOver ? ledger.delivered : sum(ledger.deliveries, bins);
	const latencies = latenciesOf(world, bins);
	const longest = isOver ? ledger.longest : latencies.quantile(1);
	const known = (value: number) => (delivered > 0 ? value : null);
	const percentile = (q: number) => known(Math.min(latencies.quantile(q), longest));
	const means = partsFrom((part) => {
		const spent = ledger.parts[part];
		return (isOver ? spent[bins]! : sum(spent, bins)) / delivered;
	});
	return {
		mean: known(sum(Object.values(means))),
		p50: percentile(0.5),
		p95: percentile(0.95),
		p99: percentile(0.99),
		max: known(longest),
		parts: partsFrom((part) => known(means[part])),
	};
}

function trafficOf(world: World, bins: number, seconds: number): Figures['bytes'] {
	const { ledger, link, times } = world;
	const up = (times * sum(link.bytesIn('up'), bins)) / seconds;
	const down = (times * sum(link.bytesIn('down'), bins)) / seconds;
	const parts = link.bytesByPart(bins);
	for (const part of Object.keys(parts) as (keyof typeof parts)[]) {
		parts[part] = (times * parts[part]) / seconds;
	}
	const messages = (times * sum(ledger.deliveries, bins)) / seconds;
	return { up, down, parts, perMessage: messages === 0 ? null : (up + down) / messages };
}

function batteryOf(
	{ clock, phones, scenario, times }: World,
	observed: Milliseconds,
	bins: number,
): Figures['battery'] {
	if (phones.observed === 0) return { wakeUpsPerHour: 0, radioOnFraction: 0, energyPerHour: 0 };
	const { on, energy } = phones.totals(observed);
	const phoneTime = phones.observed * observed;
	const binTime = Math.max(1, bins * clock.binWidth);
	return {
		wakeUpsPerHour:
			((times * sum(phones.wakeUps, bins)) / (scenario.users * binTime)) * MS_PER_HOUR,
		radioOnFraction: Math.min(1, on / phoneTime),
		energyPerHour: (energy / phoneTime) * MS_PER_HOUR,
	};
}

/** How the run went over time; NaN in the bins that lie ahead of a run under way. */
export function seriesOf(world: World, observed: Milliseconds): Series {
	const series = wholeSeriesOf(world);
	const known = binsOf(world, observed);
	for (const values of Object.values(series)) {
		if (values instanceof Float64Array && values !== series.time) values.fill(NaN, known);
	}
	return series;
}

function wholeSeriesOf(world: World): Series {
	const { clock, inbox, ledger, link, phones, servers, times } = world;
	const binWidth = clock.binWidth / MS_PER_SECOND;
	const all = (counts: Float64Array) => counts.map((count) => times * count);
	const rates = (counts: Float64Array) => counts.map((count) => (times * count) / binWidth);
	const percentiles = (q: number) =>
		ledger.deliveries.map((_, bin) => ledger.latenciesByBin.quantile(q, bin));
	return {
		time: Float64Array.from({ length: clock.bins }, (_, bin) => bin * binWidth),
		binWidth,
		requests: rates(ledger.requests),
		bytesUp: rates(link.bytesIn('up')),
		bytesDown: rates(link.bytesIn('down')),
		deliveries: rates(ledger.deliveries),
		published: rates(inbox.publishedByBin),
		lost: rates(ledger.lostByBin),
		duplicated: rates(ledger.duplicatedByBin),
		waiting: all(waitingOf(world)),
		latencyP50: percentiles(0.5),
		latencyP95: percentiles(0.95),
		latencyP99: percentiles(0.99),
		utilisation: servers.utilisationSeries(),
		connections: all(ledger.connections()),
		handshakes: rates(ledger.handshakes),
		handshakePeak: all(ledger.handshakePeaks()),
		buffered: ledger.buffered.map((byteTime) => (times * byteTime) / clock.binWidth),
		wakeUps: rates(phones.wakeUps),
	};
}

/** Messages under way at the end of each bin: published, and neither delivered nor lost so far. */
function waitingOf({ inbox, ledger }: World): Float64Array {
	let waiting = 0;
	return inbox.publishedByBin.map((published, bin) => {
		waiting += published - ledger.lostByBin[bin]! - ledger.arrived[bin]!;
		return waiting;
	});
}

/** Of the latencies over the first `observed` ms. */
export function distributionOf(world: World, observed: Milliseconds): Distribution {
	const { edges, counts } = latenciesOf(world, binsOf(world, observed)).distribution(
		BUCKETS_PER_OCTAVE,
	);
	return { edges, counts: counts.map((count) => world.times * count) };
}
