import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import { completeScenario } from '../model/scenario.ts';
import { simulate } from '../sim/simulate.ts';
import { inUnit } from './format.ts';
import type { SeriesPick } from './reports.ts';
import TimeChart from './TimeChart.svelte';
import { timeUnit } from './timeRows.ts';

const SCENARIO = completeScenario({ users: 200, duration: 20 });
const TRANSPORTS = ['polling', 'webSocket'] as const;
const reports = {
	polling: simulate('polling', SCENARIO),
	webSocket: simulate('webSocket', SCENARIO),
};
const { time: starts, binWidth } = reports.polling.series;
const pick: SeriesPick = (series) => series.bytesDown;

/** A chart in 600 px, with the time that it tells its owner. */
async function shown(changes: { pick?: SeriesPick } = {}) {
	const bound = $state<{ time: number | null }>({ time: null });
	const target = document.body.appendChild(document.createElement('div'));
	target.style.width = '600px';
	const screen = await render(TimeChart, {
		target,
		props: {
			reports,
			transports: TRANSPORTS,
			title: 'Bytes down',
			unit: 'B/s',
			pick,
			...changes,
			get time() {
				return bound.time;
			},
			set time(value) {
				bound.time = value;
			},
		},
	});
	const slider = screen.getByRole('slider', { name: 'Moment: Bytes down' });
	await expect.element(slider).toBeVisible();
	const plot = slider.element() as HTMLElement;
	const readings = () =>
		[...plot.querySelectorAll('text.value')].map((element) => element.textContent);
	return { bound, plot, readings, container: screen.container };
}

function valuesAt(bin: number): string[] {
	const unit = timeUnit(reports, TRANSPORTS, pick, 'B/s');
	return TRANSPORTS.map((id) => inUnit(pick(reports[id].series)[bin]!, unit));
}

test('arrow keys walk the crosshair from bin to bin, and Escape takes it away', async () => {
	const { bound, plot, readings } = await shown();
	plot.focus();
	await userEvent.keyboard('{ArrowRight}');
	expect(bound.time).toBeCloseTo(starts[0]! + binWidth / 2);
	await expect.poll(readings).toEqual(valuesAt(0));
	await userEvent.keyboard('{ArrowRight}{ArrowRight}');
	await expect.poll(readings).toEqual(valuesAt(2));
	await userEvent.keyboard('{End}');
	await expect.poll(readings).toEqual(valuesAt(starts.length - 1));
	expect(plot.getAttribute('aria-valuetext')).toContain('polling');
	await userEvent.keyboard('{Escape}');
	expect(bound.time).toBeNull();
	await expect.poll(readings).toEqual(['', '']);
});

test('the pointer moves the crosshair, and leaving takes it away', async () => {
	const { bound, plot } = await shown();
	await userEvent.hover(plot, { position: { x: 250, y: 60 } });
	await expect.poll(() => bound.time).toBeGreaterThan(0);
	expect(bound.time).toBeLessThan(20);
	await userEvent.unhover(plot);
	await expect.poll(() => bound.time).toBeNull();
});

test('a crosshair that another chart has set is shown here too', async () => {
	const { bound, readings } = await shown();
	bound.time = starts[5]! + binWidth / 4;
	await expect.poll(readings).toEqual(valuesAt(5));
});

test('what was not measured is a gap in the line', async () => {
	const { plot } = await shown({
		pick: (series) => Float64Array.from(pick(series)).fill(NaN, 4, 6),
	});
	for (const line of plot.querySelectorAll('path.line')) {
		expect(line.getAttribute('d')!.match(/M/g)).toHaveLength(2);
	}
});

test('every bin stands in the table', async () => {
	const { container } = await shown();
	await expect.poll(() => container.querySelector('summary')).not.toBeNull();
	container.querySelector('summary')!.click();
	const rows = () => [...container.querySelectorAll('tbody tr')];
	await expect.poll(() => rows().length).toBe(starts.length);
	const cells = [...rows()[7]!.querySelectorAll('td')].map((cell) => cell.textContent);
	expect(cells).toEqual(valuesAt(7));
});
