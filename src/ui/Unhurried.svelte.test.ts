import { createRawSnippet, getAllContexts, mount, type Component } from 'svelte';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Part from '../charts/Part.svelte';
import { provideUnderWay } from '../charts/underWay.ts';
import Unhurried from './Unhurried.svelte';

const children = createRawSnippet<[string]>((text) => ({
	render: () => '<p></p>',
	setup: (element) => {
		$effect(() => {
			element.textContent = text();
		});
	},
}));

const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** A value in a page that is scrolled to its top or, so that the value is out of sight, to its end. */
async function shown(where: 'top' | 'end') {
	await page.viewport(800, 600);
	const spacer = document.createElement('div');
	spacer.style.height = '3000px';
	const screen = await render(Unhurried<string>, { value: 'one', children });
	document.body.append(spacer);
	window.scrollTo(0, where === 'top' ? 0 : 2400);
	await frame();
	await frame();
	const text = () => screen.container.textContent;
	return { text, rerender: (value: string) => screen.rerender({ value }), spacer };
}

test('what is on screen follows at once', async () => {
	const { text, rerender, spacer } = await shown('top');
	expect(text()).toBe('one');
	await rerender('two');
	expect(text()).toBe('two');
	spacer.remove();
});

test('what is off screen follows when it has settled, and at once when it comes into sight', async () => {
	const { text, rerender, spacer } = await shown('end');
	await expect.poll(text).toBe('one');
	await new Promise((resolve) => setTimeout(resolve, 200));
	await rerender('two');
	expect(text()).toBe('one');
	await expect.poll(text).toBe('two');

	await rerender('three');
	expect(text()).toBe('two');
	window.scrollTo(0, 0);
	await expect.poll(text).toBe('three');
	spacer.remove();
});

test('what is off screen comes while a run is under way, but follows only when that has ended', async () => {
	await page.viewport(800, 600);
	let underWay = $state(true);
	const InPage: Component<{ value: string; children: typeof children }> = (anchor, props) => {
		provideUnderWay(() => underWay);
		return Unhurried<string>(anchor, props);
	};
	const spacer = document.body.appendChild(document.createElement('div'));
	spacer.style.height = '3000px';
	const props = { value: 'one', children };
	const { container, rerender } = await render(InPage, { props, context: new Map() });
	const text = () => container.textContent;
	await expect.poll(text).toBe('one');

	await rerender({ value: 'two' });
	await new Promise((resolve) => setTimeout(resolve, 1000));
	expect(text()).toBe('one');
	underWay = false;
	await expect.poll(text).toBe('two');
	spacer.remove();
});

/** A whole that begins at once and has two parts. */
const whole = createRawSnippet(() => ({
	render: () => '<p>whole</p>',
	setup: (target) => {
		const context = getAllContexts();
		for (const name of ['one', 'two']) {
			const children = createRawSnippet(() => ({ render: () => `<span>, ${name}</span>` }));
			mount(Part, { target, context, props: { children } });
		}
	},
}));

/** Every text that the whole has had, in its order, in a page that is scrolled to it or past it. */
async function texts(where: 'in sight' | 'out of sight') {
	await page.viewport(800, 600);
	const spacer = document.createElement('div');
	spacer.style.height = '3000px';
	const { container } = await render(Unhurried<string>, { value: 'shown', children: whole });
	document.body.append(spacer);
	window.scrollTo(0, where === 'in sight' ? 0 : 2400);
	const seen: string[] = [];
	new MutationObserver(() => seen.push(container.textContent)).observe(container, {
		childList: true,
		subtree: true,
	});
	await expect.poll(() => seen.at(-1)).toBe('whole, one, two');
	spacer.remove();
	return seen;
}

test('what is in sight comes in one go', async () => {
	expect(await texts('in sight')).toEqual(['whole, one, two']);
});

test('what is out of sight comes part by part, each in a task of its own', async () => {
	expect(await texts('out of sight')).toEqual(['whole', 'whole, one', 'whole, one, two']);
});
