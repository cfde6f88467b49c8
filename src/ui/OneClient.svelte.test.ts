import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import type { Answer } from '../app/comparison.svelte.ts';
import { Moment } from '../app/moment.svelte.ts';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { TRANSPORT_IDS } from '../model/transports.ts';
import { simulate } from '../sim/simulate.ts';
import OneClient from './OneClient.svelte';

function answerOf(inputs: Partial<Scenario> = {}): Answer {
	const scenario = completeScenario({ users: 200, duration: 60, messageRate: 4, ...inputs });
	const reports = Object.fromEntries(TRANSPORT_IDS.map((id) => [id, simulate(id, scenario)]));
	return {
		scenario,
		transports: TRANSPORT_IDS,
		reports,
		where: 'this test',
		final: true,
		expects: true,
	};
}

const answer = answerOf();

/** What a pinned answer hands down. */
function behind({ reports, scenario }: Answer) {
	return { ghost: reports, pinned: scenario };
}

/** The section in 900 px, at the moment of its link. */
async function shown({ at = 0, of = answer, pinned = null as Answer | null } = {}) {
	const moment = new Moment(at);
	const target = document.body.appendChild(document.createElement('div'));
	target.style.width = '900px';
	const screen = await render(OneClient, {
		target,
		props: { answer: of, moment, ...(pinned && behind(pinned)) },
	});
	const lane = screen.getByRole('slider', { name: 'Polling, packet by packet', exact: true });
	await expect.element(lane).toBeVisible();
	await expect.element(screen.getByText('Follow one message')).toBeVisible();
	const texts = (selector: string) =>
		[...screen.container.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
	/** The first and the last tick of the first axis, s. */
	const axis = () => {
		const labels = [...screen.container.querySelectorAll('.surface > svg')][0]!;
		const ticks = [...labels.querySelectorAll('line + text')].map((tick) =>
			Number(tick.textContent),
		);
		return [ticks[0]!, ticks.at(-1)!] as const;
	};
	return { screen, moment, lane, axis, texts };
}

beforeEach(() => page.viewport(1200, 900));

test('there is one tab stop for each lane, and arrows go from packet to packet', async () => {
	const { screen, moment, lane, texts } = await shown();
	expect(screen.container.querySelectorAll('[aria-label$="packet by packet"]')).toHaveLength(4);
	(lane.element() as HTMLElement).focus();
	await userEvent.keyboard('{ArrowRight}');
	const spoken = () => lane.element().getAttribute('aria-valuetext');
	await expect.poll(spoken).toMatch(/^Request of 890 bytes/);
	await expect.poll(() => texts('.card p')[0]).toMatch(/^Request of 890 bytes/);
	const first = moment.time;
	expect(first).toBeGreaterThan(0);
	await userEvent.keyboard('{ArrowRight}');
	await expect.element(lane).toHaveAttribute('aria-valuenow', '1');
	expect(moment.time).toBeGreaterThan(first);
	await userEvent.keyboard('{ArrowLeft}');
	await expect.element(lane).toHaveAttribute('aria-valuenow', '0');
	expect(moment.time).toBe(first);
});

test('the parts on the card add up to the size of the packet', async () => {
	const { lane, texts } = await shown();
	(lane.element() as HTMLElement).focus();
	for (let presses = 0; presses < 6; presses++) {
		await userEvent.keyboard('{ArrowRight}');
		await expect.element(lane).toHaveAttribute('aria-valuenow', String(presses));
		const [, size] = /of (\d+) bytes/.exec(texts('.card p')[0]!)!;
		const parts = texts('.card li:not(.scale)').map((text) => parseInt(text));
		expect(parts.reduce((sum, bytes) => sum + bytes)).toBe(Number(size));
	}
});

test('dragging moves the view, a press moves the playhead, dragging that carries it', async () => {
	const { screen, moment, axis } = await shown();
	const surface = screen.container.querySelector<HTMLElement>('.surface')!;
	const { left, top, width } = surface.getBoundingClientRect();
	const point = (type: string, share: number) =>
		surface.dispatchEvent(
			new PointerEvent(type, {
				bubbles: true,
				pointerId: 1,
				clientX: left + share * width,
				clientY: top + 40,
			}),
		);
	// A pointer that was never down cannot be captured.
	surface.setPointerCapture = () => undefined;

	const [before] = axis();
	point('pointerdown', 0.8);
	point('pointermove', 0.3);
	point('pointerup', 0.3);
	await expect.poll(() => axis()[0]).toBeGreaterThan(before);
	expect(moment.time).toBe(0);

	point('pointerdown', 0.5);
	point('pointerup', 0.5);
	const pressed = moment.time;
	expect(pressed).toBeGreaterThan(0);
	await expect.poll(() => surface.querySelector('.ahead')).not.toBeNull();
	point('pointerdown', 0.5);
	point('pointermove', 0.6);
	point('pointerup', 0.6);
	expect(moment.time).toBeGreaterThan(pressed);
	expect(moment.resting).toBeCloseTo(moment.time, 3);
});

test('keys zoom and page; the wheel zooms with Ctrl and is left alone without', async () => {
	const { screen, lane, axis } = await shown();
	(lane.element() as HTMLElement).focus();
	const whole = axis();
	await userEvent.keyboard('+');
	await expect.poll(() => axis()[1] - axis()[0]).toBeLessThan(whole[1] - whole[0]);
	await userEvent.keyboard('-');
	await expect.poll(axis).toEqual(whole);
	await userEvent.keyboard('{PageDown}');
	await expect.poll(() => axis()[0]).toBeGreaterThan(whole[0]);

	const surface = screen.container.querySelector('.surface')!;
	const turn = (ctrlKey: boolean) => {
		const options = { deltaY: 50, ctrlKey, bubbles: true, cancelable: true };
		return surface.dispatchEvent(new WheelEvent('wheel', options));
	};
	expect(turn(false)).toBe(true);
	expect(turn(true)).toBe(false);
});

/** `1 234` and `<0.001`, as tables write them. */
function numberIn(text: string): number {
	return text.trim().startsWith('<') ? 0 : Number(text.replaceAll(/\s/g, ''));
}

test('a message that is followed shows four journeys, whose times add up to their latency', async () => {
	const { screen, moment, texts } = await shown();
	await screen.getByRole('button', { name: 'Next', exact: true }).click();
	await expect.element(screen.getByRole('spinbutton', { name: /Message/ })).toHaveValue(2);
	expect(moment.time).toBeGreaterThan(0);
	screen.container.querySelector('summary')!.click();
	const rows = [...screen.container.querySelectorAll('tbody tr')].map((row) =>
		[...row.querySelectorAll('td')].map((cell) => numberIn(cell.textContent)),
	);
	const totals = rows.pop()!;
	expect(totals).toHaveLength(4);
	for (const [column, total] of totals.entries()) {
		const sum = rows.reduce((all, row) => all + row[column]!, 0);
		// Three digits of each are shown.
		expect(Math.abs(sum - total)).toBeLessThanOrEqual(0.005 * total + 1e-9);
	}
	expect(texts('.total').filter((text) => text === 'not delivered')).toEqual([]);
});

test('the moment of a link is in view, with what is still to come faint', async () => {
	const { screen, axis } = await shown({ at: 41.5 });
	const [from, to] = axis();
	expect(from).toBeLessThanOrEqual(41.5);
	expect(to).toBeGreaterThan(41.5);
	expect(screen.container.querySelectorAll('.ahead')).toHaveLength(2);
	await expect.element(screen.getByRole('slider', { name: /^Moment/ })).toHaveValue('41.5');
});

test('a fault is marked on the lanes, and the reconnects after it', async () => {
	const faults = [{ kind: 'restart', start: 10, duration: 2 }] as const;
	const { texts } = await shown({ of: answerOf({ faults }) });
	const words = texts('[role=slider] svg text');
	expect(words.filter((word) => word === 'servers restart')).toHaveLength(4);
	expect(words).toContain('reconnect');
	expect(words).toContain('close');
});

test('a pinned run is drawn behind each lane and below each strip, and said in words', async () => {
	const plain = await shown();
	expect(plain.screen.container.querySelector('rect.ghost, path.ghost[d^=M]')).toBeNull();
	expect(plain.texts('p').join()).not.toContain('Pinned.');

	const pinned = answerOf({ pollInterval: 6, radio: '3g' });
	const { screen, lane, texts } = await shown({ pinned });
	const { container } = screen;
	expect(container.querySelectorAll('path.ghost[d^=M]')).toHaveLength(4);
	const described = lane.element().getAttribute('aria-describedby')!.split(' ');
	expect(described.map((id) => document.getElementById(id)!.textContent).join()).toMatch(
		/Pinned\. Packets in view, ACKs aside: polling \d+ instead of \d+/,
	);
	const strips = [...container.querySelectorAll('[role=img]')];
	expect(strips).toHaveLength(4);
	for (const strip of strips) {
		expect(strip.getAttribute('aria-label')).toMatch(/ on, .*; pinned: \d+ wake-ups?, .* on, /);
		expect(strip.querySelectorAll('rect.ghost').length).toBeGreaterThan(0);
	}
	expect(texts('p').join()).toContain('Radio on, share of the time: polling');
});

test('a wired pinned run leaves the strips below the radio empty', async () => {
	const pinned = answerOf({ radio: 'none' });
	const { screen, texts } = await shown({ pinned });
	expect(screen.container.querySelectorAll('rect.ghost')).toHaveLength(0);
	expect(texts('p').join()).toMatch(/Radio on[^.]* 100\u202f% instead of 0\u202f%/);
});

test('nothing is drawn at a place that is not a number, whatever is missing', async () => {
	const cases = [
		answerOf({ network: 'fibre', messageRate: 0 }),
		answerOf({ faults: [{ kind: 'drop', start: 5, duration: 20 }], messageRate: 60 }),
		{ ...answer, reports: { sse: answer.reports.sse! } },
	];
	const { ghost, pinned } = behind(answerOf({ duration: 20 }));
	for (const of of cases) {
		const target = document.body.appendChild(document.createElement('div'));
		target.style.width = '300px';
		const { container } = await render(OneClient, {
			target,
			props: { answer: of, moment: new Moment(3), ghost, pinned },
		});
		await expect.poll(() => container.querySelector('.surface')).not.toBeNull();
		const values = [...container.querySelectorAll('*')].flatMap((element) =>
			[...element.attributes].map(({ value }) => value),
		);
		expect(values.filter((value) => /NaN|undefined|Infinity/.test(value))).toEqual([]);
	}
});
