import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { FIGURES } from '../model/figures.ts';
import { FIELDS } from '../model/scenario.ts';
import type { BreakEven } from './breakEven.ts';
import BreakEvenChart from './BreakEvenChart.svelte';

const now = { x: 3, values: { polling: 2000, sse: 1700 } };

const PICTURE: BreakEven = {
	input: FIELDS.pollInterval,
	figure: FIGURES.find(({ path }) => path === 'battery.energyPerHour')!,
	transports: ['polling', 'sse'],
	samples: [
		{ x: 1, values: { polling: 4000, sse: 1700 } },
		now,
		{ x: 1000, values: { polling: 90, sse: 1700 } },
	],
	crossings: [],
	range: [1, 1000],
	today: 3,
	running: false,
};

/** The chart in 600 px, with a run pinned whose poll interval is this. */
async function shown(pollInterval: number) {
	const target = document.body.appendChild(document.createElement('div'));
	target.style.width = '600px';
	const then = { x: pollInterval, values: { polling: 900, sse: 5000 } };
	const picture = { ...PICTURE, pinned: { now, then } };
	const { container } = await render(BreakEvenChart, { target, props: { picture } });
	await expect.poll(() => container.querySelector('summary')).not.toBeNull();
	const texts = (selector: string) =>
		[...container.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
	return { container, texts };
}

test('the pinned run stands as hollow marks at its own value of the input', async () => {
	const { container, texts } = await shown(30);
	const [polling, sse] = [...container.querySelectorAll('.ghost path')].map((mark) =>
		mark.getBoundingClientRect(),
	);
	expect(polling!.left + polling!.width / 2).toBeCloseTo(sse!.left + sse!.width / 2, 0);
	expect(polling!.top).toBeGreaterThan(sse!.top);
	expect(texts('svg text')).toContain('pinned 30\u202fs');
	expect(texts('p').join()).toMatch(/Pinned\. Radio energy at poll interval 3.s instead of 30.s: /);
});

test('the name of a pinned value makes way for that of today', async () => {
	const { container, texts } = await shown(4);
	expect(container.querySelectorAll('.ghost path')).toHaveLength(2);
	const names = texts('svg text').filter((text) => /^(now|pinned) /.test(text));
	expect(names).toEqual(['now 3\u202fs']);
});

test('a pinned run outside the picture is left out of it, and of its words', async () => {
	const { container, texts } = await shown(3600);
	expect(container.querySelector('.ghost')).toBeNull();
	expect(texts('p').join()).not.toContain('Pinned.');
});

test('samples of before, all below an axis that has just moved, are drawn at its end', async () => {
	const target = document.body.appendChild(document.createElement('div'));
	target.style.width = '600px';
	const picture = { ...PICTURE, range: [1000, 1_000_000] as const, today: 3000 };
	const { container } = await render(BreakEvenChart, { target, props: { picture } });
	await expect.poll(() => container.querySelectorAll('svg path.line').length).toBe(2);
	expect(container.querySelectorAll('svg')).toHaveLength(1);
});
