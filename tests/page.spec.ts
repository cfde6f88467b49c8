import { PRESETS } from '../src/model/presets.ts';
import { completeScenario, type Scenario } from '../src/model/scenario.ts';
import { exactValue, openSections, set } from './controls.ts';
import { open, readTable, settled } from './figures.ts';
import { expect, test } from './harness.ts';

test('letters are drawn, each in its own shape', async ({ page }) => {
	await page.goto('./');
	const widths = await page.evaluate(() => {
		const canvas = document.createElement('canvas').getContext('2d')!;
		canvas.font = `20px ${getComputedStyle(document.body).fontFamily}`;
		return ['i', 'W'].map((letter) => canvas.measureText(letter.repeat(10)).width);
	});
	expect(widths[1]).toBeGreaterThan(1.5 * widths[0]!);
});

test('a shared link shows the same inputs and the same figures', async ({ page, context }) => {
	await open(page, 'duration=6');
	await openSections(page);
	await set(page, 'users', '2000');
	await set(page, 'network', '3g');
	await set(page, 'http', '2');
	await set(page, 'resume', 'no');
	await set(page, 'faults', 'restart@5+1');
	await page.getByRole('checkbox', { name: 'Long polling' }).uncheck();
	await expect(page).toHaveURL(/transports=/);
	for (const part of ['users=2000', 'network=3g', 'http=2', 'resume=no', 'faults=restart@5+1']) {
		expect(page.url()).toContain(part);
	}

	const other = await context.newPage();
	await other.goto(page.url());
	await settled(other);
	await openSections(other);
	await expect(exactValue(other, 'users')).toHaveValue('2000');
	await expect(exactValue(other, 'faults')).toHaveValue('restart@5+1');
	await expect(other.getByRole('combobox', { name: 'Network' })).toHaveValue('3g');
	await expect(other.getByRole('radio', { name: 'HTTP/2' })).toBeChecked();
	await expect(other.getByRole('checkbox', { name: /Resume/ })).not.toBeChecked();
	const table = await readTable(other);
	expect(Object.keys(table['latency.mean'] ?? {})).toEqual(['polling', 'sse', 'webSocket']);
	await expect.poll(() => readTable(page)).toEqual(table);
});

test('a link with bad values names key, value and limits, and the page works', async ({ page }) => {
	await open(page, 'users=0&pollInterval=fast&network=6g&unknown=1&duration=9');
	const notices = page.getByRole('status').filter({ has: page.getByRole('button') });
	await expect(notices).toContainText(
		'users: expected a whole number from 1 to 1000000, got "0". Using 1.',
	);
	await expect(notices).toContainText('pollInterval: expected 0.1 to 3600 s, got "fast". Using 3.');
	await expect(notices).toContainText('network: expected fibre, wifi');
	await expect(notices).not.toContainText('unknown');
	await expect(exactValue(page, 'users')).toHaveValue('1');

	const dismiss = page.getByRole('button', { name: /^Dismiss/ });
	await expect(dismiss).toHaveCount(3);
	for (const left of [2, 1, 0]) {
		await dismiss.first().click();
		await expect(dismiss).toHaveCount(left);
	}
	await set(page, 'users', '300');
	await expect
		.poll(async () => (await readTable(page)).requestsPerSecond?.polling)
		.toBeCloseTo(100, 0);
});

test('a link cannot put markup on the page', async ({ page }) => {
	const attack = '<img src=x onerror=alert(1)>';
	let dialogs = 0;
	page.on('dialog', (dialog) => {
		dialogs++;
		void dialog.dismiss();
	});
	const keys = ['users', 'network', 'faults', 'preset', 'transports', 'theme', '__proto__'];
	await open(page, keys.map((key) => `${key}=${encodeURIComponent(attack)}`).join('&'));
	await expect(page.getByText(attack).first()).toBeVisible();
	expect(await page.locator('img').count()).toBe(0);
	expect(dialogs).toBe(0);
});

test('a reset brings back the inputs and figures of the link', async ({ page }) => {
	await open(page, 'users=900&duration=9');
	await openSections(page);
	const before = await readTable(page);
	await set(page, 'users', '90');
	await set(page, 'requestHeaders', '5000');
	await expect
		.poll(async () => (await readTable(page)).requestsPerSecond?.polling)
		.toBeCloseTo(30, 0);

	await page.getByRole('button', { name: 'Reset all' }).click();
	await expect(exactValue(page, 'users')).toHaveValue('900');
	await expect(exactValue(page, 'requestHeaders')).toHaveValue('816');
	await expect.poll(() => readTable(page)).toEqual(before);
	await expect(page.getByRole('button', { name: 'Reset all' })).toBeDisabled();
});

for (const { label, inputs } of Object.values<{ label: string; inputs: Partial<Scenario> }>(
	PRESETS,
)) {
	test(`${label}: polling asks users ÷ interval times a second, if the cores can keep up`, async ({
		page,
	}) => {
		test.slow();
		const { users, pollInterval, uplinkRate, cores, requestCpu } = completeScenario(inputs);
		const asked = users / pollInterval + (users * uplinkRate) / 60;
		const possible = (cores * 1000) / requestCpu;

		await open(page, 'users=10&duration=1&charts=table');
		await page.getByRole('combobox', { name: 'Start from' }).selectOption({ label });
		const requests = async () => (await readTable(page)).requestsPerSecond?.polling ?? 0;
		await expect.poll(requests, { timeout: 60_000 }).toBeGreaterThan(10);
		await settled(page);
		// Overloaded servers also spend their time on the handshakes of clients that open a further connection.
		const least = asked < possible ? 0.97 * asked : 0.8 * possible;
		const simulated = await requests();
		expect(simulated).toBeGreaterThan(least);
		expect(simulated).toBeLessThan(1.03 * asked);
		await expect(page.getByRole('alert')).toHaveCount(0);
	});
}

test('on a phone next to nothing moves while the page loads', async ({ page }) => {
	await page.setViewportSize({ width: 412, height: 823 });
	await page.addInitScript(() => {
		const shifts: number[] = [];
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries())
				shifts.push((entry as unknown as { value: number }).value);
		}).observe({ type: 'layout-shift', buffered: true });
		Object.assign(window, { shifts });
	});
	for (let visit = 0; visit < 3; visit++) {
		await open(page);
		const shift = await page.evaluate(async () => {
			await new Promise((resolve) => setTimeout(resolve, 100)); // what was seen last is told later
			const { shifts } = window as unknown as { shifts: number[] };
			return shifts.reduce((sum, one) => sum + one, 0);
		});
		// Half of what one word that changes its line counts for.
		expect(shift).toBeLessThan(0.02);
	}
});
