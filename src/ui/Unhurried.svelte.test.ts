import { createRawSnippet } from 'svelte';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
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
