import { describe, expect, test, vi } from 'vitest';
import { page as browser } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { LESSONS } from '../lessons/registry.ts';
import { decodePage } from '../app/url.ts';
import ShareDialog from './ShareDialog.svelte';

/** The dialog of the page that `query` opens. */
async function open(query: string) {
	await browser.viewport(1280, 900);
	const onclose = vi.fn();
	const screen = await render(ShareDialog, { page: decodePage(query).page, onclose });
	const text = (label: string) => {
		const field = screen.getByRole('textbox', { name: label, exact: true });
		return (field.element() as HTMLTextAreaElement).value;
	};
	return { screen, onclose, text };
}

describe('the share dialog', () => {
	test('gives link, frame, MDX and Markdown of the page as it is', async () => {
		const { text, screen } = await open('users=7');
		expect(text('Link')).toMatch(/\?users=7$/);
		expect(text('HTML')).toMatch(/^<iframe src="[^"]*\?users=7&amp;embed=1"/);
		expect(text('MDX')).toContain('allowFullScreen');
		expect(text('Markdown')).toMatch(/^\[Push or Poll: 7 users, .*\]\(http.*\?users=7\)$/);
		await expect.element(screen.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
	});

	test('shows what is chosen in code and preview', async () => {
		const { text, screen } = await open('');
		await screen.getByLabelText('Start values').selectOptions('Chat');
		await screen.getByLabelText('Theme').selectOptions('Dark');
		await screen.getByLabelText('Links').click();
		await screen.getByText(/^Inputs: /).click();
		await screen.getByRole('button', { name: 'hidden' }).click();
		await screen.getByLabelText('Users', { exact: true }).selectOptions('Locked');
		await screen.getByText(/^Views: /).click();
		await screen.getByRole('button', { name: 'Move Latency up' }).click();
		await screen.getByLabelText('Requests', { exact: true }).click();

		const { page, problems } = decodePage(new URL(text('Link')).search);
		expect(problems).toEqual([]);
		expect(page.scenario).toMatchObject({ messageRate: 6, uplinkRate: 3 });
		expect(page.view).toMatchObject({
			theme: 'dark',
			links: false,
			controls: ['users'],
			lock: ['users'],
		});
		expect(page.view.charts.slice(0, 2)).toEqual(['latency', 'bandwidth']);
		expect(page.view.charts).not.toContain('requests');
		await expect
			.element(screen.getByTitle('Preview'))
			.toHaveAttribute('src', expect.stringMatching(/embed=1.*lock=users/));
	});

	test('offers the lessons and their steps', async () => {
		const { text, screen } = await open('users=7');
		await expect.element(screen.getByLabelText('Opens at step')).not.toBeInTheDocument();
		await screen.getByLabelText('Lesson').selectOptions(LESSONS[1]!.title);
		await screen.getByLabelText('Opens at step').selectOptions('2');
		expect(text('Link')).toMatch(new RegExp(`\\?lesson=${LESSONS[1]!.id}&step=2$`));
		await screen.getByLabelText('Start values').selectOptions('As on this page now');
		expect(text('Link')).toContain('users=7');
		await screen.getByLabelText('Lesson').selectOptions('None: the simulator itself');
		expect(text('Link')).toMatch(/\?users=7$/);
	});

	test('selects the text where the browser forbids copying', async () => {
		const { screen } = await open('');
		const write = vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
		await screen.getByRole('button', { name: 'Copy Link' }).click();
		await expect.element(screen.getByText('Selected; copy it with the keyboard')).toBeVisible();
		const field = document.activeElement as HTMLTextAreaElement;
		expect(field.selectionEnd - field.selectionStart).toBe(field.value.length);
		write.mockRestore();
	});

	test('closes by its button', async () => {
		const { screen, onclose } = await open('');
		await screen.getByRole('button', { name: 'Close' }).click();
		expect(onclose).toHaveBeenCalledTimes(1);
	});
});
