import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Announcer from './Announcer.svelte';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

/** What the live region says at each change, with the time of it, while the text changes at `pace` ms. */
async function spoken(pace: number, changes: number) {
	const { container, rerender } = await render(Announcer, { text: 'text 0' });
	const region = container.querySelector('[role=status]')!;
	const said: { at: number; text: string }[] = [];
	let at = 0;
	const listen = async (ms: number) => {
		for (let passed = 0; passed < ms; passed += 50) {
			await vi.advanceTimersByTimeAsync(50);
			at += 50;
			const text = region.textContent;
			if (text !== (said.at(-1)?.text ?? '')) said.push({ at, text });
		}
	};
	for (let change = 1; change <= changes; change++) {
		await listen(pace);
		await rerender({ text: `text ${change}` });
	}
	await listen(2000);
	return said;
}

test('while the text keeps changing nothing is said; then the last text, once', async () => {
	const said = await spoken(100, 40);
	expect(said.map(({ text }) => text)).toEqual(['text 40']);
});

test.each([900, 1000, 1050, 1500])(
	'a text that changes every %d ms is said at most once a second',
	async (pace) => {
		const said = await spoken(pace, 6);
		expect(said.at(-1)!.text).toBe('text 6');
		said.slice(1).forEach(({ at }, i) => expect(at - said[i]!.at).toBeGreaterThanOrEqual(1000));
	},
);
