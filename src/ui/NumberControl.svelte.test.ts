import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { FIELDS } from '../model/scenario.ts';
import NumberControl from './NumberControl.svelte';

/** A control for the poll interval whose value follows what it reports, as on the page. */
async function pollInterval(value = 3) {
	const onchange = vi.fn((changed: number) => void screen.rerender({ value: changed }));
	const props = { id: 'interval', field: FIELDS.pollInterval, value, home: 3, onchange };
	const screen = await render(NumberControl, props);
	return {
		onchange,
		slider: screen.getByRole('slider'),
		exact: screen.getByRole('textbox'),
		screen,
	};
}

test('a slider says its value with the unit in words', async () => {
	const { slider } = await pollInterval(3);
	await expect.element(slider).toHaveAttribute('aria-valuetext', '3 seconds');
});

test.each([
	['{ArrowRight}', 3, 3.5],
	['{ArrowDown}', 3, 2.8],
	['{ArrowUp}', 3.14, 3.5],
	['{ArrowLeft}', 3.14, 3],
	['{PageUp}', 3, 30],
	['{PageDown}', 3, 0.3],
	['{Home}', 3, 0.1],
	['{End}', 3, 3600],
])('%s takes %d s to %d s', async (key, from, to) => {
	const { slider, onchange } = await pollInterval(from);
	slider.element().focus();
	await userEvent.keyboard(key);
	expect(onchange.mock.calls).toEqual([[to]]);
});

test('a key at the end of the slider changes nothing', async () => {
	const { slider, onchange } = await pollInterval(3600);
	slider.element().focus();
	await userEvent.keyboard('{ArrowRight}{PageUp}{End}');
	expect(onchange).not.toHaveBeenCalled();
});

test('a dragged slider reports round values', async () => {
	const { slider, onchange } = await pollInterval();
	const input = slider.element() as HTMLInputElement;
	input.value = String(Number(input.value) + 2);
	input.dispatchEvent(new Event('input', { bubbles: true }));
	expect(onchange).toHaveBeenLastCalledWith(4);
});

test('a typed value counts when Enter is pressed, in any unit', async () => {
	const { exact, onchange } = await pollInterval();
	await exact.fill('250ms');
	expect(onchange).not.toHaveBeenCalled();
	await userEvent.keyboard('{Enter}');
	expect(onchange.mock.calls).toEqual([[0.25]]);
	await expect.element(exact).toHaveValue('0.25');
});

test('a typed value counts when the field is left', async () => {
	const { exact, slider, onchange } = await pollInterval();
	await exact.fill('7');
	slider.element().focus();
	expect(onchange.mock.calls).toEqual([[7]]);
});

test('Escape takes back what was typed', async () => {
	const { exact, slider, onchange } = await pollInterval();
	await exact.fill('7');
	await userEvent.keyboard('{Escape}');
	await expect.element(exact).toHaveValue('3');
	slider.element().focus();
	expect(onchange).not.toHaveBeenCalled();
});

test('out of range becomes the limit, and the field says so', async () => {
	const { exact, onchange, screen } = await pollInterval();
	await exact.fill('0');
	await userEvent.keyboard('{Enter}');
	expect(onchange.mock.calls).toEqual([[0.1]]);
	await expect.element(exact).toHaveValue('0.1');
	await expect
		.element(screen.getByRole('status'))
		.toHaveTextContent('expected 0.1 to 3600 s, got "0". Using 0.1.');
	await expect.element(exact).toHaveAccessibleDescription(/expected 0.1 to 3600 s/);
});

test('what cannot be read stays to be corrected, and changes nothing', async () => {
	const { exact, onchange, screen } = await pollInterval();
	await exact.fill('soon');
	await userEvent.keyboard('{Enter}');
	await expect.element(exact).toHaveValue('soon');
	await expect.element(exact).toBeInvalid();
	await expect.element(screen.getByRole('status')).toHaveTextContent('got "soon"');
	expect(onchange).not.toHaveBeenCalled();
});

test('a value that changes elsewhere replaces what was being typed', async () => {
	const { exact, screen } = await pollInterval();
	await exact.fill('soon');
	await screen.rerender({ value: 60 });
	await expect.element(exact).toHaveValue('60');
});
