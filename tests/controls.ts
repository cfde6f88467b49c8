import type { Locator, Page } from '@playwright/test';
import type { Field } from '../src/model/fields.ts';
import { FIELDS, type FieldName } from '../src/model/scenario.ts';

/** Opens every section of the inputs. */
export async function openSections(page: Page): Promise<void> {
	const closed = page.locator('details:not([open]) > summary > h3');
	for (let left = await closed.count(); left > 0; left--) await closed.first().click();
}

/** The element that takes the exact value of a field. */
export function exactValue(page: Page, name: FieldName): Locator {
	const field: Field = FIELDS[name];
	if (field.kind === 'list') return page.getByLabel(`${field.label} as text`);
	return page
		.getByRole('textbox', { name: `${field.label}, exact value`, exact: true })
		.or(page.getByRole('textbox', { name: field.label, exact: true }));
}

export function slider(page: Page, name: FieldName): Locator {
	return page.getByRole('slider', { name: FIELDS[name].label, exact: true });
}

/** Sets a field as a reader would: types it, ticks it, or picks it from a menu or from two. */
export async function set(page: Page, name: FieldName, text: string): Promise<void> {
	const field: Field = FIELDS[name];
	switch (field.kind) {
		case 'flag':
			await page
				.getByRole('checkbox', { name: field.label, exact: true })
				.setChecked(text === 'yes');
			return;
		case 'choice':
			if (field.choices.length > 2) {
				await page.getByRole('combobox', { name: field.label, exact: true }).selectOption(text);
			} else {
				const group = page.getByRole('group', { name: field.label, exact: true });
				await group.getByRole('radio', { name: field.labels[text]!, exact: true }).check();
			}
			return;
		default:
			await exactValue(page, name).fill(text);
			await exactValue(page, name).press('Enter');
	}
}
