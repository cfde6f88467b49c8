import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { spoken } from '../app/quantity.ts';
import { stopsOf } from '../app/scale.ts';
import { DEFAULT_SCENARIO, FIELD_NAMES, FIELDS, type FieldName } from '../model/scenario.ts';
import FieldControl from './FieldControl.svelte';

/** The control for an input whose value follows what it reports, as on the page. */
async function control(name: FieldName) {
	let scenario = DEFAULT_SCENARIO;
	const props = { name, home: DEFAULT_SCENARIO, locked: false };
	const onchange = (inputs: object) => {
		scenario = { ...scenario, ...inputs };
		void screen.rerender({ scenario });
	};
	const screen = await render(FieldControl, { ...props, scenario, onchange });
	return { value: () => scenario[name] };
}

const numbers = FIELD_NAMES.flatMap((name) => {
	const field = FIELDS[name];
	return field.kind === 'number' ? [[name, field] as const] : [];
});

describe.each(numbers)('%s', (name, field) => {
	const stops = stopsOf(field, field.fallback);

	test('has a name, and a value that is typed exactly', async () => {
		const { value } = await control(name);
		const exact = stops.length > 0 ? `${field.label}, exact value` : field.label;
		const typed = page.getByRole('textbox', { name: exact, exact: true });
		await typed.fill(field.print(field.max));
		await userEvent.keyboard('{Enter}');
		expect(value()).toBe(field.max);
		await expect.element(typed).toHaveValue(field.print(field.max));
	});

	test.runIf(stops.length > 0)('has a slider that keys take from end to end', async () => {
		const { value } = await control(name);
		const slider = page.getByRole('slider', { name: field.label, exact: true });
		slider.element().focus();
		const says = async (expected: number) => {
			expect(value()).toBe(expected);
			const words = spoken(expected, field.unit);
			await expect.element(slider).toHaveAttribute('aria-valuetext', words);
			// A unit is a word, and not a sign that some voices leave out.
			if (field.unit !== '') expect(words).toMatch(/\d [a-z ]+$/);
		};
		await says(field.fallback);
		await userEvent.keyboard('{End}');
		await says(field.max);
		await userEvent.keyboard('{ArrowLeft}');
		await says(stops.at(-2)!);
		await userEvent.keyboard('{PageDown}');
		expect(value()).toBeLessThanOrEqual(stops.at(-2)!);
		await userEvent.keyboard('{Home}');
		await says(field.min);
		await userEvent.keyboard('{ArrowUp}');
		await says(stops[1]!);
		await userEvent.keyboard('{PageUp}');
		expect(value()).toBeGreaterThanOrEqual(stops[1]!);
	});
});

const others = FIELD_NAMES.filter((name) => FIELDS[name].kind !== 'number');

test.each(others)('%s has a name and a role', async (name) => {
	await control(name);
	const { kind, label } = FIELDS[name];
	const roles = { choice: ['combobox', 'group'], flag: ['checkbox'], list: ['group'], number: [] };
	const found = roles[kind].map((role) =>
		page.getByRole(role as 'group', { name: label, exact: true }),
	);
	await expect.poll(() => found.some((locator) => locator.elements().length === 1)).toBe(true);
});
