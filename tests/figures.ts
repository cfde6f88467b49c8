import { expect, type Page } from '@playwright/test';
import { FIGURES } from '../src/model/figures.ts';
import { TRANSPORTS, type TransportId } from '../src/model/transports.ts';

/** What the table on the page says: a number in base units for each figure's path and transport. */
export type Table = Record<string, Partial<Record<TransportId, number | null>>>;

const PREFIXES: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** How many base units one of the unit in a row's head is: 1000 for kB/s. */
function factorOf(unit: string): number {
	if (unit === '%') return 0.01;
	if (unit === 's') return 1000; // a time in ms that has grown long
	return /^[kMGT](B|J)/.test(unit) ? PREFIXES[unit.charAt(0)]! : 1;
}

/** What the page says that it ignored. */
export function notices(page: Page): Promise<string[]> {
	return page.locator('.notices span').allTextContents();
}

/** `3 330` and `−2`; null where a figure has no value, 0 for `<0.001`. */
function numberOf(text: string): number | null {
	if (text === '–') return null;
	if (text.startsWith('<')) return 0;
	return Number(text.replaceAll(/\s/g, '').replace('−', '-'));
}

/** Reads the table of all figures as a reader would: heads, units, numbers; simulated ones or expected ones. */
export async function readTable(page: Page, { expected = false } = {}): Promise<Table> {
	const rows = await page
		.getByRole('table', { name: 'All figures' })
		.getByRole('row')
		.evaluateAll(
			(elements, expected) =>
				elements.map((row) =>
					[...row.children].map((cell) => {
						const own = expected ? cell.querySelector('.expected') : null;
						const copy = (own ?? cell).cloneNode(true) as HTMLElement;
						// In a cell, what stands beside the simulated number: a name for phones, the expected one.
						if (cell.tagName === 'TD')
							for (const beside of copy.querySelectorAll('span, sup')) beside.remove();
						return copy.textContent.trim();
					}),
				),
			expected,
		);
	const [, ...heads] = rows[0] ?? [];
	const ids = heads.map((head) => transportCalled(head));
	return Object.fromEntries(
		rows.slice(1).map(([head = '', ...cells]) => {
			const [, label = '', unit = ''] = /^(.*?)(?: \(([^)]*)\))?$/.exec(head) ?? [];
			const facts = FIGURES.find((figure) => figure.label === label);
			if (facts === undefined) throw new Error(`the table has an unknown figure, "${head}"`);
			const values = cells.map((text) => {
				const value = numberOf(text);
				return value === null ? null : value * factorOf(unit);
			});
			return [facts.path, Object.fromEntries(values.map((value, index) => [ids[index], value]))];
		}),
	);
}

function transportCalled(head: string): TransportId {
	const ids = Object.keys(TRANSPORTS) as TransportId[];
	const id = ids.find((each) => head.endsWith(TRANSPORTS[each].label));
	if (id === undefined) throw new Error(`the table has an unknown transport, "${head}"`);
	return id;
}

/** Opens the page with a query, and waits until the run is over. */
export async function open(page: Page, query = ''): Promise<void> {
	await page.goto(`./?${query}`);
	await settled(page);
}

/** Waits until the figures on screen are the last word of their run. */
export async function settled(page: Pick<Page, 'getByRole' | 'getByText'>): Promise<void> {
	await expect(page.getByRole('cell').first()).toBeVisible({ timeout: 30_000 });
	await expect(page.getByText(/so far: the first|^Still to come: /)).toHaveCount(0, {
		timeout: 30_000,
	});
}
