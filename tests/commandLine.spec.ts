import { execFileSync } from 'node:child_process';
import { FIGURES, figureAt } from '../src/model/figures.ts';
import type { TransportId } from '../src/model/transports.ts';
import { open, readTable } from './figures.ts';
import { expect, test } from './harness.ts';

interface Printed {
	readonly transports: Record<TransportId, object>;
}

const CASES = [
	{ name: 'a phone on 4G', inputs: { users: 1000, duration: 30 } },
	{
		name: 'an overloaded server with talkative users',
		inputs: { users: 800, duration: 20, uplinkRate: 12, requestCpu: 30, cores: 2, seed: 7 },
	},
	{
		name: 'a shared stream over 3G with HTTP/2',
		inputs: {
			users: 500,
			duration: 30,
			audience: 'shared',
			network: '3g',
			http: '2',
			messageRate: 20,
		},
	},
];

for (const { name, inputs } of CASES) {
	test(`${name}: the page and the command line give the same figures`, async ({ page }) => {
		const pairs = Object.entries(inputs);
		const args = pairs.flatMap(([key, value]) => [`--${key}`, String(value)]);
		const text = execFileSync('npm', ['run', '-s', 'simulate', '--', ...args, '--json'], {
			cwd: new URL('..', import.meta.url),
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
			shell: process.platform === 'win32',
		});
		const { transports } = JSON.parse(text) as Printed;

		await open(page, [...pairs.map(([key, value]) => `${key}=${value}`), 'charts=table'].join('&'));
		const table = await readTable(page);
		for (const { path, label } of FIGURES) {
			for (const [id, report] of Object.entries(transports) as [TransportId, object][]) {
				const exact = figureAt(report, path) ?? null;
				const shown = table[path]?.[id] ?? null;
				const about = `${label}, ${id}: ${exact} on the command line, ${shown} on the page`;
				if (exact === null || shown === null) expect(shown, about).toBe(exact);
				// Three digits are shown; a small number in a large unit is shown as "<0.001".
				else expect(Math.abs(shown - exact), about).toBeLessThanOrEqual(0.005 * exact + 0.001);
			}
		}
	});
}
